import type { Anomaly } from '../../api/generated/types.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';

/** Whether one may stand for the other: a preview or a mere observation never stands for an incident that is to be repaired. */
export function isLike(a: Anomaly, b: Anomaly): boolean {
  return b.spec.mode !== 'Observe' && (a.spec.mode === 'DryRun') === (b.spec.mode === 'DryRun');
}

/**
 * The anomaly that this one repeats, of those in its namespace with its fingerprint: the unfinished one that has a plan, else the
 * oldest, then the smaller uid. Undefined when that is this one itself.
 */
export function primaryOf(anomaly: Anomaly, siblings: readonly Anomaly[]): Anomaly | undefined {
  const others = siblings.filter((other) => other.metadata.uid !== anomaly.metadata.uid && !isAnomalyOver(other) && isLike(anomaly, other));
  const planned = others.filter(({ status }) => status?.planRef !== undefined).toSorted(byAge);
  const [first] = planned.length > 0 ? planned : [anomaly, ...others].toSorted(byAge);
  return first === anomaly ? undefined : first;
}

/** Negative when `a` is the older one; of two of one second the one with the smaller uid. */
export function byAge(a: Anomaly, b: Anomaly): number {
  const [older, younger] = [a, b].map(({ metadata }) => `${metadata.creationTimestamp} ${metadata.uid}`);
  return (older ?? '') < (younger ?? '') ? -1 : 1;
}

/** How often it was reported, itself and its suppressed duplicates together, and when last. The count never falls. */
export function sightings(anomaly: Anomaly, duplicates: readonly Anomaly[]): { readonly occurrences: number; readonly lastSeenAt: string } {
  const all = [anomaly, ...duplicates];
  const reports = all.map(({ spec }) => Math.max(1, spec.reports ?? 1)).reduce((sum, count) => sum + count, 0);
  const seen = [...all.map(lastSeen), anomaly.status?.lastSeenAt ?? ''].filter((time) => time !== '');
  const lastSeenAt = seen.reduce((latest, time) => (Date.parse(time) > Date.parse(latest) ? time : latest));
  return { occurrences: Math.max(reports, anomaly.status?.occurrences ?? 0), lastSeenAt };
}

function lastSeen({ metadata, spec }: Anomaly): string {
  return spec.lastReportedAt ?? spec.detectedAt ?? metadata.creationTimestamp;
}
