import type { Anomaly } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { isAnomalyOver, isPlanOver } from '../../api/terminal-phases.ts';
import type { DetectorName, Sighting } from '../../domain/detection/illness.ts';
import type { EarlierReport } from '../../domain/detection/judge-sighting.ts';
import { reporterOf } from '../../domain/detection/new-report.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** What the detectors reported before. */
export interface Reports {
  /** The reports of the sighting's detector about its object in the namespace. */
  of(sighting: Pick<Sighting, 'detector' | 'target'>, namespace: string): EarlierReport[];
}

/** Reports are found by reporter and target. */
export function indexReports({ anomalies, plans }: Pick<EngineDeps['caches'], 'anomalies' | 'plans'>): Reports {
  anomalies.addIndex('detected', ({ spec }) => (spec.targets ?? []).map((target) => `${spec.reporter} ${targetKey(target)}`));
  return {
    of: ({ detector, target }, namespace) =>
      anomalies
        .byIndex('detected', valueOf(detector, target))
        .filter(({ metadata }) => metadata.namespace === namespace)
        .map((anomaly) => stateOf({ anomalies, plans }, anomaly)),
  };
}

function valueOf(detector: DetectorName, target: Sighting['target']): string {
  return `${reporterOf(detector)} ${targetKey(target)}`;
}

type Caches = Pick<EngineDeps['caches'], 'anomalies' | 'plans'>;

/** What became part of something else is over when that is. */
function stateOf(caches: Caches, anomaly: Anomaly): EarlierReport {
  if (!isAnomalyOver(anomaly)) return { anomaly, state: 'open' };
  if (anomaly.status?.reason === 'ObserveOnly') return { anomaly, state: 'kept' };
  const primary = primaryOf(caches, anomaly);
  return primary ? { ...stateOf(caches, primary), anomaly } : stateByPlan(caches, anomaly);
}

function primaryOf({ anomalies }: Caches, { metadata, status }: Anomaly): Anomaly | undefined {
  const uid = status?.duplicateOf?.uid;
  return uid === undefined || uid === metadata.uid ? undefined : anomalies.getByUid(uid);
}

function stateByPlan({ plans }: Caches, anomaly: Anomaly): EarlierReport {
  const { metadata, status: { planRef, finishedAt } = {} } = anomaly;
  const plan = planRef && plans.get({ namespace: planRef.namespace, name: planRef.name });
  if (plan && !isPlanOver(plan)) return { anomaly, state: 'open' };
  return { anomaly, state: 'over', overAt: plan?.status?.finishedAt ?? finishedAt ?? metadata.creationTimestamp };
}
