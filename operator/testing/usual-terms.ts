import type { Seen } from '../domain/arbitration/decide.ts';
import { usualPairs } from '../domain/arbitration/exclusive-types.ts';

/** What a policy that says nothing makes of exclusive pairs and of the weights of sources; and as many tokens and places as anybody wants. */
export const usualTerms: Pick<Seen, 'approvalSeconds' | 'exclusivePairs' | 'weights' | 'bucket' | 'nodes'> = {
  approvalSeconds: 900,
  exclusivePairs: usualPairs,
  weights: { deterministic: 2, manual: 2, ai_driven: 1 },
  bucket: { stepMs: 1, burst: 100_000, fullAt: 0 },
  nodes: { of: () => undefined, claimed: [] },
};
