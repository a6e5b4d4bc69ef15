import { canonicalJson, sha256 } from './digest.ts';
import type { RemediationActionSpec, RemediationPlanSpec } from './generated/types.ts';

const knobs: ReadonlySet<string> = new Set(['suspend', 'cancel', 'approval']);

/** sha256 of the spec's content; stays the same whatever the order of its keys and however its knobs are turned. */
export function specHash(spec: RemediationPlanSpec | RemediationActionSpec): string {
  const fixed = Object.entries(spec).filter(([key]) => !knobs.has(key));
  return sha256(canonicalJson(Object.fromEntries(fixed)));
}
