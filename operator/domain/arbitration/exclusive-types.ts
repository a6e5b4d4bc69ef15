import type { ActionType } from '../../api/generated/types.ts';

/**
 * Cluster: an exclusive pair excludes wherever its targets are. Related: only when the workload has a pod on the node, and then the two
 * already conflict because the one target contains the other.
 */
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
