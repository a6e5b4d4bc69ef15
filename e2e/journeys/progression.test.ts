import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { kubectl } from '../harness/kubectl.ts';
import { createNodes, getNode } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyStages } from '../harness/stages.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, getDeployment, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { actionsOf, applyPlan, planNow, untilPlanPhase } from './bench/plans.ts';

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

describe('a plan made by hand', () => {
  test('whose last check never passes is undone from its last step back, as far as it can be', async () => {
    await applyPlan(cluster, {
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
    const plan = await untilPlanPhase(cluster, 'plan-undo', 'RolledBack');
    expect(plan.status).toMatchObject({ reason: 'RollbackPartial', rollbackSummary: '2 undone, 1 irreversible', layerPath: 'infra>app' });
    expect((await getDeployment(cluster, 'pro', 'pay')).spec.replicas).toBe(2);
    expect((await getNode(cluster, 'pro-w1')).spec.unschedulable ?? false).toBe(false);
    expect((await actionsOf(cluster, plan)).map(({ metadata }) => metadata.name)).toEqual([
      'act-undo-01',
      'act-undo-01-undo',
      'act-undo-02',
      'act-undo-02-undo',
      'act-undo-03',
    ]);
  });

  test('that is deleted while a step runs lets go of what it held', async () => {
    await applyPlan(cluster, { name: 'plan-gone', steps: [{ operation: 'cordon_node', target: 'Node/pro-w1', waitSeconds: 300 }] });
    await eventually(async () => (await planNow(cluster, 'plan-gone'))?.status?.steps?.[0]?.phase === 'Waiting', {
      within: 30_000,
      describe: 'it settles',
    });
    await kubectl(cluster, ['delete', 'rplan', '-n', 'self-healing-platform', 'plan-gone', '--wait=false']);
    await eventually(async () => (await planNow(cluster, 'plan-gone')) === undefined, { within: 30_000, describe: 'it is gone' });
  });

  test('that targets what another plan holds waits for it and then runs', async () => {
    await applyPlan(cluster, { name: 'plan-first', steps: [{ operation: 'cordon_node', target: 'Node/pro-w2', waitSeconds: 15 }] });
    await untilPlanPhase(cluster, 'plan-first', 'Executing');
    await applyPlan(cluster, { name: 'plan-second', steps: [{ operation: 'uncordon_node', target: 'Node/pro-w2' }] });
    await eventually(async () => (await planNow(cluster, 'plan-second'))?.status?.reason === 'TargetHeld', {
      within: 30_000,
      describe: 'it waits',
    });
    await untilPlanPhase(cluster, 'plan-first', 'Succeeded');
    await untilPlanPhase(cluster, 'plan-second', 'Succeeded');
  });
});
