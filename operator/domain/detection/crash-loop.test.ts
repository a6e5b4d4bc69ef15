import { expect, test } from '@jest/globals';
import { at } from '../../testing/action-builder.ts';
import { crashLoopIllnesses, relevant, restartsWithin, uncertainUntil } from './crash-loop.ts';

const ms = (second: number) => Date.parse(at(second));
const counts = (...rows: readonly (readonly [number, number])[]) => rows.map(([second, count]) => ({ at: ms(second), count }));
const now = new Date(at(10_000));
const restarts = (startedAt: number, rows: readonly (readonly [number, number])[]) => ({
  container: 'app',
  startedAt: ms(startedAt),
  counts: counts(...rows),
});

test.each([
  { when: 'its pod began in the window', one: restarts(9_700, [[10_000, 5]]), within: 5 },
  { when: 'its pod is old and it is seen for the first time', one: restarts(0, [[10_000, 90]]), within: 0 },
  {
    when: 'its pod is old and it was seen in the window',
    one: restarts(0, [
      [9_800, 90],
      [10_000, 93],
    ]),
    within: 3,
  },
  {
    when: 'it was seen before the window',
    one: restarts(0, [
      [9_000, 90],
      [9_800, 92],
      [10_000, 96],
    ]),
    within: 6,
  },
  { when: 'it was never restarted', one: restarts(9_700, [[10_000, 0]]), within: 0 },
])('a container was restarted $within times when $when', ({ one, within }) => {
  expect(restartsWithin(one, 600, now)).toBe(within);
});

test('what lies before the last count ahead of the window is forgotten', () => {
  const kept = relevant(counts([1, 1], [9_000, 2], [9_300, 3], [9_900, 4]), 600, now);
  expect(kept).toEqual(counts([9_300, 3], [9_900, 4]));
});

test.each([
  { times: 4, illnesses: [] },
  { times: 5, illnesses: [{ type: 'crash_loop', lastsSeconds: 0, since: at(9_700) }] },
  { times: 50, illnesses: [{ type: 'crash_loop', lastsSeconds: 0, since: at(9_700) }] },
])('$times restarts in ten minutes are $illnesses', ({ times, illnesses }) => {
  const policy = { enabled: true, restarts: 5, windowSeconds: 600 };
  const containers = [restarts(9_700, [[10_000, 0]]), restarts(9_700, [[10_000, times]])];
  expect(crashLoopIllnesses(containers, policy, now)).toMatchObject(illnesses);
});

test.each([
  {
    when: 'nobody looked when the window began',
    one: restarts(0, [
      [9_700, 90],
      [10_000, 90],
    ]),
    until: new Date(at(10_300)),
  },
  {
    when: 'it was seen before the window',
    one: restarts(0, [
      [9_400, 90],
      [10_000, 90],
    ]),
    until: undefined,
  },
  { when: 'its pod began in the window', one: restarts(9_500, [[10_000, 3]]), until: undefined },
  { when: 'it was never restarted', one: restarts(0, [[10_000, 0]]), until: undefined },
])('the restarts within the window are known at $until when $when', ({ one, until }) => {
  expect(uncertainUntil([restarts(9_990, [[10_000, 1]]), one], 600, now)).toEqual(until);
});
