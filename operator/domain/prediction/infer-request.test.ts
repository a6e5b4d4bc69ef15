import { describe, expect, test } from '@jest/globals';
import { inferRequest, unevenRow } from './infer-request.ts';

const rows = [
  [1, 2],
  [3.5, -4],
];

describe('the question to a model', () => {
  test('is a list of instances in v1', () => {
    expect(inferRequest('v1', 'anomaly', rows)).toEqual({ path: '/v1/models/anomaly:predict', body: { instances: rows } });
  });

  test('is one tensor of doubles in v2', () => {
    expect(inferRequest('v2', 'anomaly', rows)).toEqual({
      path: '/v2/models/anomaly/infer',
      body: { inputs: [{ name: 'input-0', shape: [2, 2], datatype: 'FP64', data: [1, 2, 3.5, -4] }] },
    });
  });

  test('keeps a name within its part of the path', () => {
    expect(inferRequest('v2', '../x?', rows).path).toBe('/v2/models/..%2Fx%3F/infer');
  });
});

test.each([
  {
    rows: [
      [1, 2],
      [3, 4],
    ],
    uneven: undefined,
  },
  { rows: [[1], [3], [5, 6]], uneven: 3 },
  { rows: [[1, 2], [3]], uneven: 2 },
])('row $uneven of $rows is uneven', ({ rows: given, uneven }) => {
  expect(unevenRow(given)).toBe(uneven);
});
