import { describe, expect, test } from '@jest/globals';
import type { Target } from '../../api/generated/types.ts';
import type { OwnerReference } from '../../api/resource.ts';
import { targetString } from '../../api/target.ts';
import { Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { aClusterOperator, aNode, aPod, aPool, aWorkload, ownedBy } from '../../testing/cluster-objects.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { unavailable } from '../../testing/seen-world.ts';
import type { StoredObject } from '../../kube/client.ts';
import { observe } from './observe.ts';

const ill = (name: string) => aNode(name, { conditions: { MemoryPressure: 'True' } });
const pay = aWorkload('Deployment', 'pay');
const set = aWorkload('ReplicaSet', 'pay-abc', { ownerReferences: ownedBy(pay) });
const labels = { app: 'pay', 'pod-template-hash': 'abc' };
const podOf = (owner: OwnerReference[], name: string, node = 'w1', more = {}) =>
  aPod(name, { ownerReferences: owner, labels, spec: { nodeName: node }, ...more });
const payPod = podOf(ownedBy(set), 'pay-abc-1');

function engineWith(objects: readonly StoredObject[], missing = [kinds.MachineConfigPool]) {
  const engine = fakeEngine({ objects, missing });
  for (const object of objects) {
    const node = object.kind === 'Node' ? engine.cluster.peek(kinds.Node, { name: object.metadata.name }) : undefined;
    if (node) engine.deps.caches.nodes.upsert(node);
  }
  return engine;
}

async function observed(objects: readonly StoredObject[], wish: AnomalyWish, missing = [kinds.MachineConfigPool, kinds.ClusterOperator]) {
  const { deps, cluster } = engineWith(objects, missing);
  const { analysis, fingerprint } = await observe(deps, buildAnomaly(wish), () => false);
  const reads = cluster.calls.map(({ verb, what }) => `${verb} ${what}`);
  return { analysis, fingerprint, reads, diagnosis: analysis.kind === 'read' ? analysis.diagnosis : undefined };
}

const names = (targets: readonly { target: Target }[] = []) => targets.map(({ target }) => targetString(target));

describe('a pod that is reported', () => {
  test('stands for its Deployment and shows its node', async () => {
    const objects = [payPod, set, unavailable(pay), ill('w1')];
    const { diagnosis } = await observed(objects, { targets: ['Pod/shop/pay-abc-1'], namespace: 'shop' });
    expect(diagnosis?.rootCause?.target).toMatchObject({ kind: 'Node', name: 'w1' });
    expect(names(diagnosis?.impactedResources)).toEqual(['Node/w1', 'Deployment/shop/pay']);
  });

  test('has the fingerprint of its Deployment', async () => {
    const objects = [payPod, set, unavailable(pay)];
    const byPod = await observed(objects, { targets: ['Pod/shop/pay-abc-1'] });
    const byOwner = await observed(objects, { targets: ['Deployment/shop/pay'] });
    expect(byPod.fingerprint).toBe(byOwner.fingerprint);
  });

  test.each<{ when: string; pod: StoredObject; top: string }>([
    {
      when: 'its node does, as of a static one',
      pod: aPod('lone', { ready: false, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'w1', uid: 'n1', controller: true }] }),
      top: 'Node/w1',
    },
    { when: 'nothing controls it', pod: aPod('lone', { ready: false }), top: 'Pod/shop/lone' },
    {
      when: 'a custom resource does',
      pod: aPod('lone', {
        ready: false,
        ownerReferences: [{ apiVersion: 'x.io/v1', kind: 'Widget', name: 'w', uid: 'u', controller: true }],
      }),
      top: 'Widget/shop/w',
    },
    {
      when: 'what does has no name that could be recorded',
      pod: aPod('lone', {
        ready: false,
        ownerReferences: [{ apiVersion: 'x.io/stable', kind: 'Widget', name: 'w_1', uid: 'u', controller: true }],
      }),
      top: 'Pod/shop/lone',
    },
    { when: 'its ReplicaSet is gone', pod: podOf(ownedBy(set), 'lone', 'w1', { ready: false }), top: 'ReplicaSet/shop/pay-abc' },
  ])('is $top when $when', async ({ pod, top }) => {
    const { diagnosis } = await observed([pod], { targets: ['Pod/shop/lone'] });
    expect(names(diagnosis?.impactedResources)).toEqual([top]);
  });
});

