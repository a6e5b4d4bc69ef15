import type { RemediationPlan } from '../../api/generated/types.ts';
import type { Draft, World } from './draft.ts';
import type { Cause } from './ending.ts';

/** Somebody wants the plan to end. */
export interface Stop extends Cause {
  readonly reason: 'CancelRequested' | 'Deleted' | 'EmergencyStopped';
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

const emergency: Stop = {
  reason: 'EmergencyStopped',
  rollback: false,
  message: 'The engine was suspended while the plan was at work; completed steps stay as they are.',
};

/** How a plan that has begun is to end: the kill switch counts too, also when it is lifted while the running step is still being ended. */
export function stopOfBegun({ seen }: World, { status }: Draft): Stop | undefined {
  const wanted = stopWanted(seen.plan);
  if (wanted) return wanted;
  const stopping = status.steps?.some(({ reason }) => reason === emergency.reason) ?? false;
  return seen.rules.suspended || stopping ? emergency : undefined;
}
