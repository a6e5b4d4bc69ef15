import { isHarmless, isPreferred, needsApproval, type Contender } from './contender.ts';
import { compareRank, type Ranked } from './rank.ts';
import { overlaps, sameLock, type LockTarget } from './targets.ts';

/** A plan that wants to start, waits to, or executes. */
export interface PlanContender extends Ranked {
  /** RemediationPlan/namespace/name. */
  readonly ref: string;
  readonly source: 'deterministic' | 'ai_driven' | 'manual';
  /** Approved by a person, which makes it count as manual. */
  readonly approved: boolean;
  /** Mode DryRun: it holds nothing and waits for nobody. */
  readonly dryRun: boolean;
  /** The resolved targets of all its steps. */
  readonly targets: readonly LockTarget[];
}

/** All that the start of a plan depends on. */
export interface PlanStartSeen {
  readonly candidate: PlanContender;
  /** Executing, Verifying or RollingBack. */
  readonly executing: readonly PlanContender[];
  /** Phase Pending and neither suspended nor cancelled; with or without the candidate. */
  readonly pending: readonly PlanContender[];
  /** All unfinished actions. */
  readonly actions: readonly Contender[];
  /** CONFIDENCE_THRESHOLD. */
  readonly threshold: number;
}

/** Why a plan may not start yet, and what it waits for. */
export interface PlanObjection {
  readonly reason: 'TargetHeld' | 'DeterministicPreferred';
  /** kind/namespace/name. */
  readonly by: string;
}

type Objection = (seen: PlanStartSeen, now: Date) => PlanObjection | undefined;

/** The first reason for which the plan may not take all its targets at once now; undefined when it may start. */
export function planStartObjection(seen: PlanStartSeen, now: Date): PlanObjection | undefined {
  if (seen.candidate.dryRun) return undefined;
  for (const objection of objections) {
    const found = objection(seen, now);
    if (found) return found;
  }
  return undefined;
}

const objections: readonly Objection[] = [heldByExecutingPlan, heldByAction, preferredRival, betterPlan, betterAction];

function heldByExecutingPlan({ candidate, executing }: PlanStartSeen): PlanObjection | undefined {
  const plan = executing.find((other) => other.uid !== candidate.uid && !other.dryRun && anyOverlap(candidate, other));
  return plan && { reason: 'TargetHeld', by: plan.ref };
}

function heldByAction({ candidate, actions }: PlanStartSeen): PlanObjection | undefined {
  const action = actions.find((other) => other.heldSince !== undefined && isRival(candidate, other));
  return action && { reason: 'TargetHeld', by: action.ref };
}

/** A model's plan lets a rule's or a person's go first, whatever the ranks. */
function preferredRival(seen: PlanStartSeen): PlanObjection | undefined {
  const { candidate, pending, actions, threshold } = seen;
  if (isPreferred(candidate)) return undefined;
  const plan = pending.find((other) => isPreferred(other) && other.uid !== candidate.uid && !other.dryRun && wantsSame(candidate, other));
  const rival = plan ?? actions.find((other) => isPreferred(other) && !needsApproval(other, threshold) && isRival(candidate, other));
  return rival && { reason: 'DeterministicPreferred', by: rival.ref };
}

/** One that itself yields to a preferred rival reserves nothing: it would wait for that one, and that one for it. */
function betterPlan(seen: PlanStartSeen, now: Date): PlanObjection | undefined {
  const { candidate, pending } = seen;
  const plan = pending.find(
    (other) =>
      !other.dryRun &&
      compareRank(other, candidate, now) < 0 &&
      anyOverlap(candidate, other) &&
      preferredRival({ ...seen, candidate: other }) === undefined,
  );
  return plan && { reason: 'TargetHeld', by: plan.ref };
}

/** Actions that reserve nothing (not approved, yielding, told to wait by execution) do not keep a plan from starting. */
function betterAction({ candidate, actions, threshold }: PlanStartSeen, now: Date): PlanObjection | undefined {
  const action = actions.find(
    (other) =>
      other.heldSince === undefined &&
      isRival(candidate, other) &&
      !needsApproval(other, threshold) &&
      !(other.notBefore !== undefined && other.notBefore > now.getTime()) &&
      compareRank(other, candidate, now) < 0,
  );
  return action && { reason: 'TargetHeld', by: action.ref };
}

function isRival({ uid, targets }: PlanContender, action: Contender): boolean {
  return action.planUid !== uid && !isHarmless(action) && targets.some((target) => sameLock(target, action.target));
}

function wantsSame(a: PlanContender, b: PlanContender): boolean {
  return a.targets.some((target) => b.targets.some((other) => sameLock(target, other)));
}

function anyOverlap(a: PlanContender, b: PlanContender): boolean {
  return a.targets.some((target) => b.targets.some((other) => overlaps(target, other)));
}
