import type { RemediationPolicySpec } from '../../../operator/api/generated/types.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { applyObjects, kubectl } from '../../harness/kubectl.ts';

/** Applies the policy as a person does; what it leaves out is as the operator was started. */
export async function applyPolicy(cluster: Cluster, spec: RemediationPolicySpec): Promise<void> {
  const policy = { apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'RemediationPolicy', metadata: { name: 'cluster' }, spec };
  await applyObjects(cluster, [policy]);
}

/** No policy is there any more. */
export async function dropPolicy(cluster: Cluster): Promise<void> {
  await kubectl(cluster, ['delete', 'rpol', 'cluster', '--ignore-not-found']);
}
