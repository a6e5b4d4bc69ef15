import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { buildCheckpoint, buildPlan, type PlanWish } from '../../operator/testing/plan-builder.ts';
import { api, find } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes, getNode } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyStages } from '../harness/stages.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, getDeployment, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';

const group = '/apis/coordination.selfheal.dev/v1alpha1/namespaces/self-healing-platform';
let cluster: WorkerCluster;
let operator: Operator;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyStages(cluster, ['ready-needs-restart']);
  await createNodes(cluster, [{ name: 'pro-w1' }, { name: 'pro-w2' }]);
  await createDeployment(cluster, { namespace: 'pro', name: 'pay', replicas: 2 });
  await createDeployment(cluster, { namespace: 'pro', name: 'stuck', podLabels: { 'demo.selfheal.dev/ready-needs-restart': 'true' } });
  await untilRolledOut(cluster, 'pro', 'pay');
  operator = await startOperator(cluster, { defaults: { operations: { restart_deployment: { waitSeconds: 1 } }, pollSeconds: 1 } });
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await kubectl(cluster, ['delete', 'rplan', '-n', 'self-healing-platform', '--all', '--wait=false']);
  await kubectl(cluster, ['delete', 'nodes', 'pro-w1', 'pro-w2', '--wait=false']);
  await kubectl(cluster, ['delete', 'namespace', 'pro', '--wait=false']);
  await operator.stop();
});

/** The plan as a person applies it. */
async function apply(wish: PlanWish & { readonly name: string }): Promise<void> {
  const { apiVersion, kind, metadata, spec } = buildPlan(wish);
  const { name, namespace } = metadata;
  await applyObjects(cluster, [{ apiVersion, kind, metadata: { name, namespace }, spec }]);
}

const planNow = (name: string) => find<RemediationPlan>(cluster, `${group}/remediationplans/${name}`);

async function untilPhase(name: string, phase: string): Promise<RemediationPlan> {
  return eventually(
    async () => {
      const plan = await planNow(name);
      if (plan?.status?.phase === phase) return plan;
      throw new Error(`it is ${plan?.status?.phase}/${plan?.status?.reason}: ${plan?.status?.message}`);
    },
    { within: 60_000, describe: `${name} is ${phase}` },
  );
}

async function actionsOf(plan: RemediationPlan): Promise<RemediationAction[]> {
  const { items } = await api<{ items: RemediationAction[] }>(cluster, { path: `${group}/remediationactions` });
  return items.filter(({ metadata }) => metadata.labels?.['coordination.selfheal.dev/plan-uid'] === plan.metadata.uid);
}

describe('a plan made by hand', () => {
  test('whose last check never passes is undone from its last step back, as far as it can be', async () => {
    await apply({
      name: 'plan-undo',
      steps: [
        { operation: 'cordon_node', target: 'Node/pro-w1' },
        { layer: 'application', operation: 'scale_workload', target: 'Deployment/pro/pay', parameters: { replicas: 3 } },
        { layer: 'application', operation: 'restart_deployment', target: 'Deployment/pro/pay', undo: 'Irreversible' },
      ],
      checkpoints: [
        buildCheckpoint('infrastructure', 1, ['node_ready']),
        {
          ...buildCheckpoint('application', 3, []),
          checks: [
            {
              name: 'pods',
              type: 'pods_running',
              timeoutSeconds: 5,
              targets: [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'pro', name: 'stuck' }],
            },
          ],
        },
      ],
    });
    const plan = await untilPhase('plan-undo', 'RolledBack');
    expect(plan.status).toMatchObject({ reason: 'RollbackPartial', rollbackSummary: '2 undone, 1 irreversible', layerPath: 'infra>app' });
    expect((await getDeployment(cluster, 'pro', 'pay')).spec.replicas).toBe(2);
    expect((await getNode(cluster, 'pro-w1')).spec.unschedulable ?? false).toBe(false);
    expect((await actionsOf(plan)).map(({ metadata }) => metadata.name).toSorted()).toEqual([
      'act-undo-01',
      'act-undo-01-undo',
      'act-undo-02',
      'act-undo-02-undo',
      'act-undo-03',
    ]);
  });

  test('that is deleted while a step runs lets go of what it held', async () => {
    await apply({ name: 'plan-gone', steps: [{ operation: 'cordon_node', target: 'Node/pro-w1', waitSeconds: 300 }] });
    await eventually(async () => (await planNow('plan-gone'))?.status?.steps?.[0]?.phase === 'Waiting', {
      within: 30_000,
      describe: 'it settles',
    });
    await kubectl(cluster, ['delete', 'rplan', '-n', 'self-healing-platform', 'plan-gone', '--wait=false']);
    await eventually(async () => (await planNow('plan-gone')) === undefined, { within: 30_000, describe: 'it is gone' });
  });

  test('that targets what another plan holds waits for it and then runs', async () => {
    await apply({ name: 'plan-first', steps: [{ operation: 'cordon_node', target: 'Node/pro-w2', waitSeconds: 4 }] });
    await untilPhase('plan-first', 'Executing');
    await apply({ name: 'plan-second', steps: [{ operation: 'uncordon_node', target: 'Node/pro-w2' }] });
    await eventually(async () => (await planNow('plan-second'))?.status?.reason === 'TargetHeld', { within: 30_000, describe: 'it waits' });
    await untilPhase('plan-first', 'Succeeded');
    await untilPhase('plan-second', 'Succeeded');
  });
});
