import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergePatch, sameJson } from '../testing/merge-patch.ts';
import type { Fields } from '../api/fields.ts';
import { mergeDiff } from './merge-diff.ts';

describe('the merge patch between two objects', () => {
  test.each([
    { when: 'they are the same', from: { a: 1, b: { c: [1, { d: 2 }] } }, to: { b: { c: [1, { d: 2 }] }, a: 1 }, patch: {} },
    { when: 'a field is new', from: {}, to: { a: { b: 1 } }, patch: { a: { b: 1 } } },
    { when: 'a field is gone', from: { a: { b: 1, c: 2 } }, to: { a: { c: 2 } }, patch: { a: { b: null } } },
    { when: 'a list differs', from: { a: [1, 2] }, to: { a: [1] }, patch: { a: [1] } },
    { when: 'a field was null', from: { a: null }, to: {}, patch: {} },
    { when: 'an object takes the place of a value', from: { a: 1 }, to: { a: { b: 2 } }, patch: { a: { b: 2 } } },
  ])('is $patch when $when', ({ from, to, patch }) => {
    expect(mergeDiff(from, to)).toEqual(patch);
  });

  const value = fc.letrec((tie) => ({
    object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any'), { maxKeys: 3 }),
    any: fc.oneof(
      { maxDepth: 3 },
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }),
      tie('object'),
    ),
  })).object as fc.Arbitrary<Fields>;

  test('makes the one into the other, whatever they are', () => {
    fc.assert(
      fc.property(value, value, (from, to) => {
        expect(sameJson(mergePatch(from, mergeDiff(from, to)), to)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
