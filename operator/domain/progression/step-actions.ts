import { finalizers } from '../../api/resource.ts';
import { isActionOver } from '../../api/terminal-phases.ts';
import type { PlanStep, ResourceRef } from '../../api/generated/types.ts';
import { childOf, nextName, otherName, stepAction, type Child } from './children.ts';
import { stepStatus, withEffect, withHappening, withStep, type Draft, type World } from './draft.ts';
import type { Effect } from './seen.ts';

/** The plan is kept from vanishing while an action of its may run; nothing new may be put on one that is being deleted. */
export function ensureFinalizer({ seen }: World, draft: Draft): Draft {
  const { metadata } = seen.plan;
  const asked = draft.effects.some(({ kind }) => kind === 'addFinalizer');
  const there = asked || (metadata.finalizers?.includes(finalizers.cancel) ?? false);
  return there || metadata.deletionTimestamp !== undefined ? draft : withEffect(draft, { kind: 'addFinalizer' });
}

/** The step is Running with its next action's name recorded, and the action is asked for. */
export function begin(world: World, draft: Draft, step: PlanStep): Draft {
  const name = nextName(world.seen.plan, step, stepStatus(draft, step));
  const recorded = withStep(draft, step, {
    phase: 'Running',
    actionRef: { namespace: world.seen.plan.metadata.namespace, name },
    startedAt: world.now.toISOString(),
    heldSince: undefined,
    reason: undefined,
    message: undefined,
  });
  return withHappening(withEffect(ensureFinalizer(world, recorded), asking(world, step, name)), { what: 'stepStarted', step });
}

/** The recorded action of the step, as it is seen. */
export function childOfStep(world: World, step: PlanStep, ref: ResourceRef): Child {
  return childOf(world.seen, ref, stepAction(world.seen.plan, step, ref.name));
}

function asking({ seen }: World, step: PlanStep, name: string): Extract<Effect, { kind: 'createAction' }> {
  return { kind: 'createAction', action: stepAction(seen.plan, step, name) };
}

/** The recorded action of the step is asked for again, if it is not there; creating it twice is impossible, because its name is fixed. */
export function askAgain(world: World, draft: Draft, step: PlanStep): Draft {
  const { actionRef } = stepStatus(draft, step);
  if (!actionRef || childOfStep(world, step, actionRef).kind !== 'absent') return draft;
  return withEffect(ensureFinalizer(world, draft), asking(world, step, actionRef.name));
}

/**
 * The step's action is asked to end, unless it has ended or is gone. An earlier create of it may still arrive: then its name is taken by
 * one that ends before it begins.
 */
export function askToEnd(world: World, draft: Draft, step: PlanStep): Draft {
  const { actionRef } = stepStatus(draft, step);
  if (!actionRef) return draft;
  const child = childOfStep(world, step, actionRef);
  if (child.kind === 'ours') {
    const { metadata, spec } = child.action;
    return spec.cancel || isActionOver(child.action)
      ? draft
      : withEffect(draft, { kind: 'cancelAction', name: metadata.name, uid: metadata.uid });
  }
  if (child.kind !== 'absent') return draft;
  const { action } = asking(world, step, actionRef.name);
  return withEffect(ensureFinalizer(world, draft), { kind: 'createAction', action: { ...action, spec: { ...action.spec, cancel: true } } });
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
