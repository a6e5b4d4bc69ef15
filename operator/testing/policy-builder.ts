import type { RemediationPolicy, RemediationPolicySpec } from '../api/generated/types.ts';

let generation = 0;

/** The policy `cluster` with this spec; each one is newer than the one before. */
export function buildPolicy(spec: RemediationPolicySpec): RemediationPolicy {
  generation += 1;
  return {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationPolicy',
    metadata: {
      name: 'cluster',
      uid: 'uid-policy',
      resourceVersion: String(generation),
      generation,
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    spec,
  };
}
