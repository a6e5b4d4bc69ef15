import type { RemediationAction, RemediationActionStatus } from '../../api/generated/types.ts';
import type { Look } from './look.ts';
import { ended, stopping, type Ending } from './progress.ts';
import type { NextExecution, SeenExecution } from './seen.ts';
import { effectsToUndo } from './stage.ts';
import { endingOf } from './stop.ts';

/** The end that a look leads to when it found that the effect cannot be carried on. */
export function problemOf(look: Exclude<Look, { kind: 'absent' | 'working' | 'done' }>): Ending {
  if (look.kind === 'failed') return endingOf(look.reason, look.message);
  return endingOf(look.kind === 'takenOver' ? 'TakenOver' : 'MovedByOther', look.message);
}

/** The end is decided and recorded, with the time from which it is, while what was begun cannot be ended yet. */
export function endingYet(
  { status }: RemediationAction,
  { reason, message, blocked, conditions }: RemediationActionStatus,
): RemediationActionStatus {
  return { ...status, reason, message, blocked, conditions };
}

/**
 * The action ends this way: after its own effects were taken back, or at once when there is nothing to take back or a person has taken
 * the target over, on which then nothing more is written.
 */
export function giveUp(seen: SeenExecution, status: RemediationActionStatus, ending: Ending, now: Date): NextExecution {
  const { action, operation } = seen;
  const left = effectsToUndo({ operation, action: { ...action, status } });
  if (left.length === 0 || ending.reason === 'TakenOver') return { status: ended(action, status, ending, now) };
  return { status: stopping(action, status, ending, now), after: 0 };
}
