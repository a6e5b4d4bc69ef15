import type { RemediationAction } from '../../api/generated/types.ts';
import { isReason, type Reason } from '../../api/reasons.ts';
import { findCondition } from '../conditions.ts';
import type { Ending } from './progress.ts';
import type { SeenExecution } from './seen.ts';
import { isStopping } from './stage.ts';
import { deadlineOf } from './timing.ts';

type Asked = Pick<SeenExecution, 'action' | 'timeoutSeconds' | 'suspended'>;

const cancelling: readonly Reason[] = ['CancelRequested', 'Deleted', 'TakenOver', 'EmergencyStopped'];

/** The end that a reason leads to: Cancelled when somebody wanted it so, else Failed. */
export function endingOf(reason: Reason, message: string): Ending {
  return { phase: cancelling.includes(reason) ? 'Cancelled' : 'Failed', reason, message };
}

/** The end that was decided in an earlier pass; it does not change while effects are taken back. */
export function recordedStop({ status }: RemediationAction): Ending | undefined {
  const executed = findCondition(status?.conditions, 'Executed');
  if (!executed || !isStopping(status)) return undefined;
  return endingOf(isReason(executed.reason) ? executed.reason : 'EffectFailed', executed.message);
}

/** Why the action has to end before its time, if somebody, the kill switch or its timeout asks for it now; what undoes minds no kill switch. */
export function askedStop({ action, timeoutSeconds, suspended }: Asked, now: Date): Ending | undefined {
  const { metadata, spec, status } = action;
  if (metadata.deletionTimestamp !== undefined) return endingOf('Deleted', 'The action is being deleted.');
  if (suspended && !spec.compensates) return endingOf('EmergencyStopped', 'The engine was suspended while it was at work.');
  if (spec.cancel) return endingOf('CancelRequested', 'Somebody asked the action to stop.');
  const deadline = deadlineOf(status?.startedAt, timeoutSeconds);
  if (!deadline || now < deadline) return undefined;
  const last = status?.message;
  return endingOf('TimedOut', `It did not end within ${timeoutSeconds} s${last === undefined ? '.' : `; last: ${last}`}`);
}
