import type { PlanStep } from '../../api/generated/types.ts';
import { advance, untilHindered } from './advance.ts';
import { endingMessage, runningSteps } from './at-work.ts';
import { blocked, next, progressing, stepStatus, withStatus, withStep, type Draft, type World } from './draft.ts';
import { fail } from './ending.ts';
import { startRollback } from './rollback.ts';
import { settleRunning } from './settle-step.ts';
import { askAgain, askToEnd, childOfStep } from './step-actions.ts';
import { stopOfBegun, type Stop } from './stop.ts';
import type { Decision } from './seen.ts';

/** One step further for a plan that holds its targets; the first that has something to say decides. */
export function decideRunning(world: World, before: Draft): Decision {
  const draft = settleRunning(world, before);
  return (
    takenOver(world, draft) ??
    stopped(world, draft) ??
    requiredStepFailed(world, draft) ??
    suspended(world, draft) ??
    advance(world, awake(world, resumed(world, draft)))
  );
}

/** Why running steps are ended; it is recorded in each, so that its end is not taken for a failure. */
type EndReason = Stop['reason'] | 'PlanEnding' | 'Suspended';

/** A person changed the target meanwhile: once nothing is at work any more, the plan leaves everything to them. */
function takenOver(world: World, draft: Draft): Decision | undefined {
  const step = world.steps.find((one) => stepStatus(draft, one).reason === 'TakenOver');
  if (!step) return undefined;
  const why = stepStatus(draft, step).message ?? 'A person changed the target meanwhile.';
  const message = `Step ${step.order} (${step.name}) was left to a person: ${why}`;
  return endedFirst(world, draft, 'PlanEnding', (idle) => fail(world, idle, 'Cancelled', { reason: 'TakenOver', message }));
}

function stopped(world: World, draft: Draft): Decision | undefined {
  const stop = stopOfBegun(world, draft);
  if (!stop) return undefined;
  const end = (idle: Draft): Decision => (stop.rollback ? startRollback(world, idle, stop) : fail(world, idle, 'Cancelled', stop));
  return endedFirst(world, draft, stop.reason, end);
}

function requiredStepFailed(world: World, draft: Draft): Decision | undefined {
  const step = world.steps.find((one) => one.required && stepStatus(draft, one).phase === 'Failed');
  if (!step) return undefined;
  const { reason, message } = stepStatus(draft, step);
  const told = [reason, message].filter((part) => part !== undefined && part !== '').join(': ');
  const cause = {
    reason: reason === 'NameCollision' ? 'NameCollision' : 'StepFailed',
    message: `Step ${step.order} (${step.name}) failed: ${told}`,
    rollback: false,
  } as const;
  return endedFirst(world, draft, 'PlanEnding', (idle) => startRollback(world, idle, cause));
}

/** What follows once nothing is at work; before that, what is gets asked to end. */
function endedFirst(world: World, draft: Draft, reason: Exclude<EndReason, 'Suspended'>, then: (idle: Draft) => Decision): Decision {
  const begun = runningSteps(world, draft).reduce((current, step) => withoutIdle(world, current, step, reason), draft);
  if (runningSteps(world, begun).length === 0) return then(begun);
  return next(world, ending(world, begun, reason), untilHindered(world, begun));
}

/** A step that has nothing at work is over at once. */
function withoutIdle(world: World, draft: Draft, step: PlanStep, reason: EndReason): Draft {
  if (!isIdle(world, draft, step, reason)) return draft;
  return withStep(draft, step, { phase: 'Cancelled', reason, finishedAt: world.now.toISOString() });
}

/**
 * An action that the API server refused, or that is named for a plan that is being deleted and gets no new ones, never will be; of one
 * that was superseded the step only waits to see what somebody else's comes to.
 */
