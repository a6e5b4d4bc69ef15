import type { Anomaly, AnomalyPhase, AnomalyStatus, Blocked, Condition } from '../../api/generated/types.ts';
import { cut } from '../../api/cut.ts';
import type { Reason } from '../../api/reasons.ts';
import { isWaitingReason } from '../../api/waiting-reasons.ts';
import { dropCondition, setCondition, type ConditionChange } from '../conditions.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';

/** What a plan waits for, as its anomaly shows it. */
export interface PlanWait {
  readonly blocked: Blocked;
  readonly message: string;
}

/** What an anomaly's status is to say. */
export interface Outcome {
  readonly phase: AnomalyPhase;
  readonly reason: Reason;
  readonly message: string;
  /** What it waits for, as kind/namespace/name. */
  readonly by?: string;
  /** What keeps its plan from moving. */
  readonly waits?: PlanWait;
  /** The plan whose name is recorded could not be made. */
  readonly unplanned?: boolean;
  /** Facts to record beside it. */
  readonly facts?: Partial<AnomalyStatus>;
}

const longestMessage = 2048;

/** The status that says this: phase, reason and message, the conditions that go with them, and what was known before. */
export function statusFor(anomaly: Anomaly, outcome: Outcome, now: Date): AnomalyStatus {
  const { phase, facts, waits } = outcome;
  const { metadata, status: old = {} } = anomaly;
  const { reason, message } = waits ? { reason: waits.blocked.reason, message: waits.message } : outcome;
  const blocked = waitsItself(outcome) ? blockedBy(old.blocked, outcome, now) : waits?.blocked;
  const next: AnomalyStatus = {
    ...old,
    ...facts,
    phase,
    reason,
    message: cut(message, longestMessage),
    blocked,
    observedGeneration: metadata.generation,
  };
  const changes = [...conditionsOf(next, outcome), ...waitingFor(next)];
  const conditions = changes.reduce<Condition[]>(
    (all, change) => setCondition(all, change, now, metadata.generation),
    [...(old.conditions ?? [])],
  );
  const ended = isAnomalyOver({ ...anomaly, status: next });
  return {
    ...next,
    conditions: blocked ? conditions : dropCondition(conditions, 'Blocked'),
    ...(ended && !old.finishedAt ? { finishedAt: now.toISOString() } : {}),
  };
}

function waitsItself({ phase, unplanned = false }: Outcome): boolean {
  return phase === 'Pending' || (phase === 'Planned' && unplanned);
}

function blockedBy(old: AnomalyStatus['blocked'], { reason, by }: Outcome, now: Date): AnomalyStatus['blocked'] {
  const since = old?.reason === reason ? old.since : now.toISOString();
  return { reason, since, ...(by === undefined ? {} : { by }) };
}

function conditionsOf(status: AnomalyStatus, { phase, reason, message, unplanned = false }: Outcome): ConditionChange[] {
  const analyzed: ConditionChange = status.rootCause
    ? { type: 'Analyzed', status: 'True', reason: 'Analyzed', message: causeSentence(status) }
    : { type: 'Analyzed', status: 'False', reason: isVerdictOnTargets(reason) ? reason : 'NotAnalyzed', message };
  const planned: ConditionChange =
    status.planRef && !unplanned
      ? { type: 'Planned', status: 'True', reason: 'PlanCreated', message: `Its plan is ${status.planRef.name}.` }
      : { type: 'Planned', status: 'False', reason: 'NoPlan', message };
  const resolved: ConditionChange = { type: 'Resolved', status: resolvedStatus(phase), reason, message };
  return [analyzed, planned, resolved];
}

function waitingFor({ blocked, message = '' }: AnomalyStatus): ConditionChange[] {
  if (!blocked) return [];
  const reason: Reason = isWaitingReason(blocked.reason) ? blocked.reason : 'Waiting';
  return [{ type: 'Blocked', status: 'True', reason, message }];
}

function isVerdictOnTargets(reason: Reason): boolean {
  return reason === 'NothingWrong';
}

function resolvedStatus(phase: AnomalyPhase): ConditionChange['status'] {
  if (phase === 'Resolved') return 'True';
  return phase === 'Suppressed' ? 'Unknown' : 'False';
}

function causeSentence({ rootCause, affectedLayers = [] }: AnomalyStatus): string {
  const where = rootCause?.target ? ` in ${rootCause.target.kind} ${rootCause.target.name}` : '';
  return `The cause lies${where} in the ${rootCause?.layer} layer; hit: ${affectedLayers.join(', ')}.`;
}
