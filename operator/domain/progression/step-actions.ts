import { finalizers } from '../../api/resource.ts';
import type { PlanStep, ResourceRef } from '../../api/generated/types.ts';
import { childOf, nextName, otherName, stepAction, type Child } from './children.ts';
import { progressing, stepStatus, withEffect, withHappening, withStep, type Draft, type World } from './draft.ts';
import { stopOfBegun } from './stop.ts';

/** The plan is kept from vanishing while an action of its may run; nothing new may be put on one that is being deleted. */
export function ensureFinalizer({ seen }: World, draft: Draft): Draft {
  const { metadata } = seen.plan;
  const there = metadata.finalizers?.includes(finalizers.cancel) ?? false;
  return there || metadata.deletionTimestamp !== undefined ? draft : withEffect(draft, { kind: 'addFinalizer' });
}

/** The step is Running with its next action's name recorded, and the action is asked for. */
export function begin(world: World, draft: Draft, step: PlanStep): Draft {
  const name = nextName(world.seen.plan, step, stepStatus(draft, step));
  const recorded = withStep(draft, step, {
    phase: 'Running',
    actionRef: { namespace: world.seen.plan.metadata.namespace, name },
    startedAt: world.now.toISOString(),
    reason: undefined,
    message: undefined,
  });
  const shown = progressing(world, recorded, 'StepRunning', runningMessage(world, step));
  return withHappening(withCreate(world, shown, step, name), { what: 'stepStarted', step });
}

/** What a person reads while the step's action waits or is at work. */
export function runningMessage({ steps }: World, step: PlanStep): string {
  return `Step ${step.order} of ${steps.length} (${step.name}) is at work.`;
}

/** The recorded action of the step, as it is seen. */
export function childOfStep(world: World, step: PlanStep, ref: ResourceRef): Child {
  return childOf(world.seen, ref, stepAction(world.seen.plan, step, ref.name));
}

/** The action is asked for again; creating it twice is impossible, because its name is fixed. */
export function withCreate(world: World, draft: Draft, step: PlanStep, name: string): Draft {
  const { plan } = world.seen;
  const action = stepAction(plan, step, name);
  // When the plan is to rest, an earlier create may still arrive: the name is taken by an action that ends before it begins.
  const wanted = stopOfBegun(world, draft) || plan.spec.suspend ? { ...action, spec: { ...action.spec, cancel: true } } : action;
  return withEffect(ensureFinalizer(world, draft), { kind: 'createAction', action: wanted });
}

/** The step's action gets the second choice of name, or the step fails when that one is taken too. */
export function rename(world: World, draft: Draft, step: PlanStep, taken: string): Draft {
  const { plan } = world.seen;
  const name = otherName(plan, step, taken, 'step');
  if (name !== undefined) return withStep(draft, step, { actionRef: { namespace: plan.metadata.namespace, name } });
  const message = `Foreign objects have the name ${taken} and the one before it.`;
  const at = withStep(draft, step, { phase: 'Failed', reason: 'NameCollision', message, finishedAt: world.now.toISOString() });
  return withHappening(at, { what: 'stepFailed', step, reason: 'NameCollision', message });
}