function isIdle(world: World, draft: Draft, step: PlanStep, reason: EndReason): boolean {
  const ref = stepStatus(draft, step).actionRef;
  const kind = ref && childOfStep(world, step, ref).kind;
  return kind === 'refused' || (kind === 'absent' && reason === 'Deleted') || isSuperseded(world, draft, step);
}

function isSuperseded(world: World, draft: Draft, step: PlanStep): boolean {
  const ref = stepStatus(draft, step).actionRef;
  const child = ref && childOfStep(world, step, ref);
  return child?.kind === 'ours' && child.action.status?.phase === 'Superseded';
}

/** The steps whose own actions are to be ended before the plan stands still. */
function stepsAtWork(world: World, draft: Draft): PlanStep[] {
  return runningSteps(world, draft).filter((step) => !isSuperseded(world, draft, step));
}

/** Every running action is asked to end; that we asked is recorded first. */
function ending(world: World, draft: Draft, reason: EndReason): Draft {
  const running = stepsAtWork(world, draft);
  const asked = running.reduce((current, step) => askToEnd(world, withStep(current, step, { reason }), step), draft);
  return progressing(world, asked, 'Stopping', endingMessage(running));
}

function suspended(world: World, draft: Draft): Decision | undefined {
  const { plan } = world.seen;
  if (!plan.spec.suspend) return undefined;
  const marked = withStatus(draft, { suspendedAt: draft.status.suspendedAt ?? world.now.toISOString() });
  const held = runningSteps(world, marked).reduce((current, step) => withoutRefused(world, current, step), marked);
  const resting = stepsAtWork(world, held).length > 0 ? ending(world, held, 'Suspended') : atRest(world, held);
  return next(world, blocked(resting, { reason: 'Suspended', message: 'The plan is suspended; no step begins until that ends.' }));
}

/** Nothing is at work; a checkpoint that is being judged stays so. */
function atRest(world: World, draft: Draft): Draft {
  return draft.status.phase === 'Verifying' ? draft : progressing(world, draft, 'Executing', 'No step is at work.');
}

/** A step whose action the API server refused has not begun: it waits for the end of the suspension like the others. */
function withoutRefused(world: World, draft: Draft, step: PlanStep): Draft {
  const ref = stepStatus(draft, step).actionRef;
  const refused = ref && childOfStep(world, step, ref).kind === 'refused';
  return refused ? withStep(draft, step, { phase: 'Pending', actionRef: undefined, startedAt: undefined }) : draft;
}

/** Every running step has its action, or asks for it once more. */
function awake(world: World, draft: Draft): Draft {
  return runningSteps(world, draft).reduce((current, step) => askAgain(world, neverSuspended(world, current, step), step), draft);
}

/** The suspension ended before its action was asked to end. */
function neverSuspended(world: World, draft: Draft, step: PlanStep): Draft {
  const { actionRef, reason } = stepStatus(draft, step);
  if (reason !== 'Suspended' || !actionRef) return draft;
  const child = childOfStep(world, step, actionRef);
  return child.kind === 'ours' && !child.action.spec.cancel ? withStep(draft, step, { reason: undefined }) : draft;
}

/** The clocks of a checkpoint stood still while the plan was suspended. */
function resumed(world: World, draft: Draft): Draft {
  const { suspendedAt, checkpoints = [] } = draft.status;
  if (suspendedAt === undefined) return draft;
  const paused = checkpoints.map((checkpoint) => {
    if (checkpoint.result !== 'Pending' || checkpoint.startedAt === undefined) return checkpoint;
    const since = Math.max(Date.parse(suspendedAt), Date.parse(checkpoint.startedAt));
    const seconds = Math.ceil((world.now.getTime() - since) / 1000);
    return { ...checkpoint, pausedSeconds: (checkpoint.pausedSeconds ?? 0) + Math.max(0, seconds) };
  });
  return withStatus(draft, { suspendedAt: undefined, ...(checkpoints.length === 0 ? {} : { checkpoints: paused }) });
}
