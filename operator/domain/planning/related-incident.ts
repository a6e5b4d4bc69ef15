import type { Anomaly, RootCause, Target } from '../../api/generated/types.ts';
import { resolveNamespace, targetString } from '../../api/target.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { isLike } from './duplicates.ts';
import type { SeenAnomaly, SeenIncident } from './seen-anomaly.ts';
import { groundOf, type Ground } from './stands-on.ts';

/** Seconds for which something unheard keeps others from having a plan of their own. */
const longestUnheardSeconds = 30;

/** Ends of a plan, as its anomaly tells them. */
const endsOfPlans: ReadonlySet<string> = new Set(['PlanSucceeded', 'PlanFailed', 'PlanRolledBack', 'RollbackFailed', 'PlanCancelled']);

/**
 * The incident whose plan is for what is wrong here too: its plan handles the cause, or what the cause stands on. It is open, or ended
 * within `joinSeconds`; what comes back after its plan is no late symptom of it but shows that it did not help.
 */
export function relatedIncident(seen: SeenAnomaly, diagnosis: Diagnosis, now: Date): Anomaly | undefined {
  const ground = groundOf(diagnosis, reportedBy(seen.anomaly));
  return seen.incidents
    .filter(
      (incident) =>
        mayMeet(seen, incident.anomaly) &&
        (!isAnomalyOver(incident.anomaly) || isLate(seen, { incident, cause: diagnosis.rootCause }, now)),
    )
    .filter((incident) => concerns(incident, { ground, diagnosis }))
    .map(({ anomaly }) => anomaly)
    .toSorted(openThenOldest)[0];
}

/** An anomaly that nobody has judged yet and that reports what the cause here stands on: its plan may be for both. */
export function unheardBeneath(seen: SeenAnomaly, diagnosis: Diagnosis, now: Date): Anomaly | undefined {
  const { beneath } = groundOf(diagnosis, reportedBy(seen.anomaly));
  return seen.unheard.find((other) => {
    const isYoung = now.getTime() - Date.parse(other.metadata.creationTimestamp) < longestUnheardSeconds * 1000;
    return isYoung && mayMeet(seen, other) && reportedBy(other).some((target) => beneath.has(targetString(target)));
  });
}

/** What the reporter named, with its namespace. */
export function reportedBy({ metadata, spec }: Anomaly): Target[] {
  return (spec.targets ?? []).map((target) => resolveNamespace(target, metadata.namespace));
}

/**
 * A tenant meets others in its own and in the system namespace, the system namespace only its own. Members of one group have a rule of
 * their own.
 */
function mayMeet({ anomaly, systemNamespace, group }: SeenAnomaly, other: Anomaly): boolean {
  const { namespace, uid } = other.metadata;
  const isNear = namespace === anomaly.metadata.namespace || namespace === systemNamespace;
  const isMember = group?.members.some(({ metadata }) => metadata.uid === uid) ?? false;
  return isNear && !isMember && uid !== anomaly.metadata.uid && isLike(anomaly, other);
}

interface Ended {
  readonly incident: SeenIncident;
  /** What was found for the newcomer. */
  readonly cause: RootCause | undefined;
}

function isLate({ earlier, terms }: SeenAnomaly, { incident, cause }: Ended, now: Date): boolean {
  const { status = {} } = incident.anomaly;
  const { planRef, reason = '', finishedAt = '' } = status;
  const wasPartOfIt = earlier.some(({ report }) => report.status?.planRef?.uid === planRef?.uid);
  if (!endsOfPlans.has(reason) || wasPartOfIt || isNewBreak(cause, incident)) return false;
  return now.getTime() < Date.parse(finishedAt) + terms.joinSeconds * 1000;
}

/** The plan was for this very object, but it broke after the plan had ended. */
function isNewBreak(cause: RootCause | undefined, incident: SeenIncident): boolean {
  if (!cause?.target || !handledBy(incident).has(targetString(cause.target))) return false;
  return Date.parse(cause.evidence?.[0]?.since ?? '') > Date.parse(incident.anomaly.status?.finishedAt ?? '');
}

function concerns(incident: SeenIncident, { ground, diagnosis }: { readonly ground: Ground; readonly diagnosis: Diagnosis }): boolean {
  const handled = handledBy(incident);
  if ([...ground.about].some((object) => handled.has(object))) return true;
  const cause = incident.anomaly.status?.rootCause?.target;
  // It was seen to be hit here, and something else was found to be the cause all the same.
  if (cause && diagnosis.impactedResources.some(({ target }) => targetString(target) === targetString(cause))) return false;
  return [...ground.beneath].some((object) => handled.has(object)) && standsOnNothingElse(ground, handled);
}

/** One bad node does not bring down what runs on others too, unless that misses each of them by its nature. */
function standsOnNothingElse({ about, beneath }: Ground, handled: ReadonlySet<string>): boolean {
  const isEverywhere = [...about].every((object) => /^(DaemonSet|ClusterOperator)\//.test(object));
  return isEverywhere || [...beneath].every((object) => !object.startsWith('Node/') || handled.has(object));
}

/** The cause, and what the plan has steps for; while it is being made, what was found to be hit. */
function handledBy({ anomaly, plan }: SeenIncident): ReadonlySet<string> {
  const { rootCause, impactedResources = [] } = anomaly.status ?? {};
  const steps = plan?.spec.steps.map(({ action }) => resolveNamespace(action.target, plan.metadata.namespace));
  const objects = steps ?? impactedResources.map(({ target }) => target);
  return new Set([...(rootCause?.target ? [rootCause.target] : []), ...objects].map(targetString));
}

function openThenOldest(a: Anomaly, b: Anomaly): number {
  const [first, second] = [a, b].map(
    ({ metadata, status }) => `${isAnomalyOver({ status })} ${metadata.creationTimestamp} ${metadata.uid}`,
  );
  return (first ?? '') < (second ?? '') ? -1 : 1;
}
