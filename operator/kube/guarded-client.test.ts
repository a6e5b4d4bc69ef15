import { describe, expect, test } from '@jest/globals';
import { FakeCluster } from '../testing/fake-cluster.ts';
import type { KubeClient } from './client.ts';
import { isNotLeader } from './errors.ts';
import { guardedClient } from './guarded-client.ts';
import { kinds } from './kinds.ts';

const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } };
const key = { name: 'n1' };

function guarded() {
  const cluster = new FakeCluster({ objects: [node], allow: ['* *'] });
  const leadership = { leads: true, effectTimeoutMs: 4000, isLeader: () => leadership.leads };
  return { cluster, leadership, client: guardedClient(cluster, leadership) };
}

const mutations: [string, (client: KubeClient) => Promise<unknown>][] = [
  ['create', (client) => client.create(kinds.Node, { metadata: { name: 'n2' } })],
  ['patch', (client) => client.patch(kinds.Node, key, { spec: { unschedulable: true } })],
  [
    'update',
    (client) => client.update(kinds.Node, { ...node, metadata: { name: 'n1', uid: '', resourceVersion: '', creationTimestamp: '' } }),
  ],
  ['delete', (client) => client.delete(kinds.Node, key)],
];

describe('the guarded client', () => {
  test.each(mutations)('refuses %s while this process does not lead, and sends nothing', async (_, mutate) => {
    const { cluster, leadership, client } = guarded();
    leadership.leads = false;
    const error = await mutate(client).catch((thrown: unknown) => thrown);
    expect(isNotLeader(error)).toBe(true);
    expect(cluster.calls).toEqual([]);
  });

  test('lets reads pass', async () => {
    const { leadership, client } = guarded();
    leadership.leads = false;
    expect(await client.get(kinds.Node, key)).toBeDefined();
    expect((await client.list(kinds.Node)).items).toHaveLength(1);
  });

  test('gives every mutation a deadline before which no other can lead, and a fence for the moment of sending', async () => {
    const { cluster, leadership, client } = guarded();
    await client.patch(kinds.Node, key, {}, { timeoutMs: 60_000 });
    await client.patch(kinds.Node, key, {}, { timeoutMs: 1000 });
    const [first, second] = cluster.calls.map(({ options }) => options as { timeoutMs: number; fence: () => void });
    expect([first?.timeoutMs, second?.timeoutMs]).toEqual([4000, 1000]);
    expect(first?.fence).not.toThrow();
    leadership.leads = false;
    expect(first?.fence).toThrow('does not lead');
  });

  test('keeps a fence of the caller', async () => {
    const { cluster, client } = guarded();
    let asked = 0;
    await client.patch(kinds.Node, key, {}, { fence: () => (asked += 1) });
    (cluster.calls[0]?.options as { fence: () => void }).fence();
    expect(asked).toBe(2);
  });
});
