import type { RemediationPolicy, RemediationPolicySpec } from '../../api/generated/types.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { resolvePolicy, type EnvironmentPolicy, type ResolvedPolicy } from '../../domain/policy/resolve-policy.ts';
import type { Cache, Change } from '../../kube/cache.ts';

/** Name of the one policy. */
export const policyName = 'cluster';

/** Tells the policy that holds just now, and where its fields come from. */
export interface PolicyInForce {
  readonly resolved: () => ResolvedPolicy;
  readonly policy: () => Policy;
}

/** Whether another policy holds after the change; what the engine writes on it says nothing new. */
export function changesPolicy({ kind, object, previous }: Change<RemediationPolicy>): boolean {
  return kind !== 'updated' || object.metadata.generation !== previous?.metadata.generation;
}

/** By the cached RemediationPolicy; it is resolved anew only when its spec changes. */
export function makePolicyInForce(policies: Cache<RemediationPolicy>, environment: EnvironmentPolicy): PolicyInForce {
  let last: { readonly spec: RemediationPolicySpec | undefined; readonly resolved: ResolvedPolicy } | undefined;
  const resolved = (): ResolvedPolicy => {
    const spec = policies.get({ name: policyName })?.spec;
    if (!last || last.spec !== spec) last = { spec, resolved: resolvePolicy(spec ?? {}, environment) };
    return last.resolved;
  };
  return { resolved, policy: () => resolved().policy };
}
