import type { Anomaly, AnomalySpec } from '../../api/generated/types.ts';
import type { Cache } from '../../kube/cache.ts';
import { keyOf, type KubeClient } from '../../kube/client.ts';
import { Conflict, Transient } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';

/** What reports are written with. */
export interface Reporting {
  readonly client: Pick<KubeClient, 'get' | 'patch'>;
  readonly caches: { readonly anomalies: Cache<Anomaly> };
}

/** The fields that a reporter may write after the creation. */
export type ReportersKnobs = Partial<Pick<AnomalySpec, 'resolvedAt' | 'reports' | 'lastReportedAt'>>;

/**
 * The knobs that `knobsFor` gives are on the anomaly: on the version that was seen, or on the newest when it moved meanwhile; nothing is
 * written when that gives none, or when the anomaly is gone.
 */
export async function patchReport(
  { client, caches }: Reporting,
  anomaly: Anomaly,
  knobsFor: (now: Anomaly) => ReportersKnobs | undefined,
): Promise<void> {
  const knobs = knobsFor(anomaly);
  if (!knobs) return;
  const { uid, resourceVersion } = anomaly.metadata;
  try {
    const body = { metadata: { uid, resourceVersion }, spec: knobs };
    caches.anomalies.upsert(await client.patch<Anomaly>(kinds.Anomaly, keyOf(anomaly), body));
  } catch (error) {
    if (!(error instanceof Conflict) && !isAmbiguous(error)) throw error;
    const now = await client.get<Anomaly>(kinds.Anomaly, keyOf(anomaly));
    if (now?.metadata.uid !== uid) return;
    if (error instanceof Conflict) return patchReport({ client, caches }, now, knobsFor);
    if (!carries(now, knobs)) throw error;
    caches.anomalies.upsert(now);
  }
}

/** What was written all the same must not be counted once more. */
function isAmbiguous(error: unknown): boolean {
  return error instanceof Transient && error.ambiguous;
}

function carries({ spec }: Anomaly, { resolvedAt, reports, lastReportedAt }: ReportersKnobs): boolean {
  const wanted = Object.entries({ resolvedAt, reports, lastReportedAt }).filter(([, value]) => value !== undefined);
  const there = new Map<string, unknown>(Object.entries(spec));
  return wanted.every(([knob, value]) => there.get(knob) === value);
}
