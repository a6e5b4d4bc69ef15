import type { Condition, RemediationAction } from '../../api/generated/types.ts';
import { actionRef, isHolding, isWaiting } from '../../domain/arbitration/contender.ts';
import { findCondition } from '../../domain/conditions.ts';
import { excludeLabel, isVaguelyExcluded } from '../../domain/limits/node-excluded.ts';
import { disturbedNodes } from '../../domain/limits/node-work.ts';
import { actionEnded, actionQueued, conflictDetected, conflictResolved } from '../../log-lines.ts';
import { wishOfAction } from '../limits/limits.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { rivalOf, tellConflict } from '../runtime/tell-conflict.ts';

/** Tells people and dashboards of verdicts, each once. */
export interface Announcer {
  /** The action is known from now on; conflicts are timed from here. */
  sawFirst(uid: string): void;
  /** `after` was stored in place of `before`. */
  recorded(before: RemediationAction, after: RemediationAction): void;
  /** Nothing is remembered of actions that are not among these. */
  keep(uids: ReadonlySet<string>): void;
}

const ruleWords: Readonly<Record<string, string>> = {
  LowConfidence: 'low_confidence',
  DeterministicPreferred: 'same_target',
  LowerPriority: 'priority_conflict',
  OlderWins: 'oldest',
  TargetBusy: 'oldest',
  TargetHeld: 'oldest',
  DuplicateOf: 'duplicate',
};

/** An announcer that has said nothing yet. */
export function makeAnnouncer(deps: EngineDeps): Announcer {
  const firstSeen = new Map<string, number>();
  return {
    sawFirst(uid) {
      if (!firstSeen.has(uid)) firstSeen.set(uid, deps.clock.monotonic());
    },
    recorded(before, after) {
      if (before.status?.phase === undefined && !isRefused(after)) deps.log.event(actionQueued(after.metadata.name, after.spec.priority));
      announceCleared(deps, clearedIn(before), after);
      if (isNewConflict(before, after)) announceConflict(deps, firstSeen, after);
      if (isHolding(after) && !isHolding(before)) announceVagueLabel(deps, after);
      if (!isWaiting(after) && !isHolding(after)) announceEnd(deps, after);
    },
    keep(uids) {
      for (const uid of firstSeen.keys()) if (!uids.has(uid)) firstSeen.delete(uid);
    },
  };
}

/** Whether it never came into the queue. */
function isRefused({ status }: RemediationAction): boolean {
  return status?.arbitration === undefined && (status?.phase === 'Rejected' || status?.phase === 'Cancelled');
}

/** A conflict is a loser and its recorded winner; it is told of when that pair is recorded for the first time. */
function isNewConflict(before: RemediationAction, after: RemediationAction): boolean {
  const [winner] = after.status?.conflicts?.winners ?? [];
  return winner !== undefined && winner !== before.status?.conflicts?.winners[0];
}

function announceConflict(deps: EngineDeps, firstSeen: ReadonlyMap<string, number>, loser: RemediationAction): void {
  const { winner = '', conflictType = 'same_target', rule = '' } = loser.status?.arbitration ?? {};
  const rival = rivalOf(deps.caches, winner);
  deps.log.event(conflictDetected(loser.metadata.name, winner.slice(winner.lastIndexOf('/') + 1)));
  deps.log.event(conflictResolved(ruleWords[rule] ?? rule));
  deps.metrics.conflict(conflictType);
  const now = deps.clock.monotonic();
  const since = Math.max(...[loser, rival].map((one) => firstSeen.get(one?.metadata.uid ?? '') ?? -Infinity));
  deps.metrics.resolved(Number.isFinite(since) ? (now - since) / 1000 : 0);
  tellAll(deps, loser, winner);
}

function tellAll(deps: EngineDeps, loser: RemediationAction, winner: string): void {
  const { reason = '', message = '', resolvedTarget: regarding } = loser.status ?? {};
  tellConflict(deps, loser, { winner, reason, message });
  if (!regarding) return;
  const note = `${actionRef(loser)}: ${message}`;
  deps.events.record({ regarding, related: loser, type: 'Normal', reason: 'ConflictDetected', action: 'Arbitrate', note });
}

/** Somebody may have meant to keep the node out of reach, and is told that the label says nothing without a value. */
function announceVagueLabel({ caches, events }: EngineDeps, action: RemediationAction): void {
  const [name] = disturbedNodes(wishOfAction(action, undefined));
  const node = name === undefined ? undefined : caches.nodes.get({ name });
  if (!node || !isVaguelyExcluded(node)) return;
  const note = `${actionRef(action)} begins all the same: the label ${excludeLabel} has no value, and only "true" keeps the engine away.`;
  events.record({ regarding: node, related: action, type: 'Warning', reason: 'ExcludeLabelUnclear', action: 'Arbitrate', note });
}

function clearedIn({ status }: RemediationAction): Condition | undefined {
  return findCondition(status?.conditions, 'BlockCleared');
}

function announceCleared({ events }: EngineDeps, before: Condition | undefined, action: RemediationAction): void {
  const cleared = clearedIn(action);
  if (!cleared || before) return;
  const { reason, message: note } = cleared;
  events.record({ regarding: action, type: 'Normal', reason, action: 'Arbitrate', note });
}

function announceEnd({ events, log, metrics }: EngineDeps, action: RemediationAction): void {
  const { phase = '', reason = '', message = '' } = action.status ?? {};
  metrics.actionEnded(action.spec.type, action.spec.source);
  if (phase === 'Superseded') return;
  log.event(actionEnded(action.metadata.name, phase, reason));
  events.record({ regarding: action, type: phase === 'Rejected' ? 'Warning' : 'Normal', reason, action: 'Arbitrate', note: message });
}
