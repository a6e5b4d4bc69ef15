import type { ActionType, Source } from '../../api/generated/types.ts';
import { partnersOf, type ExclusivityScope } from './exclusive-types.ts';
import { isBareAi, isBelowThreshold, isHarmless, isPreferred, lacksApproval, needsApproval, type Contender } from './contender.ts';
import { endings } from './endings.ts';
import { enter, laneOf, rivalsIn, type Found, type Lane, type Order } from './lane.ts';
import { nodeSeats, type NodePlaces, type NodeSeats } from './node-seats.ts';
import { ageing, agedPriority, compareAge, compareRank } from './rank.ts';
import { tokenAt, type TokenBucket } from './token-bucket.ts';
import { namedRivals, rivalsOf, type BlockReason, type Verdict } from './verdict.ts';

/** Everything that a verdict depends on. */
export interface Seen {
  /** Admitted and Running. */
  readonly holding: readonly Contender[];
  readonly waiting: readonly Contender[];
  /** Lock key -> the executing plan that holds it. */
  readonly holds: ReadonlyMap<string, { readonly uid: string; readonly ref: string }>;
  /** How many may hold at once. */
  readonly maxActive: number;
  /** Below it (strictly) a model needs a person. */
  readonly threshold: number;
  /** A request for a person's yes stands for so many seconds. */
  readonly approvalSeconds: number;
  readonly scope: ExclusivityScope;
  readonly exclusivePairs: readonly (readonly [ActionType, ActionType])[];
  readonly weights: Readonly<Record<Source, number>>;
  /** What an admission takes a token from. */
  readonly bucket: TokenBucket;
  /** How many nodes of a group may be worked on. */
  readonly nodes: NodePlaces;
}

/** One verdict per waiting action, by uid; who is Blocked in the order of the queue; and how much was compared. */
export interface Decision {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly queue: readonly string[];
  readonly comparisons: number;
}

/** What one pass works with: the waiting and the holding ones in order of rank. */
interface Pass extends Seen {
  readonly now: Date;
  readonly order: Order;
  /** As those that hold leave them. */
  readonly nodeSeats: NodeSeats;
}

/**
 * Judges all unfinished actions at once; the result does not depend on the order in which they are given. No two that are admitted
 * conflict with each other or with one that holds, but that a compensating one minds only its own target.
 */
export function decide(seen: Seen, now: Date): Decision {
  const tally = { comparisons: 0 };
  const compare = (a: Contender, b: Contender): number => (tally.comparisons++, compareRank(a, b, now));
  const order = { compare, tally, scope: seen.scope, partners: partnersOf(seen.exclusivePairs) };
  const [holding, waiting] = [seen.holding.toSorted(compare), seen.waiting.toSorted(compare)];
  const pass: Pass = { ...seen, now, order, holding, waiting, nodeSeats: nodeSeats(seen.nodes, holding, now) };

  const verdicts = new Map<string, Verdict>();
  const competing = setAside(pass, verdicts);
  const winners = compete(pass, competing, verdicts);
  const admitted = seat(pass, winners, verdicts);
  for (const [uid, verdict] of endings(pass, admitted, verdicts)) verdicts.set(uid, verdict);
  nameBeaten(pass, admitted, verdicts);

  const queue = pass.waiting.flatMap(({ uid }) => (isQueued(verdicts.get(uid)) ? [uid] : []));
  return { verdicts, queue, comparisons: tally.comparisons };
}

function isQueued(verdict: Verdict | undefined): boolean {
  return verdict?.kind === 'blocked' || verdict?.kind === 'held';
}

/** Those that do not compete have their verdict: held by a limit, paused, waiting for a person, or yielding to a rule or a person. Returns the rest. */
function setAside(pass: Pass, verdicts: Map<string, Verdict>): Contender[] {
  const { waiting, holding, threshold, order } = pass;
  const mayCompete = (one: Contender): boolean => !one.hold && !isBelowThreshold(one, threshold) && !lacksApproval(one);
  const preferred = laneOf(
    order,
    [...holding, ...waiting].filter((one) => isPreferred(one) && mayCompete(one)),
  );
  return waiting.filter((one) => {
    const verdict = setAsideVerdict(pass, one, preferred);
    if (verdict) verdicts.set(one.uid, verdict);
    return verdict === undefined;
  });
}

