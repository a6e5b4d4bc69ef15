import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Anomaly } from '../../operator/api/generated/types.ts';
import { incidentName } from '../../operator/api/names.ts';
import { target } from '../../operator/testing/targets.ts';
import type { ApiCall } from '../faults/api-call.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { auditPosition, auditSince, engineUser } from '../harness/audit.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually, untilHolds } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes, setNodeCondition } from '../harness/nodes.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { writtenAnomaly } from '../journeys/bench/written.ts';
import { cancel, request, untilBlocked, untilEnded } from './actions.ts';

/** Rights that the engine needs only when somebody else is as fast as it is, or when something happens again. */
const system = 'self-healing-platform';
const anomalies = (namespace: string) => `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${namespace}/anomalies`;
let cluster: WorkerCluster;
let bench: Bench;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await createNodes(cluster, [{ name: 'rare-1' }]);
  bench = await openBench(cluster);
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await kubectl(cluster, ['delete', 'anomalies', '--all', '--all-namespaces', '--wait=false']);
  await bench.stop();
});

/** What the engine asked of a resource since then: `get`, `patch 409`. */
async function asked(resource: string, position: number): Promise<string[]> {
  const entries = (await auditSince(cluster, position)).filter((entry) => entry.user === engineUser && entry.resource === resource);
  return entries.map(({ verb, code }) => `${verb} ${code}`);
}

async function deploy(namespace: string, name: string): Promise<void> {
  await createDeployment(cluster, { namespace, name, node: 'rare-1' });
  await untilRolledOut(cluster, namespace, name);
}

/** A report about the Deployment that waits for a person. */
async function report(namespace: string): Promise<void> {
  const wish = { namespace, name: 'anom-web', mode: 'Approval', targets: [`Deployment/${namespace}/web`] } as const;
  await applyObjects(cluster, [writtenAnomaly(wish)]);
  const isPart = async () =>
    (await api<Anomaly>(cluster, { path: `${anomalies(namespace)}/anom-web` })).status?.reason === 'PartOfIncident';
  await eventually(isPart, { within: 20_000, describe: `the report of ${namespace} is part of an incident` });
}

test('what happens again within minutes is one Event that is counted', async () => {
  const namespace = 'rare-c';
  await deploy(namespace, 'held');
  const spec = { minAvailable: 1, selector: { matchLabels: { app: 'held' } } };
  await applyObjects(cluster, [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace, name: 'held' }, spec }]);
  // The second eviction gets no clear answer, so the action is no longer held until the third one is.
  bench.proxy.arm({ match: ({ subresource }) => subresource === 'eviction', nth: 2, when: 'before', do: { kind: 'code', code: 500 } });
  const [pod] = await podsOf(cluster, namespace, 'held');
  await request(cluster, {
    name: 'rare-held',
    type: 'application_remediation',
    operation: 'delete_pod',
    target: `Pod/${namespace}/${pod?.metadata.name}`,
  });
  await untilBlocked(cluster, 'rare-held', 'EvictionBlocked');
  interface Told extends KubeObject {
    readonly reason: string;
    readonly regarding: { readonly name: string };
    readonly series?: { readonly count: number };
  }
  const twice = async () => {
    const { items } = await api<{ items: Told[] }>(cluster, { path: `/apis/events.k8s.io/v1/namespaces/${system}/events` });
    return items.find(
      ({ reason, regarding, series }) => reason === 'EvictionBlocked' && regarding.name === 'rare-held' && series?.count === 2,
    );
  };
  await eventually(twice, { within: 30_000, describe: 'the Event is counted twice' });
  await kubectl(cluster, ['delete', '-n', namespace, 'pdb/held']);
  expect((await untilEnded(cluster, 'rare-held')).status).toMatchObject({ phase: 'Succeeded' });
});

test('an action that is to end says that its target cannot be read, and ends when it can', async () => {
  const namespace = 'rare-d';
  await deploy(namespace, 'held');
  const spec = { minAvailable: 1, selector: { matchLabels: { app: 'held' } } };
  await applyObjects(cluster, [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace, name: 'held' }, spec }]);
  const [pod] = await podsOf(cluster, namespace, 'held');
  const what = { type: 'application_remediation', operation: 'delete_pod', target: `Pod/${namespace}/${pod?.metadata.name}` } as const;
  await request(cluster, { name: 'rare-unread', ...what });
  await untilBlocked(cluster, 'rare-unread', 'EvictionBlocked');
  const match = ({ verb, resource }: ApiCall): boolean => verb === 'get' && resource === 'pods';
  const broken = bench.proxy.arm({ match, times: Infinity, when: 'before', do: { kind: 'code', code: 500 } });
  await cancel(cluster, 'rare-unread');
  const { status } = await untilBlocked(cluster, 'rare-unread', 'TargetUnreadable');
  expect(status?.message).toMatch(/^It is to end \(CancelRequested\), but its target cannot be read/);
  broken.disarm();
  expect((await untilEnded(cluster, 'rare-unread')).status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
  await kubectl(cluster, ['delete', '-n', namespace, 'pdb/held']);
});

test('a report is counted though somebody else writes the incident at the same moment', async () => {
  for (const namespace of ['rare-a', 'rare-b']) await deploy(namespace, 'web');
  await setNodeCondition(cluster, 'rare-1', { type: 'MemoryPressure', status: 'True' });
  await report('rare-a');
  const path = `${anomalies(system)}/${incidentName(target('Node/rare-1'))}`;
  const position = await auditPosition(cluster);
  const act = async (): Promise<void> =>
    void (await api(cluster, { method: 'PATCH', path, body: { metadata: { labels: { seen: 'yes' } } } }));
  const armed = bench.proxy.arm({
    match: ({ verb, resource, subresource }) => verb === 'patch' && resource === 'anomalies' && subresource === undefined,
    when: 'before',
    do: { kind: 'meanwhile', act },
  });
  await report('rare-b');
  const counted = async () => (await api<Anomaly>(cluster, { path })).spec.reports === 2;
  await eventually(counted, { within: 20_000, describe: 'the incident has two reports' });
  armed.disarm();
  // The number is there a moment before the log tells who wrote it.
  await untilHolds(async () =>
    expect(await asked('anomalies', position)).toEqual(expect.arrayContaining(['patch 409', 'get 200', 'patch 200'])),
  );
});
