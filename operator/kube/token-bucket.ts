import type { Clock } from './clock.ts';

/** Lets `burst` through at once and `perSecond` from then on, for each key by itself; the longest unused keys are forgotten. */
export class TokenBuckets {
  readonly #limits: { readonly burst: number; readonly perSecond: number; readonly keys: number };
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(limits: { readonly burst: number; readonly perSecond: number; readonly keys: number }, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Takes a token of this key; false when there is none. */
  take(key: string): boolean {
    const now = this.#clock.monotonic();
    const { burst, perSecond, keys } = this.#limits;
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= keys) break;
      this.#buckets.delete(oldest);
    }
    return tokens >= 1;
  }
}
