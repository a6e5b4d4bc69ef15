import type { OperationName } from '../../api/generated/types.ts';

const looksOnly: ReadonlySet<OperationName> = new Set(['monitor_mco', 'monitor_cluster_operator', 'observe', 'predict', 'correlate']);

/** Whether the operation changes anything in the cluster. */
export function changesSomething(operation: OperationName): boolean {
  return !looksOnly.has(operation);
}
