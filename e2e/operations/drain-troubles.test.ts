import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes, getNode, untilNode } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { podsOf } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { mayPatchNodes } from '../journeys/bench/role.ts';
import { getAction, request, untilAction, untilBlocked, untilEnded } from './actions.ts';
import { holdPods, isFree, isUnmarked, letPodsGo, nodeWithPods, untilUnlocked } from './drain-scene.ts';

const namespace = 'drain-shop';
const system = 'self-healing-platform';
const home = 'drain-home';
let cluster: WorkerCluster;
let operator: Operator;
let position: number;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  await createNodes(cluster, [{ name: home }, { name: 'drain-away' }]);
  operator = await startOperator(cluster, { env: { NODE_NAME: home }, defaults: { pollSeconds: 1 } });
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await operator.stop();
});

beforeEach(async () => {
  position = await auditPosition(cluster);
});

const drain = (name: string, more = {}) => request(cluster, { name, operation: 'drain_node', target: `Node/${name}`, ...more });

/** A node whose drain is held by a budget. */
async function heldDrain(name: string, more: { readonly timeoutSeconds?: number; readonly cordoned?: boolean } = {}): Promise<void> {
  const { cordoned, ...wish } = more;
  await nodeWithPods(cluster, namespace, { name, replicas: 2 });
  await holdPods(cluster, namespace, name);
  if (cordoned) await kubectl(cluster, ['cordon', name]);
  await drain(name, wish);
  await untilBlocked(cluster, name, 'EvictionBlocked');
}

async function writesOn(resource: string, name?: string): Promise<string[]> {
  const entries = committedWrites(await auditSince(cluster, position)).filter(({ user }) => user === engineUser);
  return entries
    .filter((entry) => entry.resource === resource && (name === undefined || entry.name === name))
    .map(({ verb, subresource }) => [verb, subresource].filter(Boolean).join(' '));
}

test('a budget that opens late lets the drain end, with every pod evicted once', async () => {
  await heldDrain('late-1');
  expect((await getAction(cluster, 'late-1')).status?.message).toMatch(/^Draining: evicted 0\/2\. Held by a PodDisruptionBudget: Pod/);
  await letPodsGo(cluster, namespace, 'late-1');
  expect((await untilEnded(cluster, 'late-1')).status).toMatchObject({ phase: 'Succeeded', result: { evicted: 2 } });
  expect(await writesOn('pods')).toEqual(['create eviction', 'create eviction']);
  await untilUnlocked(cluster, 'late-1');
});

test('a budget that opens too late leaves a cordon that a person had made before', async () => {
  await heldDrain('late-2', { timeoutSeconds: 15, cordoned: true });
  expect((await untilEnded(cluster, 'late-2')).status).toMatchObject({ phase: 'Failed', reason: 'TimedOut' });
  await untilNode(cluster, 'late-2', (node) => node.spec.unschedulable === true && isUnmarked(node));
  await untilUnlocked(cluster, 'late-2');
  await letPodsGo(cluster, namespace, 'late-2');
});

test('a person who uncordons takes the node over: no further eviction, no new cordon, the lock is given back', async () => {
  await heldDrain('over-1');
  await kubectl(cluster, ['uncordon', 'over-1']);
  expect((await untilEnded(cluster, 'over-1')).status).toMatchObject({ phase: 'Cancelled', reason: 'TakenOver' });
  await untilUnlocked(cluster, 'over-1');
  await letPodsGo(cluster, namespace, 'over-1');
  await untilNode(cluster, 'over-1', isFree);
  await untilAction(cluster, 'over-1', ({ metadata }) => metadata.finalizers === undefined);
  expect(await writesOn('pods')).toEqual([]);
  expect(await podsOf(cluster, namespace, 'over-1')).toHaveLength(2);
  const cordons = committedWrites(await auditSince(cluster, position)).filter(({ user, name }) => user === engineUser && name === 'over-1');
  expect(cordons.filter(({ resource, requestObject }) => resource === 'nodes' && isCordon(requestObject))).toHaveLength(1);
});

const isCordon = (patch: unknown): boolean => (patch as { spec?: { unschedulable?: boolean } }).spec?.unschedulable === true;

