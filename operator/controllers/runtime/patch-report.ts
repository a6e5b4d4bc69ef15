import type { Anomaly, AnomalySpec } from '../../api/generated/types.ts';
import type { Cache } from '../../kube/cache.ts';
import { keyOf, type KubeClient } from '../../kube/client.ts';
import { Conflict } from '../../kube/errors.ts';
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
    if (!(error instanceof Conflict)) throw error;
    const now = await client.get<Anomaly>(kinds.Anomaly, keyOf(anomaly));
    if (now?.metadata.uid === uid) await patchReport({ client, caches }, now, knobsFor);
  }
}
