import { expect, test } from '@jest/globals';
import { kinds } from '../../kube/kinds.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { FakeCluster } from '../../testing/fake-cluster.ts';
import { isSpent, limitReads } from './limited-reads.ts';

const cluster = () => new FakeCluster({ objects: ['w1', 'w2', 'w3'].map((name) => aNode(name)), missing: [kinds.MachineConfigPool] });
const get = (name: string) => [kinds.Node, { name }] as const;

test('it asks so often and no more, and says so', async () => {
  const fake = cluster();
  const reader = limitReads(fake, 2);
  await reader.get(...get('w1'));
  await reader.list(kinds.Node);
  const beyond = await reader.get(...get('w2')).catch((error: unknown) => error);
  expect(isSpent(beyond)).toBe(true);
  expect(fake.calls.map(({ verb }) => verb)).toEqual(['get', 'list']);
});

test('the same is asked once, also at the same time', async () => {
  const fake = cluster();
  const reader = limitReads(fake, 1);
  const found = await Promise.all([reader.get(...get('w1')), reader.get(...get('w1'))]);
  expect(found.map((node) => node?.metadata.name)).toEqual(['w1', 'w1']);
  expect(fake.calls).toHaveLength(1);
});

test('a list is one page, shorter where less is wanted', async () => {
  const fake = cluster();
  const reader = limitReads(fake);
  expect((await reader.list(kinds.Node, { limit: 2 })).items).toHaveLength(2);
  await reader.list(kinds.Node);
  expect(fake.calls.map(({ options }) => options)).toEqual([{ limit: 2 }, { limit: 500 }]);
});

test('what fails otherwise fails as it does', async () => {
  const failure = await limitReads(cluster())
    .list(kinds.MachineConfigPool)
    .catch((error: unknown) => error);
  expect([isSpent(failure), failure]).toMatchObject([false, { reason: 'KindNotInstalled' }]);
});