function setAsideVerdict(pass: Pass, one: Contender, preferred: Lane): Verdict | undefined {
  const { threshold, now } = pass;
  if (one.hold && !isAskedMeanwhile(one, threshold)) return { kind: 'held', ...one.hold, unapproved: needsApproval(one, threshold) };
  if (one.notBefore !== undefined && one.notBefore > now.getTime()) return { kind: 'paused' };
  if (one.dryRun) return undefined;
  if (isBelowThreshold(one, threshold)) return awaiting(pass, one, 'LowConfidence');
  if (lacksApproval(one)) return awaiting(pass, one, 'ApprovalRequired');
  return heldByBudget(pass, one) ?? yielding(one, preferred);
}

/** Who waits for others to be done with their nodes reserves nothing: they may need what it would reserve to get done. */
function heldByBudget({ nodeSeats }: Pass, one: Contender): Verdict | undefined {
  const hold = nodeSeats.overBudget(one);
  return hold && { kind: 'held', ...hold };
}

function yielding(one: Contender, preferred: Lane): Verdict | undefined {
  if (!isBareAi(one)) return undefined;
  const rivals = rivalsIn(preferred, one, namedRivals).filter(({ conflictType }) => conflictType === 'same_target');
  return rivals.length === 0 ? undefined : blocked('DeterministicPreferred', rivals);
}

/** It waits for a person, or nobody approved it in time. */
function awaiting({ approvalSeconds, now }: Pass, one: Contender, reason: 'LowConfidence' | 'ApprovalRequired'): Verdict {
  const { approvalRule: rule, approvalRequired, awaitingSince = now.getTime() } = one;
  const until = new Date(awaitingSince + approvalSeconds * 1000);
  if (until <= now) return { kind: 'ended', phase: 'Rejected', reason: 'ApprovalExpired', rivals: [] };
  const byRule = reason === 'ApprovalRequired' && !approvalRequired && rule !== undefined;
  return { kind: 'awaitingApproval', reason, until, ...(byRule && { rule }) };
}

/** What passes by itself, such as the time until a window opens, is no reason to ask a person only then. */
function isAskedMeanwhile(one: Contender, threshold: number): boolean {
  return one.hold?.until !== undefined && !one.dryRun && needsApproval(one, threshold);
}

/** In order of rank: whoever nothing stands before is a winner, the others are Blocked. Whoever waits keeps its place. */
function compete(pass: Pass, competing: readonly Contender[], verdicts: Map<string, Verdict>): Contender[] {
  const holders = laneOf(pass.order, pass.holding);
  const before = laneOf(pass.order);
  return competing.filter((one) => {
    const plan = heldBy(pass, one);
    if (plan) {
      verdicts.set(one.uid, { kind: 'blocked', reason: 'TargetHeld', rivals: [{ ref: plan.ref, conflictType: 'same_target' }] });
      return false;
    }
    const verdict = behind(holders, one, pass.now, byHolding) ?? behind(before, one, pass.now, byRank);
    enter(before, one);
    if (verdict) verdicts.set(one.uid, verdict);
    return verdict === undefined;
  });
}

function heldBy({ holds }: Pass, one: Contender): { readonly ref: string } | undefined {
  if (one.compensates || isHarmless(one)) return undefined;
  const plan = holds.get(one.target.key);
  return plan?.uid === one.planUid ? undefined : plan;
}

function behind(lane: Lane, one: Contender, now: Date, why: typeof byRank): Verdict | undefined {
  const rivals = recordedFirst(rivalsIn(lane, one, namedRivals), one);
  const [first] = rivals;
  return first && blocked(why(first.contender, one, now), rivals);
}

const lasting: ReadonlySet<string> = new Set(['TargetBusy', 'LowerPriority', 'OlderWins']);

