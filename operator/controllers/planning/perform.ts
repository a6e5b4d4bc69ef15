import { messageOf } from '../../api/message-of.ts';
import type { Anomaly, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { suspendedHold } from '../../domain/limits/suspended.ts';
import type { PlanningEffect, PlanRefused } from '../../domain/planning/seen-anomaly.ts';
import { keyOf, type NewObject } from '../../kube/client.ts';
import { Conflict, isAlreadyExists, isForbidden, isInvalid, isNamespaceTerminating, isSuspended } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { anomalySubmitted } from '../../log-lines.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { patchReport } from '../runtime/patch-report.ts';
import { statusRecorder } from '../runtime/record.ts';

/** `again`: an object of that name was there already, so the world has to be looked at before anything else. */
export type Performed = 'done' | 'again' | PlanRefused;

type Acting = Pick<EngineDeps, 'client' | 'caches' | 'epoch' | 'events' | 'metrics' | 'log' | 'clock'>;

/** The effect has happened, or would not change anything any more; what was written is in the caches. */
export async function perform(deps: Acting, anomaly: Anomaly, effect: PlanningEffect): Promise<Performed> {
  switch (effect.kind) {
    case 'createPlan':
      return createPlan(deps, anomaly, effect.plan);
    case 'stopPlan':
      return stopPlan(deps, effect.plan);
    case 'raiseIncident':
      return raiseIncident(deps, effect.incident);
    case 'askModel':
      return askModel(deps, effect.action);
    case 'markIneffective':
      return markIneffective(deps, effect);
    case 'addReport':
      return addReport(deps, effect.incident);
    case 'logSubmitted':
      deps.log.event(anomalySubmitted(anomaly.metadata.name));
      return 'done';
    case 'announce':
      announce(deps, anomaly, effect);
      return 'done';
  }
}

async function createPlan({ client, caches, events }: Acting, anomaly: Anomaly, plan: object): Promise<Performed> {
  try {
    const created = await client.create<RemediationPlan>(kinds.RemediationPlan, plan as NewObject);
    caches.plans.upsert(created);
    const note = `${created.metadata.name}: ${created.spec.steps.map(({ description, name }) => description ?? name).join('; ')}`;
    events.record({ regarding: anomaly, related: created, type: 'Normal', reason: 'PlanCreated', action: 'Plan', note });
    return 'done';
  } catch (error) {
    if (isNamespaceTerminating(error)) return 'done';
    if (isAlreadyExists(error)) return 'again';
    const note = messageOf(error);
    events.record({ regarding: anomaly, type: 'Warning', reason: 'PlanRefused', action: 'Plan', note });
    const refusal = refusalFrom(error);
    if (!refusal) throw error;
    return refusal;
  }
}

function refusalFrom(error: unknown): PlanRefused | undefined {
  if (isSuspended(error)) return { reason: 'Suspended', message: suspendedHold.message };
  if (isForbidden(error)) {
    const { verb = 'create', resource = 'remediationplans', message } = error;
    return { reason: 'Forbidden', message: `The engine may not ${verb} ${resource}: ${message}` };
  }
  return isInvalid(error) ? { reason: 'ApplyFailed', message: `The plan could not be created: ${error.message}` } : undefined;
}

/** Only the plan that was seen is stopped: one that has begun meanwhile goes on, since its steps judge the world themselves. */
async function stopPlan({ client, caches }: Acting, plan: RemediationPlan): Promise<Performed> {
  const { uid, resourceVersion } = plan.metadata;
  const body = { metadata: { uid, resourceVersion }, spec: { cancel: 'Stop' } };
  caches.plans.upsert(await client.patch<RemediationPlan>(kinds.RemediationPlan, keyOf(plan), body));
  return 'done';
}

async function raiseIncident({ client, caches }: Acting, incident: object): Promise<Performed> {
  try {
    caches.anomalies.upsert(await client.create<Anomaly>(kinds.Anomaly, incident as NewObject));
    return 'done';
  } catch (error) {
    if (isAlreadyExists(error)) return 'again';
    throw error;
  }
}

/** Whoever has that name already gives no answer, and the plan does without. */
async function askModel({ client, caches }: Acting, action: object): Promise<Performed> {
  try {
    caches.actions.upsert(await client.create<RemediationAction>(kinds.RemediationAction, action as NewObject));
  } catch (error) {
    if (!isAlreadyExists(error) && !isForbidden(error) && !isInvalid(error)) throw error;
  }
  return 'done';
}

/** It has ended, so that hardly anybody else writes it; who comes too late looks again. */
async function markIneffective(
  deps: Acting,
  { anomaly, status }: Extract<PlanningEffect, { kind: 'markIneffective' }>,
): Promise<Performed> {
  try {
    await statusRecorder(deps).anomaly(anomaly, status);
  } catch (error) {
    if (error instanceof Conflict) return 'again';
    throw error;
  }
  const note = status.conditions?.find(({ type }) => type === 'Ineffective')?.message ?? '';
  deps.events.record({ regarding: anomaly, type: 'Warning', reason: 'Ineffective', action: 'Verify', note });
  deps.metrics.ineffective();
  return 'done';
}

/** The anomaly that joined has ended by now and never comes back to this, so an incident that moved meanwhile is read and counted up at once. */
async function addReport(deps: Acting, incident: Anomaly): Promise<Performed> {
  const knobsFor = ({ spec: { reports = 1 } }: Anomaly) => ({ reports: reports + 1, lastReportedAt: deps.clock.now().toISOString() });
  await patchReport(deps, incident, knobsFor);
  return 'done';
}

function announce({ events }: Acting, anomaly: Anomaly, { targets, note }: Extract<PlanningEffect, { kind: 'announce' }>): void {
  const facts = { type: 'Warning', reason: 'AnomalyDetected', action: 'Diagnose' } as const;
  const [first] = targets;
  const { namespace } = anomaly.metadata;
  const told = new Map(targets.map((target) => [targetString(target), target]));
  events.record({ regarding: anomaly, ...(first && { related: first }), ...facts, note });
  for (const target of told.values())
    events.record({ regarding: target, related: anomaly, ...facts, note: `${namespace}/${anomaly.metadata.name}: ${note}` });
}
