import type { AnomalyStatus } from '../../api/generated/types.ts';
import { planName } from '../../api/names.ts';
import { specHash } from '../../api/spec-hash.ts';
import { targetString } from '../../api/target.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { statusFor } from './anomaly-status.ts';
import { newPlan } from './anomaly-plan.ts';
import { decideWithPlan } from './decide-with-plan.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import { primaryOf, sightings } from './duplicates.ts';
import { awaitCorrelation, joinGroup, lacksCompanions } from './join-group.ts';
import { askModel } from './ask-model.ts';
import { askPerson } from './ask-person.ts';
import { joinIncident } from './join-incident.ts';
import { markIneffective, remembering } from './memory.ts';
import { objectionToTargets } from './namespace-rule.ts';
import type { AnomalyDecision, PlanningEffect, SeenAnomaly } from './seen-anomaly.ts';
import { announcement, type Verdict } from './verdict.ts';
import { voteOf, withVote } from './vote.ts';

type Rule = (seen: SeenAnomaly, now: Date) => Verdict | undefined;

/** Seconds until an anomaly that could not be read is read again. */
const rereadSeconds = 30;

/** The first that has something to say decides. */
const rules: readonly Rule[] = [
  resolvedByReporter,
  misplacedTargets,
  forbidden,
  replacedTargets,
  duplicate,
  nothingWrong,
  observeOnly,
  joinIncident,
  awaitCorrelation,
  joinGroup,
  askPerson,
  askModel,
  plan,
];

/** The next status of an anomaly and what has to be done for it. Everything is decided from what is recorded and seen, so a repeated pass goes on where the last one stopped. */
export function decideAnomaly(seen: SeenAnomaly, now: Date): AnomalyDecision {
  const { anomaly } = seen;
  if (anomaly.metadata.deletionTimestamp !== undefined || isAnomalyOver(anomaly)) return { effects: [] };
  if (anomaly.status?.planRef === undefined) return decideWithoutPlan(isFound(seen) ? remembering(seen, now) : seen, now);
  const decision = decideWithPlan(seen, now);
  return { ...decision, effects: [...decision.effects, ...markIneffective(seen, now)] };
}

function decideWithoutPlan(seen: SeenAnomaly, now: Date): AnomalyDecision {
  const verdict = rules.map((rule) => rule(seen, now)).find((one) => one !== undefined);
  if (!verdict) return { effects: [], requeueAfter: 0 };
  const status = statusFor(seen.anomaly, { ...verdict, facts: { ...factsOf(seen), ...verdict.facts } }, now);
  const marks = isFound(seen) ? markIneffective(seen, now) : [];
  return { status, effects: [...firstSight(seen), ...(verdict.effects ?? []), ...marks], requeueAfter: verdict.requeueAfter };
}

/** Whether what was reported is so. */
function isFound({ analysis }: SeenAnomaly): boolean {
  return analysis.kind === 'read' && analysis.diagnosis.affectedLayers.length > 0;
}

function firstSight({ anomaly }: SeenAnomaly): PlanningEffect[] {
  return anomaly.status?.phase === undefined ? [{ kind: 'logSubmitted' }] : [];
}

function factsOf({ anomaly, fingerprint, analysis, duplicates }: SeenAnomaly): Partial<AnomalyStatus> {
  const found = analysis.kind === 'read' && analysis.diagnosis.affectedLayers.length > 0 ? analysis.diagnosis : undefined;
  return {
    fingerprint: fingerprint ?? anomaly.status?.fingerprint,
    ...sightings(anomaly, duplicates),
    ...(found && factsFrom(found)),
  };
}

function factsFrom({ affectedLayers, impactedResources, rootCause, dependencies, deployments }: Diagnosis): Partial<AnomalyStatus> {
  return {
    affectedLayers: [...affectedLayers],
    impactedResources: [...impactedResources],
    rootCause,
    dependencies: [...dependencies],
    deployments: [...deployments],
  };
}

function resolvedByReporter({ anomaly }: SeenAnomaly): Verdict | undefined {
  if (anomaly.spec.resolvedAt === undefined) return undefined;
  return { phase: 'Resolved', reason: 'ResolvedByReporter', message: 'The reporter says that it ended, before a plan was made.' };
}

function misplacedTargets({ anomaly, systemNamespace }: SeenAnomaly): Verdict | undefined {
  const objection = objectionToTargets(anomaly, systemNamespace);
  return objection && { phase: 'Failed', ...objection };
}

function forbidden({ analysis }: SeenAnomaly): Verdict | undefined {
  if (analysis.kind !== 'forbidden') return undefined;
  return { phase: 'Pending', reason: 'Forbidden', message: analysis.message, requeueAfter: rereadSeconds };
}

function replacedTargets({ analysis }: SeenAnomaly): Verdict | undefined {
  if (analysis.kind !== 'replaced') return undefined;
  const sentences = analysis.targets.map((target) => `${targetString(target)} is another object than the one that was reported`);
  return { phase: 'Failed', reason: 'TargetUidMismatch', message: sentences.join('; ') };
}

function duplicate({ anomaly, siblings }: SeenAnomaly): Verdict | undefined {
  const primary = primaryOf(anomaly, siblings);
  if (!primary) return undefined;
  const { namespace, name, uid } = primary.metadata;
  const facts = { duplicateOf: { namespace, name, uid } };
  return { phase: 'Suppressed', reason: 'DuplicateOf', message: `It repeats ${name}, which counts it.`, facts };
}

function nothingWrong({ analysis }: SeenAnomaly): Verdict | undefined {
  if (analysis.kind !== 'read' || analysis.diagnosis.affectedLayers.length > 0) return undefined;
  return { phase: 'Suppressed', reason: 'NothingWrong', message: 'Every target is healthy, and so is what it stands on.' };
}

function observeOnly(seen: SeenAnomaly): Verdict | undefined {
  if (seen.analysis.kind !== 'read' || seen.anomaly.spec.mode !== 'Observe') return undefined;
  const message = 'It is analyzed, but its mode is Observe, so nothing is done.';
  return { phase: 'Suppressed', reason: 'ObserveOnly', message, effects: [announcement(seen)] };
}

function plan(seen: SeenAnomaly): Verdict | undefined {
  const { anomaly, analysis, defaults, playbooks, model } = seen;
  if (analysis.kind !== 'read' || lacksCompanions(seen)) return undefined;
  const { name, namespace } = { ...anomaly.metadata, name: planName(anomaly.metadata.name) };
  const vote = model && voteOf(anomaly, model, analysis.diagnosis);
  const diagnosis = withVote(analysis.diagnosis, vote);
  const made = newPlan(anomaly, { name, diagnosis, defaults, playbooks });
  const effects: PlanningEffect[] = [{ kind: 'createPlan', plan: made }, announcement(seen)];
  return {
    phase: 'Planned',
    reason: 'PlanCreated',
    message: `${name} waits for its turn.`,
    facts: { ...factsFrom(diagnosis), vote, planRef: { namespace, name }, planHash: specHash(made.spec) },
    effects,
  };
}