/** Who lost against it while both waited keeps that reason, though the winner holds now. */
function byHolding(holder: Contender, one: Contender, now: Date): BlockReason {
  const { recorded, judgedAt } = one;
  if (recorded?.winner === holder.ref && isLasting(recorded.reason)) return recorded.reason;
  const heldAtFirstVerdict = judgedAt === undefined || (holder.heldSince ?? 0) < judgedAt;
  return heldAtFirstVerdict ? 'TargetBusy' : byRank(holder, one, now);
}

function isLasting(reason: string): reason is 'TargetBusy' | 'LowerPriority' | 'OlderWins' {
  return lasting.has(reason);
}

function byRank(winner: Contender, loser: Contender, now: Date): BlockReason {
  return agedPriority(loser, now) > agedPriority(winner, now) ? 'LowerPriority' : 'OlderWins';
}

/** Among rivals of the strongest kind the recorded one stays the named one, so that a newcomer does not rewrite every loser. */
function recordedFirst(found: readonly Found[], { recorded }: Contender): readonly Found[] {
  const strongest = found[0]?.conflictType;
  const known = found.find(({ contender, conflictType }) => contender.ref === recorded?.winner && conflictType === strongest);
  return known ? [known, ...found.filter((one) => one !== known)] : found;
}

function blocked(reason: BlockReason, found: readonly Found[]): Verdict {
  return { kind: 'blocked', reason, rivals: rivalsOf(found) };
}

/** The free places go to the winners by weight, each with a token, and on a node with one of its group; a compensating one and a dry run need none. */
function seat(pass: Pass, winners: readonly Contender[], verdicts: Map<string, Verdict>): Contender[] {
  const free = pass.maxActive - pass.holding.filter(takesPlace).length;
  const seats = { free, tokens: 0, nodes: pass.nodeSeats };
  const score = (one: Contender): number => weight(pass, one) * (6 - one.priority) + ageing(one, pass.now);
  const inOrder = winners.toSorted((a, b) => (pass.order.tally.comparisons++, score(b) - score(a) || compareAge(a, b)));
  return inOrder.filter((one) => {
    const verdict = takesPlace(one) ? nextSeat(pass, seats, one) : admitted;
    verdicts.set(one.uid, verdict);
    return verdict.kind === 'admitted';
  });
}

const admitted: Verdict = { kind: 'admitted', rivals: [] };

/** Who waits for a token keeps its place in the order, so that each is told when its own one comes. */
function nextSeat({ bucket, now }: Pass, seats: { free: number; tokens: number; nodes: NodeSeats }, one: Contender): Verdict {
  const refusal = seats.nodes.refusal(one);
  if (refusal) return { kind: 'held', ...refusal };
  if (seats.free <= 0) return { kind: 'blocked', reason: 'ActiveLimit', rivals: [] };
  seats.free -= 1;
  seats.nodes.take(one);
  const at = tokenAt(bucket, seats.tokens, now);
  seats.tokens += 1;
  return at <= now.getTime() ? admitted : { kind: 'held', ...rateLimited, until: new Date(at) };
}

const rateLimited = {
  reason: 'RateLimited',
  message: 'As many actions were admitted lately as may be; it is admitted when a token comes.',
} as const;

function takesPlace({ compensates, dryRun }: Contender): boolean {
  return !compensates && !dryRun;
}

/** One that a person approved counts as manual. */
function weight({ weights }: Pass, { source, approved }: Contender): number {
  return weights[source === 'ai_driven' && approved ? 'manual' : source];
}

/** Each admitted one names those that it goes before. */
function nameBeaten(pass: Pass, admitted: readonly Contender[], verdicts: Map<string, Verdict>): void {
  if (admitted.length === 0) return;
  const others = laneOf(
    pass.order,
    pass.waiting.filter(({ uid }) => verdicts.get(uid)?.kind !== 'admitted'),
  );
  for (const one of admitted) verdicts.set(one.uid, { kind: 'admitted', rivals: rivalsOf(rivalsIn(others, one, namedRivals)) });
}
