import type { Anomaly, Target } from '../../api/generated/types.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { isAbout, incidentFor, incidentReporter, openIncident, wasRaisedFor } from './incident.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import { objectionToTarget } from './namespace-rule.ts';
import { relatedIncident, unheardBeneath } from './related-incident.ts';
import type { SeenAnomaly } from './seen-anomaly.ts';
import { announcement, waitForPlanOf, type Verdict } from './verdict.ts';

/**
 * An anomaly whose cause, or what the cause stands on, is handled by a plan that is open or ended a short while ago becomes part of that
 * incident; it waits for one that may be about to be founded. One whose cause its namespace may not touch reports it in the
 * system namespace, waits until there is a plan for it, and becomes part of that.
 */
export function joinIncident(seen: SeenAnomaly, now: Date): Verdict | undefined {
  if (seen.analysis.kind !== 'read') return undefined;
  const { diagnosis } = seen.analysis;
  const outside = outsideCause(seen, diagnosis);
  const same = outside ? openAbout(seen, outside, 'outside') : openAbout(seen, diagnosis.rootCause?.target, 'inside');
  const incident = same ?? relatedIncident(seen, diagnosis, now) ?? unheardBeneath(seen, diagnosis, now);
  if (incident) return meet(seen, incident);
  return outside && raised(seen, outside, inPlace(seen, 'outside'));
}

type Place = 'outside' | 'inside';

/** Whoever is about this cause: has a plan for it, will have one since nobody here may act on it, or waits for a person before another is made. */
function openAbout(seen: SeenAnomaly, cause: Target | undefined, place: Place): Anomaly | undefined {
  const open = cause && openIncident(seen.anomaly, cause, inPlace(seen, place));
  const { planRef, reason } = open?.status ?? {};
  return place === 'outside' || planRef || reason === 'Ineffective' ? open : undefined;
}

function inPlace({ sameCause, anomaly, systemNamespace }: SeenAnomaly, place: Place): Anomaly[] {
  const namespace = place === 'outside' ? systemNamespace : anomaly.metadata.namespace;
  return sameCause.filter(({ metadata }) => metadata.namespace === namespace);
}

function meet(seen: SeenAnomaly, incident: Anomaly): Verdict {
  return incident.status?.planRef?.uid === undefined ? untilPlanned(incident) : joined(seen, incident);
}

/** A person may take days to answer; until then there is nothing to look at again, and what changes the incident wakes who waits for it. */
function untilPlanned({ metadata, status }: Anomaly): Verdict {
  const { requeueAfter, ...verdict } = waitForPlanOf(metadata, 'its cause');
  return status?.reason === 'Ineffective' ? verdict : { ...verdict, requeueAfter };
}

/** The lowest object that is hit and that only the system namespace may act on; the root cause before others. */
function outsideCause({ anomaly, systemNamespace }: SeenAnomaly, { rootCause, impactedResources }: Diagnosis): Target | undefined {
  const hit = [...(rootCause?.target ? [rootCause.target] : []), ...impactedResources.map(({ target }) => target)];
  return hit.find((target) => objectionToTarget(target, anomaly.metadata.namespace, systemNamespace) !== undefined);
}

function joined(seen: SeenAnomaly, incident: Anomaly): Verdict {
  const { namespace, name } = incident.metadata;
  const isOurs = namespace === seen.systemNamespace && incident.spec.reporter === incidentReporter && !isAnomalyOver(incident);
  const addReport = isOurs && !wasRaisedFor(incident, seen.anomaly);
  return {
    phase: 'Suppressed',
    reason: 'PartOfIncident',
    message: `Its cause ${isAnomalyOver(incident) ? 'was' : 'is'} handled by ${incident.status?.planRef?.name} of ${namespace}/${name}.`,
    facts: { planRef: incident.status?.planRef },
    effects: [...(addReport ? [{ kind: 'addReport' as const, incident }] : []), announcement(seen)],
  };
}

function raised(seen: SeenAnomaly, cause: Target, candidates: readonly Anomaly[]): Verdict {
  const refused = candidates.find((one) => isRefusal(one, seen.anomaly, cause));
  if (refused)
    return { phase: 'Failed', reason: 'NoPlan', message: `${refused.metadata.name} ended without a plan: ${refused.status?.message}` };
  const incident = incidentFor(seen.anomaly, cause, { namespace: seen.systemNamespace, taken: seen.takenNames });
  return { ...waitForPlanOf(incident.metadata, 'its cause'), effects: [{ kind: 'raiseIncident', incident }] };
}

/** An incident that was raised for this anomaly and failed before it had a plan: another would fail the same way. */
function isRefusal(incident: Anomaly, anomaly: Anomaly, cause: Target): boolean {
  return (
    isAnomalyOver(incident) &&
    incident.status?.phase === 'Failed' &&
    incident.status.planRef === undefined &&
    wasRaisedFor(incident, anomaly) &&
    isAbout(cause, incident)
  );
}
