import { isHarmless, isPreferred, workOf, type Contender } from './contender.ts';
import { laneOf, rivalsIn, type Lane, type Order } from './lane.ts';
import { namedRivals, rivalsOf, type Verdict } from './verdict.ts';

/** What the endings look at. */
interface Scene {
  readonly holding: readonly Contender[];
  readonly waiting: readonly Contender[];
  readonly order: Order;
}

interface Holders {
  readonly all: Lane;
  /** Without those of a model. */
  readonly preferred: Lane;
  /** By what they do to what. */
  readonly byWork: ReadonlyMap<string, Contender>;
}

/** The verdicts that end a waiting action for good: only against one that really holds or was just admitted, and nothing compensates. */
export function endings(
  { holding, waiting, order }: Scene,
  admitted: readonly Contender[],
  verdicts: ReadonlyMap<string, Verdict>,
): Map<string, Verdict> {
  const held = [...holding, ...admitted].filter((one) => !one.compensates && !isHarmless(one)).sort(order.compare);
  const holders: Holders = {
    all: laneOf(order, held),
    preferred: laneOf(order, held.filter(isPreferred)),
    byWork: new Map(held.toReversed().map((one) => [workOf(one), one])),
  };
  const ended = new Map<string, Verdict>();
  for (const one of waiting) {
    const verdict = endingOf(one, holders, verdicts.get(one.uid));
    if (verdict) ended.set(one.uid, verdict);
  }
  return ended;
}

function endingOf(one: Contender, holders: Holders, verdict: Verdict | undefined): Verdict | undefined {
  if (one.compensates || isHarmless(one) || verdict?.kind === 'admitted') return undefined;
  const twin = holders.byWork.get(workOf(one));
  if (twin) return { kind: 'ended', phase: 'Superseded', reason: 'DuplicateOf', rivals: [{ ref: twin.ref, conflictType: 'same_target' }] };
  switch (waitsFor(verdict)) {
    case 'LowConfidence':
      return ending(one, holders.all, 'LowConfidence');
    case 'DeterministicPreferred':
      return ending(one, holders.preferred, 'DeterministicPreferred');
    default:
      return undefined;
  }
}

function waitsFor(verdict: Verdict | undefined): string | undefined {
  return verdict?.kind === 'awaitingApproval' || verdict?.kind === 'blocked' ? verdict.reason : undefined;
}

function ending(one: Contender, lane: Lane, reason: 'LowConfidence' | 'DeterministicPreferred'): Verdict | undefined {
  const found = rivalsIn(lane, one, namedRivals);
  if (found.length === 0) return undefined;
  return { kind: 'ended', phase: reason === 'LowConfidence' ? 'Rejected' : 'Superseded', reason, rivals: rivalsOf(found) };
}
