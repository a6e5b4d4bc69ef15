import { FairLine } from '../../controllers/runtime/fair-line.ts';
import { HttpProblem } from '../problem.ts';

/** How much passes. */
export interface GateLimits {
  readonly atOnce: number;
  /** Of one lane. */
  readonly waiting: number;
}

/**
 * Lets so much work be done at once, one lane after the other, so that whoever wants much delays others by as many turns as there are lanes and
 * no more. Who waits in one lane with too many others is told to come back.
 */
export class FairGate {
  readonly #limits: GateLimits;
  readonly #line = new FairLine<() => void>();
  #working = 0;

  constructor(limits: GateLimits) {
    this.#limits = limits;
  }

  async pass<T>(lane: string, work: () => Promise<T>): Promise<T> {
    await this.#turn(lane);
    try {
      return await work();
    } finally {
      this.#working -= 1;
      this.#next();
    }
  }

  #turn(lane: string): Promise<void> {
    if (this.#line.sizeOf(lane) >= this.#limits.waiting)
      return Promise.reject(new HttpProblem({ status: 503, message: 'too many requests of yours wait; ask again', retryAfterSeconds: 1 }));
    return new Promise((resolve) => {
      this.#line.push(resolve, { group: lane, rank: 0 });
      this.#next();
    });
  }

  #next(): void {
    while (!this.#line.isEmpty && this.#working < this.#limits.atOnce) {
      this.#working += 1;
      this.#line.pop()?.();
    }
  }
}
