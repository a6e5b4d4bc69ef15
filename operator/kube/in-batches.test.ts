import { expect, test } from '@jest/globals';
import { inBatches } from './in-batches.ts';

test('all items are worked on, no more than that many at once, and the results keep their order', async () => {
  let [now, most] = [0, 0];
  const work = async (item: number): Promise<number> => {
    most = Math.max(most, (now += 1));
    await Promise.resolve();
    now -= 1;
    return item * 2;
  };
  expect(await inBatches([1, 2, 3, 4, 5], 2, work)).toEqual([2, 4, 6, 8, 10]);
  expect(most).toBe(2);
});

test('a failure ends it, and the batches behind are not begun', async () => {
  const begun: number[] = [];
  const work = (item: number): Promise<void> => {
    begun.push(item);
    return item === 2 ? Promise.reject(new Error('no')) : Promise.resolve();
  };
  await expect(inBatches([1, 2, 3, 4], 2, work)).rejects.toThrow('no');
  expect(begun).toEqual([1, 2]);
});
