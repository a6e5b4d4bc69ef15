import type { Clock } from './clock.ts';

export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** After this long without a failure the next one counts as the first. */
  readonly healthyMs: number;
  readonly clock: Clock;
  readonly random?: () => number;
}

/** Waiting times that double from failure to failure, each drawn anew between half and all of it. */
export class Backoff {
  readonly #options: BackoffOptions;
  #failures = 0;
  #failedAt = -Infinity;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** One more failure: how many milliseconds to wait. */
  next(): number {
    const { firstMs, maxMs, healthyMs, clock, random = Math.random } = this.#options;
    const now = clock.monotonic();
    if (now - this.#failedAt > healthyMs) this.#failures = 0;
    this.#failedAt = now;
    const most = Math.min(maxMs, firstMs * 2 ** Math.min(this.#failures, 30));
    this.#failures += 1;
    return most * (0.5 + random() / 2);
  }
}
