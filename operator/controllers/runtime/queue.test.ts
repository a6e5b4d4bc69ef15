import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { WorkQueue, type QueueMetrics } from './queue.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const queueOf = (metrics?: QueueMetrics) => new WorkQueue({ name: 'test', metrics });

async function takeAll(queue: WorkQueue): Promise<string[]> {
  const keys: string[] = [];
  while (queue.depth > 0) {
    const key = await queue.take();
    if (key !== undefined) keys.push(key);
  }
  return keys;
}

describe('a work queue', () => {
  test('holds a key once however often it is added', async () => {
    const queue = queueOf();
    for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
    expect(await takeAll(queue)).toEqual(['a', 'b']);
  });

  test('never hands a key to a second worker, and gives it again when it was added meanwhile', async () => {
    const queue = queueOf();
    queue.add('a');
    expect(await queue.take()).toBe('a');
    queue.add('a');
    queue.add('a');
    expect(queue.depth).toBe(0);
    queue.done('a');
    expect(await takeAll(queue)).toEqual(['a']);
    queue.done('a');
    expect(queue.depth).toBe(0);
    expect(queue.active).toBe(0);
  });

  test('lets owners take turns, each with its most urgent key first', async () => {
    const queue = new WorkQueue({ name: 'test', ownerOf: (key) => key.slice(0, 1) });
    for (const key of ['a1', 'a2', 'a3', 'a4']) queue.add(key);
    queue.add('a4', { priority: 1 });
    queue.add('b1');
    expect(await takeAll(queue)).toEqual(['a4', 'b1', 'a1', 'a2', 'a3']);
  });

  test('serves a waiting worker as soon as a key is added', async () => {
    const queue = queueOf();
    const taken = queue.take();
    queue.add('a');
    expect(await taken).toBe('a');
  });

  test('gives a key that is to come later not before its time', () => {
    const queue = queueOf();
    queue.add('a', { after: 100 });
    jest.advanceTimersByTime(99);
    expect(queue.depth).toBe(0);
    jest.advanceTimersByTime(1);
    expect(queue.depth).toBe(1);
  });

  test.each([
    { when: 'the second time is earlier', times: [100, 50], at: 50 },
    { when: 'the second time is later', times: [50, 100], at: 50 },
    { when: 'it is added for now', times: [100, 0], at: 0 },
    { when: 'it is there already', times: [0, 100], at: 0 },
  ])('of two times the earlier counts when $when', async ({ times, at }) => {
    const queue = queueOf();
    for (const after of times) queue.add('a', { after });
    jest.advanceTimersByTime(at);
    expect(await takeAll(queue)).toEqual(['a']);
    queue.done('a');
    jest.advanceTimersByTime(1000);
    expect(queue.depth).toBe(0);
  });

  test('one timer serves any number of keys that come later', () => {
    const queue = queueOf();
    for (let index = 0; index < 50; index += 1) queue.add(`k${index}`, { after: 1000 + index });
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(1010);
    expect(queue.depth).toBe(11);
    expect(jest.getTimerCount()).toBe(1);
  });

  test('waits longer than a timer can count', () => {
    const queue = queueOf();
    queue.add('a', { after: 40 * 24 * 3600 * 1000 });
    jest.advanceTimersByTime(39 * 24 * 3600 * 1000);
    expect(queue.depth).toBe(0);
    jest.advanceTimersByTime(24 * 3600 * 1000);
    expect(queue.depth).toBe(1);
  });

  test('backs off per key from 5 ms, doubling up to 60 s, until it is forgotten', async () => {
    const queue = queueOf();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 16; attempt += 1) {
      const before = performance.now();
      queue.retry('a');
      jest.runOnlyPendingTimers();
      waits.push(performance.now() - before);
      await queue.take();
      queue.done('a');
    }
    expect(waits.slice(0, 5)).toEqual([5, 10, 20, 40, 80]);
    expect(waits.slice(-2)).toEqual([60_000, 60_000]);
    expect(queue.retries('a')).toBe(16);
    queue.forget('a');
    queue.retry('a');
    jest.advanceTimersByTime(5);
    expect(queue.depth).toBe(1);
  });

  test('waits at least as long as the server asked', () => {
    const queue = queueOf();
    queue.retry('a', { atLeast: 1000 });
    jest.advanceTimersByTime(999);
    expect(queue.depth).toBe(0);
    jest.advanceTimersByTime(1);
    expect(queue.depth).toBe(1);
  });

  test('serves the higher priority first, and the older one of equals', async () => {
    const queue = queueOf();
    queue.add('resync', { priority: -1 });
    queue.add('first');
    queue.add('critical', { priority: 2 });
    queue.add('second');
    expect(await takeAll(queue)).toEqual(['critical', 'first', 'second', 'resync']);
  });

  test('lifts a key that is added again with a higher priority', async () => {
    const queue = queueOf();
    queue.add('a');
    queue.add('b');
    queue.add('b', { priority: 1 });
    queue.add('b', { priority: -5 });
    expect(await takeAll(queue)).toEqual(['b', 'a']);
  });

  test('ages what waits, so that a steady stream of urgent keys starves nobody', async () => {
    const queue = queueOf();
    queue.add('resync', { priority: -1 });
    jest.advanceTimersByTime(1900);
    queue.add('early');
    jest.advanceTimersByTime(200);
    queue.add('late');
    expect(await takeAll(queue)).toEqual(['early', 'resync', 'late']);
  });

  test('keeps the priority of a key that was added while a worker had it', async () => {
    const queue = queueOf();
    queue.add('a');
    await queue.take();
    queue.add('a', { priority: 3 });
    queue.add('b', { priority: 1 });
    queue.done('a');
    expect(await takeAll(queue)).toEqual(['a', 'b']);
  });

  test('shuts down: idle workers go home, the busy one is waited for, nothing is added', async () => {
    const queue = queueOf();
    queue.add('a');
    await queue.take();
    const idle = queue.take();
    queue.add('later', { after: 10 });
    let drained = false;
    const stopped = queue.shutDown().then(() => (drained = true));
    expect(await idle).toBeUndefined();
    await Promise.resolve();
    expect(drained).toBe(false);
    queue.add('b');
    queue.add('a');
    queue.done('a');
    await stopped;
    expect(await queue.take()).toBeUndefined();
    expect(queue.depth).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('hands keys out again after it was opened again, without those of before', async () => {
    const queue = new WorkQueue({ name: 'test' });
    queue.add('before');
    await queue.shutDown();
    queue.add('meanwhile');
    queue.reopen();
    queue.add('after');
    expect(await queue.take()).toBe('after');
    expect(queue.depth).toBe(0);
  });

  test('opened again, gives a key that is to come later at its time, whatever was to come before it was shut down', async () => {
    const queue = queueOf();
    queue.add('before', { after: 10 });
    await queue.shutDown();
    queue.reopen();
    queue.add('after', { after: 100 });
    jest.advanceTimersByTime(100);
    expect(await takeAll(queue)).toEqual(['after']);
  });

  test('made closed, takes nothing before it is opened', async () => {
    const queue = new WorkQueue({ name: 'test', closed: true });
    queue.add('a');
    queue.reopen();
    expect(queue.depth).toBe(0);
    queue.add('b');
    expect(await queue.take()).toBe('b');
  });

  test('tells depth, adds, retries, waiting and working time', async () => {
    const seen: unknown[] = [];
    const queue = queueOf({
      onDepth: (name, depth) => seen.push([name, 'depth', depth]),
      onAdd: () => seen.push('add'),
      onRetry: () => seen.push('retry'),
      onWaited: (_, seconds) => seen.push(['waited', seconds]),
      onWorked: (_, seconds) => seen.push(['worked', seconds]),
    });
    queue.add('a');
    jest.advanceTimersByTime(500);
    await queue.take();
    jest.advanceTimersByTime(2000);
    expect(queue.workingSeconds()).toEqual([2]);
    queue.done('a');
    queue.retry('a');
    expect(seen).toEqual(['add', ['test', 'depth', 1], ['test', 'depth', 0], ['waited', 0.5], ['worked', 2], 'retry']);
  });
});
