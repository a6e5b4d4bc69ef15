import type { ActionType } from '../../api/generated/types.ts';

/**
 * Cluster: an exclusive pair excludes wherever its targets are. Related: only when the workload has a pod on the node, and then the two
 * already conflict because the one target contains the other.
 */
export type ExclusivityScope = 'Cluster' | 'Related';

/** The types that may not run beside each type. */
export type ExclusivePartners = ReadonlyMap<ActionType, readonly ActionType[]>;

/** Each type with those that a pair excludes beside it. */
export function partnersOf(pairs: readonly (readonly [ActionType, ActionType])[]): ExclusivePartners {
  const partners = new Map<ActionType, ActionType[]>();
  const add = (one: ActionType, other: ActionType): void => {
    const known = partners.get(one) ?? [];
    if (!known.includes(other)) partners.set(one, [...known, other]);
  };
  for (const [first, second] of pairs) {
    add(first, second);
    add(second, first);
  }
  return partners;
}

/** The pairs that exclude each other unless a policy says otherwise. */
export const usualPairs: readonly (readonly [ActionType, ActionType])[] = [
  ['node_remediation', 'resource_scaling'],
  ['model_inference', 'alert_correlation'],
];
