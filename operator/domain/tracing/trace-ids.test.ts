import { describe, expect, test } from '@jest/globals';
import { placeFrom, spanIdOf, traceIdOf } from './trace-ids.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

describe('ids', () => {
  test('are those of W3C, always the same for the same thing, and different for different things', () => {
    expect(traceIdOf('uid-1')).toMatch(/^[0-9a-f]{32}$/);
    expect(spanIdOf('uid-1')).toMatch(/^[0-9a-f]{16}$/);
    expect(traceIdOf('uid-1')).toBe(traceIdOf('uid-1'));
    expect(new Set([traceIdOf('uid-1'), traceIdOf('uid-2')]).size).toBe(2);
    expect(new Set([spanIdOf('uid-1'), spanIdOf('uid-1/step/a'), spanIdOf('uid-1/step/b')]).size).toBe(3);
  });
});

describe('a traceparent', () => {
  test.each([
    { what: 'that is sampled', text: `00-${traceId}-${spanId}-01` },
    { what: 'with flags that nobody knows yet', text: `00-${traceId}-${spanId}-ff` },
    { what: 'of a later version, which may say more', text: `01-${traceId}-${spanId}-01-more` },
    { what: 'of a later version, as long as is taken', text: `01-${traceId}-${spanId}-01-${'x'.repeat(456)}` },
  ])('$what names a place', ({ text }) => {
    expect(placeFrom(text)).toEqual({ traceId, spanId });
  });

  test.each([
    { what: 'that is absent', text: undefined },
    { what: 'that is empty', text: '' },
    { what: 'of a trace that is not recorded', text: `00-${traceId}-${spanId}-00` },
    { what: 'of the forbidden version', text: `ff-${traceId}-${spanId}-01` },
    { what: 'of this version that says more', text: `00-${traceId}-${spanId}-01-more` },
    { what: 'in capitals', text: `00-${traceId.toUpperCase()}-${spanId}-01` },
    { what: 'with no trace', text: `00-${'0'.repeat(32)}-${spanId}-01` },
    { what: 'with no span', text: `00-${traceId}-${'0'.repeat(16)}-01` },
    { what: 'of a later version that is longer than any use', text: `01-${traceId}-${spanId}-01-${'x'.repeat(457)}` },
    { what: 'of a later version with what no header may hold', text: `01-${traceId}-${spanId}-01-\u0000é` },
    { what: 'with a space around it', text: ` 00-${traceId}-${spanId}-01` },
    { what: 'that is too short', text: `00-${traceId.slice(1)}-${spanId}-01` },
    { what: 'with a line after it', text: `00-${traceId}-${spanId}-01\nx` },
  ])('$what names none', ({ text }) => {
    expect(placeFrom(text)).toBeUndefined();
  });
});
