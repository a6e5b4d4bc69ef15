import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { steadyClock } from './clock.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const hour = 3_600_000;

/** A machine whose wall clock can be set. */
function machine() {
  let [elapsed, offset] = [0, start];
  return {
    clock: steadyClock({ wall: () => offset + elapsed, monotonic: () => elapsed }),
    passes: (ms: number): void => void (elapsed += ms),
    isSet: (by: number): void => void (offset += by),
  };
}

describe('the clock of the process', () => {
  test('shows the time of day', () => {
    const { clock, passes } = machine();
    expect(clock.now()).toEqual(new Date(start));
    passes(hour);
    expect(clock.now()).toEqual(new Date(start + hour));
  });

  test.each([hour, -hour, 300_000, -300_000])('goes on evenly when the machine`s clock is set by %i ms', (by) => {
    const { clock, passes, isSet } = machine();
    isSet(by);
    expect(clock.now()).toEqual(new Date(start));
    passes(60_000);
    const gone = clock.now().getTime() - start;
    expect(gone).toBe(60_000 * (by > 0 ? 1.05 : 0.95));
  });

  test('follows in time, and then shows the time of day again', () => {
    const { clock, passes, isSet } = machine();
    isSet(300_000);
    passes(300_000 / 0.05);
    expect(clock.now()).toEqual(new Date(start + 300_000 / 0.05 + 300_000));
  });

  test('never goes back and never strays from real time by more than a twentieth, whatever the machine`s clock is set to', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: -hour, max: hour }), fc.integer({ min: 0, max: 100_000 })), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (all) => {
        const { clock, passes, isSet } = machine();
        let last = clock.now().getTime();
        for (const [by, ms] of all) {
          isSet(by);
          passes(ms);
          const now = clock.now().getTime();
          expect(Math.abs(now - last - ms)).toBeLessThanOrEqual(ms * 0.05 + 1);
          expect(now).toBeGreaterThanOrEqual(last);
          last = now;
        }
      }),
    );
  });
});
