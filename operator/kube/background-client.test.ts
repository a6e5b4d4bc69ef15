import { expect, test } from '@jest/globals';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { backgroundClient } from './background-client.ts';
import type { KubeClient } from './client.ts';
import { kinds } from './kinds.ts';

type Client = Pick<KubeClient, 'get' | 'create' | 'patch'>;
const key = { name: 'n1' };
const calls: [string, (client: Client, options?: object) => Promise<unknown>][] = [
  ['get', (client, options) => client.get(kinds.Node, key, options)],
  ['create', (client, options) => client.create(kinds.Node, { metadata: { name: 'n2' } }, options)],
  ['patch', (client, options) => client.patch(kinds.Node, key, { spec: { unschedulable: true } }, options)],
];

test.each(calls)('%s waits behind other calls unless it says otherwise', async (_, call) => {
  const cluster = new FakeCluster({ objects: [{ apiVersion: 'v1', kind: 'Node', metadata: key }], allow: ['* *'] });
  const client = backgroundClient(cluster);
  await call(client);
  await call(client, { priority: 'normal', timeoutMs: 5 }).catch(() => undefined);
  expect(cluster.calls.map(({ options }) => options)).toMatchObject([{ priority: 'background' }, { priority: 'normal', timeoutMs: 5 }]);
});
