import { expect, test } from '@jest/globals';
import { kinds } from '../../kube/kinds.ts';
import type { StoredObject } from '../../kube/client.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { aNode, aPod, aPool, aWorkload, ownedBy } from '../../testing/cluster-objects.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { unavailable } from '../../testing/seen-world.ts';
import { mostReads } from './limited-reads.ts';
import { observe } from './observe.ts';

const names = (count: number, stem: string) => Array.from({ length: count }, (_, i) => `${stem}${String(i + 1).padStart(3, '0')}`);
const worker = { 'node-role.kubernetes.io/worker': '' };
const ill = { MemoryPressure: 'True' };
const nodes = names(200, 'n').map((name, i) => aNode(name, { labels: worker, conditions: i < 20 ? ill : {} }));

/** Each with a pod on every one of the first nodes; every third deployed by Argo CD, every third with Helm. */
const workloads = names(40, 'app').map((name, i) => {
  const namespace = `team-${i % 15}`;
  const id = { 'argocd.argoproj.io/tracking-id': `${name}:apps/Deployment:${namespace}/${name}` };
  const annotations: Record<string, string> = [id, { 'meta.helm.sh/release-name': name }][i % 3] ?? {};
  return unavailable(aWorkload('Deployment', name, { namespace, annotations }));
});
const sets = workloads.map((own) =>
  aWorkload('ReplicaSet', `${own.metadata.name}-x`, { namespace: own.metadata.namespace, ownerReferences: ownedBy(own) }),
);
const pods = sets.flatMap((set, i) =>
  nodes.slice(0, 25).map((node, at) => {
    const labels = { app: workloads[i]?.metadata.name ?? '', 'pod-template-hash': 'x' };
    const parts = { namespace: set.metadata.namespace, labels, ownerReferences: ownedBy(set), spec: { nodeName: node.metadata.name } };
    return aPod(`${set.metadata.name}-${at}`, { ...parts, ready: false });
  }),
);
const objects: StoredObject[] = [...nodes, aPool('worker', { conditions: { Degraded: 'True' } }), ...workloads, ...sets, ...pods];

async function reads(wish: AnomalyWish) {
  const { deps, cluster } = fakeEngine({ objects });
  for (const { metadata } of nodes) {
    const node = cluster.peek(kinds.Node, { name: metadata.name });
    if (node) deps.caches.nodes.upsert(node);
  }
  const { analysis } = await observe(deps, buildAnomaly(wish), () => false);
  const everything = cluster.calls.filter(
    ({ verb, what, options = {} }) => verb === 'list' && what === 'Pod' && Object.keys(options).length < 2,
  );
  return { count: cluster.calls.length, everything, analysis };
}

test.each<{ about: string; wish: AnomalyWish; layers: string[] }>([
  { about: 'a node', wish: { targets: ['Node/n001'] }, layers: ['infrastructure', 'application'] },
  { about: 'twenty nodes', wish: { targets: names(20, 'n').map((name) => `Node/${name}`) }, layers: ['infrastructure', 'application'] },
  { about: 'a workload on twenty ill nodes', wish: { targets: ['Deployment/team-0/app001'] }, layers: ['infrastructure', 'application'] },
  { about: 'a pod', wish: { targets: ['Pod/team-0/app001-x-3'] }, layers: ['infrastructure', 'application'] },
  {
    about: 'ten pods of different workloads',
    wish: { targets: names(10, 'app').map((name, i) => `Pod/team-${i}/${name}-x-0`) },
    layers: ['infrastructure', 'application'],
  },
  { about: 'a tenant', wish: { namespace: 'team-0', targets: ['Deployment/team-0/app001'] }, layers: ['infrastructure', 'application'] },
])('a diagnosis of $about costs no more than it may, and never all pods', async ({ wish, layers }) => {
  const { count, everything, analysis } = await reads(wish);
  expect(count).toBeLessThanOrEqual(mostReads);
  expect(everything).toEqual([]);
  expect(analysis).toMatchObject({ kind: 'read', diagnosis: { affectedLayers: layers } });
});

test('an alert tells a node by its address, at the cost of nothing', async () => {
  const { deps, cluster } = fakeEngine({ objects: nodes.slice(0, 2) });
  const [first] = nodes;
  const node = cluster.peek(kinds.Node, { name: 'n001' });
  if (node) deps.caches.nodes.upsert({ ...node, status: { ...first?.status, addresses: [{ type: 'InternalIP', address: '10.0.0.7' }] } });
  const details = { alertname: 'NodeMemoryHigh', instance: '10.0.0.7:9100', job: 'node-exporter' };
  const { analysis } = await observe(deps, buildAnomaly({ details }), () => false);
  expect(analysis).toMatchObject({ diagnosis: { rootCause: { target: { kind: 'Node', name: 'n001' } } } });
  expect(cluster.calls.map(({ verb, what }) => `${verb} ${what}`).filter((call) => call !== 'list Pod')).toEqual([
    'get Node',
    'list MachineConfigPool',
  ]);
});
