import type { RemediationPlan } from '../../api/generated/types.ts';
import type { Cause } from './ending.ts';

/** Somebody wants the plan to end. */
export interface Stop extends Cause {
  readonly reason: 'CancelRequested' | 'Deleted';
  /** Whether the completed steps are undone too. */
  readonly rollback: boolean;
}

/** How somebody wants the plan to end; a deletion keeps what is done, whatever `cancel` says. */
export function stopWanted({ metadata, spec }: RemediationPlan): Stop | undefined {
  if (metadata.deletionTimestamp !== undefined) return { reason: 'Deleted', rollback: false, message: 'The plan is being deleted.' };
  if (spec.cancel === 'Stop')
    return { reason: 'CancelRequested', rollback: false, message: 'Somebody asked to stop; completed steps stay as they are.' };
  if (spec.cancel === 'Rollback')
    return { reason: 'CancelRequested', rollback: true, message: 'Somebody asked to stop and to undo what was done.' };
  return undefined;
}
