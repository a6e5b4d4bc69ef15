import { Heap } from './heap.ts';

/** Who waits in turns: one of each group after the other, and within a group the one of the smallest rank first. */
export class FairLine<T> {
  /** In the order in which the groups have their turns. */
  readonly #groups = new Map<string, Heap<T>>();

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  /** How many wait in the group. */
  sizeOf(group: string): number {
    return this.#groups.get(group)?.size ?? 0;
  }

  push(item: T, { group, rank }: { readonly group: string; readonly rank: number }): void {
    const waiting = this.#groups.get(group) ?? new Heap<T>();
    waiting.push(item, rank);
    this.#groups.set(group, waiting);
  }

  /** The next that still counts; those before it that do not are forgotten, and cost their group no turn. */
  pop(counts: (item: T) => boolean = () => true): T | undefined {
    for (const [group, waiting] of this.#groups) {
      this.#groups.delete(group);
      const next = firstOf(waiting, counts);
      if (waiting.size > 0) this.#groups.set(group, waiting);
      if (next !== undefined) return next;
    }
    return undefined;
  }

  clear(): void {
    this.#groups.clear();
  }
}

function firstOf<T>(waiting: Heap<T>, counts: (item: T) => boolean): T | undefined {
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) if (counts(item)) return item;
  return undefined;
}
