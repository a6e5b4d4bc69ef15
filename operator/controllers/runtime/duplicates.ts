import type { Anomaly } from '../../api/generated/types.ts';
import type { Cache } from '../../kube/cache.ts';

const byPrimary = 'duplicateOf';

/** The cache can be asked for duplicates; whoever asks sees to it, and all have one index. */
export function indexDuplicates(anomalies: Cache<Anomaly>): void {
  anomalies.addIndex(byPrimary, ({ status }) => (status?.duplicateOf?.uid === undefined ? [] : [status.duplicateOf.uid]));
}

/** The anomalies that repeat this one. Needs indexDuplicates. */
export function duplicatesOf(anomalies: Cache<Anomaly>, { metadata }: Anomaly): Anomaly[] {
  return anomalies.byIndex(byPrimary, metadata.uid);
}
