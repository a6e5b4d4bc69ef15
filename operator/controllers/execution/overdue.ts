import { controllingPlanOf } from '../../api/resource.ts';
import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** A deletion is not held up longer than this by what cannot be released, ended or even read. */
const patienceMs = 5 * 60 * 1000;

/** Whether its deletion has waited for too long. */
export function isDeletionOverdue({ clock }: Pick<EngineDeps, 'clock'>, { metadata }: RemediationAction | RemediationPlan): boolean {
  const { deletionTimestamp } = metadata;
  return deletionTimestamp !== undefined && clock.now().getTime() - Date.parse(deletionTimestamp) > patienceMs;
}

/** Whether its deletion has waited for too long, or that of its plan, which goes when its actions have ended. */
export function isEndOverdue(deps: Pick<EngineDeps, 'clock' | 'caches'>, action: RemediationAction): boolean {
  const plan = deps.caches.plans.getByUid(controllingPlanOf(action) ?? '');
  return isDeletionOverdue(deps, action) || (plan !== undefined && isDeletionOverdue(deps, plan));
}
