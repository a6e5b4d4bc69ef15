import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually, untilHolds } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes, getNode, untilNode } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { actionPath, cancel, getAction, request, untilBlocked, untilEnded } from './actions.ts';
import { holdPods, isFree, letPodsGo, lockByOther, lockOf, nodeWithPods, unlockByOther, untilUnlocked } from './drain-scene.ts';
import { raceForLock } from './lock-race.ts';

const namespace = 'lock-shop';
let cluster: WorkerCluster;
let operator: Operator;
let position: number;
const start = async (): Promise<Operator> => {
  const started = await startOperator(cluster, { defaults: { pollSeconds: 1 } });
  await started.ready();
  return started;
};

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  operator = await start();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await operator.stop();
});

beforeEach(async () => {
  position = await auditPosition(cluster);
});

const drain = (name: string, more = {}) => request(cluster, { name, operation: 'drain_node', target: `Node/${name}`, ...more });

/** What the engine wrote on the node and its lock, in order; of other nodes the end of an earlier test may still come. */
async function handled(node: string): Promise<string[]> {
  const entries = committedWrites(await auditSince(cluster, position)).filter(({ user }) => user === engineUser);
  const locks = entries.filter(
    ({ resource, namespace: where, name }) =>
      (resource === 'nodes' && name === node) || (resource === 'leases' && where === 'medik8s-leases' && name === `node-${node}`),
  );
  return locks.map(({ verb, resource }) => `${verb} ${resource}`);
}

/** The action disappears while it runs, as when somebody strips its finalizer. */
async function vanish(name: string): Promise<void> {
  await api(cluster, { method: 'PATCH', path: actionPath(name), body: { metadata: { finalizers: null } } });
  await kubectl(cluster, ['delete', 'remediationaction', name, '-n', 'self-healing-platform']);
}

/** The reasons of the warnings about the object. */
async function warningsAbout(on: WorkerCluster, uid: string): Promise<string[]> {
  type Told = KubeObject & { readonly type: string; readonly reason: string; readonly regarding: { readonly uid: string } };
  const { items } = await api<{ items: Told[] }>(on, { path: '/apis/events.k8s.io/v1/namespaces/self-healing-platform/events' });
  return items.filter(({ type, regarding }) => type === 'Warning' && regarding.uid === uid).map(({ reason }) => reason);
}

