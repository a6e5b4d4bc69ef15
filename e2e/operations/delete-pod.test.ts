import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { auditPosition, auditSince, engineUser } from '../harness/audit.ts';
import { find } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, podsOf, untilRolledOut, type PodObject } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { request, untilAction, untilEnded } from './actions.ts';

const namespace = 'ops-pod';
let cluster: WorkerCluster;
let operator: Operator;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await createNodes(cluster, [{ name: 'pod-home' }]);
  operator = await startOperator(cluster, { defaults: { pollSeconds: 0.5 } });
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);
afterAll(() => operator.stop());

const remove = (name: string): ActionWish => ({
  type: 'application_remediation',
  operation: 'delete_pod',
  target: `Pod/${namespace}/${name}`,
});

/** The first pod of a new Deployment with two. */
async function firstPodOf(name: string): Promise<PodObject> {
  await createDeployment(cluster, { namespace, name, replicas: 2, node: 'pod-home' });
  await untilRolledOut(cluster, namespace, name);
  const [pod] = await podsOf(cluster, namespace, name);
  if (!pod) throw new Error(`${name} has no pod`);
  return pod;
}

/** A pod that nothing controls, on the node. */
const bare = (name: string, annotations: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace, name, annotations },
  spec: { nodeName: 'pod-home', terminationGracePeriodSeconds: 1, containers: [{ name: 'main', image: 'registry.invalid/bare:1' }] },
});
const pathOf = (pod: string) => `/api/v1/namespaces/${namespace}/pods/${pod}`;

/** Requests of the engine that change pods since then, with their answers. */
async function requestsOnPods(position: number): Promise<string[]> {
  const entries = (await auditSince(cluster, position)).filter(({ user, resource }) => user === engineUser && resource === 'pods');
  const changing = entries.filter(({ verb }) => !['get', 'list', 'watch'].includes(verb));
  return changing.map(({ verb, subresource, name, code }) => `${verb} ${subresource} ${name} ${code}`);
}

describe('delete_pod', () => {
  test('evicts the named pod once, never deletes it, and another one takes its place', async () => {
    const { metadata } = await firstPodOf('evicted');
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'pod-1', ...remove(metadata.name) });
    expect((await untilEnded(cluster, 'pod-1')).status).toMatchObject({
      phase: 'Succeeded',
      resolvedTarget: { kind: 'Deployment', name: 'evicted' },
      intents: [{ step: 'evict', targetUid: metadata.uid, outcome: 'Done' }],
      changes: [{ to: expect.stringMatching(/^evicted; ReplicaSet evicted-.* makes another one$/) }],
    });
    expect(await find(cluster, pathOf(metadata.name))).toBeUndefined();
    await untilRolledOut(cluster, namespace, 'evicted');
    expect(await requestsOnPods(position)).toEqual([`create eviction ${metadata.name} 201`]);
  });

  test('waits for a PodDisruptionBudget, names it, and takes the first chance', async () => {
    const { metadata } = await firstPodOf('held');
    const spec = { minAvailable: 2, selector: { matchLabels: { app: 'held' } } };
    await applyObjects(cluster, [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace, name: 'held' }, spec }]);
    await request(cluster, { name: 'pod-2', ...remove(metadata.name) });
    const waiting = await untilAction(cluster, 'pod-2', ({ status }) => status?.blocked?.reason === 'EvictionBlocked');
    expect(waiting.status).toMatchObject({ phase: 'Running', blocked: { by: `Pod ${namespace}/${metadata.name} by held` } });
    await kubectl(cluster, ['delete', '-n', namespace, 'pdb/held']);
    expect((await untilEnded(cluster, 'pod-2')).status).toMatchObject({ phase: 'Succeeded' });
    expect(await find(cluster, pathOf(metadata.name))).toBeUndefined();
  });

  test('that is held until its time is over leaves the pod', async () => {
    const { metadata } = await firstPodOf('kept');
    const spec = { minAvailable: 2, selector: { matchLabels: { app: 'kept' } } };
    await applyObjects(cluster, [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace, name: 'kept' }, spec }]);
    await request(cluster, { name: 'pod-3', ...remove(metadata.name), timeoutSeconds: 10 });
    const { status } = await untilEnded(cluster, 'pod-3');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'TimedOut', message: expect.stringContaining('by kept') });
    expect(await find(cluster, pathOf(metadata.name))).toMatchObject({ metadata: { uid: metadata.uid } });
  });

  test('says of a pod that nothing makes anew that it will be gone, and evicts it', async () => {
    await applyObjects(cluster, [bare('lonely')]);
    await request(cluster, { name: 'pod-4', ...remove('lonely'), dryRun: true });
    expect((await untilEnded(cluster, 'pod-4')).status).toMatchObject({ changes: [{ to: 'evicted; nothing makes it anew' }] });
    expect(await find(cluster, pathOf('lonely'))).toBeDefined();
    await request(cluster, { name: 'pod-5', ...remove('lonely') });
    expect((await untilEnded(cluster, 'pod-5')).status).toMatchObject({ phase: 'Succeeded' });
    expect(await find(cluster, pathOf('lonely'))).toBeUndefined();
  });

  test.each([
    { name: 'pod-6', wish: remove('mirror'), phase: 'Failed', reason: 'InvalidTarget' },
    { name: 'pod-7', wish: remove('missing'), phase: 'Failed', reason: 'TargetNotFound' },
    { name: 'pod-8', wish: { ...remove('mirror'), parameters: { force: true } }, phase: 'Rejected', reason: 'InvalidParameters' },
    { name: 'pod-9', wish: { ...remove('x'), target: `Deployment/${namespace}/evicted` }, phase: 'Rejected', reason: 'InvalidTarget' },
    {
      name: 'pod-10',
      wish: {
        ...remove('x'),
        target: { apiVersion: 'v1', kind: 'Pod', namespace, name: 'mirror', uid: '00000000-0000-4000-8000-000000000000' },
      },
      phase: 'Rejected',
      reason: 'TargetUidMismatch',
    },
  ])('$name is refused with $reason, and no pod is asked to go', async ({ name, wish, phase, reason }) => {
    await applyObjects(cluster, [bare('mirror', { 'kubernetes.io/config.mirror': 'abc' })]);
    const position = await auditPosition(cluster);
    await request(cluster, { name, ...wish });
    expect((await untilEnded(cluster, name)).status).toMatchObject({ phase, reason });
    expect(await requestsOnPods(position)).toEqual([]);
  });
});
