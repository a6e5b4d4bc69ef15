import { isHarmless, isPreferred, needsApproval, type Contender } from './contender.ts';
import { compareAge, compareRank, type Ranked } from './rank.ts';
import { sameLock, type LockTarget } from './targets.ts';

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

/**
 * Who has to do with some targets; read only as far as is needed, so what comes first should decide most often. Of plans those of which
 * one target is, contains or is contained in one of these, with or without the one that asks.
 */
export interface Rivals {
  /** Executing, Verifying or RollingBack. */
  readonly executing: (targets: readonly LockTarget[]) => Iterable<PlanContender>;
  /** Phase Pending and neither suspended nor cancelled; the ones that a rule or a person stands behind. */
  readonly preferred: (targets: readonly LockTarget[]) => Iterable<PlanContender>;
  /** All that are so, those of models too. */
  readonly pending: (targets: readonly LockTarget[]) => Iterable<PlanContender>;
  /** The unfinished actions on exactly these targets. */
  readonly actions: (targets: readonly LockTarget[]) => Iterable<Contender>;
}

/** All that the start of a plan depends on. */
export interface PlanStartSeen {
  readonly candidate: PlanContender;
  readonly rivals: Rivals;
  /** CONFIDENCE_THRESHOLD. */
  readonly threshold: number;
}

/** The order in which waiting plans are looked through: roughly by rank, which changes with time, and those of models last. */
export function compareRoughly(a: PlanContender, b: PlanContender): number {
  return Number(isPreferred(b)) - Number(isPreferred(a)) || a.priority - b.priority || compareAge(a, b);
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

function heldByExecutingPlan({ candidate, rivals }: PlanStartSeen): PlanObjection | undefined {
  const plan = first(rivals.executing(candidate.targets), (other) => other.uid !== candidate.uid && !other.dryRun);
  return plan && { reason: 'TargetHeld', by: plan.ref };
}

function heldByAction({ candidate, rivals }: PlanStartSeen): PlanObjection | undefined {
  const action = first(rivals.actions(candidate.targets), (other) => other.heldSince !== undefined && isRival(candidate, other));
  return action && { reason: 'TargetHeld', by: action.ref };
}

/** A model's plan lets a rule's or a person's go first, whatever the ranks. */
function preferredRival({ candidate, rivals, threshold }: PlanStartSeen): PlanObjection | undefined {
  if (isPreferred(candidate)) return undefined;
  const { targets } = candidate;
  const wants = (other: Contender): boolean => isPreferred(other) && !needsApproval(other, threshold) && isRival(candidate, other);
  const plan = first(rivals.preferred(targets), (other) => other.uid !== candidate.uid && !other.dryRun && wantsSame(candidate, other));
  const rival = plan ?? first(rivals.actions(targets), wants);
  return rival && { reason: 'DeterministicPreferred', by: rival.ref };
}

/** One that itself yields to a preferred rival reserves nothing: it would wait for that one, and that one for it. */
function betterPlan(seen: PlanStartSeen, now: Date): PlanObjection | undefined {
  const { candidate, rivals } = seen;
  const plan = first(
    rivals.pending(candidate.targets),
    (other) => !other.dryRun && compareRank(other, candidate, now) < 0 && preferredRival({ ...seen, candidate: other }) === undefined,
  );
  return plan && { reason: 'TargetHeld', by: plan.ref };
}

/** Actions that reserve nothing (not approved, yielding, told to wait by execution) do not keep a plan from starting. */
function betterAction({ candidate, rivals, threshold }: PlanStartSeen, now: Date): PlanObjection | undefined {
  const action = first(
    rivals.actions(candidate.targets),
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

function first<T>(all: Iterable<T>, isIt: (one: T) => boolean): T | undefined {
  for (const one of all) if (isIt(one)) return one;
  return undefined;
}
