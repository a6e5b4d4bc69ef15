import { finalizers } from '../../api/resource.ts';
import type { PlanStep } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import {
  blocked,
  next,
  progressing,
  stepStatus,
  withCondition,
  withEffect,
  withHappening,
  withStatus,
  withStep,
  type Draft,
  type World,
} from './draft.ts';
import type { Decision } from './seen.ts';

/** Why a plan ends, or is rolled back. */
export interface Cause {
  readonly reason: Reason;
  readonly message: string;
}

/** The plan ends Succeeded; an optional step that failed is named. */
export function succeed(world: World, draft: Draft): Decision {
  const failed = world.steps.filter((step) => stepStatus(draft, step).phase === 'Failed').map(({ name }) => name);
  const { reason, message } = successOf(world, draft, failed);
  const complete = withCondition(world, draft, { type: 'Complete', status: 'True', reason, message });
  return end(world, withCondition(world, complete, { type: 'Failed', status: 'False', reason, message }), 'Succeeded', message);
}

function successOf({ seen, steps }: World, draft: Draft, failed: readonly string[]): Cause {
  if (failed.length > 0)
    return { reason: 'OptionalStepFailed', message: `It ended well, though optional steps failed: ${failed.join(', ')}.` };
  if (seen.plan.spec.mode === 'DryRun')
    return { reason: 'DryRun', message: 'Each step says what it would do and what stands against it; nothing was written.' };
  if (steps.every((step) => stepStatus(draft, step).reason === 'AlreadyHealthy'))
    return { reason: 'AlreadyHealthy', message: 'Everything was healthy again before a step began.' };
  return { reason: 'Completed', message: 'Every required step and every checkpoint passed.' };
}

/** The plan ends with a failure and nothing is undone by it; `Cancelled` when somebody wanted its end. */
export function fail(world: World, draft: Draft, phase: 'Failed' | 'Cancelled', cause: Cause): Decision {
  return end(world, failed(world, closeSteps(world, draft), cause), phase, cause.message);
}

/** The plan ends after its rollback; why it was rolled back stays readable in the condition Failed. */
export function endRollback(
  world: World,
  draft: Draft,
  phase: 'RolledBack' | 'RollbackFailed',
  causes: { failure: Cause; rollback: Cause },
): Decision {
  const { failure, rollback } = causes;
  const status = phase === 'RolledBack' ? 'True' : 'False';
  const marked = withCondition(world, draft, { type: 'RolledBack', status, ...rollback });
  return end(world, failed(world, marked, failure), phase, rollback.message);
}

/** No step is left open: a wait is cut short, and what was not begun never will be. */
export function closeSteps(world: World, draft: Draft): Draft {
  return world.steps.reduce((current, step) => closeStep(current, step), draft);
}

function closeStep(draft: Draft, step: PlanStep): Draft {
  const { phase, actionRef, reason, message } = stepStatus(draft, step);
  if (phase === 'Waiting') return withStep(draft, step, { phase: 'Succeeded' });
  if (phase === 'Pending' && actionRef === undefined) {
    return withStep(draft, step, { phase: 'Cancelled', reason: 'StepNotReached', message: 'The plan ended before this step.' });
  }
  return phase === 'Pending' ? withStep(draft, step, { phase: 'Cancelled', reason, message }) : draft;
}

function failed(world: World, draft: Draft, { reason, message }: Cause): Draft {
  const complete = withCondition(world, draft, { type: 'Complete', status: 'False', reason, message });
  return withCondition(world, complete, { type: 'Failed', status: 'True', reason, message });
}

function end(
  world: World,
  draft: Draft,
  phase: 'Succeeded' | 'Failed' | 'Cancelled' | 'RolledBack' | 'RollbackFailed',
  message: string,
): Decision {
  const ended = progressing(world, draft, phase, message);
  const at = withStatus(ended, {
    finishedAt: world.now.toISOString(),
    suspendedAt: undefined,
  });
  return next(world, released(world, withHappening(blocked(at, undefined), { what: 'planEnded' })));
}

/** The draft lets a deletion go on: nothing of the plan runs any more. */
export function released({ seen }: World, draft: Draft): Draft {
  return seen.plan.metadata.finalizers?.includes(finalizers.cancel) ? withEffect(draft, { kind: 'removeFinalizer' }) : draft;
}
