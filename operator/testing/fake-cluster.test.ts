import { describe, expect, test } from '@jest/globals';
import { Conflict, isAlreadyExists, isKindNotInstalled, isNotFound, Transient } from '../kube/errors.ts';
import { engineApiVersion, kinds } from '../kube/kinds.ts';
import { FakeCluster } from './fake-cluster.ts';

const node = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name }, ...more });
const pod = (name: string, nodeName: string, labels: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels },
  spec: { nodeName },
});
const action = {
  apiVersion: engineApiVersion,
  kind: 'RemediationAction',
  metadata: { name: 'a', namespace: 'shop' },
  spec: { priority: 1 },
};
const caught = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

describe('a fake cluster', () => {
  test('refuses a write that the test did not allow, and remembers it', async () => {
    const cluster = new FakeCluster({ objects: [node('n1')] });
    await expect(cluster.patch(kinds.Node, { name: 'n1' }, { spec: {} })).rejects.toThrow('unexpected call: patch Node n1');
    expect(cluster.unexpected).toEqual(['patch Node n1']);
    expect(cluster.peek(kinds.Node, { name: 'n1' })?.metadata.generation).toBe(1);
  });

  test('applies a merge patch, raises the resourceVersion and, for the spec, the generation', async () => {
    const cluster = new FakeCluster({ objects: [node('n1', { spec: { taints: [] } })], allow: ['patch Node'] });
    const before = cluster.peek(kinds.Node, { name: 'n1' });
    const after = await cluster.patch(kinds.Node, { name: 'n1' }, { spec: { unschedulable: true } });
    expect(after).toMatchObject({ spec: { unschedulable: true, taints: [] }, metadata: { generation: 2, uid: before?.metadata.uid } });
    expect(Number(after.metadata.resourceVersion)).toBeGreaterThan(Number(before?.metadata.resourceVersion));
  });

  test('keeps the resourceVersion when nothing changes', async () => {
    const cluster = new FakeCluster({ objects: [node('n1', { spec: { unschedulable: true } })], allow: ['patch Node'] });
    const before = cluster.peek(kinds.Node, { name: 'n1' });
    expect(await cluster.patch(kinds.Node, { name: 'n1' }, { spec: { unschedulable: true } })).toEqual(before);
  });

  test.each([
    { guard: 'a stale resourceVersion', metadata: { resourceVersion: '1' } },
    { guard: 'another uid', metadata: { uid: 'someone-else' } },
  ])('answers Conflict to $guard', async ({ metadata }) => {
    const cluster = new FakeCluster({ objects: [node('n1')], allow: ['patch Node', 'delete Node'] });
    expect(await caught(cluster.patch(kinds.Node, { name: 'n1' }, { metadata, spec: { a: 1 } }))).toBeInstanceOf(Conflict);
    expect(await caught(cluster.delete(kinds.Node, { name: 'n1' }, metadata))).toBeInstanceOf(Conflict);
  });

  test('keeps status and the rest apart', async () => {
    const cluster = new FakeCluster({ objects: [action], allow: ['* *'] });
    const key = { namespace: 'shop', name: 'a' };
    await cluster.patch(kinds.RemediationAction, key, { status: { phase: 'Running' }, spec: { priority: 5 } });
    expect(cluster.peek(kinds.RemediationAction, key)).toMatchObject({ spec: { priority: 5 } });
    expect(cluster.peek(kinds.RemediationAction, key)).not.toHaveProperty('status.phase');
    await cluster.patch(kinds.RemediationAction, key, { status: { phase: 'Running' }, spec: { priority: 1 } }, { subresource: 'status' });
    expect(cluster.peek(kinds.RemediationAction, key)).toMatchObject({ spec: { priority: 5 }, status: { phase: 'Running' } });
  });

  test('creates once: the second create of a name is AlreadyExists', async () => {
    const cluster = new FakeCluster({ allow: ['create RemediationAction'] });
    const created = await cluster.create(kinds.RemediationAction, { metadata: action.metadata, spec: action.spec });
    expect(created).toMatchObject({ kind: 'RemediationAction', apiVersion: engineApiVersion, metadata: { generation: 1 } });
    expect(isAlreadyExists(await caught(cluster.create(kinds.RemediationAction, action)))).toBe(true);
  });

  test('holds a deleted object until its last finalizer is removed', async () => {
    const held = { ...action, metadata: { ...action.metadata, finalizers: ['x/undo'] } };
    const cluster = new FakeCluster({ objects: [held], allow: ['* *'] });
    const key = { namespace: 'shop', name: 'a' };
    await cluster.delete(kinds.RemediationAction, key);
    expect(cluster.peek(kinds.RemediationAction, key)?.metadata.deletionTimestamp).toBeDefined();
    await cluster.patch(kinds.RemediationAction, key, { metadata: { finalizers: null } });
    expect(cluster.peek(kinds.RemediationAction, key)).toBeUndefined();
  });

  test('evicts only the pod of that uid', async () => {
    const cluster = new FakeCluster({ objects: [pod('p', 'n1')], allow: ['create Pod/eviction'] });
    const evict = (uid: string | undefined) =>
      cluster.create(
        kinds.Pod,
        { metadata: { name: 'p', namespace: 'shop' }, deleteOptions: { preconditions: { uid } } },
        { subresource: 'eviction', key: { namespace: 'shop', name: 'p' } },
      );
    expect(await caught(evict('other'))).toBeInstanceOf(Conflict);
    await evict(cluster.peek(kinds.Pod, { namespace: 'shop', name: 'p' })?.metadata.uid);
    expect(cluster.peek(kinds.Pod, { namespace: 'shop', name: 'p' })).toBeUndefined();
    expect(isNotFound(await caught(evict(undefined)))).toBe(true);
  });

  test.each([
    { options: { fieldSelector: 'spec.nodeName=n1' }, names: ['a', 'b'] },
    { options: { labelSelector: 'app=web' }, names: ['a', 'c'] },
    { options: { labelSelector: 'app!=web' }, names: ['b'] },
    { options: { labelSelector: 'app in (db, web),tier' }, names: ['c'] },
    { options: { labelSelector: '!tier' }, names: ['a', 'b'] },
    { options: { namespace: 'elsewhere' }, names: [] },
    { options: { limit: 1 }, names: ['a'] },
  ])('lists by $options', async ({ options, names }) => {
    const objects = [pod('a', 'n1', { app: 'web' }), pod('b', 'n1', { app: 'db' }), pod('c', 'n2', { app: 'web', tier: 'x' }), node('n1')];
    const { items } = await new FakeCluster({ objects }).list(kinds.Pod, options);
    expect(items.map(({ metadata }) => metadata.name)).toEqual(names);
  });

  test('fails the next matching call as told, and only that one', async () => {
    const cluster = new FakeCluster({ objects: [node('n1')] });
    cluster.failNext('get Node', new Transient({ code: 503, reason: 'ServiceUnavailable', message: 'later' }));
    expect(await caught(cluster.get(kinds.Node, { name: 'n1' }))).toBeInstanceOf(Transient);
    expect(await cluster.get(kinds.Node, { name: 'n1' })).toBeDefined();
    expect(cluster.calls.map(({ verb, what, key }) => [verb, what, key])).toEqual([
      ['get', 'Node', 'n1'],
      ['get', 'Node', 'n1'],
    ]);
  });

  test('says of a missing API that it is not installed', async () => {
    const cluster = new FakeCluster({ missing: [kinds.Application] });
    expect(isKindNotInstalled(await caught(cluster.list(kinds.Application)))).toBe(true);
  });

  test('hands out copies', async () => {
    const cluster = new FakeCluster({ objects: [node('n1', { spec: { taints: [] } })] });
    const read = await cluster.get(kinds.Node, { name: 'n1' });
    Object.assign(read ?? {}, { spec: 'changed' });
    expect(cluster.peek(kinds.Node, { name: 'n1' })).toMatchObject({ spec: { taints: [] } });
  });
});
