import { controllingPlanOf } from '../../api/resource.ts';
import type { RemediationAction } from '../../api/generated/types.ts';
import type { EngineDeps } from './deps.ts';

/** Uid of the plan that controls the action and names it in its status; an owner reference alone proves nothing. */
export function planUidOf(
  { caches }: { readonly caches: Pick<EngineDeps['caches'], 'plans'> },
  action: RemediationAction,
): string | undefined {
  const uid = controllingPlanOf(action);
  const plan = uid === undefined ? undefined : caches.plans.getByUid(uid);
  if (!plan || plan.metadata.namespace !== action.metadata.namespace) return undefined;
  const { steps = [], rollback = [] } = plan.status ?? {};
  return [...steps, ...rollback].some(({ actionRef }) => actionRef?.name === action.metadata.name) ? uid : undefined;
}
