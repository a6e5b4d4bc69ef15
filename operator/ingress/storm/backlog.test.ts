import { describe, expect, test } from '@jest/globals';
import { HttpProblem } from '../problem.ts';
import { Backlog } from './backlog.ts';

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
};

const backlogAt = (perSecond: number): Backlog => new Backlog({ patienceSeconds: 8, perSecond: () => perSecond });

describe('new alerts of a request', () => {
  test.each([
    { when: 'nothing else is under way, however many they are', before: [], count: 5_000, taken: true },
    { when: 'they fit', before: [300], count: 500, taken: true },
    { when: 'they do not fit', before: [301], count: 500, taken: false },
    { when: 'there are none of them', before: [5_000], count: 0, taken: true },
  ])('are taken: $taken when $when', ({ before, count, taken }) => {
    const backlog = backlogAt(100);
    for (const one of before) backlog.enter(one);
    expect(thrownBy(() => backlog.enter(count)) === undefined).toBe(taken);
  });

  test('are refused in the one way that Alertmanager repeats, for as long as the others take', () => {
    const backlog = backlogAt(100);
    backlog.enter(750);
    const problem = thrownBy(() => backlog.enter(100));
    expect(problem).toBeInstanceOf(HttpProblem);
    expect(problem).toMatchObject({ status: 503, code: 'Overloaded', retryAfterSeconds: 8 });
  });

  test('are refused sooner when storing takes long', () => {
    const backlog = backlogAt(10);
    backlog.enter(500);
    expect(thrownBy(() => backlog.enter(1))).toMatchObject({ status: 503, retryAfterSeconds: 30 });
  });

  test('are taken once others are done', () => {
    const backlog = backlogAt(100);
    const leave = backlog.enter(750);
    leave();
    expect(thrownBy(() => backlog.enter(800))).toBeUndefined();
  });
});
