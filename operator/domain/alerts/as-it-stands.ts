import type { Anomaly } from '../../api/generated/types.ts';

/** The reporter of all that Alertmanager tells, by its webhook or when it is asked. */
export const alertReporter = 'alertmanager';

/**
 * The anomaly as it stands: an alert has not ended while others about the same, which repeat it and are to be acted upon, still fire. Other
 * reporters tell of no end, so that theirs count for nothing here.
 */
export function asItStands(anomaly: Anomaly, duplicates: readonly Anomaly[]): Anomaly {
  const { resolvedAt, ...spec } = anomaly.spec;
  return resolvedAt !== undefined && duplicates.some(stillFires) ? { ...anomaly, spec } : anomaly;
}

function stillFires({ spec }: Anomaly): boolean {
  return spec.reporter === alertReporter && spec.resolvedAt === undefined && spec.mode !== 'Observe';
}
