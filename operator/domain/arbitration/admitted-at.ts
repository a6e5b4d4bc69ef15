import type { RemediationAction } from '../../api/generated/types.ts';
import { findCondition } from '../conditions.ts';

/** When the action was admitted last, in milliseconds since the epoch; undefined while that does not hold, or never did. */
export function admittedAt({ status }: Pick<RemediationAction, 'status'>): number | undefined {
  const admitted = findCondition(status?.conditions, 'Admitted');
  return admitted?.status === 'True' ? Date.parse(admitted.lastTransitionTime) : undefined;
}
