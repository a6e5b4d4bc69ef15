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
  const cause = analysis.kind === 'read' ? analysis.diagnosis.rootCause : recordedDiagnosis(anomaly).rootCause;
  const targets = [...(anomaly.spec.targets ?? []), ...(cause?.target ? [cause.target] : [])];
  const facts = (cause?.evidence ?? []).slice(0, 3).map(({ what, where }) => (where === undefined ? what : `${where}: ${what}`));
  return {
    kind: 'announce',
    targets,
    note: [`${anomaly.spec.type} (${anomaly.spec.severity}), layer ${cause?.layer}`, ...facts].join('; '),
  };
}
