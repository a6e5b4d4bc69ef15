import { expect, test } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { kinds } from '../kube/kinds.ts';
import { aNode } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { shareReads } from './shared-reads.ts';

test('the same question is asked once in a turn, another one by itself', async () => {
  const cluster = new FakeCluster({ objects: [aNode('w1'), aNode('w2')] });
  const reader = shareReads(cluster);
  await Promise.all([
    reader.get(kinds.Node, { name: 'w1' }),
    reader.get(kinds.Node, { name: 'w1' }),
    reader.get(kinds.Node, { name: 'w2' }),
    reader.list(kinds.Pod, { namespace: 'shop' }),
    reader.list(kinds.Pod, { namespace: 'shop' }),
  ]);
  expect(cluster.calls.map(({ verb, what, key }) => [verb, what, key])).toEqual([
    ['get', 'Node', 'w1'],
    ['get', 'Node', 'w2'],
    ['list', 'Pod', undefined],
  ]);
});

test('an answer is not kept for the next turn', async () => {
  const cluster = new FakeCluster({ objects: [aNode('w1')] });
  const reader = shareReads(cluster);
  await reader.get(kinds.Node, { name: 'w1' });
  await nextTurn();
  cluster.remove(kinds.Node, { name: 'w1' });
  expect(await reader.get(kinds.Node, { name: 'w1' })).toBeUndefined();
});

test('a failure reaches everyone who asked and is forgotten', async () => {
  const cluster = new FakeCluster({ objects: [aNode('w1')] });
  cluster.failNext('get Node', new Error('lost'));
  const reader = shareReads(cluster);
  const asked = [reader.get(kinds.Node, { name: 'w1' }), reader.get(kinds.Node, { name: 'w1' })];
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await nextTurn();
  expect(await reader.get(kinds.Node, { name: 'w1' })).toBeDefined();
});
