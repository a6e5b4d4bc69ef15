import { cut } from '../../api/cut.ts';
import type { Intent, IntentOutcome, RemediationActionStatus } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import { giveUp, problemOf } from './giving-up.ts';
import { tokenOf, withOutcome } from './intents.ts';
import type { Look, Refusal, Working } from './look.ts';
import { busy, ended, withResult, type Ending } from './progress.ts';
import type { NextExecution, SeenExecution } from './seen.ts';
import type { Stage } from './stage.ts';
import { askedStop, endingOf, recordedStop } from './stop.ts';
import { millisecondsUntil, nextAttempt, pollSeconds } from './timing.ts';
import { undoResultsOf, type UndoResults } from './undo-outcome.ts';

type EffectStage = Extract<Stage, { kind: 'effect' }>;
type Status = RemediationActionStatus;

/** A write that got no clear answer is looked for this soon, long before it would be made again. */
const lookAgainMs = 1000;
const longestMessage = 1024;
/** Nothing that was made is left on a target that is no more; of one that only cannot be looked at, that is not known. */
const gone: readonly Reason[] = ['TargetGone', 'TargetUidMismatch'];

/** The open intent is carried further by what was seen of it: made, waited for, given up, or closed with the next one opened. */
export function decideEffect(seen: SeenExecution, stage: EffectStage, now: Date): NextExecution {
  const { action, sight } = seen;
  const status = action.status ?? {};
  if (sight.kind === 'refusal') return afterRefusal(seen, stage, sight.refusal, now);
  if (sight.kind === 'impossible') {
    const begun = !gone.includes(sight.reason);
    return leave(seen, stage, { ending: endingOf(sight.reason, sight.message), message: sight.message, begun }, now);
  }
  return sight.kind === 'looked' ? afterLook(seen, stage, sight.look, now) : { status, after: 0 };
}

function afterLook(seen: SeenExecution, stage: EffectStage, look: Look, now: Date): NextExecution {
  const stop = recordedStop(seen.action) ?? askedStop(seen, now);
  if (look.kind === 'done') return afterDone(seen, stage, { look, stop }, now);
  if (look.kind === 'absent') {
    if (stop) return leave(seen, stage, { ending: stop, message: 'It was not made.' }, now);
    return attempt(seen, stage, now);
  }
  if (look.kind === 'working') {
    if (!stop) return goOn(seen, stage, look, now);
    const why = { ending: stop, message: 'It was ended before it was done.', begun: look.begun !== false };
    return leave(seen, stage, why, now);
  }
  const problem = problemOf(look);
  const ending = problem.reason === 'TakenOver' ? problem : (stop ?? problem);
  return leave(seen, stage, { ending, message: look.message, begun: look.kind === 'failed' && look.begun }, now);
}

interface Leaving {
  readonly ending: Ending;
  readonly message: string;
  /** A part of it was made, or may have been, which nothing takes back. */
  readonly begun?: boolean;
}

/**
 * The effect is given up; what it may have begun is ended first, or it would go on once the target is handed back. A part that was made
 * counts as an effect that stays, or the plan would say that nothing was changed.
 */
function leave(seen: SeenExecution, stage: EffectStage, { ending, message, begun }: Leaving, now: Date): NextExecution {
  const before = seen.action.status ?? {};
  const left: UndoResults = { ...undoResultsOf(before), [stage.effect]: 'Irreversible' };
  const status = closed(begun ? withResult(before, { undo: left }) : before, stage, 'Failed', message);
  return { ...giveUp(seen, status, ending, now), act: 'abandon' };
}

interface Done {
  readonly look: Extract<Look, { kind: 'done' }>;
  readonly stop: Ending | undefined;
}

/** The outcome of this effect and the intent of the next one are one write; after the last one the action ends or waits for its target. */
function afterDone(seen: SeenExecution, stage: EffectStage, { look, stop }: Done, now: Date): NextExecution {
  const { action, operation, epoch } = seen;
  const status = closed(withResult(action.status ?? {}, look.result), stage, 'Done', look.message);
  if (stop) return giveUp(seen, status, stop, now);
  const next = operation.effects[operation.effects.findIndex(({ name }) => name === stage.effect) + 1];
  if (next) {
    const { targetUid } = stage.intent;
    const token = tokenOf(action.metadata.uid, next.name);
    const intent: Intent = { step: next.name, token, ...(targetUid !== undefined && { targetUid }), at: now.toISOString(), epoch };
    return { status: { ...status, intents: [...(status.intents ?? []), intent] }, after: 0 };
  }
  if (operation.settles) return { status, after: 0 };
  const message = look.message ?? 'It did what it was asked for.';
  return { status: ended(action, status, { phase: 'Succeeded', reason: 'Succeeded', message }, now) };
}

function goOn(seen: SeenExecution, stage: EffectStage, look: Working, now: Date): NextExecution {
  const status = busy(seen.action, withResult(seen.action.status ?? {}, look.result), look, now);
  const seconds = look.again ?? pollSeconds(stage.intent.at, now, seen.pollSeconds);
  return { status, after: seconds * 1000, ...(look.advance && { act: 'apply' }) };
}

/** A refused write before anything else was made may be tried again; after an earlier effect only what may pass by itself is. */
function afterRefusal(seen: SeenExecution, stage: EffectStage, refusal: Refusal, now: Date): NextExecution {
  const { action } = seen;
  const status = action.status ?? {};
  const { reason, message, final, passing, retryAfterSeconds } = refusal;
  if (retryAfterSeconds !== undefined) return { status, after: retryAfterSeconds * 1000 };
  const later = (status.intents ?? []).some(({ outcome }) => outcome === 'Done');
  if (final || (later && !passing)) return leave(seen, stage, { ending: endingOf(reason, message), message }, now);
  if (later) return { status, after: seen.pollSeconds * 1000 };
  const nextAttemptAt = nextAttempt(status.attempts ?? 1, action.spec.retries.backoffSeconds, now);
  const failed = { ...status, nextAttemptAt, message: cut(message, longestMessage) };
  return { status: failed, after: Math.min(lookAgainMs, millisecondsUntil(nextAttemptAt, now)) };
}

/** Nothing was written: for the first time, or again once the pause after a failed attempt is over, or never if that was the last. */
function attempt(seen: SeenExecution, stage: EffectStage, now: Date): NextExecution {
  const { action } = seen;
  const status = action.status ?? {};
  const { nextAttemptAt, attempts = 1, message = '' } = status;
  if (nextAttemptAt === undefined) return { status, act: 'apply', after: 0 };
  if (attempts >= action.spec.retries.attempts) {
    return leave(seen, stage, { ending: endingOf('AttemptsExhausted', message), message }, now);
  }
  if (new Date(nextAttemptAt) > now) return { status, after: millisecondsUntil(nextAttemptAt, now) };
  return { status: { ...status, attempts: attempts + 1, nextAttemptAt: undefined }, act: 'apply', after: 0 };
}

function closed(status: Status, { intent }: EffectStage, outcome: IntentOutcome, message?: string): Status {
  return { ...status, intents: withOutcome(status.intents, intent.step, outcome, message), nextAttemptAt: undefined };
}
