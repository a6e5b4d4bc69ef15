import type { RemediationPolicy, RemediationPolicySpec } from '../../../operator/api/generated/types.ts';
import { api, type Cluster } from '../../harness/cluster.ts';
import { untilAsWanted } from '../../harness/eventually.ts';
import { applyObjects, kubectl } from '../../harness/kubectl.ts';

/**
 * Applies the policy as a person does and waits until the engine has read it, so that it holds for what comes after. What it leaves out is
 * as the operator was started.
 */
export async function applyPolicy(cluster: Cluster, spec: RemediationPolicySpec): Promise<void> {
  const policy = { apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'RemediationPolicy', metadata: { name: 'cluster' }, spec };
  await applyObjects(cluster, [policy]);
  const read = () => api<RemediationPolicy>(cluster, { path: '/apis/coordination.selfheal.dev/v1alpha1/remediationpolicies/cluster' });
  const isRead = ({ metadata, status }: RemediationPolicy): boolean => status?.observedGeneration === metadata.generation;
  await untilAsWanted('the policy', read, isRead, 30_000);
}

/** No policy is there any more. */
export async function dropPolicy(cluster: Cluster): Promise<void> {
  await kubectl(cluster, ['delete', 'rpol', 'cluster', '--ignore-not-found']);
}
