import type { Anomaly, RemediationPlan } from '../../api/generated/types.ts';
import { planName } from '../../api/names.ts';
import { specHash } from '../../api/spec-hash.ts';
import { newPlan, recordedDiagnosis } from './anomaly-plan.ts';
import { statusFor, type Outcome } from './anomaly-status.ts';
import { sightings } from './duplicates.ts';
import { hasNotBegun, outcomeOf } from './follow-plan.ts';
import type { AnomalyDecision, NewPlan, PlanningEffect, PlanRefused, SeenAnomaly } from './seen-anomaly.ts';

/** What becomes of an anomaly whose plan's name is recorded: the plan is made if it is not there yet, and followed until it ends. */
export function decideWithPlan(seen: SeenAnomaly, now: Date): AnomalyDecision {
  const { anomaly, plan } = seen;
  const { planRef } = anomaly.status ?? {};
  if (!planRef) return { effects: [] };
  if (planRef.uid === undefined) return decideUnconfirmed(seen, now);
  if (plan?.metadata.uid !== planRef.uid)
    return decided(
      seen,
      { phase: 'Failed', reason: 'PlanDeleted', message: `${planRef.name} was deleted before it ended; it is not made again.` },
      now,
    );
  return follow(seen, plan, now);
}

/** The name was recorded and the create may or may not have happened: what is there tells. */
function decideUnconfirmed(seen: SeenAnomaly, now: Date): AnomalyDecision {
  const { anomaly, plan, defaults, playbooks } = seen;
  const name = anomaly.status?.planRef?.name ?? planName(anomaly.metadata.name);
  const wanted = newPlan(anomaly, { name, diagnosis: recordedDiagnosis(anomaly), defaults, playbooks });
  if (plan && isOurs(anomaly, plan, wanted)) return follow(seen, plan, now);
  if (!plan) return uncreated(seen, wanted, now);
  return renamed(seen, wanted, now);
}

function uncreated(seen: SeenAnomaly, wanted: NewPlan, now: Date): AnomalyDecision {
  if (seen.anomaly.spec.resolvedAt !== undefined) {
    const message = `It ended before ${wanted.metadata.name} was made.`;
    return decided(seen, { phase: 'Resolved', reason: 'ResolvedByReporter', message }, now);
  }
  if (seen.refused) return refusedPlan(seen, seen.refused, now);
  const effects: PlanningEffect[] = [{ kind: 'createPlan', plan: wanted }];
  const planHash = specHash(wanted.spec);
  const { status = {} } = seen.anomaly;
  // The playbooks changed since: what is made now is recorded first, so that it is known again.
  if (status.planHash !== undefined && status.planHash !== planHash) return { status: { ...status, planHash }, effects };
  return { effects };
}

/** Seconds until a plan that may not be created is asked for again: a right that is granted later shows in no watch. */
const retryRefusedSeconds = 30;

/** A missing right may be granted later; what the API server calls invalid stays so. */
function refusedPlan(seen: SeenAnomaly, refused: PlanRefused, now: Date): AnomalyDecision {
  if (refused.reason === 'ApplyFailed') return decided(seen, { phase: 'Failed', unplanned: true, ...refused }, now);
  return { ...decided(seen, { phase: 'Planned', unplanned: true, ...refused }, now), requeueAfter: retryRefusedSeconds };
}

/** Whether it is the plan that was decided on, even if today's playbooks would make another. */
function isOurs({ status }: Anomaly, { metadata, spec }: RemediationPlan, wanted: NewPlan): boolean {
  const owner = wanted.metadata.ownerReferences[0];
  const owned = (metadata.ownerReferences ?? []).some(({ uid, controller }) => controller === true && uid === owner?.uid);
  return owned && specHash(spec) === (status?.planHash ?? specHash(wanted.spec));
}

/** A foreign plan has the name: the second choice carries part of the anomaly's uid, and there is no third. */
function renamed(seen: SeenAnomaly, wanted: NewPlan, now: Date): AnomalyDecision {
  const { name, namespace, uid } = seen.anomaly.metadata;
  const second = planName(name, uid);
  if (wanted.metadata.name === second)
    return decided(
      seen,
      { phase: 'Failed', reason: 'NameCollision', message: `Foreign plans have the names ${planName(name)} and ${second}.` },
      now,
    );
  const outcome: Outcome = {
    phase: 'Planned',
    reason: 'PlanCreated',
    message: `${second} waits for its turn.`,
    facts: { planRef: { namespace, name: second }, planHash: specHash(wanted.spec) },
  };
  const plan = { ...wanted, metadata: { ...wanted.metadata, name: second } };
  return decided(seen, outcome, now, [{ kind: 'createPlan', plan }]);
}

function follow(seen: SeenAnomaly, plan: RemediationPlan, now: Date): AnomalyDecision {
  const outcome = outcomeOf(seen.anomaly, plan, now);
  const { namespace, name, uid } = plan.metadata;
  const facts = { ...outcome.facts, planRef: { namespace, name, uid } };
  return decided(seen, { ...outcome, facts }, now, stopUnwanted(seen.anomaly, plan));
}

/** What ended by itself needs no plan any more, unless the plan has begun: then its steps judge the world themselves. */
function stopUnwanted({ spec }: Anomaly, plan: RemediationPlan): PlanningEffect[] {
  const unwanted =
    spec.resolvedAt !== undefined && hasNotBegun(plan) && plan.status?.phase !== 'Cancelled' && plan.spec.cancel === undefined;
  return unwanted ? [{ kind: 'stopPlan', plan }] : [];
}

function decided(
  { anomaly, duplicates }: SeenAnomaly,
  outcome: Outcome,
  now: Date,
  effects: readonly PlanningEffect[] = [],
): AnomalyDecision {
  const facts = { ...sightings(anomaly, duplicates), ...outcome.facts };
  return { status: statusFor(anomaly, { ...outcome, facts }, now), effects };
}
