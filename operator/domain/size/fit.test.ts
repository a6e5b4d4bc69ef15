import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bytesOf, firstThatFits, isLeftOf, shorten } from './fit.ts';

test.each([
  { value: 'abc', bytes: 5 },
  { value: '過', bytes: 5 },
  { value: { a: [1, true, null] }, bytes: 19 },
])('$value has $bytes bytes', ({ value, bytes }) => expect(bytesOf(value)).toBe(bytes));

describe('the first form that fits', () => {
  const half = (text: string) => text.slice(0, 4);
  const none = () => '';
  test.each([
    { most: 10, form: '12345678' },
    { most: 9, form: '1234' },
    { most: 6, form: '1234' },
    { most: 5, form: '' },
    { most: 1, form: '' },
  ])('is "$form" where $most bytes fit', ({ most, form }) => expect(firstThatFits('12345678', [half, none], most)).toBe(form));
});

describe('a text that was shortened', () => {
  test('has at most that length, and is known again as what was left of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, longest) => {
        const short = shorten(text, longest);
        expect(short.length).toBeLessThanOrEqual(Math.max(longest, 1));
        expect(isLeftOf(short, text)).toBe(true);
      }),
    );
  });

  test.each([
    { recorded: 'Node w1', text: 'Node w1 is not ready', left: false },
    { recorded: 'Node w1…', text: 'Node w1 is not ready', left: true },
    { recorded: 'Node w2…', text: 'Node w1 is not ready', left: false },
    { recorded: 'Node w1 is not ready', text: 'Node w1 is not ready', left: true },
  ])('"$recorded" is left of "$text": $left', ({ recorded, text, left }) => expect(isLeftOf(recorded, text)).toBe(left));
});
