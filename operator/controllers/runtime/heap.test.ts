import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Heap } from './heap.ts';

test('gives what went in by rank, and equal ranks in the order they came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (ranks) => {
      const heap = new Heap<{ rank: number; place: number }>();
      ranks.forEach((rank, place) => heap.push({ rank, place }, rank));
      const out = ranks.map(() => heap.pop());
      const sorted = ranks.map((rank, place) => ({ rank, place })).sort((a, b) => a.rank - b.rank || a.place - b.place);
      expect(out).toEqual(sorted);
      expect(heap.pop()).toBeUndefined();
      expect(heap.size).toBe(0);
    }),
  );
});

test('peek shows the next without taking it', () => {
  const heap = new Heap<string>();
  heap.push('late', 2);
  heap.push('soon', 1);
  expect(heap.peek()).toBe('soon');
  expect(heap.size).toBe(2);
});
