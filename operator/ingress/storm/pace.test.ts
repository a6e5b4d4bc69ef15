import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Pace } from './pace.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const clock = { monotonic: () => performance.now() };
const limits = { perSecond: 10, burst: 3, atOnce: 100 };

/** Work that says when it began, and ends when it is told. */
function bench(pace: Pace) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (name: string, rank = 0): Promise<string> =>
    pace.run({ group: name.slice(0, 1), rank }, () => {
      begun.push(name);
      return new Promise((resolve) => ends.set(name, () => resolve(name)));
    });
  return { begun, start, end: (name: string) => ends.get(name)?.() };
}

test('after a rest so much begins at once, and then so much each second', async () => {
  const { begun, start } = bench(new Pace(limits, clock));
  for (let index = 0; index < 30; index += 1) void start(`a${index}`);
  await jest.advanceTimersByTimeAsync(0);
  expect(begun).toHaveLength(3);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(begun).toHaveLength(13);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(begun).toHaveLength(30);
  for (let index = 0; index < 9; index += 1) void start(`b${index}`);
  await jest.advanceTimersByTimeAsync(0);
  expect(begun).toHaveLength(33);
});

test('no more goes on at once than may', async () => {
  const { begun, start, end } = bench(new Pace({ perSecond: 1000, burst: 1000, atOnce: 2 }, clock));
  const all = ['a1', 'a2', 'a3', 'a4'].map((name) => start(name));
  await jest.advanceTimersByTimeAsync(5_000);
  expect(begun).toEqual(['a1', 'a2']);
  end('a2');
  expect(await all[1]).toBe('a2');
  await jest.advanceTimersByTimeAsync(0);
  expect(begun).toEqual(['a1', 'a2', 'a3']);
});

test('what fails leaves its place to others, and fails for whoever asked', async () => {
  const pace = new Pace({ perSecond: 1000, burst: 1000, atOnce: 1 }, clock);
  await expect(pace.run({ group: 'a', rank: 0 }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await pace.run({ group: 'a', rank: 0 }, () => Promise.resolve('yes'))).toBe('yes');
});

test('how fast it goes follows from how long work takes of late', async () => {
  const pace = new Pace({ perSecond: 100, burst: 100, atOnce: 4 }, clock);
  expect(pace.perSecond).toBe(100);
  const work = () => new Promise((resolve) => setTimeout(resolve, 1_000));
  for (let index = 0; index < 400; index += 1) void pace.run({ group: 'a', rank: 0 }, work);
  await jest.advanceTimersByTimeAsync(100_000);
  expect(pace.perSecond).toBeCloseTo(4, 1);
  for (let index = 0; index < 400; index += 1) void pace.run({ group: 'a', rank: 0 }, () => Promise.resolve());
  await jest.advanceTimersByTimeAsync(10_000);
  expect(pace.perSecond).toBe(100);
});

test('groups take turns, each with its most urgent first', async () => {
  const { begun, start } = bench(new Pace({ perSecond: 10, burst: 1, atOnce: 100 }, clock));
  for (const name of ['a1', 'a2', 'a3', 'a4']) void start(name);
  void start('a9', -1);
  void start('b1');
  await jest.advanceTimersByTimeAsync(10_000);
  expect(begun).toEqual(['a1', 'a9', 'b1', 'a2', 'a3', 'a4']);
});

test('nothing is timed while nothing waits', async () => {
  const { start } = bench(new Pace(limits, clock));
  void start('a1');
  await jest.advanceTimersByTimeAsync(0);
  expect(jest.getTimerCount()).toBe(0);
});
