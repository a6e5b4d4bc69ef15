import { controllingPlanOf } from '../../api/resource.ts';
import type { RemediationAction } from '../../api/generated/types.ts';
import { findCondition } from '../../domain/conditions.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** A deletion is not held up longer than this by what cannot be released, ended or even read. */
const patienceMs = 5 * 60 * 1000;

/** Whether its deletion has waited for too long. */
export function isDeletionOverdue({ clock }: Pick<EngineDeps, 'clock'>, { metadata }: RemediationAction): boolean {
  const { deletionTimestamp } = metadata;
  return deletionTimestamp !== undefined && isOverdue(clock, Date.parse(deletionTimestamp));
}

function isOverdue(clock: EngineDeps['clock'], since: number): boolean {
  return clock.now().getTime() - since > patienceMs;
}

/**
 * Whether the end of the action is what a deletion waits for: its own, or that of its plan, which goes when its actions have ended. What
 * takes back is not hurried by the end of its plan, which is there for that.
 */
export function isEndAwaited({ caches }: Pick<EngineDeps, 'caches'>, action: RemediationAction): boolean {
  return deletionOf(caches, action) !== undefined;
}

/** Whether a deletion has waited too long for what fails since then; nothing is given up for the time in which nobody tried. */
export function isEndOverdue(
  { clock, caches }: Pick<EngineDeps, 'clock' | 'caches'>,
  action: RemediationAction,
  failingSince: string | undefined,
): boolean {
  const deleted = deletionOf(caches, action);
  if (deleted === undefined || failingSince === undefined) return false;
  return isOverdue(clock, Math.max(deleted, Date.parse(failingSince)));
}

/** Since when the target of an action that is to end cannot be read, as an earlier pass recorded. */
export function unreadSince({ status }: RemediationAction): string | undefined {
  return status?.blocked?.reason === 'TargetUnreadable' ? status.blocked.since : undefined;
}

/** Since when the end of the action is decided, as an earlier pass recorded that could not end what was begun. */
export function endingSince({ status }: RemediationAction): string | undefined {
  const executed = findCondition(status?.conditions, 'Executed');
  return executed?.status === 'False' ? executed.lastTransitionTime : undefined;
}

function deletionOf(caches: EngineDeps['caches'], action: RemediationAction): number | undefined {
  const plan = action.spec.compensates ? undefined : caches.plans.getByUid(controllingPlanOf(action) ?? '');
  const times = [action, plan].flatMap((object) => object?.metadata.deletionTimestamp ?? []).map((time) => Date.parse(time));
  return times.length === 0 ? undefined : Math.min(...times);
}
