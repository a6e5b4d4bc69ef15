import type { RemediationAction } from '../../api/generated/types.ts';
import { isReason } from '../../api/reasons.ts';
import { decideEffect } from './decide-effect.ts';
import { decideInspection } from './decide-inspection.ts';
import { decideSettling } from './decide-settling.ts';
import { decideUndo, decideUndone } from './decide-undo.ts';
import { ended, heldUp } from './progress.ts';
import type { NextExecution, SeenExecution } from './seen.ts';
import { askedStop, recordedStop } from './stop.ts';

/** The next move of the effect protocol; pure, so that a crash after any step is continued by deciding again from what is stored. */
export function decideExecution(seen: SeenExecution, now: Date): NextExecution {
  const { action, stage, sight } = seen;
  if (sight.kind === 'unread') return waitToRead(seen, sight.message, now);
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
  const cause = (askedStop(seen, now) ?? recordedStop(action))?.reason ?? status.reason;
  const message = `It is to end (${cause}), but its target cannot be read: ${why}`;
  return { status: heldUp(action, status, { reason: 'TargetUnreadable', message }, now), after: pollSeconds * 1000 };
}

function conclude(action: RemediationAction, now: Date): NextExecution {
  const { reason = '', message = '' } = action.status ?? {};
  const ending = { phase: 'Succeeded', reason: isReason(reason) ? reason : 'AlreadyDone', message } as const;
  return { status: ended(action, action.status ?? {}, ending, now) };
}
