import { expect, test } from '@jest/globals';
import { bytesOf, moreMemory } from './memory.ts';

test.each([
  ['512Mi', 536870912],
  ['1G', 1e9],
  ['1.5Gi', 1610612736],
  ['1000', 1000],
  ['', undefined],
  ['1e3', undefined],
  ['two', undefined],
])('%s are %p bytes', (quantity, bytes) => expect(bytesOf(quantity)).toBe(bytes));

test.each([
  { now: '64Mi', factor: 1.5, most: undefined, then: '96Mi' },
  { now: '1Gi', factor: 1.5, most: '8Gi', then: '1536Mi' },
  { now: '100M', factor: 2, most: undefined, then: '191Mi' },
  { now: '6Gi', factor: 1.5, most: '8Gi', then: '8192Mi' },
  { now: '8Gi', factor: 1.5, most: '8Gi', then: undefined },
  { now: '1Gi', factor: 0.5, most: undefined, then: undefined },
  { now: 'much', factor: 1.5, most: undefined, then: undefined },
  { now: '1Gi', factor: 1.5, most: 'all', then: undefined },
])('$now times $factor, up to $most, is $then', ({ now, factor, most, then }) => expect(moreMemory(now, factor, most)).toBe(then));
