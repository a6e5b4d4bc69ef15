import { beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationPlan, StepStatus } from '../../operator/api/generated/types.ts';
import { buildCheckpoint, type StepWish } from '../../operator/testing/plan-builder.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { createDeployment, getDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { actionsOf, applyPlan, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';

const alone = ['a', 'b', 'c', 'd', 'e'];
const together = ['f', 'g'];
const nodeOf = (name: string): string => `par-${together.includes(name) ? 'shared' : name}`;
const seen = journey({ nodes: [...alone, 'f'].map(nodeOf) });

/** Its pods find no node, so no rollout of it comes to an end. */
const lost = (name: string) => createDeployment(seen.cluster, { namespace: 'par', name, node: 'par-nowhere' });

beforeAll(async () => {
  const { cluster } = seen;
  for (const name of [...alone, ...together]) await createDeployment(cluster, { namespace: 'par', name, node: nodeOf(name) });
  for (const name of ['lost-1', 'lost-2']) await lost(name);
  for (const name of [...alone, ...together]) await untilRolledOut(cluster, 'par', name);
});

const on = (name: string, wish: StepWish = {}): StepWish => ({ layer: 'application', target: `Deployment/par/${name}`, ...wish });
const restart = (name: string, wish: StepWish = {}) => on(name, { operation: 'restart_deployment', undo: 'Irreversible', ...wish });
const scale = (name: string, wish: StepWish = {}) => on(name, { operation: 'scale_workload', parameters: { replicas: 2 }, ...wish });
const ms = (time: string | undefined): number => Date.parse(time ?? '');
const stepOf = (plan: RemediationPlan, order: number): StepStatus | undefined =>
  plan.status?.steps?.find(({ name }) => name === `step-${order}`);
const phases = ({ status }: RemediationPlan) => status?.steps?.map(({ phase, reason }) => [phase, reason].filter(Boolean).join('/'));

async function storedSince(revision: number, plan: string): Promise<RemediationPlan[]> {
  const versions = versionsOf(await historySince(seen.cluster, revision), 'RemediationPlan', plan);
  return versions.map(({ object }) => object as unknown as RemediationPlan); // as the API server stored it
}

/** Orders of the steps that are at work or settle. */
const atWork = (plan: RemediationPlan): number[] =>
  plan.spec.steps.map(({ order }) => order).filter((order) => ['Running', 'Waiting'].includes(stepOf(plan, order)?.phase ?? ''));

const crash = async (): Promise<void> => {
  seen.operator.kill('SIGKILL');
  await seen.operator.ended;
  await seen.startOperator();
};