test('a static pod, which stands for its node, does not hide what is wrong with that', async () => {
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: 'w1', uid: 'n1', controller: true }];
  const pod = aPod('lone', { ready: false, ownerReferences, spec: { nodeName: 'w1' } });
  const { diagnosis } = await observed([pod, ill('w1')], { targets: ['Pod/shop/lone'] });
  expect(diagnosis?.impactedResources.map(({ state }) => state)).toContain('MemoryPressure');
});

describe('a node that is reported', () => {
  const db = aWorkload('StatefulSet', 'db', { namespace: 'bank' });
  const agent = aWorkload('DaemonSet', 'agent');
  const dbPod = aPod('db-0', { namespace: 'bank', ownerReferences: ownedBy(db), spec: { nodeName: 'w1' } });
  const objects = [
    ill('w1'),
    pay,
    set,
    payPod,
    db,
    dbPod,
    agent,
    podOf(ownedBy(agent), 'agent-1'),
    aPod('lone', { spec: { nodeName: 'w1' } }),
  ];

  test('brings the Deployments and StatefulSets with pods there, and nothing else', async () => {
    const elsewhere = podOf(ownedBy(aWorkload('StatefulSet', 'far')), 'far-0', 'w2');
    const evicted = podOf(ownedBy(aWorkload('StatefulSet', 'old')), 'old-0', 'w1', { phase: 'Failed' });
    const { diagnosis } = await observed([...objects, elsewhere, evicted], { targets: ['Node/w1'] });
    expect(names(diagnosis?.deployments)).toEqual(['StatefulSet/bank/db', 'Deployment/shop/pay']);
  });

  test('costs one read for the pods and one for each workload, none for its ReplicaSet', async () => {
    const { reads } = await observed(objects, { targets: ['Node/w1'] });
    expect(reads.sort()).toEqual(['get Deployment', 'get Node', 'get StatefulSet', 'list MachineConfigPool', 'list Pod']);
  });

  test('costs one read for many workloads of a namespace', async () => {
    const many = Array.from({ length: 25 }, (_, i) => aWorkload('StatefulSet', `app-${String(i).padStart(2, '0')}`));
    const pods = many.map((workload) => podOf(ownedBy(workload), `${workload.metadata.name}-0`));
    const { reads, diagnosis } = await observed([ill('w1'), ...many, ...pods], { targets: ['Node/w1'] });
    expect(reads.sort()).toEqual(['get Node', 'list MachineConfigPool', 'list Pod', 'list StatefulSet']);
    expect(diagnosis?.deployments).toHaveLength(20);
    expect(diagnosis?.impactedResources).toHaveLength(26);
  });

  test('that is well costs one read', async () => {
    const { reads, diagnosis } = await observed([aNode('w1')], { targets: ['Node/w1'] });
    expect(reads).toEqual(['get Node']);
    expect(diagnosis?.affectedLayers).toEqual([]);
  });

  test('on OpenShift is judged with its pool', async () => {
    const node = { ...ill('w1'), metadata: { ...ill('w1').metadata, labels: { 'node-role.kubernetes.io/worker': '' } } };
    const { diagnosis } = await observed([node, aPool('worker', { conditions: { Updating: 'True' } })], { targets: ['Node/w1'] }, []);
    expect(diagnosis?.impactedResources[0]?.state).toBe('MemoryPressure, Updating');
  });
});

