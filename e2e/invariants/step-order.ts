import type { RemediationAction, RemediationPlan, StepStatus } from '../../operator/api/generated/types.ts';
import { actionsOf, recordedIntents, stepsOf } from './engine-objects.ts';
import type { Invariant, Observation, Violation } from './observation.ts';
import { before, latest, nameOf, timelines, type Moment, type Timeline } from './timeline.ts';

const layers = ['infrastructure', 'platform', 'application'];
const mostAtOnce = 3;
const apartMs = 10_000;

/**
 * 7: a step records its first intent only when every step of a lower layer, and every step before it in its layer that has to do with it, has
 * ended (well, skipped, or badly but optional) and settled; layers go upwards; and never are more than three at work or settling.
 */
export const stepOrder: Invariant = (seen) =>
  timelines(seen.history, 'RemediationPlan').flatMap((plan) => [...outOfOrder(plan, seen), ...tooMany(plan)]);

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

type Step = ReturnType<typeof stepsOf>[number];

function outOfOrder(plan: Timeline<RemediationPlan>, seen: Observation): Violation[] {
  const uid = plan[0]?.object.metadata.uid ?? '';
  const actions = actionsOf(seen.history, uid).forward.flatMap((life) => latest(life) ?? []);
  return begunSteps(plan, seen).flatMap(({ order, at, plan: then }) => {
    const steps = stepsOf(then);
    const begun = steps.find((step) => step.order === order);
    if (!begun) return [];
    const earlier = steps.filter((step) => step.order < order);
    const waits = (step: Step): boolean => isBelow(step, begun) || areRelated(placeOf(step, then, actions), placeOf(begun, then, actions));
    const open = earlier.filter((step) => waits(step) && !hasEnded(step, Date.parse(at)));
    const above = earlier.filter((step) => isBelow(begun, step));
    return [
      ...open.map(({ name }) => `step ${order} began before step ${name} had ended`),
      ...above.map(({ name }) => `step ${order} is of a lower layer than ${name} before it`),
    ].map((message) => ({ invariant: 7, object: nameOf(then), message }));
  });
}

const isBelow = (lower: Step, higher: Step): boolean => layers.indexOf(lower.layer) < layers.indexOf(higher.layer);

function hasEnded({ state, required }: Step, at: number): boolean {
  if (state?.phase === 'Skipped' || (state?.phase === 'Failed' && !required)) return true;
  return state?.phase === 'Succeeded' && hasSettled(state, at);
}

/** A wait is over at its end, or ten seconds after its layer was first seen to be well. */
function hasSettled({ notBefore, healthySince }: StepStatus, at: number): boolean {
  if (notBefore === undefined || at >= Date.parse(notBefore)) return true;
  return healthySince !== undefined && at - Date.parse(healthySince) >= apartMs;
}

interface Place {
  readonly object: string;
  readonly nodes: readonly string[];
}

/** What the step is about: its action's frozen target and that one's nodes, or before it has any the object that it names. */
function placeOf({ action, state }: Step, plan: RemediationPlan, actions: readonly RemediationAction[]): Place {
  const resolved = actions.find(({ metadata }) => metadata.name === state?.actionRef?.name)?.status?.resolvedTarget;
  const { kind, name, namespace = plan.metadata.namespace } = resolved ?? action.target;
  if (kind === 'Node') return { object: name, nodes: [name] };
  return { object: [kind, namespace, name].join('/'), nodes: resolved?.nodes ?? [] };
}

function areRelated(a: Place, b: Place): boolean {
  return a.object === b.object || a.nodes.some((node) => b.nodes.includes(node));
}

function tooMany(plan: Timeline<RemediationPlan>): Violation[] {
  const crowded = plan.find(({ object }) => stepsOf(object).filter(isAtWork).length > mostAtOnce);
  return crowded
    ? [{ invariant: 7, object: nameOf(crowded.object), message: 'more than three steps were at work or settled at once' }]
    : [];
}

const isAtWork = ({ state }: Step): boolean => state?.phase === 'Running' || state?.phase === 'Waiting';
