import { expect, test } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { Leadership } from './leadership.ts';
import { makeLog } from './log.ts';
import { PassThrough } from 'node:stream';

function parts({ takeOver = () => Promise.resolve() }: { takeOver?: () => Promise<void> } = {}) {
  const happened: string[] = [];
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
  const leadership = new Leadership({ takeOver, controllers: [controller], log, pause: () => setImmediate() });
  return { leadership, happened, finish: () => finish() };
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
