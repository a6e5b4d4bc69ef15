import { findCondition } from '../conditions.ts';
import { blocked, next, type Draft, type World } from './draft.ts';
import type { Decision, Refused } from './seen.ts';
import { stopWanted } from './stop.ts';

/** A right that is granted later shows in no watch. */
const retryMs = 30_000;

/** A right that is missing for good must not keep the targets for ever. */
const patienceMs = 120_000;

/** Whether the inverse is to be asked for again: a right may be missing for a moment, and RollbackFailed is final. */
export function mayBeGranted({ seen, now }: World, { reason }: Refused): boolean {
  if (reason === 'ApplyFailed' || stopWanted(seen.plan)?.reason === 'Deleted') return false;
  const was = seen.plan.status?.blocked;
  return reason === 'Suspended' || was?.reason !== 'Forbidden' || now.getTime() - Date.parse(was.since) < patienceMs;
}

/** The draft still waits for the right, if it did so: the time of the wait goes on while the inverse is asked for again. */
export function stillRefused({ seen }: World, draft: Draft): Draft {
  const { blocked: was, conditions } = seen.plan.status ?? {};
  if (was?.reason !== 'Forbidden' && was?.reason !== 'Suspended') return draft;
  return blocked(draft, { reason: was.reason, message: findCondition(conditions, 'Blocked')?.message ?? '' });
}

/** The decision while an inverse is open; one that was refused is asked for again by itself. */
export function awaitInverse(world: World, draft: Draft): Decision {
  return next(world, draft, draft.hindrance ? retryMs : undefined);
}
