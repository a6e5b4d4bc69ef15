import type { CallOptions } from './client.ts';

type Priority = NonNullable<CallOptions['priority']>;

/** A place among the calls in flight; to be given back exactly once. */
export interface Slot {
  /** `overloaded`: the server throttled the call or did not answer in time. */
  release(result: { readonly seconds: number; readonly overloaded: boolean }): void;
}

interface Waiter {
  readonly enter: () => void;
}

/** Growth stops and shrinking begins when a call takes this many times as long as the quickest: the server only queues from there on. */
const growBelow = 4;
const shrinkAbove = 8;

/**
 * How many calls may be in flight: one more per window of quick answers, half when the server is overloaded, between the bounds.
 * A call of priority `lease` never waits and takes no place from the others.
 */
export class CallWindow {
  readonly #min: number;
  readonly #max: number;
  readonly #waiting: Record<Exclude<Priority, 'lease'>, Set<Waiter>> = { normal: new Set(), background: new Set() };
  #limit: number;
  #inFlight = 0;
  #quickest = Infinity;
  #sinceHalved = 0;

  constructor({ min, max }: { readonly min: number; readonly max: number }) {
    this.#min = min;
    this.#max = max;
    this.#limit = min;
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Resolves when the call may be sent; rejects with the signal's reason when that comes first. */
  acquire(priority: Priority, signal: AbortSignal): Promise<Slot> {
    if (priority === 'lease') return Promise.resolve({ release: () => undefined });
    if (this.#inFlight < this.limit) return Promise.resolve(this.#slot());
    return new Promise((resolve, reject) => {
      const give = () => {
        this.#waiting[priority].delete(waiter);
        reject(signal.reason as Error);
      };
      const waiter: Waiter = {
        enter: () => {
          signal.removeEventListener('abort', give);
          resolve(this.#slot());
        },
      };
      signal.addEventListener('abort', give, { once: true });
      this.#waiting[priority].add(waiter);
    });
  }

  #slot(): Slot {
    this.#inFlight += 1;
    let held = true;
    return {
      release: ({ seconds, overloaded }) => {
        if (!held) return;
        held = false;
        this.#inFlight -= 1;
        this.#adapt(seconds, overloaded);
        this.#admit();
      },
    };
  }

  #adapt(seconds: number, overloaded: boolean): void {
    this.#sinceHalved += 1;
    if (overloaded) {
      if (this.#sinceHalved < this.#limit) return; // the calls sent together with the one that was punished already
      this.#sinceHalved = 0;
      this.#limit = Math.max(this.#min, this.#limit / 2);
      return;
    }
    this.#quickest = Math.min(seconds, this.#quickest * 1.001);
    if (seconds < growBelow * this.#quickest && this.#contended()) this.#limit = Math.min(this.#max, this.#limit + 1 / this.#limit);
    else if (seconds > shrinkAbove * this.#quickest) this.#limit = Math.max(this.#min, this.#limit - 1 / this.#limit);
  }

  #contended(): boolean {
    return this.#waiting.normal.size + this.#waiting.background.size > 0;
  }

  #admit(): void {
    while (this.#inFlight < this.limit) {
      const queue = this.#waiting.normal.size > 0 ? this.#waiting.normal : this.#waiting.background;
      const next = queue.values().next().value;
      if (!next) return;
      queue.delete(next);
      next.enter();
    }
  }
}
