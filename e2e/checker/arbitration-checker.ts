import {
  aloneAi,
  before,
  clash,
  effectivePriority,
  gate,
  holds,
  humanOrRule,
  isPaused,
  lockedBy,
  steps,
  waits,
  watching,
  type CheckedAction,
  type CheckedWorld,
} from './arbitration-facts.ts';

/*
 * Judges arbitration from outside: what the rules say of a set of actions, found by comparing everything with everything. It shares no code
 * with the engine, so an error of the one is not an error of the other.
 */

/** What an action must show after one pass over the set. */
export interface Expected {
  readonly phase: string;
  readonly reason: string;
  /** Name of the action, or uid of the plan, that goes first. */
  readonly winner?: string;
  readonly conflictType?: string;
}

/** A set of actions at one moment, best ranked first, and what was found of it so far. */
interface Case {
  readonly waiting: readonly CheckedAction[];
  readonly holding: readonly CheckedAction[];
  readonly world: CheckedWorld;
  readonly now: number;
  readonly verdicts: Map<string, Expected>;
}

/** What each waiting action must show, by uid; none for those that are to stay as they are. */
export function expectedVerdicts(all: readonly CheckedAction[], world: CheckedWorld, now: number): Map<string, Expected> {
  const ordered = all.toSorted((a, b) => (before(a, b, now) ? -1 : 1));
  const set: Case = { waiting: ordered.filter(waits), holding: ordered.filter(holds), world, now, verdicts: new Map() };
  const admitted = seated(winnersOf(set, competitorsOf(set)), set);
  const real = [...set.holding, ...admitted].filter((one) => !one.spec.compensates).sort((a, b) => (before(a, b, now) ? -1 : 1));
  for (const action of set.waiting.filter((one) => !admitted.includes(one) && !one.spec.compensates)) {
    const end = endOf(action, set, real);
    if (end) set.verdicts.set(action.metadata.uid, end);
  }
  return set.verdicts;
}

function competitorsOf({ waiting, holding, world, now, verdicts }: Case): CheckedAction[] {
  const rulesAndPeople = [...holding, ...waiting].filter((one) => humanOrRule(one) && !gate(one, world));
  return waiting.filter((action) => {
    if (isPaused(action, now)) return false;
    const gated = gate(action, world);
    const by = aloneAi(action, world) && rulesAndPeople.find((one) => clash(action, one, world) === 'same_target');
    if (gated) verdicts.set(action.metadata.uid, { phase: 'AwaitingApproval', reason: gated });
    else if (by) verdicts.set(action.metadata.uid, lost('DeterministicPreferred', by, 'same_target'));
    return !gated && !by;
  });
}

function winnersOf({ holding, world, now, verdicts }: Case, competing: readonly CheckedAction[]): CheckedAction[] {
  const ahead: CheckedAction[] = [];
  return competing.filter((action) => {
    const plan = planInTheWay(action, world);
    if (plan !== undefined) {
      verdicts.set(action.metadata.uid, { phase: 'Blocked', reason: 'TargetHeld', winner: plan, conflictType: 'same_target' });
      return false;
    }
    const holder = strongest(action, holding, world);
    const better = strongest(action, ahead, world);
    ahead.push(action);
    if (holder) verdicts.set(action.metadata.uid, lost(busyOrRank(action, holder.rival, now), holder.rival, holder.why));
    else if (better) verdicts.set(action.metadata.uid, lost(rankReason(action, better.rival, now), better.rival, better.why));
    return !holder && !better;
  });
}

function lost(reason: string, rival: CheckedAction, conflictType: string): Expected {
  return { phase: 'Blocked', reason, winner: rival.metadata.name, conflictType };
}

const strengths = ['same_target', 'contained_target', 'exclusive_types'];

function strongest(action: CheckedAction, others: readonly CheckedAction[], world: CheckedWorld) {
  for (const why of strengths) {
    const rival = others.find((other) => clash(action, other, world) === why);
    if (rival) return { rival, why };
  }
  return undefined;
}

function planInTheWay(action: CheckedAction, world: CheckedWorld): string | undefined {
  const { spec, metadata } = action;
  if (spec.compensates || spec.dryRun || watching.includes(spec.operation)) return undefined;
  const plan = world.held?.[lockedBy(action, world)];
  return plan === world.plans?.[metadata.uid] ? undefined : plan;
}

function rankReason(loser: CheckedAction, winner: CheckedAction, now: number): string {
  return effectivePriority(loser, now) > effectivePriority(winner, now) ? 'LowerPriority' : 'OlderWins';
}

function busyOrRank(loser: CheckedAction, holder: CheckedAction, now: number): string {
  const judged = loser.status?.blocked?.since;
  const admitted = holder.status?.conditions?.find(({ type }) => type === 'Admitted')?.lastTransitionTime;
  if (judged === undefined || admitted === undefined || Date.parse(admitted) < Date.parse(judged)) return 'TargetBusy';
  return rankReason(loser, holder, now);
}

function seated(winners: readonly CheckedAction[], { holding, world, now, verdicts }: Case): CheckedAction[] {
  const score = (one: CheckedAction) => (humanOrRule(one) ? 2 : 1) * (6 - (one.spec.priority ?? 3)) + steps(one, now);
  const born = (one: CheckedAction) => `${one.metadata.creationTimestamp} ${one.metadata.uid}`;
  const free = world.maxActive - holding.filter(({ spec }) => !spec.compensates && !spec.dryRun).length;
  const placeless = winners.filter(({ spec }) => spec.compensates || spec.dryRun);
  const usual = winners
    .filter(({ spec }) => !spec.compensates && !spec.dryRun)
    .sort((a, b) => score(b) - score(a) || (born(a) < born(b) ? -1 : 1));
  const admitted = [...placeless, ...usual.slice(0, Math.max(0, free))];
  for (const one of winners) {
    const seat = admitted.includes(one);
    verdicts.set(one.metadata.uid, seat ? { phase: 'Admitted', reason: 'Admitted' } : { phase: 'Blocked', reason: 'ActiveLimit' });
  }
  return admitted;
}

function endOf(action: CheckedAction, { world, verdicts }: Case, real: readonly CheckedAction[]): Expected | undefined {
  const rivals = real.filter((other) => clash(action, other, world) !== undefined);
  const twin = rivals.find((other) => work(other, world) === work(action, world));
  if (twin) return { phase: 'Superseded', reason: 'DuplicateOf', winner: twin.metadata.name, conflictType: 'same_target' };
  switch (verdicts.get(action.metadata.uid)?.reason) {
    case 'LowConfidence':
      return against(action, rivals, world, { phase: 'Rejected', reason: 'LowConfidence' });
    case 'DeterministicPreferred':
      return against(action, rivals.filter(humanOrRule), world, { phase: 'Superseded', reason: 'DeterministicPreferred' });
    default:
      return undefined;
  }
}

function against(action: CheckedAction, rivals: readonly CheckedAction[], world: CheckedWorld, end: Expected): Expected | undefined {
  const found = strongest(action, rivals, world);
  return found && { ...end, winner: found.rival.metadata.name, conflictType: found.why };
}

function work(action: CheckedAction, world: CheckedWorld): string {
  const { type, operation, parameters = {} } = action.spec;
  return [type, operation, lockedBy(action, world), JSON.stringify(sorted(parameters))].join(' ');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, inner]) => [key, sorted(inner)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
