import { giveUp, problemOf } from './giving-up.ts';
import type { Look } from './look.ts';
import { busy, ended, withResult, type Ending } from './progress.ts';
import type { NextExecution, SeenExecution } from './seen.ts';
import { askedStop, endingOf } from './stop.ts';
import { deadlineOf, millisecondsUntil, nextAttempt, pollSeconds } from './timing.ts';

type LookOf<Kind extends Look['kind']> = Extract<Look, { kind: Kind }>;

/** Every effect is made; the action ends when its target has settled. */
export function decideSettling(seen: SeenExecution, now: Date): NextExecution {
  const { action, sight } = seen;
  const status = action.status ?? {};
  const stop = askedStop(seen, now);
  if (stop) return giveUp(seen, status, lateEnding(stop, seen), now);
  if (sight.kind === 'impossible') return giveUp(seen, status, endingOf(sight.reason, sight.message), now);
  if (sight.kind !== 'looked') return { status, after: 0 };
  const { look } = sight;
  if (look.kind === 'done') return settledWell(seen, look, now);
  if (look.kind === 'working') {
    const seconds = look.again ?? pollSeconds(status.startedAt, now, seen.pollSeconds);
    return { status: busy(action, status, look, now), after: inTime(seen, seconds * 1000, now) };
  }
  return look.kind === 'failed' && look.passing ? tryAgain(seen, look, now) : giveUp(seen, status, unsettled(look), now);
}

/** What the target was waited for with may know better than the clock why it took so long. */
function lateEnding(stop: Ending, { sight }: SeenExecution): Ending {
  const late = sight.kind === 'looked' && sight.look.kind === 'working' ? sight.look.late : undefined;
  return stop.reason === 'TimedOut' && late ? endingOf(late.reason, late.message) : stop;
}

function unsettled(look: Exclude<Look, { kind: 'working' | 'done' }>): Ending {
  return look.kind === 'absent' ? endingOf('MovedByOther', 'The target no longer holds what was written.') : problemOf(look);
}

function settledWell(
  { action }: SeenExecution,
  { message = 'It did what it was asked for.', result }: LookOf<'done'>,
  now: Date,
): NextExecution {
  return { status: ended(action, withResult(action.status ?? {}, result), { phase: 'Succeeded', reason: 'Succeeded', message }, now) };
}

/** What only reads has no effect that could be made twice, so it is asked again while attempts are left. */
function tryAgain(seen: SeenExecution, { reason, message }: LookOf<'failed'>, now: Date): NextExecution {
  const { action } = seen;
  const attempts = (action.status?.attempts ?? 0) + 1;
  const status = { ...action.status, attempts };
  if (attempts >= action.spec.retries.attempts) return giveUp(seen, status, endingOf(reason, message), now);
  const nextAttemptAt = nextAttempt(attempts, action.spec.retries.backoffSeconds, now);
  const after = inTime(seen, millisecondsUntil(nextAttemptAt, now), now);
  return { status: { ...busy(action, status, { kind: 'working', message }, now), nextAttemptAt }, after };
}

/** A long pause does not hide that the action is out of time. */
function inTime({ action, timeoutSeconds }: SeenExecution, pauseMs: number, now: Date): number {
  const deadline = deadlineOf(action.status?.startedAt, timeoutSeconds);
  return deadline === undefined ? pauseMs : Math.min(pauseMs, millisecondsUntil(deadline, now));
}
