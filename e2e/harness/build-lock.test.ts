import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { withLock } from './build-lock.ts';

const newLock = (): string => join(mkdtempSync(join(tmpdir(), 'lock-test-')), 'lock');

test('two that want the same lock work one after the other', async () => {
  const lock = newLock();
  const seen: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    seen.push(`${name} begins`);
    await delay(20);
    seen.push(`${name} ends`);
  };
  await Promise.all([withLock(lock, work('first')), withLock(lock, work('second'))]);
  expect(seen.map((step) => step.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
  expect(existsSync(lock)).toBe(false);
});

test('a lock whose owner is dead is taken over', async () => {
  const lock = newLock();
  writeFileSync(lock, '999999999');
  expect(await withLock(lock, () => Promise.resolve('done'))).toBe('done');
});

test('the lock is free again when the work fails', async () => {
  const lock = newLock();
  await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(lock)).toBe(false);
});