test('a node that is deleted halfway ends the drain and leaves nothing behind', async () => {
  await heldDrain('gone-1');
  await kubectl(cluster, ['delete', 'node', 'gone-1']);
  expect((await untilEnded(cluster, 'gone-1')).status).toMatchObject({ phase: 'Failed', reason: 'TargetGone' });
  await untilAction(cluster, 'gone-1', ({ metadata }) => metadata.finalizers === undefined);
  await untilUnlocked(cluster, 'gone-1');
  await letPodsGo(cluster, namespace, 'gone-1');
});

test('a right to uncordon that is taken away fails the drain with what a person has to do, keeps nobody else, and is made good', async () => {
  const byHand = 'To be done by hand: set Node/right-1.spec.unschedulable back to false.';
  await heldDrain('right-1', { timeoutSeconds: 25 });
  await mayPatchNodes(cluster, false);
  const { status } = await untilEnded(cluster, 'right-1', 60_000);
  expect(status).toMatchObject({ phase: 'Failed', reason: 'UndoFailed', result: { undo: { cordon: 'Failed' } } });
  expect(status?.message).toContain(byHand);
  const warned = async () => {
    const { items } = await api<{ items: KubeObject[] }>(cluster, { path: `/apis/events.k8s.io/v1/namespaces/${system}/events` });
    return items.some((event) => event['type'] === 'Warning' && String(event['note']).includes(byHand));
  };
  await eventually(warned, { within: 30_000, describe: 'an Event says what to do' });
  await untilUnlocked(cluster, 'right-1');
  await request(cluster, { name: 'right-2', operation: 'observe', target: 'Node/right-1', parameters: { seconds: 0 } });
  expect((await untilEnded(cluster, 'right-2')).status).toMatchObject({ phase: 'Succeeded' });
  expect((await getNode(cluster, 'right-1')).spec.unschedulable).toBe(true);
  await mayPatchNodes(cluster, true);
  // The longer it was refused, the longer the engine waits before it asks again: a minute at most.
  await untilNode(cluster, 'right-1', isFree, 90_000);
  await letPodsGo(cluster, namespace, 'right-1');
}, 240_000);

test('nodes of the control plane are drained one at a time', async () => {
  const labels = { 'node-role.kubernetes.io/control-plane': '' };
  await createNodes(cluster, [
    { name: 'plane-1', labels },
    { name: 'plane-2', labels },
  ]);
  await drain('plane-1');
  expect((await untilEnded(cluster, 'plane-1')).status).toMatchObject({ phase: 'Succeeded' });
  await drain('plane-2');
  expect((await untilBlocked(cluster, 'plane-2', 'ControlPlaneBusy')).status).toMatchObject({
    phase: 'Blocked',
    blocked: { by: 'Node/plane-1' },
  });
  await kubectl(cluster, ['uncordon', 'plane-1']);
  expect((await untilEnded(cluster, 'plane-2', 60_000)).status).toMatchObject({ phase: 'Succeeded' });
});

describe('the node on which the engine itself runs', () => {
  test('is not drained while no other replica is ready elsewhere', async () => {
    await drain(home);
    expect((await untilEnded(cluster, home)).status).toMatchObject({ phase: 'Failed', reason: 'OwnNode' });
    expect(await writesOn('nodes')).toEqual([]);
  });

  test('is drained when another replica is', async () => {
    await applyObjects(cluster, [replica('engine-elsewhere', 'drain-away')]);
    await kubectl(cluster, ['wait', '--for=condition=Ready', 'pod/engine-elsewhere', '-n', system, '--timeout=30s']);
    await request(cluster, { name: 'home-2', operation: 'drain_node', target: `Node/${home}` });
    expect((await untilEnded(cluster, 'home-2')).status).toMatchObject({ phase: 'Succeeded' });
    await kubectl(cluster, ['delete', 'pod', 'engine-elsewhere', '-n', system]);
  });
});

function replica(name: string, nodeName: string): object {
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: system, name, labels: { app: 'coordination-engine' } },
    spec: {
      nodeName,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ name: 'engine', image: 'registry.invalid/engine:1', securityContext }],
    },
  };
}
