import type { Anomaly } from '../../api/generated/types.ts';
import type { Illness, Sighting } from './illness.ts';

/** A report that the engine made about the object before, and whether what it led to is over. */
export interface EarlierReport {
  readonly anomaly: Anomaly;
  /** `open` while it, or what it became part of, is being handled; `kept`: it says all that there is to say while the illness lasts. */
  readonly state: 'open' | 'over' | 'kept';
  /** When what it led to ended; only with `over`. */
  readonly overAt?: string;
}

/** What is to be done about a sighting. */
export type DetectionVerdict =
  | { readonly kind: 'nothing' }
  /** It is looked at again then. */
  | { readonly kind: 'wait'; readonly until: Date }
  | {
      readonly kind: 'report';
      readonly illness: Illness;
      /** All that is wrong with it, due or not. */
      readonly illnesses: readonly Illness[];
      /** Tells a repeated report from the one before it. */
      readonly after?: string;
    }
  /** It recovered: these reports are told. */
  | { readonly kind: 'resolve'; readonly anomalies: readonly Anomaly[] };

/**
 * An illness is reported when it has lasted as long as it has to, and once more when it has lasted so long again after an earlier report led
 * to its end without curing it. A recovery is told to every report that is still open.
 */
export function judgeSighting({ illnesses }: Pick<Sighting, 'illnesses'>, reports: readonly EarlierReport[], now: Date): DetectionVerdict {
  if (illnesses.length === 0) return recovered(reports);
  const since = Math.max(...illnesses.map((illness) => Date.parse(illness.since)));
  const lasting = reports.filter(({ anomaly, state }) => state !== 'kept' || Date.parse(anomaly.metadata.creationTimestamp) >= since);
  if (lasting.some(({ state }) => state !== 'over')) return { kind: 'nothing' };
  const after = latest(lasting);
  const dueAt = (illness: Illness): number => Math.max(Date.parse(illness.since), after ?? 0) + illness.lastsSeconds * 1000;
  const [first] = illnesses.toSorted((a, b) => dueAt(a) - dueAt(b));
  if (!first) return { kind: 'nothing' };
  if (dueAt(first) > now.getTime()) return { kind: 'wait', until: new Date(dueAt(first)) };
  return { kind: 'report', illness: first, illnesses, ...(after === undefined ? {} : { after: new Date(after).toISOString() }) };
}

function recovered(reports: readonly EarlierReport[]): DetectionVerdict {
  const anomalies = reports
    .filter(({ anomaly, state }) => state === 'open' && anomaly.status?.phase !== 'Suppressed' && anomaly.spec.resolvedAt === undefined)
    .map(({ anomaly }) => anomaly);
  return anomalies.length > 0 ? { kind: 'resolve', anomalies } : { kind: 'nothing' };
}

function latest(reports: readonly EarlierReport[]): number | undefined {
  const ends = reports.flatMap(({ overAt }) => (overAt === undefined ? [] : [Date.parse(overAt)]));
  return ends.length === 0 ? undefined : Math.max(...ends);
}
