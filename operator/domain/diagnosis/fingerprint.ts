import { canonicalJson, sha256 } from '../../api/digest.ts';
import type { AnomalySpec, Target } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';

type Reported = Pick<AnomalySpec, 'fingerprint' | 'type' | 'details'>;

/**
 * The identity by which repeated reports are known: what the reporter gave, else 16 hex digits over the targets (a Pod as its top
 * controller) in any order, else over type and details.
 */
export function fingerprintOf(spec: Reported, targets: readonly Target[]): string {
  if (spec.fingerprint !== undefined) return spec.fingerprint;
  const identity = targets.length > 0 ? [...new Set(targets.map(targetKey))].toSorted() : { type: spec.type, details: spec.details ?? {} };
  return sha256(canonicalJson(identity)).slice(0, 16);
}
