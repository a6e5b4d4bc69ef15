interface Entry<T> {
  readonly item: T;
  readonly rank: number;
  readonly sequence: number;
}

/** A binary heap: the smallest rank comes out first, of equal ranks the one that went in first. */
export class Heap<T> {
  readonly #entries: Entry<T>[] = [];
  #sequence = 0;

  get size(): number {
    return this.#entries.length;
  }

  peek(): T | undefined {
    return this.#entries[0]?.item;
  }

  push(item: T, rank: number): void {
    const entry = { item, rank, sequence: this.#sequence++ };
    let hole = this.#entries.push(entry) - 1;
    for (let parent = (hole - 1) >> 1; hole > 0 && this.#goesBefore(entry, parent); parent = (hole - 1) >> 1) {
      this.#move(parent, hole);
      hole = parent;
    }
    this.#entries[hole] = entry;
  }

  pop(): T | undefined {
    const first = this.#entries[0];
    const last = this.#entries.pop();
    if (last !== undefined && this.#entries.length > 0) this.#sink(last);
    return first?.item;
  }

  clear(): void {
    this.#entries.length = 0;
  }

  #sink(entry: Entry<T>): void {
    let hole = 0;
    for (
      let child = this.#smallerChild(hole);
      child < this.#entries.length && !this.#goesBefore(entry, child);
      child = this.#smallerChild(hole)
    ) {
      this.#move(child, hole);
      hole = child;
    }
    this.#entries[hole] = entry;
  }

  #smallerChild(parent: number): number {
    const left = 2 * parent + 1;
    const right = this.#entries[left + 1];
    return right && this.#goesBefore(right, left) ? left + 1 : left;
  }

  #move(from: number, to: number): void {
    const entry = this.#entries[from];
    if (entry) this.#entries[to] = entry;
  }

  #goesBefore(entry: Entry<T>, index: number): boolean {
    const other = this.#entries[index];
    return !other || entry.rank < other.rank || (entry.rank === other.rank && entry.sequence < other.sequence);
  }
}
