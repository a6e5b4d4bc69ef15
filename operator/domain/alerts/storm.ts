import type { Anomaly, AnomalySpec, Severity } from '../../api/generated/types.ts';
import { reportedAnomalyName } from '../../api/names.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';

/** How many anomalies a namespace may hold at once, and for how long each counts at least. */
export interface Capacity {
  readonly most: number;
  /** One that ended sooner after it was made takes its place until then: what is only observed ends at once. */
  readonly keptSeconds: number;
}

/** The type of the anomaly that counts alerts for which a namespace had no place. */
export const stormType = 'alert_storm';
const stormReporter = 'coordination-engine';
const mostReports = 2 ** 31 - 1;

/** Whether the anomaly counts the alerts of a storm that goes on. */
export function isOpenStorm({ spec }: Pick<Anomaly, 'spec'>): boolean {
  return isStorm({ spec }) && spec.resolvedAt === undefined;
}

function isStorm({ spec }: Pick<Anomaly, 'spec'>): boolean {
  return spec.type === stormType && spec.reporter === stormReporter;
}

/** The name of the storm of that number of the day, so that replicas that see it begin at once meet in one object. */
export function stormName(now: Date, number: number): string {
  return reportedAnomalyName(now, `storm${number}`);
}

/** What is reported of a storm that begins with so many alerts. */
export function stormSpec({ most }: Pick<Capacity, 'most'>, reports: number, now: Date): AnomalySpec {
  return {
    type: stormType,
    severity: 'high',
    source: 'deterministic',
    reporter: stormReporter,
    mode: 'Observe',
    description: `More alerts come for this namespace than it may hold anomalies (${most}). Those that have none of their own are counted in spec.reports, each time that they are sent.`,
    detectedAt: now.toISOString(),
    reports,
    lastReportedAt: now.toISOString(),
  };
}

/** The knobs of a storm of which so many more alerts were reported. */
export function withReports({ spec }: Pick<Anomaly, 'spec'>, more: number, now: Date): Pick<AnomalySpec, 'reports' | 'lastReportedAt'> {
  return { reports: Math.min(mostReports, (spec.reports ?? 0) + more), lastReportedAt: now.toISOString() };
}

/** Whether the anomaly takes one of its namespace's places: until it is over, and for a while after it was made in any case. */
export function takesPlace({ metadata, spec, status }: Anomaly, { keptSeconds }: Capacity, now: Date): boolean {
  if (isStorm({ spec })) return false;
  const made = Date.parse(metadata.creationTimestamp ?? '');
  return !isAnomalyOver({ status }) || now.getTime() - made < keptSeconds * 1000;
}

/** What is left free for what other replicas make and this one does not see yet, and for critical alerts before that. */
const reservedShare = 0.05;

/** As many places as alerts of this severity may fill; the last ones are only for critical ones, and the very last for nobody. */
export function placesFor(severity: Severity, { most }: Capacity): number {
  const reserved = Math.ceil(most * reservedShare);
  return Math.max(1, most - (severity === 'critical' ? 1 : 2) * reserved);
}

/**
 * So many anomalies one replica makes at most that its watch has not shown yet, which are those that the others may not know of. With the places
 * that are left free nobody overshoots: two replicas never, and three not unless the last places are taken by critical alerts.
 */
export function unseenAtMost({ most }: Capacity): number {
  return Math.min(16, Math.ceil(most * reservedShare));
}

/** What is to be said of a storm that goes on: that it is over, or when to look again, in seconds. */
export type StormVerdict = { readonly kind: 'over'; readonly resolvedAt: string } | { readonly kind: 'goesOn'; readonly lookAfter: number };

/** Replicas write their counts some seconds apart; a storm must not end between two of them. */
const leastQuietSeconds = 10;

/** A storm is over when for a fifth of the time that a place is kept, 10 s at least, no alert came without one, and there is place again. */
export function judgeStorm(
  storm: Anomaly,
  { taken, capacity }: { readonly taken: number; readonly capacity: Capacity },
  now: Date,
): StormVerdict {
  const quietSeconds = Math.max(leastQuietSeconds, capacity.keptSeconds / 5);
  const last = Date.parse(storm.spec.lastReportedAt ?? storm.spec.detectedAt ?? '') || 0;
  const restsFor = quietSeconds - (now.getTime() - last) / 1000;
  if (restsFor > 0) return { kind: 'goesOn', lookAfter: restsFor };
  if (taken >= placesFor('medium', capacity)) return { kind: 'goesOn', lookAfter: quietSeconds };
  return { kind: 'over', resolvedAt: now.toISOString() };
}
