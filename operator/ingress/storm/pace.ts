import { FairLine } from '../../controllers/runtime/fair-line.ts';
import type { Clock } from '../../kube/clock.ts';

/** How fast something may be done. */
export interface PaceLimits {
  readonly perSecond: number;
  /** So many at once after a rest. */
  readonly burst: number;
  /** So many that have not ended. */
  readonly atOnce: number;
}

/** How much the newest counts in the mean of what work took. */
const newest = 0.05;

/** Whose turn it is: groups take turns, and within one the smallest rank goes first. */
export interface Turn {
  readonly group: string;
  readonly rank: number;
}

/** Begins what it is given no faster than its limits, so that reports leave the API server enough time for what the engine does. */
export class Pace {
  readonly #limits: PaceLimits;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #line = new FairLine<() => void>();
  #running = 0;
  /** When the next one would begin if none were begun ahead of time, in milliseconds. */
  #due = -Infinity;
  #isTimed = false;
  #meanMs = 0;

  constructor(limits: PaceLimits, clock: Pick<Clock, 'monotonic'>) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** How many end each second, as long as work takes as long as it did of late. */
  get perSecond(): number {
    const { perSecond, atOnce } = this.#limits;
    return Math.min(perSecond, (atOnce * 1000) / Math.max(1, this.#meanMs));
  }

  /** What the work gives, once it was its turn. */
  async run<T>(turn: Turn, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((resolve) => {
      this.#line.push(resolve, turn);
      this.#begin();
    });
    const started = this.#clock.monotonic();
    try {
      return await work();
    } finally {
      this.#meanMs += (this.#clock.monotonic() - started - this.#meanMs) * newest;
      this.#running -= 1;
      this.#begin();
    }
  }

  #begin(): void {
    while (!this.#line.isEmpty && this.#running < this.#limits.atOnce) {
      const wait = this.#untilNext();
      if (wait > 0) {
        this.#beginAfter(wait);
        return;
      }
      this.#running += 1;
      this.#due = Math.max(this.#due, this.#clock.monotonic()) + 1000 / this.#limits.perSecond;
      this.#line.pop()?.();
    }
  }

  #beginAfter(milliseconds: number): void {
    if (this.#isTimed) return;
    this.#isTimed = true;
    const begin = (): void => {
      this.#isTimed = false;
      this.#begin();
    };
    setTimeout(begin, Math.ceil(milliseconds));
  }

  /** Milliseconds. */
  #untilNext(): number {
    const { perSecond, burst } = this.#limits;
    return this.#due - this.#clock.monotonic() - ((burst - 1) * 1000) / perSecond;
  }
}
