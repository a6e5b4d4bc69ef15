import type { Clock } from '../../kube/clock.ts';

interface Entry<T> {
  readonly value: T;
  readonly readAt: number;
  usedAt: number;
}

/** What was read, by key, with its age; what nobody used for ten minutes is forgotten. */
export interface Recent<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  /** Whether it was read within so many milliseconds. */
  isFresh(key: string, ms: number): boolean;
}

const unusedMs = 600_000;

/** An empty memory; ages are by the monotonic clock. */
export function makeRecent<T>(clock: Pick<Clock, 'monotonic'>): Recent<T> {
  const entries = new Map<string, Entry<T>>();
  let sweptAt = clock.monotonic();
  const sweep = (now: number): void => {
    if (now - sweptAt < unusedMs) return;
    sweptAt = now;
    for (const [key, { usedAt }] of entries) if (now - usedAt > unusedMs) entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry) entry.usedAt = clock.monotonic();
      return entry?.value;
    },
    set(key, value) {
      const now = clock.monotonic();
      sweep(now);
      entries.set(key, { value, readAt: now, usedAt: now });
    },
    isFresh(key, ms) {
      const entry = entries.get(key);
      return entry !== undefined && clock.monotonic() - entry.readAt < ms;
    },
  };
}
