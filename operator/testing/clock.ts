import type { Clock } from '../kube/clock.ts';

/** A clock that stands still until it is told otherwise. */
export interface SettableClock extends Clock {
  /** Both clocks go on by this much. */
  advance(milliseconds: number): void;
  /** Only the wall clock jumps. */
  setNow(now: Date): void;
}

/** A clock that starts at the given instant. */
export function settableClock(start = new Date('2026-01-01T00:00:00Z')): SettableClock {
  let wall = start.getTime();
  let elapsed = 0;
  return {
    now: () => new Date(wall),
    monotonic: () => elapsed,
    advance(milliseconds) {
      wall += milliseconds;
      elapsed += milliseconds;
    },
    setNow(now) {
      wall = now.getTime();
    },
  };
}