describe('the steps of a layer', () => {
  test('run three at once, those on one node one after the other, and a killed engine goes on with all of them', async () => {
    const { cluster } = seen;
    const revision = await currentRevision(cluster);
    const all = [...together, ...alone];
    const generations = await Promise.all(all.map(async (name) => (await getDeployment(cluster, 'par', name)).metadata.generation ?? 0));
    await applyPlan(cluster, {
      name: 'plan-par',
      steps: all.map((name) => restart(name, { waitSeconds: 2 })),
      checkpoints: [buildCheckpoint('application', all.length, ['pods_running'])],
    });
    await untilPlan(cluster, 'plan-par', (plan) => atWork(plan).length === 3);
    await crash();
    const plan = await untilPlanEnded(cluster, 'plan-par');

    expect(plan.status).toMatchObject({ phase: 'Succeeded', reason: 'Completed', progress: '7/7' });
    const stored = await storedSince(revision, 'plan-par');
    expect(Math.max(...stored.map((one) => atWork(one).length))).toBe(3);
    expect(stored.map(atWork).find((orders) => orders.length > 0)).toEqual([1, 3, 4]); // begun by one write
    expect(stored.map(atWork).filter((orders) => orders.includes(1) && orders.includes(2))).toEqual([]);
    expect(ms(stepOf(plan, 2)?.startedAt)).toBeGreaterThanOrEqual(ms(stepOf(plan, 1)?.notBefore));
    const after = await Promise.all(all.map((name) => getDeployment(cluster, 'par', name)));
    expect(after.map(({ metadata }) => metadata.generation)).toEqual(generations.map((generation) => generation + 1));
    const actions = await actionsOf(cluster, plan);
    expect(actions.map(({ metadata }) => metadata.name)).toEqual(all.map((_, index) => `act-par-0${index + 1}`));
    const seconds = (ms(plan.status?.finishedAt) - ms(plan.status?.startedAt)) / 1000;
    console.log(`      seven restarts with a wait of 2 s each took ${seconds} s, ${stored.length} versions of the plan`);
  });

  test('are ended when a required one fails, and what they did is undone from the last one back', async () => {
    const { cluster } = seen;
    await applyPlan(cluster, {
      name: 'plan-bad',
      steps: [scale('a'), restart('lost-1', { timeoutSeconds: 40 }), scale('lost-2', { timeoutSeconds: 120 }), restart('a')],
    });
    const plan = await untilPlanEnded(cluster, 'plan-bad', 120_000);
    expect(plan.status).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial' });
    expect(phases(plan)).toEqual(['Succeeded', expect.stringMatching(/^Failed/), 'Cancelled/PlanEnding', 'Succeeded']);
    const rows = plan.status?.rollback?.map(({ step, result }) => `${step} ${result}`);
    expect(rows).toEqual(['step-4 Irreversible', 'step-3 Undone', 'step-2 Irreversible', 'step-1 Undone']);
    const replicas = await Promise.all(['a', 'lost-2'].map(async (name) => (await getDeployment(cluster, 'par', name)).spec.replicas));
    expect(replicas).toEqual([1, 1]);
  });
});

describe('a wait of five minutes', () => {
  test('ends when its layer was well for ten seconds, also across a crash, and not before', async () => {
    const { cluster } = seen;
    await applyPlan(cluster, {
      name: 'plan-early',
      steps: [restart('b', { waitSeconds: 300 })],
      checkpoints: [buildCheckpoint('application', 1, ['pods_running', 'endpoints_healthy'])],
    });
    const well = await untilPlan(cluster, 'plan-early', (plan) => stepOf(plan, 1)?.healthySince !== undefined);
    await crash();
    const plan = await untilPlanEnded(cluster, 'plan-early');
    expect(plan.status?.phase).toBe('Succeeded');
    const { healthySince, notBefore, finishedAt } = stepOf(plan, 1) ?? {};
    expect(healthySince).toBe(stepOf(well, 1)?.healthySince);
    expect(ms(notBefore) - ms(finishedAt)).toBe(300_000);
    expect(ms(plan.status?.finishedAt)).toBeGreaterThanOrEqual(ms(healthySince) + 10_000);
    expect(ms(plan.status?.finishedAt)).toBeLessThan(ms(notBefore));
  });

  test('goes on while its layer is not well, without a write', async () => {
    const { cluster } = seen;
    const revision = await currentRevision(cluster);
    const targets = [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'par', name: 'lost-1' }];
    await applyPlan(cluster, {
      name: 'plan-late',
      steps: [restart('c', { waitSeconds: 13 })],
      checkpoints: [buildCheckpoint('application', 1, ['pods_running'], { timeoutSeconds: 1, targets })],
    });
    const plan = await untilPlanEnded(cluster, 'plan-late');
    const checkpoint = plan.status?.checkpoints?.[0];
    expect(checkpoint?.result).toBe('Failed');
    expect(ms(checkpoint?.startedAt)).toBeGreaterThanOrEqual(ms(stepOf(plan, 1)?.notBefore));
    const waiting = (await storedSince(revision, 'plan-late')).filter((one) => stepOf(one, 1)?.phase === 'Waiting');
    expect(waiting).toHaveLength(1);
  });
});
