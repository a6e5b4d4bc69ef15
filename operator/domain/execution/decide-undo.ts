import { cut } from '../../api/cut.ts';
import type { RemediationAction, RemediationActionStatus, RollbackResult } from '../../api/generated/types.ts';
import { setBack } from './by-hand.ts';
import { intentOf, withOutcome } from './intents.ts';
import type { Look, Refusal } from './look.ts';
import { begun, busy, ended, withResult, type Ending } from './progress.ts';
import type { NextExecution, SeenExecution } from './seen.ts';
import { effectsToUndo, type Stage } from './stage.ts';
import { askedStop, endingOf, recordedStop } from './stop.ts';
import { millisecondsUntil, nextAttempt, pollSeconds } from './timing.ts';
import { madeEffect, undoResultsOf } from './undo-outcome.ts';

type UndoStage = Extract<Stage, { kind: 'undo' }>;
type Status = RemediationActionStatus;

/** Attempts at taking one effect back; after that a person has to look. */
const undoAttempts = 3;
/** An inverse that got no clear answer is looked for this soon. */
const lookAgainMs = 1000;
const longestMessage = 1024;
/** Seconds within which an inverse that takes time has to end. */
const undoSeconds = 300;

/** One effect is taken back if the target still holds it; what came of it is kept in `result.undo`. */
export function decideUndo(seen: SeenExecution, stage: UndoStage, now: Date): NextExecution {
  const { action, sight, undone } = seen;
  const status = running(seen, now);
  const stop = undone && askedStop(seen, now);
  if (stop) return { status: ended(action, abandoned(status, stage, stop.message), stop, now) };
  if (sight.kind === 'impossible') {
    return { status: ended(action, abandoned(status, stage, sight.message), endingOf(sight.reason, sight.message), now) };
  }
  if (sight.kind === 'refusal') return afterRefusal(seen, stage, sight.refusal, now);
  if (sight.kind !== 'looked') return { status, after: 0 };
  return afterLook(seen, stage, sight.look, now);
}

/** Nothing is left to take back; a compensating action that found so at once still has to have been Running. */
export function decideUndone(seen: SeenExecution, now: Date): NextExecution {
  const { action, sight } = seen;
  if (sight.kind === 'impossible') return { status: ended(action, action.status ?? {}, endingOf(sight.reason, sight.message), now) };
  if (action.status?.phase !== 'Running') return { status: running(seen, now), after: 0 };
  return { status: endUndo(seen, action.status, now) };
}

const resultOf = {
  done: 'Undone',
  takenOver: 'Drifted',
  drifted: 'Drifted',
  irreversible: 'Irreversible',
  failed: 'Failed',
} as const satisfies Record<Exclude<Look['kind'], 'absent' | 'working'>, RollbackResult>;

function afterLook(seen: SeenExecution, stage: UndoStage, look: Look, now: Date): NextExecution {
  const status = running(seen, now);
  if (look.kind === 'absent') return stage.recorded ? applyAgain(seen, stage, now) : { status: withIntent(seen, status, stage), after: 0 };
  if (seen.action.status?.phase !== 'Running') return { status, after: 0 };
  if (look.kind !== 'working') return taken(seen, stage, { result: resultOf[look.kind], message: look.message }, now);
  if (now.getTime() - Date.parse(stage.intent.at) > undoSeconds * 1000) {
    return taken(seen, stage, { result: 'Failed', message: `It did not end within ${undoSeconds} s: ${look.message}` }, now);
  }
  return {
    status: busy(seen.action, withResult(status, look.result), look, now),
    after: pollSeconds(stage.intent.at, now, seen.pollSeconds) * 1000,
  };
}

/** The end of a stopped action by what stopped it, of a compensating one by what came of it; an effect that stayed makes it Failed. */
function endUndo(seen: SeenExecution, status: Status, now: Date, told?: string): Status {
  const { action, undone } = seen;
  const results = undoResultsOf(status);
  const failed = Object.keys(results).filter((effect) => results[effect] === 'Failed');
  const cause = recordedStop(action);
  if (failed.length > 0) {
    const message = `${cause ? `${cause.message} ` : ''}It could not be taken back: ${failed.join(', ')}.${byHand(undone ?? action)}`;
    return ended(action, status, { phase: 'Failed', reason: 'UndoFailed', message }, now);
  }
  if (!undone) return ended(action, status, cause ?? { phase: 'Failed', reason: 'EffectFailed', message: 'It was stopped.' }, now);
  const ending = compensated(Object.values(results), madeEffect(undone));
  const { reason, message } = ending;
  const known = Object.keys(results).length === 1 ? (told ?? message) : message;
  return ended(action, status, { ...ending, message: reason === 'Undone' ? withRest(seen, message, told) : known }, now);
}

