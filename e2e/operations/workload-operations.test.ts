import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { removeArgocdCrds } from '../harness/argocd-crds.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { installEngine } from '../harness/engine.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, getDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { request, untilEnded } from './actions.ts';

const namespace = 'ops-work';
let cluster: WorkerCluster;
let operator: Operator;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await removeArgocdCrds(cluster);
  await createNodes(cluster, [{ name: 'ops-work-1' }]);
  for (const name of ['restarted', 'scaled', 'stuck', 'autoscaled', 'synced'])
    await createDeployment(cluster, { namespace, name, replicas: 2, node: 'ops-work-1' });
  for (const name of ['restarted', 'scaled', 'stuck', 'autoscaled', 'synced']) await untilRolledOut(cluster, namespace, name);
  operator = await startOperator(cluster, { defaults: { pollSeconds: 1 } });
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await operator.stop();
  await removeArgocdCrds(cluster);
});

const scale = (app: string, replicas: number): ActionWish => ({
  type: 'resource_scaling',
  target: `Deployment/${namespace}/${app}`,
  parameters: { replicas },
});
const restart = (app: string): ActionWish => ({ type: 'application_remediation', target: `Deployment/${namespace}/${app}` });

/** Writes of the engine on the Deployment since then. */
async function writesOn(app: string, position: number): Promise<string[]> {
  const writes = committedWrites(await auditSince(cluster, position)).filter(({ user, name }) => user === engineUser && name === app);
  return writes.map(({ verb, resource, subresource }) => [verb, resource, subresource].filter((part) => part !== undefined).join(' '));
}

test('restart_deployment replaces every pod by one write', async () => {
  const position = await auditPosition(cluster);
  const before = await podsOf(cluster, namespace, 'restarted');
  const { generation = 0 } = (await getDeployment(cluster, namespace, 'restarted')).metadata;
  await request(cluster, { name: 'restart-1', ...restart('restarted') });
  expect((await untilEnded(cluster, 'restart-1', 60_000)).status).toMatchObject({
    phase: 'Succeeded',
    intents: [{ step: 'restart', outcome: 'Done' }],
  });
  const old = new Set(before.map(({ metadata }) => metadata.uid));
  const pods = (await podsOf(cluster, namespace, 'restarted')).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  expect(pods.filter(({ metadata }) => old.has(metadata.uid))).toEqual([]);
  expect((await getDeployment(cluster, namespace, 'restarted')).metadata.generation).toBe(generation + 1);
  expect(await writesOn('restarted', position)).toEqual(['patch deployments']);
});

describe('scale_workload', () => {
  test('sets the replicas by one write on the scale subresource and waits for the pods', async () => {
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'scale-1', ...scale('scaled', 4) });
    expect((await untilEnded(cluster, 'scale-1')).status).toMatchObject({ phase: 'Succeeded', changes: [{ from: '2', to: '4' }] });
    expect((await getDeployment(cluster, namespace, 'scaled')).status.readyReplicas).toBe(4);
    expect(await writesOn('scaled', position)).toEqual(['update deployments scale']);
  });

  test('writes nothing when there are as many already', async () => {
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'scale-same', ...scale('restarted', 2) });
    expect((await untilEnded(cluster, 'scale-same')).status).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
    expect(await writesOn('restarted', position)).toEqual([]);
  });

  test('that never settles is set back when its time is over', async () => {
    await kubectl(cluster, ['cordon', 'ops-work-1']);
    await request(cluster, { name: 'scale-2', ...scale('stuck', 3), timeoutSeconds: 10 });
    const { status } = await untilEnded(cluster, 'scale-2');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'TimedOut', result: { undo: { scale: 'Undone' } } });
    expect((await getDeployment(cluster, namespace, 'stuck')).spec.replicas).toBe(2);
    await kubectl(cluster, ['uncordon', 'ops-work-1']);
  });

  test.each([
    { name: 'scale-3', of: 'scaled', replicas: 2000, reason: 'AboveMaxReplicas', says: 'not for 2000' },
    { name: 'scale-4', of: 'autoscaled', replicas: 3, reason: 'ManagedByHPA', says: 'HorizontalPodAutoscaler auto decides' },
    { name: 'scale-5', of: 'missing', replicas: 3, reason: 'TargetNotFound', says: 'missing' },
  ])('is refused with $reason, which names what is in the way, and nothing is written', async ({ name, of, replicas, reason, says }) => {
    const position = await auditPosition(cluster);
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'autoscaled' };
    await applyObjects(cluster, [
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { namespace, name: 'auto' },
        spec: { scaleTargetRef, maxReplicas: 5 },
      },
    ]);
    await request(cluster, { name, ...scale(of, replicas) });
    expect((await untilEnded(cluster, name)).status).toMatchObject({ phase: 'Failed', reason, message: expect.stringContaining(says) });
    expect(await writesOn(of, position)).toEqual([]);
  });

  test('lists what it would do in a dry run and does nothing', async () => {
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'scale-6', ...scale('scaled', 3), dryRun: true });
    expect((await untilEnded(cluster, 'scale-6')).status).toMatchObject({
      phase: 'Succeeded',
      reason: 'DryRun',
      changes: [{ from: '4', to: '3' }],
    });
    expect(await writesOn('scaled', position)).toEqual([]);
  });
});

test('argocd_sync fails with ApiNotInstalled where there is no Argo CD', async () => {
  const id = `argocd.argoproj.io/tracking-id=synced:apps/Deployment:${namespace}/synced`;
  await kubectl(cluster, ['annotate', '-n', namespace, 'deployment/synced', id]);
  const wish: ActionWish = { type: 'application_remediation', operation: 'argocd_sync', target: `Deployment/${namespace}/synced` };
  await request(cluster, { name: 'sync-1', ...wish });
  expect((await untilEnded(cluster, 'sync-1')).status).toMatchObject({ phase: 'Failed', reason: 'ApiNotInstalled' });
});
