import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationPlan } from '../../operator/api/generated/types.ts';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { getNode } from '../harness/nodes.ts';
import { removeOpenshiftCrds } from '../harness/openshift-crds.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from './bench/journey.ts';
import { applyPlan, conditionOf, untilPlan, untilPlanEnded } from './bench/plans.ts';
import { restoreRole, without } from './bench/role.ts';

const node = 's24-w1';
const seen = journey({ nodes: [node] });

beforeAll(async () => {
  await createDeployment(seen.cluster, { namespace: 's24', name: 'well', node });
  await untilRolledOut(seen.cluster, 's24', 'well');
});

const steps = [{ operation: 'cordon_node', target: `Node/${node}` }] as const;
const looksAtPods = (timeoutSeconds: number) =>
  buildCheckpoint('application', 1, ['pods_running'], { timeoutSeconds, targets: [targetFrom('Deployment/s24/well')] });
const checksOf = ({ status }: RemediationPlan) =>
  status?.checkpoints?.[0]?.checks?.map(({ type, result, message }) => ({ type, result, message }));
const inconclusive = [{ type: 'pods_running', result: 'Inconclusive', message: 'Could not list pods: the role does not allow it' }];

describe('S24: what could not be checked has not passed', () => {
  afterEach(() => restoreRole(seen.cluster));

  test('a check that may not read is Inconclusive until its timeout, then the checkpoint has failed and what ran is undone', async () => {
    const { cluster } = seen;
    await without(cluster, 'pods');
    await applyPlan(cluster, { name: 'plan-blind', steps, checkpoints: [looksAtPods(4)] });
    const judging = await untilPlan(cluster, 'plan-blind', (plan) => checksOf(plan)?.[0]?.result === 'Inconclusive');
    expect(checksOf(judging)).toEqual(inconclusive);
    expect(conditionOf(judging, 'ApplicationHealthy')?.status).toBe('Unknown');

    const plan = await untilPlanEnded(cluster, 'plan-blind');
    expect(plan.status).toMatchObject({
      phase: 'RolledBack',
      reason: 'CheckpointFailed',
      message: expect.stringContaining('Could not list pods'),
    });
    expect(checksOf(plan)).toEqual(inconclusive);
    expect(conditionOf(plan, 'ApplicationHealthy')).toMatchObject({ status: 'False', reason: 'CheckpointFailed' });
    expect((await getNode(cluster, node)).spec.unschedulable ?? false).toBe(false);
  });

  test('it is asked again: once it may read, within its timeout, it passes and the plan goes on', async () => {
    const { cluster } = seen;
    await without(cluster, 'pods');
    await applyPlan(cluster, { name: 'plan-seeing', steps, checkpoints: [looksAtPods(60)] });
    await untilPlan(cluster, 'plan-seeing', (plan) => checksOf(plan)?.[0]?.result === 'Inconclusive');
    await restoreRole(cluster);
    const plan = await untilPlanEnded(cluster, 'plan-seeing');
    expect(plan.status).toMatchObject({ phase: 'Succeeded' });
    expect(checksOf(plan)).toMatchObject([{ result: 'Passed' }]);
  });
});

test('S24: where an API is not installed its check is NotApplicable, shown so, and the plan goes on', async () => {
  const { cluster } = seen;
  await removeOpenshiftCrds(cluster);
  await applyPlan(cluster, {
    name: 'plan-plain',
    steps: [{ operation: 'uncordon_node', target: `Node/${node}` }],
    checkpoints: [
      buildCheckpoint('infrastructure', 1, ['node_ready', 'mco_stable']),
      buildCheckpoint('platform', 1, ['openshift_operators_ready'], { targets: [targetFrom('ClusterOperator/network')] }),
    ],
  });
  const plan = await untilPlanEnded(cluster, 'plan-plain');
  expect(plan.status?.phase).toBe('Succeeded');
  expect(checksOf(plan)).toMatchObject([
    { type: 'node_ready', result: 'Passed' },
    { type: 'mco_stable', result: 'NotApplicable', message: 'The API of machineconfigpools is not installed' },
  ]);
  expect(plan.status?.checkpoints?.map(({ result }) => result)).toEqual(['Passed', 'NotApplicable']);
  expect(conditionOf(plan, 'InfrastructureHealthy')).toMatchObject({ status: 'True', reason: 'CheckpointPassed' });
  expect(conditionOf(plan, 'PlatformHealthy')).toMatchObject({ status: 'True', reason: 'NotApplicable' });
});