function byHand({ status }: RemediationAction): string {
  const tasks = setBack(status?.changes);
  return tasks.length === 0 ? '' : ` To be done by hand: ${tasks.join(', ')}.`;
}

/** Of an effect that can be undone beside others that cannot, it is said how it stands and what stays. */
function withRest({ operation, undone }: SeenExecution, message: string, told?: string): string {
  const made = operation.effects.filter(({ name }) => intentOf(undone?.status?.intents, name)?.outcome === 'Done');
  const rest = made.flatMap(({ stays }) => stays ?? []);
  return rest.length === 0 ? message : `${told ?? message} What cannot be taken back stays: ${rest.join(', ')}.`;
}

function compensated(results: readonly RollbackResult[], made: boolean): Ending {
  const ending = (reason: Ending['reason'], message: string): Ending => ({ phase: 'Succeeded', reason, message });
  if (results.includes('Drifted')) return ending('Drifted', 'Somebody else changed the target since, so it was left alone.');
  if (results.includes('Undone')) return ending('Undone', 'What the action did was taken back.');
  if (!made) return ending('Undone', 'The action had changed nothing.');
  return ending('Irreversible', 'Nothing can take back what the action did.');
}

/** One effect was looked at for the last time. */
function taken(seen: SeenExecution, stage: UndoStage, came: { result: RollbackResult; message?: string }, now: Date): NextExecution {
  const { result, message } = came;
  const before = running(seen, now);
  const outcome = result === 'Undone' ? 'Done' : 'Failed';
  const closed = stage.recorded ? withOutcome(before.intents, stage.intent.step, outcome, message) : before.intents;
  const own = !seen.undone && result === 'Undone' ? withOutcome(closed, stage.effect, 'Undone') : closed;
  const results = { ...undoResultsOf(before), [stage.effect]: result };
  const status = withResult({ ...before, intents: own, nextAttemptAt: undefined }, { undo: results });
  const action = { ...seen.action, status };
  if (effectsToUndo({ ...seen, action }).length > 0) return { status, after: 0 };
  return { status: endUndo({ ...seen, action }, status, now, message) };
}

/** An inverse is repeatable, since it compares before it writes; but not for ever, and not before it was seen that it is still to be made. */
function afterRefusal(seen: SeenExecution, stage: UndoStage, refusal: Refusal, now: Date): NextExecution {
  const status = running(seen, now);
  if (refusal.retryAfterSeconds !== undefined) return { status, after: refusal.retryAfterSeconds * 1000 };
  const tries = triesOf(status) + 1;
  // What may not even be read is not looked at again.
  if (tries >= undoAttempts && refusal.final) return taken(seen, stage, { result: 'Failed', message: refusal.message }, now);
  const nextAttemptAt = nextAttempt(tries, seen.action.spec.retries.backoffSeconds, now);
  const message = cut(refusal.message, longestMessage);
  return { status: { ...withResult(status, { undoAttempts: tries }), nextAttemptAt, message }, after: lookAgainMs };
}

function applyAgain(seen: SeenExecution, stage: UndoStage, now: Date): NextExecution {
  const status = running(seen, now);
  const { nextAttemptAt, message } = status;
  if (nextAttemptAt === undefined) return { status, act: 'apply', after: 0 };
  if (triesOf(status) >= undoAttempts) return taken(seen, stage, { result: 'Failed', message }, now);
  if (new Date(nextAttemptAt) > now) return { status, after: millisecondsUntil(nextAttemptAt, now) };
  return { status: { ...status, nextAttemptAt: undefined }, act: 'apply', after: 0 };
}

function triesOf(status: Status): number {
  return Number(status.result?.['undoAttempts'] ?? 0);
}

function withIntent({ epoch }: SeenExecution, status: Status, { intent }: UndoStage): Status {
  return { ...status, intents: [...(status.intents ?? []), { ...intent, epoch }] };
}

function abandoned(status: Status, stage: UndoStage, message: string): Status {
  return stage.recorded ? { ...status, intents: withOutcome(status.intents, stage.intent.step, 'Failed', message) } : status;
}

function running({ action }: SeenExecution, now: Date): Status {
  return started(action, action.status ?? {}, now);
}

/** A compensating action enters Running with its first pass; another one runs already. */
function started(action: SeenExecution['action'], status: Status, now: Date): Status {
  if (status.phase === 'Running') return status;
  return begun({ ...action, status }, { reason: 'Running', message: 'What another action did is being taken back.' }, now);
}
