import { cut } from '../../api/cut.ts';
import type { ActionPhase, Blocked, RemediationAction, RemediationActionStatus } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import type { WaitingReason } from '../../api/waiting-reasons.ts';
import { findCondition, setCondition } from '../conditions.ts';
import { bytesOf } from '../size/fit.ts';
import type { Facts, Working } from './look.ts';

type Status = RemediationActionStatus;

/** How an action ends, or is about to. */
export interface Ending {
  readonly phase: Extract<ActionPhase, 'Succeeded' | 'Failed' | 'Cancelled'>;
  readonly reason: Reason;
  readonly message: string;
}

/** The bound of status.message in the CRD. */
export const longestMessage = 2048;
const largestResult = 8192;

/** The action runs: its clock starts, and whether it did what it was asked for is open. */
export function begun(action: RemediationAction, why: { reason: Reason; message: string }, now: Date): Status {
  const status = action.status ?? {};
  const { reason } = why;
  const message = cut(why.message, longestMessage);
  return {
    ...unblocked(action, status, now),
    phase: 'Running',
    reason,
    message,
    observedGeneration: action.metadata.generation,
    startedAt: status.startedAt ?? now.toISOString(),
    queuePosition: undefined,
    conditions: setCondition(status.conditions, { type: 'Executed', status: 'Unknown', reason, message }, now, action.metadata.generation),
  };
}

/** The action is still Running but will end this way, once it has taken back what it did. */
export function stopping(action: RemediationAction, status: Status, { reason, message }: Ending, now: Date): Status {
  const change = { type: 'Executed', status: 'False', reason, message } as const;
  const conditions = setCondition(unblocked(action, status, now).conditions, change, now, action.metadata.generation);
  return { ...unblocked(action, status, now), reason, message: cut(message, longestMessage), conditions };
}

/** The action is over; its condition Executed and its phase say the same. */
export function ended(action: RemediationAction, status: Status, ending: Ending, now: Date): Status {
  const { phase, reason } = ending;
  const message = cut(ending.message, longestMessage);
  const free = unblocked(action, status, now);
  const change = { type: 'Executed', status: phase === 'Succeeded' ? 'True' : 'False', reason, message } as const;
  return {
    ...free,
    phase,
    reason,
    message,
    observedGeneration: action.metadata.generation,
    finishedAt: now.toISOString(),
    nextAttemptAt: undefined,
    queuePosition: undefined,
    conditions: setCondition(free.conditions, change, now, action.metadata.generation),
  };
}

/** What the action is busy with, and whether something holds it up; the same words again change nothing. */
export function busy(action: RemediationAction, status: Status, { message, blocked }: Working, now: Date): Status {
  const said = { ...status, message: cut(message, longestMessage) };
  return blocked ? heldUp(action, said, { ...blocked, message }, now) : unblocked(action, said, now);
}

interface Hold {
  readonly reason: WaitingReason;
  readonly message: string;
  readonly by?: string;
  readonly until?: string;
}

/** Something holds the action up: the condition Blocked, the reason and the message say what, since when it did so first. */
export function heldUp(action: RemediationAction, status: Status, hold: Hold, now: Date): Status {
  const { reason, by, until } = hold;
  const message = cut(hold.message, longestMessage);
  const since = status.blocked?.reason === reason ? status.blocked.since : now.toISOString();
  const blocked: Blocked = { reason, since, ...(by !== undefined && { by: cut(by, 400) }), ...(until !== undefined && { until }) };
  const change = { type: 'Blocked', status: 'True', reason, message } as const;
  return { ...status, reason, message, blocked, conditions: setCondition(status.conditions, change, now, action.metadata.generation) };
}

/** Nothing holds the action up any more, and its reason is that of the condition Executed again. */
export function unblocked(action: RemediationAction, status: Status, now: Date): Status {
  const free = { ...status, blocked: undefined };
  if (findCondition(status.conditions, 'Blocked')?.status !== 'True') return free;
  const change = { type: 'Blocked', status: 'False', reason: 'Running', message: 'Nothing holds it up any more.' } as const;
  const reason = findCondition(status.conditions, 'Executed')?.reason ?? status.reason;
  return { ...free, reason, conditions: setCondition(status.conditions, change, now, action.metadata.generation) };
}

/** Facts are added to the result, which stays within 8 KiB as JSON: what would not fit is left out and said to be. */
export function withResult(status: Status, facts: Facts | undefined): Status {
  if (!facts || Object.keys(facts).length === 0) return status;
  const result = { ...status.result, ...facts };
  if (bytesOf(result) <= largestResult) return { ...status, result };
  return { ...status, result: { ...status.result, truncated: true } };
}
