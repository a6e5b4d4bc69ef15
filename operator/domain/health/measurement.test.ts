import { describe, expect, test } from '@jest/globals';
import { comparators, judgeMeasurement, type Expectation, type Measurement } from './measurement.ts';

const series = (...values: number[]) => ({ labels: {}, values });
const once: Expectation = { comparator: '<', threshold: 0.5, seconds: 0 };
const aMinute: Expectation = { ...once, seconds: 60 };
const measured = (more: Partial<Measurement>): Measurement => ({ series: [series(0.1)], steps: 1, whole: true, ...more });

describe('a measurement', () => {
  test.each<{ when: string; seen: Partial<Measurement>; expected: Expectation; result: string; message: RegExp }>([
    { when: 'its value is as expected', seen: {}, expected: once, result: 'Passed', message: /^The value is < 0.5$/ },
    {
      when: 'it was so all the time',
      seen: { series: [series(0.1, 0.2)], steps: 2 },
      expected: aMinute,
      result: 'Passed',
      message: /for 60 s$/,
    },
    { when: 'its value is at the threshold', seen: { series: [series(0.5)] }, expected: once, result: 'Failed', message: /is not < 0.5$/ },
    {
      when: 'one of its series is not',
      seen: { series: [series(0.1), series(0.9)] },
      expected: once,
      result: 'Failed',
      message: /not < 0.5/,
    },
    {
      when: 'it was not so once',
      seen: { series: [series(0.9, 0.1)], steps: 2 },
      expected: aMinute,
      result: 'Failed',
      message: /not < 0.5/,
    },
    {
      when: 'it was not so once, in a series with gaps',
      seen: { series: [series(0.9)], steps: 2 },
      expected: aMinute,
      result: 'Failed',
      message: /not < 0.5/,
    },
    { when: 'it is infinite', seen: { series: [series(Infinity)] }, expected: once, result: 'Failed', message: /not < 0.5/ },
    { when: 'it is empty', seen: { series: [] }, expected: once, result: 'Inconclusive', message: /no result/ },
    { when: 'it is no number', seen: { series: [series(NaN)] }, expected: once, result: 'Inconclusive', message: /no number/ },
    {
      when: 'it has gaps',
      seen: { series: [series(0.1)], steps: 2 },
      expected: aMinute,
      result: 'Inconclusive',
      message: /whole of the last 60 s/,
    },
    {
      when: 'the last step has just ended',
      seen: { series: [series(0.1)], whole: false },
      expected: aMinute,
      result: 'Failed',
      message: /has not been < 0.5 for 60 s since the last step/,
    },
  ])('is $result when $when', ({ seen, expected, result, message }) => {
    const verdict = judgeMeasurement(measured(seen), expected);
    expect(verdict.result).toBe(result);
    expect(verdict.message).toMatch(message);
  });

  test.each([
    ['>', [false, false, true]],
    ['>=', [false, true, true]],
    ['<', [true, false, false]],
    ['<=', [true, true, false]],
    ['==', [false, true, false]],
    ['!=', [true, false, true]],
  ] as const)('is compared by %s', (comparator, held) => {
    const verdicts = [1, 2, 3].map((value) =>
      judgeMeasurement(measured({ series: [series(value)] }), { comparator, threshold: 2, seconds: 0 }),
    );
    expect(verdicts.map(({ result }) => result === 'Passed')).toEqual(held);
  });

  test('knows every comparator', () => {
    expect(comparators).toHaveLength(6);
  });

  test.each<{ when: string; seen: Partial<Measurement>; observed: string }>([
    {
      when: 'one value is bad',
      seen: { series: [series(0.1), { labels: { pod: 'a' }, values: [0.83335] }] },
      observed: '0.8334 for {pod="a"}',
    },
    { when: 'all are good, the nearest to the threshold', seen: { series: [series(0.1), series(0.4), series(0.2)] }, observed: '0.4' },
  ])('names the value that stands for it when $when, apart from the sentence', ({ seen, observed }) => {
    expect(judgeMeasurement(measured(seen), once)).toMatchObject({ observed, message: expect.not.stringContaining('0.8') });
  });
});
