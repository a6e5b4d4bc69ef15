import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '../testing/eventually.ts';
import { nodeAt } from '../testing/stub-collection.ts';
import { WatchStage } from '../testing/watch-stage.ts';

let stage: WatchStage;
beforeEach(async () => {
  stage = await WatchStage.set();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await stage.clear();
});

describe('the resync', () => {
  test('asks for metadata only, and writes nothing down when the cache is right', async () => {
    stage.server.items = [nodeAt('a', 3)];
    await stage.watching({ resync: 30 });
    await eventually(() => expect(stage.server.lists.length).toBeGreaterThan(2));
    expect(stage.server.lists.slice(1).every(({ resourceVersion }) => resourceVersion === '0')).toBe(true);
    expect(stage.drifts).toEqual([]);
    expect(stage.server.streams).toHaveLength(1);
  });

  test('finds what the watch lost: an update, a new object and a deletion; counts it and opens the stream anew', async () => {
    stage.server.items = [nodeAt('changes', 3), nodeAt('goes', 4)];
    await stage.watching({ resync: 60 });
    stage.server.items = [nodeAt('changes', 20), nodeAt('comes', 21)];
    stage.server.version = '25';
    await stage.hasSeen('added uid-changes@3', 'added uid-goes@4', 'deleted uid-goes@4', 'updated uid-changes@20', 'added uid-comes@21');
    expect(stage.drifts).toEqual([3]);
    await stage.hasOpened(2);
    expect(stage.restarts).toEqual(['drift']);
  });

  test('does not count what the watch only tells a little later', async () => {
    await stage.watching({ resync: 30, lag: 5000 });
    stage.server.items = [nodeAt('a', 20)];
    stage.server.version = '25';
    await eventually(() => expect(stage.server.lists.length).toBeGreaterThan(1));
    stage.server.stream.send('ADDED', nodeAt('a', 20));
    await stage.hasSeen('added uid-a@20');
    const judged = stage.server.lists.length;
    await eventually(() => expect(stage.server.lists.length).toBeGreaterThan(judged)); // the next look begins when this one has ended
    expect(stage.drifts).toEqual([]);
  });
});

describe('waiting for a version', () => {
  test('ends when the stream brings it', async () => {
    await stage.watching();
    jest.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal); // it has all the patience that this takes
    const reached = stage.watch.reached('15');
    stage.server.stream.send('BOOKMARK', { metadata: { resourceVersion: '15' } });
    await reached;
    expect(stage.server.lists).toHaveLength(1);
  });

  test('asks the server when the stream is silent', async () => {
    await stage.watching();
    stage.server.items = [nodeAt('a', 14)];
    stage.server.version = '20';
    await stage.watch.reached('15');
    expect(stage.watch.cache.get({ name: 'a' })).toBeDefined();
    expect(stage.server.lists.at(-1)).toEqual({ limit: '500' });
  });

  test('fails when even the server has not got there', async () => {
    await stage.watching();
    await expect(stage.watch.reached('15')).rejects.toMatchObject({ reason: 'CacheBehind' });
  });
});
