import type { Seen } from '../domain/arbitration/decide.ts';
import { usualPairs } from '../domain/arbitration/exclusive-types.ts';

/** What a policy that says nothing makes of exclusive pairs and of the weights of sources. */
export const usualTerms: Pick<Seen, 'approvalSeconds' | 'exclusivePairs' | 'weights'> = {
  approvalSeconds: 900,
  exclusivePairs: usualPairs,
  weights: { deterministic: 2, manual: 2, ai_driven: 1 },
};
