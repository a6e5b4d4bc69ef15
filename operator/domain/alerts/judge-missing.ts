import type { Anomaly } from '../../api/generated/types.ts';
import type { Alert } from './alert.ts';
import { alertAnomalyName } from './alert-name.ts';
import { alertReporter } from './as-it-stands.ts';

/** The anomaly's alert as far as its name tells it; undefined for what no alert was stored as. */
export function alertOf({ metadata, spec }: Pick<Anomaly, 'metadata' | 'spec'>): Pick<Alert, 'fingerprint' | 'startsAt'> | undefined {
  const { reporter, details, detectedAt } = spec;
  const fingerprint = details?.['alert_fingerprint'];
  if (reporter !== alertReporter || typeof fingerprint !== 'string' || detectedAt === undefined) return undefined;
  const alert = { fingerprint, startsAt: new Date(detectedAt) };
  return alertAnomalyName(alert) === metadata.name ? alert : undefined;
}

/**
 * Whether the Alertmanager that is asked would list the alert of this anomaly while it fires: it was fetched from there (nobody requested
 * it), or was `seen` there since. Of what another Alertmanager told, its silence says nothing.
 */
export function isToBeListed(anomaly: Pick<Anomaly, 'metadata' | 'spec'>, seen: Pick<ReadonlySet<string>, 'has'>): boolean {
  const { metadata, spec } = anomaly;
  if (spec.resolvedAt !== undefined) return false;
  return (spec.requestedBy === undefined || seen.has(metadata.name)) && alertOf(anomaly) !== undefined;
}

/** Since when each name is missing, in milliseconds of the clock of `now`. */
export type MissingSince = ReadonlyMap<string, number>;

/** Those that were missing before keep their time, the others are missing since now; `gone` are those that were for so long. */
export function judgeMissing(
  missing: readonly string[],
  before: MissingSince,
  now: number,
  goneMs: number,
): { readonly since: MissingSince; readonly gone: readonly string[] } {
  const since = new Map(missing.map((name) => [name, before.get(name) ?? now]));
  return { since, gone: missing.filter((name) => now - (since.get(name) ?? now) >= goneMs) };
}
