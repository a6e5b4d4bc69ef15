import { beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationPlan } from '../../operator/api/generated/types.ts';
import { buildCheckpoint, type StepWish } from '../../operator/testing/plan-builder.ts';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { getNode, type NodeObject } from '../harness/nodes.ts';
import { createDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { bookkeeping, untilAsBefore } from './bench/fields.ts';
import { journey } from './bench/journey.ts';
import { actionsOf, applyPlan, conditionOf, untilPlan, untilPlanEnded } from './bench/plans.ts';

const seen = journey({ nodes: ['j3-w1', 'j3-w2', 'j3-w3'], stages: ['reboot', 'ready-needs-restart'] });

beforeAll(async () => {
  const { cluster } = seen;
  await createDeployment(cluster, { namespace: 'j3', name: 'guarded', node: 'j3-w1' });
  await createDeployment(cluster, { namespace: 'j3', name: 'well', node: 'j3-w3' });
  await createDeployment(cluster, {
    namespace: 'j3',
    name: 'stuck',
    node: 'j3-w3',
    podLabels: { 'demo.selfheal.dev/ready-needs-restart': 'true' },
  });
  await applyObjects(cluster, [
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { namespace: 'j3', name: 'guarded' },
      spec: { minAvailable: '100%', selector: { matchLabels: { app: 'guarded' } } },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'j3', name: 'bare' },
      spec: { nodeName: 'j3-w2', containers: [{ name: 'main', image: 'registry.invalid/nothing:1' }] },
    },
  ]);
  await untilRolledOut(cluster, 'j3', 'guarded');
  await untilRolledOut(cluster, 'j3', 'well');
});

const drain = (node: string, wish: StepWish = {}): StepWish => ({
  operation: 'drain_node',
  target: `Node/${node}`,
  undo: 'Partial',
  ...wish,
});
const cordon = (node: string): StepWish => ({ operation: 'cordon_node', target: `Node/${node}` });
const rows = ({ status }: RemediationPlan) => status?.rollback?.map(({ step, result }) => `${step} ${result}`);
const isCordoned = ({ spec }: NodeObject) => spec.unschedulable ?? false;
const phases = ({ status }: RemediationPlan) => status?.steps?.map(({ phase, reason }) => [phase, reason].filter(Boolean).join('/'));

