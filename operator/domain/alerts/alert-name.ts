import { sha256 } from '../../api/digest.ts';
import { reportedAnomalyName } from '../../api/names.ts';
import type { Alert } from './alert.ts';

/**
 * The name of the anomaly of an alert: from its fingerprint and the millisecond since when it fires, so that repeats, the other one of a
 * pair of Alertmanagers and what is replayed meet in one object, and what comes back later is another.
 */
export function alertAnomalyName({ fingerprint, startsAt }: Pick<Alert, 'fingerprint' | 'startsAt'>): string {
  return reportedAnomalyName(startsAt, sha256(`${fingerprint} ${startsAt.toISOString()}`).slice(0, 10));
}
