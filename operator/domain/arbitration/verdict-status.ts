import { cut } from '../../api/cut.ts';
import type {
  ActionPhase,
  Arbitration,
  Blocked,
  Condition,
  ConflictsLost,
  RemediationAction,
  RemediationActionStatus,
} from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import { findCondition, setCondition, type ConditionChange } from '../conditions.ts';
import { clearedCondition } from '../limits/clearance.ts';
import { utcDay } from '../../api/utc-day.ts';
import { waitedAfter } from '../waits.ts';
import type { Refusal } from './objections.ts';
import { messageOf } from './verdict-message.ts';
import type { Rival, Verdict } from './verdict.ts';

/** A target that the engine may not read, or that no read has come to an end of for a while: looked at again after `until`. */
export interface Unreadable {
  readonly kind: 'unreadable';
  /** Forbidden unless told. */
  readonly reason?: 'Forbidden' | 'TargetUnreadable';
  readonly message: string;
  readonly until: Date;
}

/** Whatever is to be shown on an action. */
export type Outcome = Exclude<Verdict, { kind: 'paused' }> | Refusal | Unreadable;

/** What the status is made of besides the outcome. */
export interface Facts {
  readonly now: Date;
  readonly specHash: string;
  readonly resolvedTarget?: RemediationActionStatus['resolvedTarget'];
  readonly queuePosition?: number;
}

/** The bound of status.message in the CRD. */
const longestMessage = 2048;

/** The bound of status.conflicts.winners in the CRD. */
const namedWinners = 64;

/** What came of competing. */
type Competing = Exclude<Verdict, { kind: 'paused' | 'held' }>;

interface Shown {
  readonly phase: ActionPhase;
  readonly reason: Reason;
  readonly message: string;
  readonly rivals: readonly Rival[];
  readonly until?: string;
  /** What it waits for besides rivals. */
  readonly by?: string;
}

/** The status that shows the outcome; what an unchanged verdict says, and since when, stays as it is. */
export function statusFor(action: RemediationAction, outcome: Outcome, facts: Facts): RemediationActionStatus {
  const shown = shownBy(action, outcome);
  const was = action.status;
  return {
    ...was,
    phase: shown.phase,
    reason: shown.reason,
    message: cut(shown.message, longestMessage),
    observedGeneration: action.metadata.generation,
    specHash: facts.specHash,
    resolvedTarget: facts.resolvedTarget ?? was?.resolvedTarget,
    queuePosition: facts.queuePosition,
    blocked: blockedBy(was, shown, facts.now),
    waitedSeconds: waitedBefore(was, shown, facts.now),
    approvalAskedAt: askedAt(was, outcome, facts.now),
    arbitration: arbitrationOf(was, outcome, shown, facts.now),
    conflicts: conflictsOf(was, shown.rivals[0]?.ref, facts.now),
    conditions: conditionsOf(action, shown, facts.now),
    finishedAt: isEnd(shown.phase) ? facts.now.toISOString() : undefined,
  };
}

function shownBy(action: RemediationAction, outcome: Outcome): Shown {
  switch (outcome.kind) {
    case 'refused':
      return { ...outcome, rivals: [] };
    case 'unreadable':
      return unreadable(outcome);
    case 'held':
      return {
        phase: 'Blocked',
        reason: outcome.reason,
        message: outcome.message,
        by: outcome.by,
        rivals: [],
        until: outcome.until?.toISOString(),
      };
    default:
      return {
        ...phaseAndReason(outcome),
        message: messageOf(action, outcome),
        rivals: losesTo(outcome),
        ...(outcome.kind === 'awaitingApproval' && { until: outcome.until.toISOString() }),
      };
  }
}

/** What is tried again all the time does not say when: it would be another status each time. */
function unreadable({ reason = 'Forbidden', message, until }: Unreadable): Shown {
  return { phase: 'Blocked', reason, message, rivals: [], ...(reason === 'Forbidden' && { until: until.toISOString() }) };
}

function phaseAndReason(verdict: Competing): Pick<Shown, 'phase' | 'reason'> {
  switch (verdict.kind) {
    case 'admitted':
      return { phase: 'Admitted', reason: 'Admitted' };
    case 'awaitingApproval':
      return { phase: 'AwaitingApproval', reason: verdict.reason };
    case 'blocked':
      return { phase: 'Blocked', reason: verdict.reason };
    case 'ended':
      return { phase: verdict.phase, reason: verdict.reason };
    default:
      return verdict satisfies never;
  }
}

