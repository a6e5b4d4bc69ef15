import type { PlanContender } from '../../domain/arbitration/plan-start.ts';
import { compareRoughly, type Rivals } from '../../domain/arbitration/plan-start.ts';
import { isPreferred } from '../../domain/arbitration/contender.ts';
import { isNode, nodeKey, type LockTarget } from '../../domain/arbitration/targets.ts';

/** What a plan does with its targets: it holds them, or wants to. */
export type PlanRole = 'executing' | 'pending';

interface Entry {
  readonly role: PlanRole;
  readonly plan: PlanContender;
}

/** The plans that lock one thing; the waiting ones in the order of compareRoughly. */
interface Shelf {
  readonly executing: Map<string, PlanContender>;
  readonly pending: PlanContender[];
}

/** The plans in play by what they lock, so that the start of one looks only at those that have to do with it. */
export class StartIndex implements Omit<Rivals, 'actions'> {
  readonly #entries = new Map<string, Entry>();
  readonly #shelves = new Map<string, Shelf>();

  /** The plan is found by its targets, and in this role. */
  put(plan: PlanContender, role: PlanRole): void {
    this.remove(plan.uid);
    this.#entries.set(plan.uid, { role, plan });
    for (const name of shelvesOf(plan.targets)) {
      const shelf = this.#shelves.get(name) ?? { executing: new Map(), pending: [] };
      this.#shelves.set(name, shelf);
      if (role === 'executing') shelf.executing.set(plan.uid, plan);
      else shelf.pending.splice(placeIn(shelf.pending, plan), 0, plan);
    }
  }

  /** The plan is not found any more. */
  remove(uid: string): void {
    const entry = this.#entries.get(uid);
    if (!entry) return;
    this.#entries.delete(uid);
    for (const name of shelvesOf(entry.plan.targets)) this.#take(name, entry);
  }

  #take(name: string, { role, plan }: Entry): void {
    const shelf = this.#shelves.get(name);
    if (!shelf) return;
    if (role === 'executing') shelf.executing.delete(plan.uid);
    else shelf.pending.splice(placeIn(shelf.pending, plan), 1);
    if (shelf.executing.size === 0 && shelf.pending.length === 0) this.#shelves.delete(name);
  }

  readonly executing: Rivals['executing'] = (targets) => this.#look(targets, ({ executing }) => executing.values());

  readonly pending: Rivals['pending'] = (targets) => this.#look(targets, ({ pending }) => pending);

  readonly preferred: Rivals['preferred'] = (targets) => this.#look(targets, ({ pending }) => whilePreferred(pending));

  *#look(targets: readonly LockTarget[], on: (shelf: Shelf) => Iterable<PlanContender>): Generator<PlanContender> {
    for (const name of new Set(targets.flatMap(concerning))) {
      const shelf = this.#shelves.get(name);
      if (shelf) yield* on(shelf);
    }
  }
}

/** Those of models stand behind all others. */
function* whilePreferred(plans: readonly PlanContender[]): Generator<PlanContender> {
  for (const plan of plans) {
    if (!isPreferred(plan)) return;
    yield plan;
  }
}

const itself = (key: string): string => `is ${key}`;
const runsOn = (node: string): string => `on ${node}`;

/** Where a plan with these targets stands: under each object, and under each node that one of them has pods on. */
function shelvesOf(targets: readonly LockTarget[]): Set<string> {
  return new Set(targets.flatMap((target) => [itself(target.key), ...(isNode(target) ? [] : target.nodes.map(runsOn))]));
}

/** Where those stand that have to do with the target: the object, what it contains, and what contains it. */
function concerning(target: LockTarget): string[] {
  const around = isNode(target) ? target.nodes.map(runsOn) : target.nodes.map((node) => itself(nodeKey(node)));
  return [itself(target.key), ...around];
}

/** The place of the plan in the sorted list, whether it is there already or not. */
function placeIn(plans: readonly PlanContender[], plan: PlanContender): number {
  let [low, high] = [0, plans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = plans[middle];
    if (there && compareRoughly(there, plan) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
