import type { Anomaly, Target } from '../../api/generated/types.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { isAbout, incidentFor, openIncident, wasRaisedFor } from './incident.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import { objectionToTarget } from './namespace-rule.ts';
import type { SeenAnomaly } from './seen-anomaly.ts';
import { announcement, type Verdict } from './verdict.ts';

/** Seconds after which an anomaly looks again whether its incident has a plan. */
const lookAgainSeconds = 5;

/**
 * An anomaly whose cause has an open plan becomes part of that incident. One whose cause its namespace may not touch reports it in the
 * system namespace, waits until there is a plan for it, and becomes part of that.
 */
export function joinIncident(seen: SeenAnomaly): Verdict | undefined {
  if (seen.analysis.kind !== 'read') return undefined;
  const { diagnosis } = seen.analysis;
  const outside = outsideCause(seen, diagnosis);
  const cause = outside ?? diagnosis.rootCause?.target;
  return cause && meet(seen, cause, outside !== undefined);
}

function meet(seen: SeenAnomaly, cause: Target, outside: boolean): Verdict | undefined {
  const place = outside ? seen.systemNamespace : seen.anomaly.metadata.namespace;
  const candidates = seen.sameCause.filter(({ metadata }) => metadata.namespace === place);
  const open = openIncident(seen.anomaly, cause, candidates);
  if (!open) return outside ? raised(seen, cause, candidates) : undefined;
  const planRef = open.status?.planRef;
  if (planRef?.uid !== undefined) return joined(seen, open);
  // Its plan is being made, or, since nobody here may act on the cause, will be.
  return outside || planRef ? waiting(open.metadata) : undefined;
}

/** The lowest object that is hit and that only the system namespace may act on; the root cause before others. */
function outsideCause({ anomaly, systemNamespace }: SeenAnomaly, { rootCause, impactedResources }: Diagnosis): Target | undefined {
  const hit = [...(rootCause?.target ? [rootCause.target] : []), ...impactedResources.map(({ target }) => target)];
  return hit.find((target) => objectionToTarget(target, anomaly.metadata.namespace, systemNamespace) !== undefined);
}

function joined(seen: SeenAnomaly, incident: Anomaly): Verdict {
  const { namespace, name } = incident.metadata;
  const addReport = namespace === seen.systemNamespace && incident.spec.reporter === 'planning' && !wasRaisedFor(incident, seen.anomaly);
  return {
    phase: 'Suppressed',
    reason: 'PartOfIncident',
    message: `Its cause is handled by ${incident.status?.planRef?.name} of ${namespace}/${name}.`,
    facts: { planRef: incident.status?.planRef },
    effects: [...(addReport ? [{ kind: 'addReport' as const, incident }] : []), announcement(seen)],
  };
}

function waiting({ namespace, name }: { readonly namespace?: string; readonly name: string }): Verdict {
  return {
    phase: 'Pending',
    reason: 'PartOfIncident',
    message: `It waits until ${namespace}/${name} has a plan for its cause.`,
    by: `Anomaly/${namespace}/${name}`,
    requeueAfter: lookAgainSeconds,
  };
}

function raised(seen: SeenAnomaly, cause: Target, candidates: readonly Anomaly[]): Verdict {
  const refused = candidates.find((one) => isRefusal(one, seen.anomaly, cause));
  if (refused)
    return { phase: 'Failed', reason: 'NoPlan', message: `${refused.metadata.name} ended without a plan: ${refused.status?.message}` };
  const incident = incidentFor(seen.anomaly, cause, { namespace: seen.systemNamespace, taken: seen.takenNames });
  return { ...waiting(incident.metadata), effects: [{ kind: 'raiseIncident', incident }] };
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
