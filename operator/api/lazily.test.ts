import { expect, test } from '@jest/globals';
import { lazily } from './lazily.ts';

test('is made when it is first asked for, and only then', () => {
  const makes: string[] = [];
  const asked = lazily(() => makes.push('made'));
  expect(makes).toEqual([]);
  asked();
  asked();
  expect(makes).toEqual(['made']);
});

test('is kept even when it is undefined', () => {
  let times = 0;
  const asked = lazily(() => void (times += 1));
  expect([asked(), asked(), times]).toEqual([undefined, undefined, 1]);
});

test('is asked again when it could not be made', () => {
  let times = 0;
  const asked = lazily(() => {
    times += 1;
    if (times === 1) throw new Error('not yet');
    return times;
  });
  expect(asked).toThrow('not yet');
  expect(asked()).toBe(2);
});
