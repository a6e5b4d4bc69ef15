import { resolveNamespace, targetKey } from '../../api/target.ts';
import { recordedDiagnosis } from './anomaly-plan.ts';
import type { Outcome } from './anomaly-status.ts';
import type { PlanningEffect, SeenAnomaly } from './seen-anomaly.ts';

/** What a rule makes of an anomaly that has no plan yet. */
export interface Verdict extends Outcome {
  readonly effects?: readonly PlanningEffect[];
  readonly requeueAfter?: number;
}

/** The Event that tells people at the anomaly, at its targets and at the cause what was found. */
export function announcement({ anomaly, analysis }: SeenAnomaly): PlanningEffect {
  const { spec, metadata } = anomaly;
  const { diagnosis = recordedDiagnosis(anomaly), objects = [] } = analysis.kind === 'read' ? analysis : {};
  const { rootCause } = diagnosis;
  const known = new Map(objects.map((object) => [targetKey(object), object]));
  const named = [...(spec.targets ?? []), ...(rootCause?.target ? [rootCause.target] : [])].map((target) =>
    resolveNamespace(target, metadata.namespace),
  );
  const facts = (rootCause?.evidence ?? []).slice(0, 3).map(({ what, where }) => (where === undefined ? what : `${where}: ${what}`));
  const note = [`${spec.type} (${spec.severity}), layer ${rootCause?.layer}`, ...facts].join('; ');
  return { kind: 'announce', targets: named.map((target) => known.get(targetKey(target)) ?? target), note };
}
