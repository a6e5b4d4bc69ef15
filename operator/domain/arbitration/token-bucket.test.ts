import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bucketAfter, memoryMs, tokenAt, type AdmissionRate } from './token-bucket.ts';

const rate: AdmissionRate = { perMinute: 30, burst: 10 };
const start = Date.parse('2026-01-05T10:00:00Z');
const long = start - 3_600_000;
const at = (second: number): number => start + second * 1000;
const burstAt = (second: number, count = 10): number[] => Array.from({ length: count }, () => at(second));

/** Seconds until the token of whoever has so many before it. */
const wait = (admittedAt: readonly number[], before: number, second: number, of = rate): number =>
  (tokenAt(bucketAfter(admittedAt, of, long), before, new Date(at(second))) - at(second)) / 1000;

describe('of 30 a minute and 10 at once', () => {
  test.each([
    { when: 'nobody was admitted', admitted: [], before: 0, second: 0, waits: 0 },
    { when: 'nobody was admitted and nine are before it', admitted: [], before: 9, second: 0, waits: 0 },
    { when: 'nobody was admitted and ten are before it', admitted: [], before: 10, second: 0, waits: 2 },
    { when: 'nobody was admitted and twelve are before it', admitted: [], before: 12, second: 0, waits: 6 },
    { when: 'ten were admitted just now', admitted: burstAt(0), before: 0, second: 0, waits: 2 },
    { when: 'ten were admitted just now and one is before it', admitted: burstAt(0), before: 1, second: 0, waits: 4 },
    { when: 'ten were admitted two seconds ago', admitted: burstAt(-2), before: 0, second: 0, waits: 0 },
    { when: 'ten were admitted two seconds ago and one is before it', admitted: burstAt(-2), before: 1, second: 0, waits: 2 },
    { when: 'ten were admitted twenty seconds ago', admitted: burstAt(-20), before: 9, second: 0, waits: 0 },
    { when: 'more were admitted than may be, before the policy changed', admitted: burstAt(0, 100), before: 0, second: 0, waits: 2 },
  ])('the next waits $waits s when $when', ({ admitted, before, second, waits }) => expect(wait(admitted, before, second)).toBe(waits));

  test('who waits is told the same while time passes and those before it are admitted', () => {
    const told = (admitted: readonly number[], before: number, second: number) => second + wait(admitted, before, second);
    expect(told(burstAt(0), 2, 0)).toBe(6);
    expect(told(burstAt(0), 2, 1.234)).toBe(6);
    expect(told([...burstAt(0), at(2.02)], 1, 2.03)).toBe(6);
    expect(told([...burstAt(0), at(2.02), at(4.01)], 0, 4.5)).toBe(6);
  });
});

test('with one at once the next comes exactly one step later', () => {
  expect(wait([at(0.123)], 0, 0.5, { perMinute: 30, burst: 1 })).toBeCloseTo(1.623, 3);
});

test('a bucket of which nothing is known is taken for empty', () => {
  expect(tokenAt(bucketAfter([], rate, start), 0, new Date(start))).toBe(at(2));
});

test.each([
  { perMinute: 30, burst: 10, minutes: 400 / 60 },
  { perMinute: 6000, burst: 10, minutes: 1 },
  { perMinute: 1, burst: 1000, minutes: 2880 },
])('of $burst at once and $perMinute a minute the last $minutes minutes are looked at', ({ minutes, ...of }) => {
  expect(memoryMs(of) / 60_000).toBeCloseTo(minutes, 6);
});

describe('whatever wants to be admitted, and whenever', () => {
  const rates = fc.record({ perMinute: fc.integer({ min: 1, max: 600 }), burst: fc.integer({ min: 1, max: 20 }) });
  const asks = fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 80 }).map((times) => times.toSorted((a, b) => a - b));

  /** Each asks once, and is admitted if its token is there. */
  const admit = (of: AdmissionRate, times: readonly number[]): number[] =>
    times.reduce<number[]>((admitted, time) => {
      const bucket = bucketAfter(admitted, of, long);
      return tokenAt(bucket, 0, new Date(start + time)) <= start + time ? [...admitted, start + time] : admitted;
    }, []);

  test('no more than burst and rate allow are admitted in any time', () => {
    fc.assert(
      fc.property(rates, asks, (of, times) => {
        const admitted = admit(of, times);
        admitted.forEach((from, i) =>
          admitted.slice(i).forEach((to, j) => {
            expect(j + 1).toBeLessThanOrEqual(of.burst + ((to - from) * of.perMinute) / 60_000 + 1e-6);
          }),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('the order in which admissions are told makes no difference', () => {
    fc.assert(
      fc.property(rates, asks, (of, times) => {
        const admitted = admit(of, times);
        expect(bucketAfter(admitted.toReversed(), of, long)).toEqual(bucketAfter(admitted, of, long));
      }),
      { numRuns: 100 },
    );
  });
});
