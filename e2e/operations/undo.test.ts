import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RemediationPlan } from '../../operator/api/generated/types.ts';
import { keys } from '../../operator/api/resource.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually, untilHolds } from '../harness/eventually.ts';
import { kubectl } from '../harness/kubectl.ts';
import { createNodes, getNode, setNodeCondition } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyStages } from '../harness/stages.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, getDeployment, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { applyPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { getAction, request, untilAction, untilEnded } from './actions.ts';

const namespace = 'ops-undo';
let cluster: WorkerCluster;
let operator: Operator;
const start = async (): Promise<Operator> => {
  const env = { LEASE_DURATION_SECONDS: '4', LEASE_RENEW_SECONDS: '2', LEASE_RETRY_SECONDS: '0.4' };
  const started = await startOperator(cluster, { env, defaults: { pollSeconds: 1 } });
  await started.ready();
  return started;
};

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyStages(cluster, ['reboot']);
  await createNodes(cluster, [{ name: 'undo-home' }]);
  operator = await start();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await operator.stop();
});

/** A node under memory pressure, on which nothing can be scheduled, and an application on another one. */
async function scene(name: string): Promise<void> {
  await createNodes(cluster, [{ name }]);
  await setNodeCondition(cluster, name, { type: 'MemoryPressure', status: 'True' });
  await createDeployment(cluster, { namespace, name, replicas: 2, node: 'undo-home' });
  await untilRolledOut(cluster, namespace, name);
}

/** Cordon, scale and restart, then a checkpoint that the pressure never lets pass. */
async function hopelessPlan(name: string, timeoutSeconds = 4): Promise<void> {
  const where = `Deployment/${namespace}/${name}`;
  await applyPlan(cluster, {
    name: `plan-${name}`,
    steps: [
      { target: `Node/${name}` },
      { layer: 'application', operation: 'scale_workload', target: where, parameters: { replicas: 3 } },
      { layer: 'application', target: where, undo: 'Irreversible' },
    ],
    checkpoints: [
      buildCheckpoint('application', 3, ['no_node_pressure'], { timeoutSeconds, targets: [{ apiVersion: 'v1', kind: 'Node', name }] }),
    ],
  });
}

const rows = ({ status }: RemediationPlan) => status?.rollback?.map(({ step, result }) => `${step} ${result}`);

test('a plan that did not help is taken back by inverses, last step first, and leaves node and replicas as they were', async () => {
  await scene('undo-1');
  const before = await getNode(cluster, 'undo-1');
  const position = await auditPosition(cluster);
  await hopelessPlan('undo-1');
  const plan = await untilPlanEnded(cluster, 'plan-undo-1');
  expect(plan.status).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial' });
  expect(rows(plan)).toEqual(['step-3 Irreversible', 'step-2 Undone', 'step-1 Undone']);
  // The taint of a cordon goes a moment after the cordon, by another controller.
  await untilHolds(async () => {
    const after = await getNode(cluster, 'undo-1');
    expect(after.spec).toEqual(before.spec);
    expect(after.metadata.annotations ?? {}).toEqual(before.metadata.annotations ?? {});
  });
  expect((await getDeployment(cluster, namespace, 'undo-1')).spec.replicas).toBe(2);
  const writes = committedWrites(await auditSince(cluster, position)).filter(({ user, name }) => user === engineUser && name === 'undo-1');
  expect(writes.map(({ verb, resource, subresource }) => [verb, resource, subresource].filter(Boolean).join(' '))).toEqual([
    'patch nodes',
    'update deployments scale',
    'patch deployments',
    'update deployments scale',
    'patch nodes',
  ]);
  await untilAction(cluster, 'act-undo-1-01', ({ metadata }) => metadata.finalizers === undefined);
});

test('what somebody else has changed meanwhile stays as they made it', async () => {
  await scene('undo-2');
  await hopelessPlan('undo-2', 20);
  await eventually(async () => (await getAction(cluster, 'act-undo-2-03')).status?.phase === 'Succeeded', {
    within: 30_000,
    describe: 'the last step is done',
  });
  await kubectl(cluster, ['scale', '-n', namespace, 'deployment/undo-2', '--replicas=5']);
  const plan = await untilPlanEnded(cluster, 'plan-undo-2');
  expect(plan.status).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial' });
  expect(rows(plan)).toEqual(['step-3 Irreversible', 'step-2 Drifted', 'step-1 Undone']);
  expect((await getDeployment(cluster, namespace, 'undo-2')).spec.replicas).toBe(5);
});

test('a reboot is carried through by whichever process lives, each effect once', async () => {
  await createNodes(cluster, [{ name: 'undo-3' }]);
  await createDeployment(cluster, { namespace, name: 'undo-3', replicas: 2, node: 'undo-3' });
  await untilRolledOut(cluster, namespace, 'undo-3');
  const position = await auditPosition(cluster);
  await request(cluster, { name: 'killed-1', operation: 'drain_and_reboot_node', target: 'Node/undo-3' });
  for (const step of ['cordon', 'evict', 'reboot']) {
    await untilAction(cluster, 'killed-1', ({ status }) => status?.intents?.some((intent) => intent.step === step) ?? false);
    operator.kill('SIGKILL');
    await operator.ended;
    operator = await start();
  }
  const { status } = await untilEnded(cluster, 'killed-1', 60_000);
  expect(status?.intents?.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
    'cordon Done',
    'evict Done',
    'reboot Done',
    'uncordon Done',
  ]);
  const writes = committedWrites(await auditSince(cluster, position)).filter(({ user }) => user === engineUser);
  const count = (resource: string, verb: string) => writes.filter((entry) => entry.resource === resource && entry.verb === verb).length;
  expect([count('nodes', 'patch'), count('jobs', 'create')]).toEqual([2, 1]);
  const evicted = writes.filter(({ subresource }) => subresource === 'eviction').map(({ name }) => name);
  expect(evicted.toSorted()).toEqual([...new Set(evicted)].toSorted());
  expect((await getNode(cluster, 'undo-3')).metadata.annotations?.[keys.claim]).toBeUndefined();
});
