import { describe, expect, test } from '@jest/globals';
import { settableClock } from '../testing/clock.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import type { KubeObject } from './client.ts';
import { EventRecorder, type EventFacts } from './events.ts';
import { Terminal } from './errors.ts';
import { kinds } from './kinds.ts';

const node = { apiVersion: 'v1', kind: 'Node', name: 'n1', uid: 'u1' };
const drained: EventFacts = { regarding: node, type: 'Normal', reason: 'Drained', action: 'Drain', note: 'All pods left.' };

function recorder(allow = ['create Event', 'patch Event']) {
  const cluster = new FakeCluster({ allow });
  const clock = settableClock();
  const dropped: string[] = [];
  const events = new EventRecorder({ client: cluster, instance: 'pod-1', clock, metrics: { onEventDropped: (why) => dropped.push(why) } });
  const stored = async () => {
    await events.flush();
    return cluster.calls.filter(({ verb }) => verb === 'create').map(({ key, body }) => ({ key, ...(body as KubeObject) }));
  };
  return { cluster, clock, events, dropped, stored };
}

describe('the event recorder', () => {
  test('says nothing of what is muted', async () => {
    const cluster = new FakeCluster({ allow: [] });
    const events = new EventRecorder({ client: cluster, instance: 'pod-1', mute: ({ reason }) => reason === 'Drained' });
    events.record(drained);
    await events.flush();
    expect(cluster.calls).toEqual([]);
  });

  test('writes an Event about a cluster-scoped object to the namespace default', async () => {
    const { events, stored } = recorder();
    events.record(drained);
    expect(await stored()).toEqual([
      {
        key: expect.stringMatching(/^default\/n1\.[0-9a-f]{16}$/),
        metadata: { namespace: 'default', name: expect.stringMatching(/^n1\./) },
        eventTime: '2026-01-01T00:00:00.000000Z',
        reportingController: 'coordination-engine',
        reportingInstance: 'pod-1',
        type: 'Normal',
        reason: 'Drained',
        action: 'Drain',
        note: 'All pods left.',
        regarding: node,
      },
    ]);
  });

  test("writes an Event about a namespaced object to the object's namespace, with what it relates to", async () => {
    const { events, stored } = recorder();
    const metadata = { namespace: 'shop', name: 'p', uid: 'u2', resourceVersion: '1', creationTimestamp: '' };
    events.record({ ...drained, regarding: { apiVersion: 'v1', kind: 'Pod', metadata }, related: node });
    expect(await stored()).toMatchObject([
      {
        metadata: { namespace: 'shop' },
        regarding: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'p', uid: 'u2' },
        related: node,
      },
    ]);
  });

  test('makes repeats one series', async () => {
    const { cluster, events, stored } = recorder();
    events.record(drained);
    await events.flush();
    events.record(drained);
    await events.flush();
    events.record(drained);
    events.record({ ...drained, note: 'Another text.' });
    expect(await stored()).toHaveLength(2);
    const patches = cluster.calls.filter(({ verb }) => verb === 'patch').map(({ body }) => body);
    expect(patches).toMatchObject([{ series: { count: 2 } }, { series: { count: 3 } }]);
  });

  test('counts in one write what is repeated while the first is being written', async () => {
    const { cluster, events, stored } = recorder();
    for (let index = 0; index < 4; index += 1) events.record(drained);
    expect(await stored()).toHaveLength(1);
    expect(cluster.calls.slice(1)).toMatchObject([{ verb: 'patch', body: { series: { count: 4 } } }]);
  });

  test('begins a new Event after six quiet minutes, and when the old one has expired', async () => {
    const { cluster, clock, events, stored } = recorder();
    events.record(drained);
    await events.flush();
    clock.advance(6 * 60 * 1000);
    events.record(drained);
    expect(await stored()).toHaveLength(2);
    for (const { key } of await stored()) cluster.remove(kinds.Event, { namespace: 'default', name: key?.split('/')[1] ?? '' });
    events.record(drained);
    await events.flush();
    events.record(drained);
    expect(await stored()).toHaveLength(3);
  });

  test('lets 25 through about one object at once, then one a second; others are not held back', async () => {
    const { clock, events, dropped, stored } = recorder();
    for (let index = 0; index < 30; index += 1) events.record({ ...drained, note: `Note ${index}` });
    expect(await stored()).toHaveLength(25);
    expect(dropped).toEqual(Array(5).fill('RateLimited'));
    events.record({ ...drained, regarding: { ...node, name: 'n2', uid: 'u2' } });
    clock.advance(1000);
    events.record(drained);
    expect(await stored()).toHaveLength(27);
  });

  test('drops what cannot be written, and goes on', async () => {
    const { cluster, events, dropped, stored } = recorder();
    cluster.failNext('create Event', new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
    events.record(drained);
    events.record({ ...drained, note: 'Next.' });
    expect(await stored()).toHaveLength(2);
    expect(dropped).toEqual(['Forbidden']);
  });

  test('asks no more of a namespace that goes away, until a minute has gone by', async () => {
    const { cluster, clock, events, dropped, stored } = recorder();
    const details = { causes: [{ reason: 'NamespaceTerminating' }] };
    const ending = new Terminal({ code: 403, reason: 'Forbidden', message: 'it is being terminated', details });
    cluster.failNext('create Event', ending);
    const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'p' };
    events.record({ ...drained, regarding: pod });
    await events.flush();
    events.record({ ...drained, regarding: pod, note: 'Again.' });
    events.record(drained);
    expect(await stored()).toMatchObject([{ regarding: pod }, { regarding: node }]);
    expect(dropped).toEqual(['Forbidden', 'NamespaceTerminating']);
    clock.advance(60_000);
    events.record({ ...drained, regarding: pod, note: 'Later.' });
    expect(await stored()).toHaveLength(3);
  });

  test('repeats no credential', async () => {
    const { events, stored } = recorder();
    events.record({ ...drained, note: 'repository https://me:hunter2@git/shop is out of reach' });
    expect(await stored()).toMatchObject([{ note: 'repository https://[redacted]@git/shop is out of reach' }]);
  });

  test('keeps a bounded backlog', async () => {
    const { events, dropped, stored } = recorder();
    for (let index = 0; index < 300; index += 1) events.record({ ...drained, regarding: { ...node, name: `n${index}` } });
    expect(dropped.length).toBeGreaterThan(90);
    expect((await stored()).length + dropped.length).toBe(300);
  });

  test('shortens texts to what the API accepts', async () => {
    const { events, stored } = recorder();
    events.record({ ...drained, note: 'x'.repeat(2000), regarding: { ...node, name: 'n'.repeat(250) } });
    const [event] = await stored();
    expect(event).toMatchObject({ note: 'x'.repeat(1024) });
    events.record({ ...drained, note: 'ü'.repeat(1000).replace('ü', 'u') });
    const [, inBytes] = await stored();
    expect(inBytes).toMatchObject({ note: `u${'ü'.repeat(511)}` });
    expect(event?.metadata.name.length).toBeLessThan(253);
  });
});