describe('what is reported', () => {
  test.each<{ when: string; wish: AnomalyWish; analysis: object }>([
    {
      when: 'a target does not exist',
      wish: { targets: ['Node/w9'] },
      analysis: { kind: 'read', diagnosis: { affectedLayers: ['infrastructure'], impactedResources: [] } },
    },
    {
      when: 'the API of its kind is not installed',
      wish: { targets: ['ClusterOperator/dns'] },
      analysis: { kind: 'read', diagnosis: { affectedLayers: ['platform'], impactedResources: [] } },
    },
    {
      when: 'the target has another uid',
      wish: { targets: [{ apiVersion: 'v1', kind: 'Node', name: 'w1', uid: 'another' }] },
      analysis: { kind: 'replaced', targets: [{ name: 'w1' }] },
    },
    { when: 'it may not be named', wish: { targets: ['Node/w1'], namespace: 'shop' }, analysis: { kind: 'unread' } },
    { when: 'it has ended', wish: { targets: ['Node/w1'], resolvedAt: '2026-01-01T00:00:00Z' }, analysis: { kind: 'unread' } },
  ])('is $analysis.kind when $when', async ({ wish, analysis }) => {
    expect((await observed([ill('w1')], wish)).analysis).toMatchObject(analysis);
  });

  test('by details alone counts as far as it exists', async () => {
    const { diagnosis } = await observed([ill('w1')], { details: { node: 'w1', pod: 'gone' } });
    expect(diagnosis?.rootCause?.target).toMatchObject({ kind: 'Node', name: 'w1' });
  });

  test('by a tenant in details never leaves its namespace', async () => {
    const { reads, diagnosis } = await observed([ill('w1')], { details: { node: 'w1' }, namespace: 'shop', type: 'slow' });
    expect(reads).toEqual([]);
    expect(diagnosis?.impactedResources).toEqual([]);
  });

  test('is not read further when it repeats another', async () => {
    const { deps, cluster } = engineWith([ill('w1')]);
    expect(await observe(deps, buildAnomaly({ targets: ['Node/w1'] }), () => true)).toMatchObject({ analysis: { kind: 'unread' } });
    expect(cluster.calls).toHaveLength(1);
  });

  test('of a kind nobody knows is taken as it is', async () => {
    const { diagnosis } = await observed([], { targets: [{ apiVersion: 'x.io/v1', kind: 'Widget', namespace: 'shop', name: 'w' }] });
    expect(diagnosis?.impactedResources).toMatchObject([{ layer: 'application', state: 'NotJudged' }]);
  });

  test.each(['get Node', 'list Pod', 'list MachineConfigPool'])(
    'names verb and resource when the API server forbids to %s',
    async (call) => {
      const { deps, cluster } = engineWith([ill('w1')]);
      cluster.failNext(
        call,
        new Terminal({ code: 403, reason: 'Forbidden', message: 'no', verb: call.split(' ')[0], resource: call.split(' ')[1] }),
      );
      const { analysis } = await observe(deps, buildAnomaly({ targets: ['Node/w1'] }), () => false);
      expect(analysis).toMatchObject({ kind: 'forbidden', message: expect.stringContaining(call) });
    },
  );

  test('is shown with uids, so that Events are found', async () => {
    const { analysis } = await observed([payPod, set, pay, aNode('w1')], { targets: ['Pod/shop/pay-abc-1'] });
    expect(analysis).toMatchObject({
      objects: [
        { kind: 'Deployment', uid: pay.metadata.uid },
        { kind: 'Pod', uid: payPod.metadata.uid },
        { kind: 'Node', uid: 'uid-w1' },
      ],
    });
  });

  test('may be a cluster operator', async () => {
    const { diagnosis } = await observed([aClusterOperator('dns', { Degraded: 'True' })], { targets: ['ClusterOperator/dns'] });
    expect(diagnosis?.affectedLayers).toEqual(['platform']);
  });
});