describe('the lock of a node', () => {
  test('is taken as medik8s takes it and given back after the uncordon', async () => {
    await nodeWithPods(cluster, namespace, { name: 'lock-1', replicas: 1 });
    await holdPods(cluster, namespace, 'lock-1');
    await drain('lock-1', { timeoutSeconds: 20 });
    await untilBlocked(cluster, 'lock-1', 'EvictionBlocked');
    const node = await getNode(cluster, 'lock-1');
    expect(await lockOf(cluster, 'lock-1')).toMatchObject({
      metadata: { ownerReferences: [{ kind: 'Node', name: 'lock-1', uid: node.metadata.uid }] },
      spec: { holderIdentity: 'coordination-engine/self-healing-platform/lock-1', leaseDurationSeconds: 80 },
    });
    expect((await untilEnded(cluster, 'lock-1', 60_000)).status).toMatchObject({ phase: 'Failed', reason: 'TimedOut' });
    await untilUnlocked(cluster, 'lock-1');
    await untilHolds(async () => expect(await handled('lock-1')).toEqual(['create leases', 'patch nodes', 'patch nodes', 'delete leases']));
    await letPodsGo(cluster, namespace, 'lock-1');
  });

  test('that another holds keeps the engine away until it is free, even when it was renewed in the future', async () => {
    await createNodes(cluster, [{ name: 'lock-2' }]);
    await lockByOther(cluster, 'lock-2', { renewed: 600 });
    await drain('lock-2');
    const { status } = await untilBlocked(cluster, 'lock-2', 'TargetLocked');
    expect(status).toMatchObject({ phase: 'Blocked', blocked: { by: 'Lease medik8s-leases/node-lock-2 of node-maintenance' } });
    await request(cluster, { name: 'lock-2-cordon', target: 'Node/lock-2' });
    await unlockByOther(cluster, 'lock-2');
    expect((await untilEnded(cluster, 'lock-2', 60_000)).status).toMatchObject({ phase: 'Succeeded' });
    await untilUnlocked(cluster, 'lock-2');
    await untilEnded(cluster, 'lock-2-cordon', 60_000);
  });

  test('keeps a cordon away too', async () => {
    await createNodes(cluster, [{ name: 'lock-3' }]);
    await lockByOther(cluster, 'lock-3');
    await request(cluster, { name: 'lock-3', target: 'Node/lock-3' });
    await untilBlocked(cluster, 'lock-3', 'TargetLocked');
    expect(await handled('lock-3')).toEqual([]);
    await unlockByOther(cluster, 'lock-3');
    await kubectl(cluster, ['delete', 'remediationaction', 'lock-3', '-n', 'self-healing-platform']);
  });

  test('is taken over when its holder let it expire', async () => {
    await createNodes(cluster, [{ name: 'lock-4' }]);
    await lockByOther(cluster, 'lock-4', { seconds: 60, renewed: -61 });
    await drain('lock-4');
    expect((await untilEnded(cluster, 'lock-4')).status).toMatchObject({ phase: 'Succeeded' });
    await untilUnlocked(cluster, 'lock-4');
    expect((await handled('lock-4'))[0]).toBe('update leases');
  });

  test('is not taken over from a holder that says no time, however long ago its time was over, and an Event says so', async () => {
    await applyObjects(cluster, [
      {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { namespace: 'medik8s-leases', name: 'node-lock-8' },
        spec: { holderIdentity: 'node-maintenance', leaseDurationSeconds: 1 },
      },
    ]);
    await createNodes(cluster, [{ name: 'lock-8' }]);
    const before = await lockOf(cluster, 'lock-8');
    await drain('lock-8');
    const { metadata, status } = await untilBlocked(cluster, 'lock-8', 'TargetLocked');
    expect(status).toMatchObject({ phase: 'Blocked', blocked: { by: 'Lease medik8s-leases/node-lock-8 of node-maintenance' } });
    await eventually(async () => (await warningsAbout(cluster, metadata.uid)).includes('TargetLocked'), {
      within: 30_000,
      describe: 'an Event says that the node is locked',
    });
    expect(await handled('lock-8')).toEqual([]);
    await cancel(cluster, 'lock-8');
    expect((await untilEnded(cluster, 'lock-8')).status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
    expect(await lockOf(cluster, 'lock-8')).toEqual(before);
  });

  test.each([
    { which: 'nobody has', node: 'lock-9', had: false, verb: 'create' },
    { which: 'its holder let expire', node: 'lock-10', had: true, verb: 'update' },
  ])('that $which is won by one of two replicas that race for it', async ({ node, had, verb }) => {
    await createNodes(cluster, [{ name: node }]);
    if (had) await lockByOther(cluster, node, { seconds: 60, renewed: -61 });
    expect((await raceForLock(cluster, node)).toSorted()).toEqual(['lost the race', 'made']);
    const answers = async (): Promise<number[]> => {
      const tries = (await auditSince(cluster, position)).filter(({ resource, verb: done, uri, userAgent }) => {
        return resource === 'leases' && done === verb && uri.includes('medik8s-leases') && userAgent.includes('lock-race');
      });
      return tries.map(({ code }) => code).toSorted((a, b) => a - b);
    };
    const codes = [verb === 'create' ? 201 : 200, 409];
    await eventually(async () => expect(await answers()).toEqual(codes) ?? true, { within: 30_000, describe: 'both have been answered' });
  });

  test('that another takes over halfway ends the drain: uncordoned, nothing more evicted, and the lock is theirs', async () => {
    await nodeWithPods(cluster, namespace, { name: 'lock-5', replicas: 1 });
    await holdPods(cluster, namespace, 'lock-5');
    await drain('lock-5');
    await untilBlocked(cluster, 'lock-5', 'EvictionBlocked');
    await lockByOther(cluster, 'lock-5');
    expect((await untilEnded(cluster, 'lock-5')).status).toMatchObject({ phase: 'Failed', reason: 'TargetLocked' });
    await untilNode(cluster, 'lock-5', isFree);
    expect(await lockOf(cluster, 'lock-5')).toMatchObject({ spec: { holderIdentity: 'node-maintenance' } });
    await letPodsGo(cluster, namespace, 'lock-5');
    await unlockByOther(cluster, 'lock-5');
  });

  test('does not outlive an action that vanished, whether the engine was there to see it or not', async () => {
    for (const name of ['lock-6', 'lock-7']) {
      await nodeWithPods(cluster, namespace, { name, replicas: 1 });
      await holdPods(cluster, namespace, name);
      await drain(name);
      await untilBlocked(cluster, name, 'EvictionBlocked');
    }
    await vanish('lock-6');
    await untilUnlocked(cluster, 'lock-6');
    operator.kill('SIGKILL');
    await operator.ended;
    await vanish('lock-7');
    operator = await start();
    await untilUnlocked(cluster, 'lock-7');
    await expect(getAction(cluster, 'lock-7')).rejects.toMatchObject({ status: 404 });
    for (const name of ['lock-6', 'lock-7']) await letPodsGo(cluster, namespace, name);
  });
});
