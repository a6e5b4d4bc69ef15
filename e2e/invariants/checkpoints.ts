import type { CheckpointStatus, RemediationPlan } from '../../operator/api/generated/types.ts';
import { actionsOf, recordedIntents } from './engine-objects.ts';
import type { Invariant, Observation, Violation } from './observation.ts';
import { begunSteps } from './step-order.ts';
import { firstWhere, nameOf, timelines, type Timeline } from './timeline.ts';

/**
 * 8: no step begins, and no plan succeeds, before each checkpoint that stands before it is recorded as Passed or NotApplicable, by checks
 * that all say so and looked after the last effect that they judge.
 */
export const checkpointsHold: Invariant = (seen) =>
  timelines(seen.history, 'RemediationPlan').flatMap((plan) => {
    const passages = begunSteps(plan, seen).map(({ plan: then, order }) => ({ then, before: order, what: `step ${order} began` }));
    const end = firstWhere(plan, ({ status }) => status?.phase === 'Succeeded');
    const all = end ? [...passages, { then: end.object, before: Infinity, what: 'the plan succeeded' }] : passages;
    return all.flatMap(({ then, before, what }) => objectionsTo(plan, then, { before, what }, seen));
  });

interface Passage {
  readonly before: number;
  readonly what: string;
}

function objectionsTo(plan: Timeline<RemediationPlan>, then: RemediationPlan, { before, what }: Passage, seen: Observation): Violation[] {
  const due = (then.spec.checkpoints ?? []).filter(({ afterStep }) => afterStep < before);
  return due.flatMap(({ name, afterStep }) => {
    const state = then.status?.checkpoints?.find((one) => one.name === name);
    const objection = objectionTo(state, lastEffectBefore(plan, afterStep, seen));
    return objection === undefined
      ? []
      : [{ invariant: 8, object: nameOf(then), message: `${what} although checkpoint ${name} ${objection}` }];
  });
}

const good: readonly (string | undefined)[] = ['Passed', 'NotApplicable'];

function objectionTo(state: CheckpointStatus | undefined, since: number): string | undefined {
  if (!good.includes(state?.result)) return `is ${state?.result ?? 'not recorded'}`;
  const checks = state?.checks ?? [];
  const bad = checks.find(({ result }) => !good.includes(result));
  if (bad) return `has the check ${bad.name}, which is ${bad.result}`;
  const old = checks.find(({ observedAt }) => Date.parse(observedAt ?? '') < since);
  return old && `has the check ${old.name}, which looked before the last effect`;
}

/** When the last intent of the steps up to there was recorded; the effect follows at once. */
function lastEffectBefore(plan: Timeline<RemediationPlan>, afterStep: number, seen: Observation): number {
  const uid = plan[0]?.object.metadata.uid ?? '';
  const orders = new Map(begunSteps(plan, seen).map(({ action, order }) => [action.metadata.uid, order]));
  const times = actionsOf(seen.history, uid)
    .forward.flatMap(recordedIntents)
    .filter(({ action, intent }) => (orders.get(action.metadata.uid) ?? Infinity) <= afterStep && !intent.step.startsWith('undo-'))
    .map(({ intent }) => Date.parse(intent.at));
  return Math.max(0, ...times);
}
