import type { ActionType, ConflictType } from '../../api/generated/types.ts';
import { isHarmless, type Contender } from './contender.ts';
import { contains, sameLock } from './targets.ts';

/** Cluster: an exclusive pair excludes wherever its targets are. Related: only when the workload has a pod on the node. */
export type ExclusivityScope = 'Cluster' | 'Related';

const exclusivePartners: Readonly<Partial<Record<ActionType, ActionType>>> = {
  node_remediation: 'resource_scaling',
  resource_scaling: 'node_remediation',
  model_inference: 'alert_correlation',
  alert_correlation: 'model_inference',
};

/** The type that may not run beside this one. */
export function exclusivePartner(type: ActionType): ActionType | undefined {
  return exclusivePartners[type];
}

/**
 * What keeps `one` from running beside `other`, the strongest kind first. A compensating action minds only its own target; others mind it
 * on their target and on what contains it, not for its type.
 */
export function conflictOf(one: Contender, other: Contender, scope: ExclusivityScope): ConflictType | undefined {
  if (one.uid === other.uid || isHarmless(one) || isHarmless(other)) return undefined;
  if (sameLock(one.target, other.target)) return 'same_target';
  if (one.compensates) return undefined;
  if (contains(one.target, other.target) || contains(other.target, one.target)) return 'contained_target';
  return areExclusive(one, other, scope) ? 'exclusive_types' : undefined;
}

/** Related pairs of types are those of a node and what is on it, and these already conflict as contained. */
function areExclusive(one: Contender, other: Contender, scope: ExclusivityScope): boolean {
  return scope === 'Cluster' && !other.compensates && exclusivePartner(one.type) === other.type;
}
