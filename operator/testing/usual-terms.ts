import type { Seen } from '../domain/arbitration/decide.ts';
import { usualPairs } from '../domain/arbitration/exclusive-types.ts';

/** What a policy that says nothing makes of everything but the actions; no plan holds anything, and there are as many tokens and places as anybody wants. */
export const usualTerms: Omit<Seen, 'holding' | 'waiting'> = {
  holds: new Map(),
  maxActive: 10,
  threshold: 0.7,
  scope: 'Cluster',
  approvalSeconds: 900,
  exclusivePairs: usualPairs,
  weights: { deterministic: 2, manual: 2, ai_driven: 1 },
  bucket: { stepMs: 1, burst: 100_000, fullAt: 0 },
  nodes: { of: () => undefined, claimed: [] },
};
