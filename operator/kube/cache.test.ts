import { describe, expect, test } from '@jest/globals';
import { Cache, type Change } from './cache.ts';
import type { KubeObject } from './client.ts';
import { silentLog } from './log.ts';
import { isAtLeast, isNewer } from './resource-version.ts';

function node(name: string, resourceVersion: number | string, more: { uid?: string; namespace?: string; zone?: string } = {}): KubeObject {
  const { uid = `uid-${name}`, namespace, zone = 'a' } = more;
  const metadata = { name, namespace, uid, resourceVersion: String(resourceVersion), creationTimestamp: '2026-01-01T00:00:00Z' };
  return { apiVersion: 'v1', kind: 'Node', metadata, zone };
}

function recorded() {
  const cache = new Cache<KubeObject>({ name: 'Node' });
  const changes: string[] = [];
  cache.onChange(({ kind, object }: Change<KubeObject>) =>
    changes.push(`${kind} ${object.metadata.uid}@${object.metadata.resourceVersion}`),
  );
  return { cache, changes };
}

describe('a cache', () => {
  test('tells an addition, an update with the object before, and a deletion with the last state', () => {
    const cache = new Cache<KubeObject>({ name: 'Node' });
    const changes: Change<KubeObject>[] = [];
    cache.onChange((change) => changes.push(change));
    cache.upsert(node('n', 1));
    cache.upsert(node('n', 2));
    cache.remove(node('n', 3));
    expect(changes).toMatchObject([
      { kind: 'added', object: node('n', 1) },
      { kind: 'updated', object: node('n', 2), previous: node('n', 1) },
      { kind: 'deleted', object: node('n', 3), previous: node('n', 2) },
    ]);
    expect(cache.size).toBe(0);
  });

  test('drops what is not newer: the echo of an own write starts no second reconcile', () => {
    const { cache, changes } = recorded();
    cache.upsert(node('n', 10), 'planning');
    expect(cache.upsert(node('n', 10))).toBe(false);
    expect(cache.upsert(node('n', 9))).toBe(false);
    expect(changes).toEqual(['added uid-n@10']);
  });

  test('compares versions as numbers of any size, not as texts', () => {
    const { cache } = recorded();
    cache.upsert(node('n', '9'));
    expect(cache.upsert(node('n', '10'))).toBe(true);
    cache.upsert(node('n', '9007199254740993'));
    expect(cache.upsert(node('n', '9007199254740992'))).toBe(false);
  });

  test('names the writer of an own write, so that the writer can skip it', () => {
    const cache = new Cache<KubeObject>({ name: 'Node' });
    const origins: (string | undefined)[] = [];
    cache.onChange(({ origin }) => origins.push(origin));
    cache.upsert(node('n', 1), 'planning');
    cache.upsert(node('n', 2));
    expect(origins).toEqual(['planning', undefined]);
  });

  test('tells delete and recreate under one name as Deleted and Added', () => {
    const { cache, changes } = recorded();
    cache.upsert(node('n', 1, { uid: 'old' }));
    cache.upsert(node('n', 5, { uid: 'new' }));
    expect(changes).toEqual(['added old@1', 'deleted old@1', 'added new@5']);
    expect(cache.get({ name: 'n' })?.metadata.uid).toBe('new');
    expect(cache.getByUid('old')).toBeUndefined();
  });

  test('does not let a late answer for the old incarnation replace the new one', () => {
    const { cache, changes } = recorded();
    cache.upsert(node('n', 5, { uid: 'new' }));
    expect(cache.upsert(node('n', 4, { uid: 'old' }))).toBe(false);
    expect(changes).toEqual(['added new@5']);
  });

  test('does not bring back what was seen deleted when the answer to an own write comes late', () => {
    const { cache } = recorded();
    cache.upsert(node('n', 1));
    cache.remove(node('n', 3));
    expect(cache.upsert(node('n', 2))).toBe(false);
    expect(cache.size).toBe(0);
  });

  test('takes an object back that left a selector and entered it again', () => {
    const { cache, changes } = recorded();
    cache.upsert(node('n', 1));
    cache.remove(node('n', 3));
    cache.upsert(node('n', 4));
    expect(changes).toEqual(['added uid-n@1', 'deleted uid-n@3', 'added uid-n@4']);
  });

  test('replaces by a list: finds what was deleted, keeps what is newer than the list', () => {
    const { cache, changes } = recorded();
    for (const [name, version] of [['gone', 1], ['stays', 2], ['changed', 3], ['newer', 12]] as const) cache.upsert(node(name, version)); // prettier-ignore
    changes.length = 0;
    const count = cache.replace([node('stays', 2), node('changed', 8), node('fresh', 9)], '10');
    expect(changes).toEqual(['deleted uid-gone@1', 'updated uid-changed@8', 'added uid-fresh@9']);
    expect(count).toBe(3);
    expect(cache.get({ name: 'newer' })).toBeDefined();
  });

  test('finds delete and recreate during a gap in the list that ends the gap', () => {
    const { cache, changes } = recorded();
    cache.upsert(node('n', 1, { uid: 'old' }));
    cache.replace([node('n', 5, { uid: 'new' })], '6');
    expect(changes).toEqual(['added old@1', 'deleted old@1', 'added new@5']);
  });

  test('does not go back in time when a list is older than what is known', () => {
    const { cache, changes } = recorded();
    cache.upsert(node('n', 100));
    expect(cache.replace([node('n', 5)], '5')).toBe(0);
    expect(changes).toEqual(['added uid-n@100']);
  });

  test('accepts older versions only on reset, when the server has lost history', () => {
    const { cache, changes } = recorded();
    cache.upsert(node('n', 100));
    cache.upsert(node('later', 101));
    cache.reset([node('n', 5), node('earlier', 4)]);
    expect(changes.slice(2)).toEqual(['deleted uid-later@101', 'updated uid-n@5', 'added uid-earlier@4']);
    expect(cache.upsert(node('n', 6))).toBe(true);
  });

  test('keeps indexes in step with every change', () => {
    const { cache } = recorded();
    cache.upsert(node('n', 1, { zone: 'a' }));
    cache.addIndex('zone', ({ zone }) => (typeof zone === 'string' ? [zone] : []));
    cache.upsert(node('m', 2, { zone: 'b' }));
    cache.upsert(node('n', 3, { zone: 'b' }));
    expect(cache.byIndex('zone', 'a')).toEqual([]);
    expect(cache.byIndex('zone', 'b').map(({ metadata }) => metadata.name)).toEqual(['m', 'n']);
    cache.remove(node('m', 4));
    expect(cache.byIndex('zone', 'b').map(({ metadata }) => metadata.name)).toEqual(['n']);
    expect(() => cache.byIndex('colour', 'red')).toThrow('has no index colour');
  });

  test('lists one namespace', () => {
    const { cache } = recorded();
    cache.upsert(node('a', 1, { namespace: 'x' }));
    cache.upsert(node('b', 2, { namespace: 'y' }));
    expect(cache.list('x').map(({ metadata }) => metadata.name)).toEqual(['a']);
    expect(cache.list()).toHaveLength(2);
    expect(cache.get({ namespace: 'y', name: 'b' })).toBeDefined();
  });

  test('a listener that throws is logged and counted, and takes nothing from the others', () => {
    const errors: unknown[] = [];
    let counted = 0;
    const log = { ...silentLog, error: (message: string, fields?: Record<string, unknown>) => errors.push([message, fields?.object]) };
    const cache = new Cache<KubeObject>({ name: 'Node', log, metrics: { onListenerError: () => (counted += 1) } });
    const heard: string[] = [];
    cache.onChange(() => {
      throw new Error('boom');
    });
    const stop = cache.onChange(({ object }) => heard.push(object.metadata.name));
    cache.upsert(node('n', 1));
    stop();
    cache.upsert(node('n', 2));
    expect(heard).toEqual(['n']);
    expect(errors).toEqual([
      ['A change listener failed; the change stays in the cache', 'n'],
      ['A change listener failed; the change stays in the cache', 'n'],
    ]);
    expect(counted).toBe(2);
    expect(cache.get({ name: 'n' })?.metadata.resourceVersion).toBe('2');
  });
});

test.each([
  { candidate: '10', than: '9', newer: true, atLeast: true },
  { candidate: '9', than: '10', newer: false, atLeast: false },
  { candidate: '9', than: '9', newer: false, atLeast: true },
  { candidate: 'opaque-b', than: 'opaque-a', newer: true, atLeast: true },
])('of $candidate and $than', ({ candidate, than, newer, atLeast }) => {
  expect(isNewer(candidate, than)).toBe(newer);
  expect(isAtLeast(candidate, than)).toBe(atLeast);
});
