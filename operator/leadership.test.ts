import { expect, test } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { systemClock } from './kube/clock.ts';
import { Leadership } from './leadership.ts';
import { makeLog } from './log.ts';
import { PassThrough } from 'node:stream';

function parts({ takeOver = () => Promise.resolve() }: { takeOver?: () => Promise<void> } = {}) {
  const happened: string[] = [];
  const pauses: number[] = [];
  const pause = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    return setImmediate();
  };
  let finish = (): void => undefined;
  const controller = {
    name: 'one',
    start: () => void happened.push('start'),
    stop: async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      happened.push('stopped');
    },
  };
  const log = makeLog({ logLevel: 'ERROR', logFormat: 'text' }, new PassThrough());
  const leadership = new Leadership({ takeOver, controllers: [controller], log, clock: systemClock, pause });
  return { leadership, happened, pauses, finish: () => finish() };
}

test('the controllers run from the take-over to the end of the term', async () => {
  const { leadership, happened, finish } = parts();
  leadership.begin(1);
  await setImmediate();
  const ended = leadership.end('lost');
  await setImmediate();
  finish();
  await ended;
  expect(happened).toEqual(['start', 'stopped']);
});

test('a new term waits until the workers of the last one have finished', async () => {
  const { leadership, happened, finish } = parts();
  leadership.begin(1);
  await setImmediate();
  void leadership.end('lost');
  leadership.begin(2);
  await setImmediate();
  expect(happened).toEqual(['start']);
  finish();
  await setImmediate();
  expect(happened).toEqual(['start', 'stopped', 'start']);
});

test('a take-over that fails is tried again before anything runs', async () => {
  const failures = [new Error('not yet'), new Error('nor now')];
  const { leadership, happened } = parts({
    takeOver: () => {
      const failure = failures.shift();
      return failure ? Promise.reject(failure) : Promise.resolve();
    },
  });
  leadership.begin(1);
  while (happened.length === 0) await setImmediate();
  expect(failures).toEqual([]);
});

test('a take-over that goes on failing is tried less and less often, down to twice a minute, and in the next term from anew', async () => {
  const { leadership, pauses } = parts({ takeOver: () => Promise.reject(new Error('not yet')) });
  const most = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
  for (const epoch of [1, 2]) {
    pauses.length = 0;
    leadership.begin(epoch);
    while (pauses.length < most.length) await setImmediate();
    await leadership.end('lost');
    expect(pauses.map((wait, n) => wait <= (most[n] ?? 30_000) && wait >= (most[n] ?? 30_000) / 2)).not.toContain(false);
  }
});

test('a term that ends during the take-over starts nothing', async () => {
  let go = (): void => undefined;
  const { leadership, happened } = parts({ takeOver: () => new Promise<void>((resolve) => (go = resolve)) });
  leadership.begin(1);
  await setImmediate();
  const ended = leadership.end('lost');
  go();
  await ended;
  expect(happened).toEqual([]);
});
