import type { RemediationAction } from '../../api/generated/types.ts';
import { isReason } from '../../api/reasons.ts';
import { decideEffect } from './decide-effect.ts';
import { decideInspection } from './decide-inspection.ts';
import { decideSettling } from './decide-settling.ts';
import { decideUndo, decideUndone } from './decide-undo.ts';
import { ended, heldUp, unblocked } from './progress.ts';
import type { NextExecution, SeenExecution, Sight } from './seen.ts';
import { askedStop, recordedStop } from './stop.ts';

/** The next move of the effect protocol; pure, so that a crash after any step is continued by deciding again from what is stored. */
export function decideExecution(seen: SeenExecution, now: Date): NextExecution {
  const { sight } = seen;
  if (sight.kind === 'unread') return waitToRead(seen, sight.message, now);
  if (isUnreadable(sight)) return stillUnread(seen.action, decideStage(seen, now), sight.message, now);
  return decideStage(readAgain(seen, now), now);
}

/** Whether the target was waited for as long as a deletion may be kept, and still cannot be read. */
export function isUnreadable(sight: Sight): sight is Extract<Sight, { kind: 'impossible' }> {
  return sight.kind === 'impossible' && sight.reason === 'TargetUnreadable';
}

function decideStage(seen: SeenExecution, now: Date): NextExecution {
  const { action, stage } = seen;
  switch (stage.kind) {
    case 'idle':
      return { status: action.status ?? {} };
    case 'inspect':
      return decideInspection(seen, now);
    case 'conclude':
      return conclude(action, now);
    case 'effect':
      return decideEffect(seen, stage, now);
    case 'settle':
      return decideSettling(seen, now);
    case 'undo':
      return decideUndo(seen, stage, now);
    case 'undone':
      return decideUndone(seen, now);
    default:
      return stage satisfies never;
  }
}

/** Nothing is ended blindly: what was begun may still be under way. Only somebody who looks has to know why it takes so long. */
function waitToRead(seen: SeenExecution, why: string, now: Date): NextExecution {
  const { action, pollSeconds } = seen;
  const status = action.status ?? {};
  // What nobody asked to end is waited for by the deletion of its plan.
  const cause = (askedStop(seen, now) ?? recordedStop(action))?.reason ?? 'Deleted';
  const message = `It is to end (${cause}), but its target cannot be read: ${why}`;
  return { status: heldUp(action, status, { reason: 'TargetUnreadable', message }, now), after: pollSeconds * 1000 };
}

/** What is to be taken back yet is not waited for anew. */
function stillUnread(action: RemediationAction, next: NextExecution, message: string, now: Date): NextExecution {
  if (next.status.finishedAt !== undefined) return next;
  const status = { ...next.status, blocked: action.status?.blocked };
  return { ...next, status: heldUp(action, status, { reason: 'TargetUnreadable', message }, now) };
}

/** The next read that fails is the first one again. */
function readAgain(seen: SeenExecution, now: Date): SeenExecution {
  const { action } = seen;
  const { status } = action;
  if (status?.phase !== 'Running' || status.blocked?.reason !== 'TargetUnreadable') return seen;
  return { ...seen, action: { ...action, status: unblocked(action, status, now) } };
}

function conclude(action: RemediationAction, now: Date): NextExecution {
  const { reason = '', message = '' } = action.status ?? {};
  const ending = { phase: 'Succeeded', reason: isReason(reason) ? reason : 'AlreadyDone', message } as const;
  return { status: ended(action, action.status ?? {}, ending, now) };
}
