import { expect, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import { Terminal, Transient } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { openDesk } from '../../testing/open-desk.ts';
import { freshNames, store } from './store.ts';

const draft = { kind: kinds.Anomaly, namespace: 'shop', spec: { type: 'memory_leak', severity: 'high', source: 'manual' } as const };

function shelf(taken: readonly string[] = []) {
  const { desk, cluster } = openDesk(() => undefined);
  for (const name of taken) cluster.put(buildAnomaly({ namespace: 'shop', name }));
  const keep = (names: readonly string[]): Promise<Anomaly> => store<Anomaly>(desk, desk.caches.anomalies, draft, names);
  return { desk, cluster, keep };
}

test.each([
  { names: ['a', 'b'], taken: [], has: 'a' },
  { names: ['a', 'b'], taken: ['a'], has: 'b' },
  { names: ['a', 'b', 'c'], taken: ['a', 'b'], has: 'c' },
])('of $names, while $taken are taken, it has $has, and is in the cache at once', async ({ names, taken, has }) => {
  const { desk, keep } = shelf(taken);
  expect((await keep(names)).metadata).toMatchObject({ namespace: 'shop', name: has });
  expect(desk.caches.anomalies.get({ namespace: 'shop', name: has })?.spec).toEqual(draft.spec);
});

test('when all its names are taken that is said', async () => {
  const { keep } = shelf(['a', 'b']);
  await expect(keep(['a', 'b'])).rejects.toMatchObject({ reason: 'AlreadyExists' });
});

test.each([
  { what: 'refuses it', error: new Terminal({ reason: 'Invalid', code: 422, message: 'no' }) },
  { what: 'does not answer', error: new Transient({ reason: 'Timeout', message: 'late' }) },
])('no other name is tried when the API server $what', async ({ error }) => {
  const { cluster, keep } = shelf();
  cluster.failNext('create Anomaly', error);
  await expect(keep(['a', 'b'])).rejects.toBe(error);
  expect(cluster.calls).toHaveLength(1);
});

test('fresh names are all different, of letters and digits', () => {
  const names = freshNames((letters) => `act-20260101-${letters}`);
  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name).toMatch(/^act-20260101-[a-z0-9]{5,10}$/);
});
