import { advance } from './advance.ts';
import { blocked, next, progressing, stepStatus, untilMs, withEffect, withStatus, withStep, type Draft, type World } from './draft.ts';
import { fail } from './ending.ts';
import { startRollback } from './rollback.ts';
import { runningStep, settleRunning } from './settle-step.ts';
import { childOfStep, runningMessage, withCreate } from './step-actions.ts';
import { stopOfBegun, type Stop } from './stop.ts';
import type { Decision } from './seen.ts';
import type { PlanStep } from '../../api/generated/types.ts';

/** One step further for a plan that holds its targets; the first that has something to say decides. */
export function decideRunning(world: World, before: Draft): Decision {
  const draft = settleRunning(world, before);
  return (
    takenOver(world, draft) ??
    stopped(world, draft) ??
    requiredStepFailed(world, draft) ??
    suspended(world, draft) ??
    stillRunning(world, draft) ??
    advance(world, resumed(world, draft))
  );
}

/** A person changed the target meanwhile: the plan leaves everything to them. */
function takenOver(world: World, draft: Draft): Decision | undefined {
  const step = world.steps.find((one) => stepStatus(draft, one).reason === 'TakenOver');
  if (!step) return undefined;
  const why = stepStatus(draft, step).message ?? 'A person changed the target meanwhile.';
  return fail(world, draft, 'Cancelled', {
    reason: 'TakenOver',
    message: `Step ${step.order} (${step.name}) was left to a person: ${why}`,
  });
}

function stopped(world: World, draft: Draft): Decision | undefined {
  const stop = stopOfBegun(world, draft);
  if (!stop) return undefined;
  const idle = withoutUncreated(world, draft, stop.reason);
  const step = runningStep(world, idle);
  if (step) return next(world, endRunning(world, idle, step, stop.reason));
  return stop.rollback ? startRollback(world, idle, stop) : fail(world, idle, 'Cancelled', stop);
}

/** An action that the API server refused, or that is named for a plan that is being deleted and gets no new ones, never will be. */
function withoutUncreated(world: World, draft: Draft, reason: Stop['reason']): Draft {
  const step = runningStep(world, draft);
  const ref = step && stepStatus(draft, step).actionRef;
  const kind = step && ref && childOfStep(world, step, ref).kind;
  if (!step || !(kind === 'refused' || (kind === 'absent' && reason === 'Deleted'))) return draft;
  return withStep(draft, step, { phase: 'Cancelled', reason, finishedAt: world.now.toISOString() });
}

/** The running action is asked to end; that we asked is recorded first, so that its end is not taken for a failure. */
function endRunning(world: World, draft: Draft, step: PlanStep, reason: Stop['reason'] | 'Suspended'): Draft {
  const ref = stepStatus(draft, step).actionRef;
  const marked = progressing(world, withStep(draft, step, { reason }), 'Stopping', `Step ${step.order} (${step.name}) is being ended.`);
  const child = ref && childOfStep(world, step, ref);
  if (child?.kind === 'ours') {
    const { metadata, spec } = child.action;
    return spec.cancel ? marked : withEffect(marked, { kind: 'cancelAction', name: metadata.name, uid: metadata.uid });
  }
  return ref ? withCreate(world, marked, step, ref.name) : marked;
}

function requiredStepFailed(world: World, draft: Draft): Decision | undefined {
  const step = world.steps.find((one) => one.required && stepStatus(draft, one).phase === 'Failed');
  if (!step) return undefined;
  const { reason, message } = stepStatus(draft, step);
  const told = [reason, message].filter((part) => part !== undefined && part !== '').join(': ');
  return startRollback(world, draft, {
    reason: reason === 'NameCollision' ? 'NameCollision' : 'StepFailed',
    message: `Step ${step.order} (${step.name}) failed: ${told}`,
    rollback: false,
  });
}

function suspended(world: World, draft: Draft): Decision | undefined {
  const { plan } = world.seen;
  if (!plan.spec.suspend) return undefined;
  const marked = withStatus(draft, { suspendedAt: draft.status.suspendedAt ?? world.now.toISOString() });
  const held = withoutRefused(world, marked);
  const step = runningStep(world, held);
  const ending = step ? endRunning(world, held, step, 'Suspended') : atRest(world, held);
  return next(world, blocked(ending, { reason: 'Suspended', message: 'The plan is suspended; no step begins until that ends.' }));
}

/** Nothing is at work; a checkpoint that is being judged stays so. */
function atRest(world: World, draft: Draft): Draft {
  return draft.status.phase === 'Verifying' ? draft : progressing(world, draft, 'Executing', 'No step is at work.');
}

/** A step whose action the API server refused has not begun: it waits for the end of the suspension like the others. */
function withoutRefused(world: World, draft: Draft): Draft {
  const step = runningStep(world, draft);
  const ref = step && stepStatus(draft, step).actionRef;
  const refused = step && ref && childOfStep(world, step, ref).kind === 'refused';
  return refused ? withStep(draft, step, { phase: 'Pending', actionRef: undefined, startedAt: undefined }) : draft;
}

function stillRunning(world: World, draft: Draft): Decision | undefined {
  const step = runningStep(world, draft);
  const ref = step && stepStatus(draft, step).actionRef;
  if (!step || !ref) return undefined;
  const child = childOfStep(world, step, ref);
  const asked = child.kind === 'absent' ? withCreate(world, draft, step, ref.name) : draft;
  const neverAsked = child.kind === 'ours' && !child.action.spec.cancel && stepStatus(draft, step).reason === 'Suspended';
  const unmarked = neverAsked ? withStep(asked, step, { reason: undefined }) : asked;
  const again = child.kind === 'refused' ? retryRefusedMs : untilSure(world, draft);
  return next(world, progressing(world, resumed(world, unmarked), 'StepRunning', runningMessage(world, step)), again);
}

/** Milliseconds until an action that was deleted alone is known to be so. */
function untilSure(world: World, { hindrance }: Draft): number | undefined {
  if (hindrance?.reason !== 'ActionDeleted' || hindrance.until === undefined) return undefined;
  return untilMs(world, new Date(hindrance.until));
}

/** A right that is granted later shows in no watch. */
const retryRefusedMs = 30_000;

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
