import { HttpProblem } from '../problem.ts';

/** Seconds. */
const longestRetryAfter = 30;

/** How long alerts may have to wait, and how fast they are stored. */
export interface BacklogLimits {
  /** Whoever sends them gives up after a while, and sends them again. */
  readonly patienceSeconds: number;
  /** Of late. */
  readonly perSecond: () => number;
}

/** Alerts without an anomaly that are being stored, of all requests together. */
export class Backlog {
  readonly #limits: BacklogLimits;
  #size = 0;

  constructor(limits: BacklogLimits) {
    this.#limits = limits;
  }

  /**
   * So many more are under way until the returned function is called. Throws a 503 when that is more than can be stored before whoever sent
   * them loses patience, unless nothing else is under way.
   */
  enter(count: number): () => void {
    const perSecond = this.#limits.perSecond();
    const waits = this.#size / perSecond;
    if (count > 0 && this.#size > 0 && waits + count / perSecond > this.#limits.patienceSeconds) {
      const message = `${this.#size} alerts are being stored already; send these again`;
      const retryAfterSeconds = Math.min(longestRetryAfter, Math.ceil(waits));
      throw new HttpProblem({ status: 503, message, code: 'Overloaded', retryAfterSeconds });
    }
    this.#size += count;
    return () => void (this.#size -= count);
  }
}