/** Those that go before it, best first. */
function losesTo(verdict: Verdict): readonly Rival[] {
  return verdict.kind === 'blocked' || verdict.kind === 'ended' ? verdict.rivals : [];
}

function isEnd(phase: ActionPhase): boolean {
  return phase === 'Superseded' || phase === 'Rejected' || phase === 'Cancelled';
}

/** Waiting for a place and waiting for a person are told apart: only the first one ages. */
function blockedBy(was: RemediationActionStatus | undefined, shown: Shown, now: Date): Blocked | undefined {
  if (shown.phase !== 'Blocked' && shown.phase !== 'AwaitingApproval') return undefined;
  const since = was?.phase === shown.phase ? was.blocked?.since : undefined;
  return { reason: shown.reason, since: since ?? now.toISOString(), by: shown.rivals[0]?.ref ?? shown.by, until: shown.until };
}

function waitedBefore(was: RemediationActionStatus | undefined, shown: Shown, now: Date): number | undefined {
  const hasEnded = was?.phase === 'Blocked' && shown.phase !== 'Blocked';
  return hasEnded ? waitedAfter(was, now) : was?.waitedSeconds;
}

/** After these somebody is no longer asked, or nobody has to be. */
const endRequest: ReadonlySet<Outcome['kind']> = new Set(['blocked', 'admitted', 'ended']);

/** A request stands until somebody decides or nobody has to, though a limit holds the action in between. */
function askedAt(was: RemediationActionStatus | undefined, outcome: Outcome, now: Date): string | undefined {
  if (outcome.kind === 'awaitingApproval') return was?.approvalAskedAt ?? now.toISOString();
  const isOver = endRequest.has(outcome.kind) || (outcome.kind === 'held' && !outcome.unapproved);
  return isOver ? undefined : was?.approvalAskedAt;
}

function arbitrationOf(was: RemediationActionStatus | undefined, outcome: Outcome, shown: Shown, now: Date): Arbitration | undefined {
  if (outcome.kind === 'refused' || outcome.kind === 'unreadable') return was?.arbitration;
  const [winner] = shown.rivals;
  const next = { rule: shown.reason, winner: winner?.ref, conflictType: winner?.conflictType };
  if (saysTheSame(was?.arbitration, next)) return was?.arbitration;
  return { ...next, against: namesOf(outcome), decidedAt: now.toISOString() };
}

function saysTheSame(old: Arbitration | undefined, next: Omit<Arbitration, 'decidedAt'>): boolean {
  return old !== undefined && old.rule === next.rule && old.winner === next.winner && old.conflictType === next.conflictType;
}

/** A conflict is a loser and its recorded winner: that they meet again is no other one. */
function conflictsOf(was: RemediationActionStatus | undefined, winner: string | undefined, now: Date): ConflictsLost | undefined {
  const before = was?.conflicts;
  if (winner === undefined || before?.winners.includes(winner)) return before;
  const day = utcDay(now);
  const winners = [winner, ...(before?.winners ?? [])].slice(0, namedWinners);
  return { day, count: before?.day === day ? before.count + 1 : 1, winners };
}

function namesOf(outcome: Outcome): string[] | undefined {
  return 'rivals' in outcome && outcome.rivals.length > 0 ? outcome.rivals.map(({ ref }) => ref) : undefined;
}

function conditionsOf({ metadata, status }: RemediationAction, shown: Shown, now: Date): Condition[] {
  const { phase, reason, message } = shown;
  const waits = phase === 'Blocked' || phase === 'AwaitingApproval';
  const admitted: ConditionChange = { type: 'Admitted', status: phase === 'Admitted' ? 'True' : 'False', reason, message };
  const cleared = clearedCondition(metadata, status?.blocked, reason);
  const before = cleared ? setCondition(status?.conditions, cleared, now, metadata.generation) : status?.conditions;
  const judged = setCondition(before, admitted, now, metadata.generation);
  if (!waits && !findCondition(judged, 'Blocked')) return judged;
  return setCondition(judged, { type: 'Blocked', status: waits ? 'True' : 'False', reason, message }, now, metadata.generation);
}
