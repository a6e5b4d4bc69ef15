import type { RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { actionsOf, recordedIntents, stepsOf } from './engine-objects.ts';
import type { Invariant, Observation, Violation } from './observation.ts';
import { before, nameOf, timelines, type Moment, type Timeline } from './timeline.ts';

const layers = ['infrastructure', 'platform', 'application'];

/** 7: a step records its first intent only when every step before it has ended (well, skipped, or badly but optional), and layers go upwards. */
export const stepOrder: Invariant = (seen) => timelines(seen.history, 'RemediationPlan').flatMap((plan) => outOfOrder(plan, seen));

/** A forward action's first intent, with the plan as it was stored then. */
export interface Begun {
  readonly action: RemediationAction;
  readonly at: string;
  readonly order: number;
  readonly plan: RemediationPlan;
}

/** The steps that recorded an intent, in the order in which they did. */
export function begunSteps(plan: Timeline<RemediationPlan>, { history }: Observation): Begun[] {
  const uid = plan[0]?.object.metadata.uid ?? '';
  return actionsOf(history, uid)
    .forward.flatMap((life) => recordedIntents(life).slice(0, 1))
    .toSorted((a, b) => a.rv - b.rv)
    .flatMap(({ action, intent, rv }) => {
      const moment = before(plan, rv);
      const order = moment && orderOf(moment, action);
      return moment && order !== undefined ? [{ action, at: intent.at, order, plan: moment.object }] : [];
    });
}

function orderOf({ object }: Moment<RemediationPlan>, { metadata }: RemediationAction): number | undefined {
  return stepsOf(object).find(({ state }) => state?.actionRef?.name === metadata.name)?.order;
}

function outOfOrder(plan: Timeline<RemediationPlan>, seen: Observation): Violation[] {
  return begunSteps(plan, seen).flatMap(({ order, plan: then }) => {
    const steps = stepsOf(then);
    const layer = steps.find((step) => step.order === order)?.layer ?? '';
    const open = steps.filter((step) => step.order < order && !hasEnded(step.state?.phase, step.required)).map(({ name }) => name);
    const above = steps.filter((step) => step.order < order && layers.indexOf(step.layer) > layers.indexOf(layer)).map(({ name }) => name);
    return [
      ...open.map((name) => ({ invariant: 7, object: nameOf(then), message: `step ${order} began before step ${name} had ended` })),
      ...above.map((name) => ({ invariant: 7, object: nameOf(then), message: `step ${order} is of a lower layer than ${name} before it` })),
    ];
  });
}

function hasEnded(phase: string | undefined, required: boolean): boolean {
  return phase === 'Succeeded' || phase === 'Skipped' || (phase === 'Failed' && !required);
}
