import type { Anomaly, Target } from '../../api/generated/types.ts';
import { incidentName } from '../../api/names.ts';
import { sameTarget, targetString } from '../../api/target.ts';
import { plainTarget } from '../diagnosis/seen.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import { isLike } from './duplicates.ts';
import type { Names } from './seen-anomaly.ts';

/** An anomaly that planning itself reports in the system namespace. */
export type NewAnomaly = Pick<Anomaly, 'apiVersion' | 'kind' | 'spec'> & {
  readonly metadata: { readonly name: string; readonly namespace: string };
};

const raisedFor = 'raised_for';

/** Whether the other one is about this cause, by what was found or, before that, by what was reported. */
export function isAbout(cause: Target, { spec, status }: Anomaly): boolean {
  if (status?.rootCause?.target) return sameTarget(status.rootCause.target, cause);
  return (spec.targets ?? []).some((target) => sameTarget(target, cause));
}

/** The unfinished anomaly, oldest first, whose plan handles this cause. */
export function openIncident(anomaly: Anomaly, cause: Target, candidates: readonly Anomaly[]): Anomaly | undefined {
  return candidates
    .filter(
      (other) => other.metadata.uid !== anomaly.metadata.uid && !isAnomalyOver(other) && isLike(anomaly, other) && isAbout(cause, other),
    )
    .toSorted((a, b) => Number(b.status?.planRef !== undefined) - Number(a.status?.planRef !== undefined) || byCreation(a, b))[0];
}

function byCreation(a: Anomaly, b: Anomaly): number {
  return a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1;
}

/** Reporter of what planning itself raises. */
export const incidentReporter = 'planning';

/** Whether the incident was raised on behalf of this anomaly, so that its first report is this one. */
export function wasRaisedFor(incident: Anomaly, { metadata }: Anomaly): boolean {
  return incident.spec.details?.[raisedFor] === `${metadata.namespace}/${metadata.name}`;
}

/**
 * The anomaly in the system namespace in which all reports with this cause meet. Its name follows from the cause alone, so two reporters
 * make one; a repeat after an earlier one ended has the next free number.
 */
export function incidentFor(anomaly: Anomaly, cause: Target, place: { readonly namespace: string; readonly taken: Names }): NewAnomaly {
  const { spec, metadata } = anomaly;
  const description = `${metadata.namespace}/${metadata.name} (${spec.type}) suffers from ${targetString(cause)}`.slice(0, 2048);
  const { confidence, requestedBy, mode } = spec;
  return {
    apiVersion: anomaly.apiVersion,
    kind: 'Anomaly',
    metadata: { name: freeName(incidentName(cause), place.taken), namespace: place.namespace },
    spec: {
      type: spec.type,
      severity: spec.severity,
      source: spec.source,
      reporter: incidentReporter,
      ...(requestedBy === undefined ? {} : { requestedBy }),
      ...(confidence === undefined ? {} : { confidence }),
      ...(mode === undefined ? {} : { mode }),
      description,
      targets: [plainTarget(cause)],
      details: { [raisedFor]: `${metadata.namespace}/${metadata.name}` },
      reports: 1,
    },
  };
}

function freeName(name: string, taken: Names): string {
  if (!taken.has(name)) return name;
  for (let repeat = 2; ; repeat += 1) if (!taken.has(`${name}-r${repeat}`)) return `${name}-r${repeat}`;
}