describe('J3: a required step fails halfway', () => {
  test('a drain that a PodDisruptionBudget holds until its timeout: its cordon is taken back, and the step before it', async () => {
    const { cluster } = seen;
    const before = [await getNode(cluster, 'j3-w1'), await getNode(cluster, 'j3-w2')] as const;
    const revision = await currentRevision(cluster);
    const restart: StepWish = { layer: 'application', target: 'Deployment/j3/well', undo: 'Irreversible' };
    await applyPlan(cluster, { name: 'plan-j3', steps: [cordon('j3-w2'), drain('j3-w1', { timeoutSeconds: 15 }), restart] });
    await untilPlan(cluster, 'plan-j3', ({ status }) => status?.blocked?.reason === 'EvictionBlocked');

    const plan = await untilPlanEnded(cluster, 'plan-j3');
    expect(plan.status).toMatchObject({ phase: 'RolledBack' });
    expect(conditionOf(plan, 'Failed')).toMatchObject({ status: 'True', reason: 'StepFailed' });
    expect(rows(plan)).toEqual(['step-2 Undone', 'step-1 Undone']);
    expect(phases(plan)).toEqual(['Succeeded', 'Failed/TimedOut', 'Cancelled/StepNotReached']);
    expect((await actionsOf(cluster, plan)).map(({ metadata }) => metadata.name)).toEqual(['act-j3-01', 'act-j3-01-undo', 'act-j3-02']);

    const cordons = versionsOf(await historySince(cluster, revision), 'Node', 'j3-w1').map(({ object }) =>
      isCordoned(object as NodeObject),
    );
    expect(cordons.filter((cordoned, i) => cordoned !== (cordons[i - 1] ?? false))).toEqual([true, false]);
    expect(await podsOf(cluster, 'j3', 'guarded')).toHaveLength(1);
    await untilAsBefore(before[0], () => getNode(cluster, 'j3-w1'), bookkeeping);
    await untilAsBefore(before[1], () => getNode(cluster, 'j3-w2'), bookkeeping);
  });

  test('a drain that a bare pod forbids is refused before it cordons, and a plan that did nothing is Failed, not rolled back', async () => {
    const { cluster } = seen;
    const before = await getNode(cluster, 'j3-w2');
    const revision = await currentRevision(cluster);
    await applyPlan(cluster, { name: 'plan-bare', steps: [drain('j3-w2')] });
    const plan = await untilPlanEnded(cluster, 'plan-bare');
    expect(plan.status).toMatchObject({ phase: 'Failed' });
    expect(phases(plan)).toEqual(['Failed/DrainBlocked']);
    expect(plan.status?.steps?.[0]?.message).toMatch(/j3\/bare/);
    const touched = versionsOf(await historySince(cluster, revision), 'Node', 'j3-w2');
    expect(touched.filter(({ object }) => isCordoned(object as NodeObject))).toEqual([]);
    await untilAsBefore(before, () => getNode(cluster, 'j3-w2'), bookkeeping);
  });

  test('the budget is relaxed in time: the drain goes on by itself', async () => {
    const { cluster } = seen;
    await applyPlan(cluster, { name: 'plan-relaxed', steps: [drain('j3-w1', { timeoutSeconds: 60 })] });
    await untilPlan(cluster, 'plan-relaxed', ({ status }) => status?.blocked?.reason === 'EvictionBlocked');
    await kubectl(cluster, ['delete', 'pdb', 'guarded', '-n', 'j3']);
    expect((await untilPlanEnded(cluster, 'plan-relaxed')).status?.phase).toBe('Succeeded');
    expect(isCordoned(await getNode(cluster, 'j3-w1'))).toBe(true);
  });
});

describe('J3, S23: an optional step fails', () => {
  const missing: StepWish = {
    layer: 'application',
    operation: 'restart_deployment',
    target: 'Deployment/j3/missing',
    required: false,
    waitSeconds: 30,
  };
  const checkOf = (name: string, timeoutSeconds: number) =>
    buildCheckpoint('application', 2, ['pods_running'], { timeoutSeconds, targets: [targetFrom(`Deployment/j3/${name}`)] });

  test('its wait is skipped, its checkpoint passes, and the plan Succeeded/OptionalStepFailed', async () => {
    const { cluster } = seen;
    await applyPlan(cluster, { name: 'plan-optional', steps: [cordon('j3-w3'), missing], checkpoints: [checkOf('well', 20)] });
    const plan = await untilPlanEnded(cluster, 'plan-optional');
    expect(plan.status).toMatchObject({ phase: 'Succeeded', reason: 'OptionalStepFailed' });
    expect(phases(plan)).toEqual(['Succeeded', 'Failed/TargetNotFound']);
    expect(plan.status?.checkpoints?.map(({ result }) => result)).toEqual(['Passed']);
    expect(plan.status?.steps?.[1]?.notBefore).toBeUndefined();
    await kubectl(cluster, ['uncordon', 'j3-w3']);
  });

  test('its checkpoint fails too: what ran is rolled back', async () => {
    const { cluster } = seen;
    await applyPlan(cluster, { name: 'plan-optional-bad', steps: [cordon('j3-w3'), missing], checkpoints: [checkOf('stuck', 3)] });
    const plan = await untilPlanEnded(cluster, 'plan-optional-bad');
    expect(plan.status).toMatchObject({ phase: 'RolledBack' });
    expect(rows(plan)).toEqual(['step-1 Undone']);
    expect(isCordoned(await getNode(cluster, 'j3-w3'))).toBe(false);
  });
});
