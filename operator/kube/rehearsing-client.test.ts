import { expect, test } from '@jest/globals';
import { FakeCluster } from '../testing/fake-cluster.ts';
import type { KubeClient } from './client.ts';
import { Conflict } from './errors.ts';
import { kinds } from './kinds.ts';
import { rehearsingClient } from './rehearsing-client.ts';

const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, spec: {} };
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'shop', name: 'web-1' } };
const key = { name: 'n1' };
const podKey = { namespace: 'shop', name: 'web-1' };
const metadata = { name: 'n1', uid: 'uid-n1-101', creationTimestamp: '' };

const writes: { verb: string; stale: boolean; write: (client: KubeClient, resourceVersion?: string) => Promise<unknown> }[] = [
  { verb: 'create', stale: false, write: (client) => client.create(kinds.Node, { metadata: { name: 'n2' } }) },
  {
    verb: 'patch',
    stale: true,
    write: (client, resourceVersion) => client.patch(kinds.Node, key, { metadata: { resourceVersion }, spec: { unschedulable: true } }),
  },
  {
    verb: 'update',
    stale: true,
    write: (client, resourceVersion = '101') => client.update(kinds.Node, { ...node, metadata: { ...metadata, resourceVersion } }),
  },
  { verb: 'delete', stale: true, write: (client, resourceVersion) => client.delete(kinds.Node, key, { resourceVersion }) },
  {
    verb: 'eviction',
    stale: false,
    write: (client) => client.create(kinds.Pod, { metadata: podKey }, { subresource: 'eviction', key: podKey }),
  },
];

function rehearsed() {
  const cluster = new FakeCluster({ objects: [node, pod], allow: ['* *'] });
  return { cluster, client: rehearsingClient(cluster) };
}

test.each(writes)('$verb is asked for as a dry run and changes nothing', async ({ write }) => {
  const { cluster, client } = rehearsed();
  const [before, podBefore] = [cluster.peek(kinds.Node, key), cluster.peek(kinds.Pod, podKey)];
  await write(client);
  expect(cluster.calls.map(({ options }) => options)).toEqual([expect.objectContaining({ dryRun: true })]);
  expect([cluster.peek(kinds.Node, key), cluster.peek(kinds.Pod, podKey)]).toEqual([before, podBefore]);
  expect(cluster.peek(kinds.Node, { name: 'n2' })).toBeUndefined();
});

test.each(writes.filter(({ stale }) => stale))('$verb is refused where the real one would be', async ({ write }) => {
  await expect(write(rehearsed().client, '1')).rejects.toBeInstanceOf(Conflict);
});

test('reads are as ever', async () => {
  const { client } = rehearsed();
  expect(await client.get(kinds.Node, key)).toMatchObject({ metadata: { name: 'n1' } });
  expect((await client.list(kinds.Pod)).items).toHaveLength(1);
  expect(await client.served('v1', 'Node')).toBe(kinds.Node);
});
