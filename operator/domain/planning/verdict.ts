import type { Anomaly } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import { resolveNamespace, targetKey } from '../../api/target.ts';
import { recordedDiagnosis } from './anomaly-plan.ts';
import type { Outcome } from './anomaly-status.ts';
import type { PlanningEffect, SeenAnomaly } from './seen-anomaly.ts';

/** What a rule makes of an anomaly that has no plan yet. */
export interface Verdict extends Outcome {
  readonly effects?: readonly PlanningEffect[];
  readonly requeueAfter?: number;
}

/** Seconds after which an anomaly looks again whether the one that it waits for has a plan. */
const lookAgainSeconds = 5;

/** It becomes part of that one's plan, which there is not yet; `what` the plan will be for. */
export function waitForPlanOf({ namespace, name }: { readonly namespace?: string; readonly name: string }, what: string): Verdict {
  return {
    phase: 'Pending',
    reason: 'PartOfIncident',
    message: `It waits until ${namespace}/${name} has a plan for ${what}.`,
    by: `Anomaly/${namespace}/${name}`,
    requeueAfter: lookAgainSeconds,
  };
}

/** Seconds of so many that are left to an anomaly which waits for this reason, or begins to; none when they have gone by. */
export function secondsLeft({ status }: Anomaly, reason: Reason, longestSeconds: number, now: Date): number {
  const since = status?.blocked?.reason === reason ? Date.parse(status.blocked.since) : now.getTime();
  return Math.max(0, longestSeconds - (now.getTime() - since) / 1000);
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
