import type { Anomaly } from '../../api/generated/types.ts';
import type { EngineMetrics } from '../../metrics/engine-metrics.ts';

/** An anomaly that was judged for the first time, or was found to repeat another one, by what was stored in its place is counted. */
export function countJudged(metrics: EngineMetrics, before: Anomaly, after: Anomaly): void {
  const { source, severity } = after.spec;
  if (isNew(before, after, 'phase')) metrics.anomaly({ source, severity, layer: after.status?.rootCause?.layer ?? 'none' });
  if (isNew(before, after, 'duplicateOf')) metrics.duplicate();
}

function isNew(before: Anomaly, after: Anomaly, fact: 'phase' | 'duplicateOf'): boolean {
  return before.status?.[fact] === undefined && after.status?.[fact] !== undefined;
}
