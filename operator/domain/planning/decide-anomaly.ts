import type { AnomalyStatus } from '../../api/generated/types.ts';
import { planName } from '../../api/names.ts';
import { targetString } from '../../api/target.ts';
import { statusFor } from './anomaly-status.ts';
import { newPlan } from './anomaly-plan.ts';
import { decideWithPlan } from './decide-with-plan.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import { primaryOf, sightings } from './duplicates.ts';
import { awaitCorrelation, joinGroup, lacksCompanions } from './join-group.ts';
import { joinIncident } from './join-incident.ts';
import { objectionToTargets } from './namespace-rule.ts';
import type { AnomalyDecision, PlanningEffect, SeenAnomaly } from './seen-anomaly.ts';
import { announcement, type Verdict } from './verdict.ts';

type Rule = (seen: SeenAnomaly, now: Date) => Verdict | undefined;

/** Seconds until an anomaly that could not be read is read again. */
const rereadSeconds = 30;

/** The first that has something to say decides. */
const rules: readonly Rule[] = [
  resolvedByReporter,
  misplacedTargets,
  forbidden,
  absentTargets,
  duplicate,
  nothingWrong,
  observeOnly,
  joinIncident,
  awaitCorrelation,
  joinGroup,
  plan,
];

/** The next status of an anomaly and what has to be done for it. Everything is decided from what is recorded and seen, so a repeated pass goes on where the last one stopped. */
export function decideAnomaly(seen: SeenAnomaly, now: Date): AnomalyDecision {
  const { anomaly } = seen;
  if (anomaly.metadata.deletionTimestamp !== undefined || isAnomalyOver(anomaly)) return { effects: [] };
  if (anomaly.status?.planRef !== undefined) return decideWithPlan(seen, now);
  const verdict = rules.map((rule) => rule(seen, now)).find((one) => one !== undefined);
  if (!verdict) return { effects: [], requeueAfter: 0 };
  const status = statusFor(anomaly, { ...verdict, facts: { ...factsOf(seen), ...verdict.facts } }, now);
  return { status, effects: [...firstSight(seen), ...(verdict.effects ?? [])], requeueAfter: verdict.requeueAfter };
}

function firstSight({ anomaly }: SeenAnomaly): PlanningEffect[] {
  return anomaly.status?.phase === undefined ? [{ kind: 'logSubmitted' }] : [];
}

function factsOf({ anomaly, fingerprint, analysis, duplicates }: SeenAnomaly): Partial<AnomalyStatus> {
  const found = analysis.kind === 'read' && analysis.diagnosis.affectedLayers.length > 0 ? analysis.diagnosis : undefined;
  return {
    fingerprint: fingerprint ?? anomaly.status?.fingerprint,
    ...sightings(anomaly, duplicates),
    ...(found && {
      affectedLayers: [...found.affectedLayers],
      impactedResources: [...found.impactedResources],
      rootCause: found.rootCause,
      dependencies: [...found.dependencies],
      deployments: [...found.deployments],
    }),
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

function absentTargets({ analysis }: SeenAnomaly): Verdict | undefined {
  if (analysis.kind !== 'absent') return undefined;
  const [reason, absent] =
    analysis.missing.length > 0 ? (['TargetNotFound', analysis.missing] as const) : (['TargetUidMismatch', analysis.replaced] as const);
  const what = reason === 'TargetNotFound' ? 'does not exist' : 'is another object than the one that was reported';
  return { phase: 'Failed', reason, message: absent.map((target) => `${targetString(target)} ${what}`).join('; ') };
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
  const { anomaly, analysis, defaults } = seen;
  if (analysis.kind !== 'read' || lacksCompanions(seen)) return undefined;
  const { name, namespace } = { ...anomaly.metadata, name: planName(anomaly.metadata.name) };
  const effects: PlanningEffect[] = [
    { kind: 'createPlan', plan: newPlan(anomaly, { name, diagnosis: analysis.diagnosis, defaults }) },
    announcement(seen),
  ];
  return {
    phase: 'Planned',
    reason: 'PlanCreated',
    message: `${name} waits for its turn.`,
    facts: { planRef: { namespace, name } },
    effects,
  };
}
