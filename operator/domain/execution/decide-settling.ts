import { giveUp, problemOf } from './giving-up.ts';
import { busy, ended, withResult } from './progress.ts';
import type { NextExecution, SeenExecution } from './seen.ts';
import { askedStop, endingOf } from './stop.ts';
import { pollSeconds } from './timing.ts';

/** Every effect is made; the action ends when its target has settled. */
export function decideSettling(seen: SeenExecution, now: Date): NextExecution {
  const { action, sight } = seen;
  const status = action.status ?? {};
  const stop = askedStop(action, seen.timeoutSeconds, now);
  if (stop) return giveUp(seen, status, stop, now);
  if (sight.kind === 'impossible') return giveUp(seen, status, endingOf(sight.reason, sight.message), now);
  if (sight.kind !== 'looked') return { status, after: 0 };
  const { look } = sight;
  if (look.kind === 'done') {
    const message = look.message ?? 'It did what it was asked for.';
    return { status: ended(action, withResult(status, look.result), { phase: 'Succeeded', reason: 'Succeeded', message }, now) };
  }
  if (look.kind === 'working') {
    const seconds = look.again ?? pollSeconds(status.startedAt, now, seen.pollSeconds);
    return { status: busy(action, status, look, now), after: seconds * 1000 };
  }
  if (look.kind === 'absent') return giveUp(seen, status, endingOf('MovedByOther', 'The target no longer holds what was written.'), now);
  return giveUp(seen, status, problemOf(look), now);
}
