import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Anomaly, Severity } from '../../api/generated/types.ts';
import { Cache } from '../../kube/cache.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { settableClock } from '../../testing/clock.ts';
import { Places, type Place, type PlacesParts } from './places.ts';

const capacity = { most: 20, keptSeconds: 300 };
const inShop = (index: number, more: Parameters<typeof buildAnomaly>[0] = {}): Anomaly =>
  buildAnomaly({ name: `anom-${index}`, namespace: 'shop', ...more });

function placesOver(existing: readonly Anomaly[] = [], parts: Partial<PlacesParts> = {}) {
  const anomalies = new Cache<Anomaly>({ name: 'anomalies' });
  for (const one of existing) anomalies.upsert(one);
  const clock = settableClock();
  const places = new Places({ anomalies, capacity, clock, ...parts });
  let number = 0;
  const make = (namespace: string, place: Place): void => {
    const made = buildAnomaly({ name: `made-${number++}`, namespace });
    anomalies.upsert(made);
    place.giveBack(made);
  };
  /** Makes as many anomalies as there are places; how many. */
  const fill = async (namespace = 'shop', severity: Severity = 'medium'): Promise<number> => {
    const before = number;
    for (let place = await places.take(namespace, severity); place; place = await places.take(namespace, severity)) make(namespace, place);
    return number - before;
  };
  return { anomalies, clock, places, fill, make };
}

const some = (count: number, more = {}) => Array.from({ length: count }, (_, index) => inShop(index, more));

test.each([
  { when: 'it is empty', existing: [], free: 18 },
  { when: 'it has anomalies', existing: some(10), free: 8 },
  { when: 'others have them', existing: some(10, { namespace: 'bank' }), free: 18 },
  { when: 'some have just ended', existing: some(10, { status: { phase: 'Suppressed' } }), free: 8 },
  {
    when: 'some have ended long ago',
    existing: some(10, { status: { phase: 'Resolved' }, creationTimestamp: '2025-12-31T00:00:00Z' }),
    free: 18,
  },
  { when: 'it has a storm', existing: [inShop(1, { type: 'alert_storm', reporter: 'coordination-engine' })], free: 18 },
  { when: 'it has more than it may', existing: some(30), free: 0 },
])('a namespace has $free places when $when', async ({ existing, free }) => {
  expect(await placesOver(existing).fill()).toBe(free);
});

test('the last places are for critical alerts, and the very last for nobody', async () => {
  const { fill } = placesOver();
  expect(await fill()).toBe(18);
  expect(await fill('shop', 'critical')).toBe(1);
  expect(await fill('bank', 'critical')).toBe(19);
});

test('a place is free again when the anomaly was not made, and taken by the anomaly when it was', async () => {
  const { fill, places, make } = placesOver(some(17));
  (await places.take('shop', 'medium'))?.giveBack();
  const place = await places.take('shop', 'medium');
  if (place) make('shop', place);
  expect(await fill()).toBe(0);
});

test('places come free when what ended is old enough, and at once when it is deleted', async () => {
  const ended = some(18, { status: { phase: 'Resolved' } });
  const { anomalies, clock, fill } = placesOver(ended);
  expect(await fill()).toBe(0);
  for (const one of ended.slice(0, 3)) anomalies.remove(one);
  expect(await fill()).toBe(3);
  clock.advance(300_000);
  expect(await fill()).toBe(15);
});

test('nothing is remembered of a namespace in which nothing is, and what is being made there keeps its place', async () => {
  const existing = inShop(1);
  const { anomalies, places } = placesOver([existing]);
  const place = await places.take('shop', 'medium');
  anomalies.remove(existing);
  expect(places.remembered).toBe(1);
  place?.giveBack();
  expect(places.remembered).toBe(0);
  for (let index = 0; index < 100; index += 1) (await places.take(`never-was-${index}`, 'medium'))?.giveBack();
  expect(places.remembered).toBe(0);
});

test('what goes on keeps its place, however old it is', async () => {
  const { clock, fill } = placesOver(some(18));
  clock.advance(3_600_000);
  expect(await fill()).toBe(0);
});

test('a full namespace is not counted for every alert', async () => {
  const { anomalies, clock, places } = placesOver(some(18));
  let looks = 0;
  const look = anomalies.getByUid.bind(anomalies);
  anomalies.getByUid = (uid) => {
    looks += 1;
    return look(uid);
  };
  for (let time = 0; time < 1_000; time += 1) await places.take('shop', 'medium');
  expect(looks).toBe(18);
  clock.advance(100);
  await places.take('shop', 'medium');
  expect(looks).toBe(36);
});

describe('what the watch has not shown yet', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** A replica whose watch shows nothing before it is told to. */
  function slowReplica() {
    const shown: (() => void)[] = [];
    const passed = (): Promise<void> => new Promise((resolve) => shown.push(resolve));
    const replica = placesOver([], { passed });
    const granted: string[] = [];
    const take = (name: string, severity: Severity = 'medium'): void =>
      void replica.places.take('shop', severity).then((place) => {
        granted.push(name);
        if (place) replica.make('shop', place);
      });
    const show = async (): Promise<void> => {
      for (const resolve of shown.splice(0)) resolve();
      await jest.advanceTimersByTimeAsync(0);
    };
    return { ...replica, take, show, granted };
  }

  test('keeps the next from being made, and of those who wait the most severe goes first', async () => {
    const { take, show, granted } = slowReplica();
    for (const name of ['first', 'second', 'third']) take(name);
    take('urgent', 'critical');
    await jest.advanceTimersByTimeAsync(0);
    expect(granted).toEqual(['first']);
    await show();
    expect(granted).toEqual(['first', 'urgent']);
    await show();
    await show();
    expect(granted).toEqual(['first', 'urgent', 'second', 'third']);
  });

  test('keeps nobody for longer than two seconds', async () => {
    const { take, granted } = slowReplica();
    for (const name of ['first', 'second']) take(name);
    await jest.advanceTimersByTimeAsync(1_999);
    expect(granted).toEqual(['first']);
    await jest.advanceTimersByTimeAsync(1);
    expect(granted).toEqual(['first', 'second']);
  });

  /** Two replicas of one API server; each sees what is stored when its watch is let go on. */
  function twoReplicas(most: number) {
    const stored: Anomaly[] = [];
    const replicas = [0, 1].map(() => {
      const waiting: { readonly upTo: number; readonly resolve: () => void }[] = [];
      const passed = (version: string): Promise<void> => new Promise((resolve) => waiting.push({ upTo: Number(version), resolve }));
      return { ...placesOver([], { passed, capacity: { most, keptSeconds: 300 } }), waiting, seen: 0 };
    });
    type Replica = (typeof replicas)[number];
    const store = (replica: Replica, place: Place): void => {
      const { metadata, ...rest } = buildAnomaly({ name: `anom-${stored.length}`, namespace: 'shop' });
      const made = { ...rest, metadata: { ...metadata, uid: `uid-${stored.length}`, resourceVersion: String(stored.length + 1) } };
      stored.push(made);
      replica.anomalies.upsert(made);
      place.giveBack(made);
    };
    const report = (replica: Replica): void =>
      void replica.places.take('shop', 'critical').then((place) => (place ? store(replica, place) : undefined));
    const watch = (replica: Replica): void => {
      const next = stored[replica.seen];
      if (next) replica.anomalies.upsert(next);
      replica.seen = Math.min(stored.length, replica.seen + 1);
      for (const { upTo, resolve } of replica.waiting) if (upTo <= replica.seen) resolve();
    };
    return { stored, replicas, report, watch };
  }

  test('never adds up to more than a namespace may hold, whatever the watches of two replicas miss for how long', async () => {
    const step = fc.record({ by: fc.nat(1), does: fc.constantFrom('report', 'report', 'watch') });
    const property = fc.asyncProperty(fc.array(step, { minLength: 200, maxLength: 400 }), async (steps) => {
      const { stored, replicas, report, watch } = twoReplicas(40);
      for (const { by, does } of steps) {
        for (const replica of replicas.slice(by, by + 1)) (does === 'watch' ? watch : report)(replica);
        await jest.advanceTimersByTimeAsync(0);
      }
      expect(stored.length).toBeLessThanOrEqual(40);
      for (let left = 0; left < 100; left += 1) {
        replicas.forEach(watch);
        await jest.advanceTimersByTimeAsync(0);
      }
      expect(stored.length).toBeLessThanOrEqual(40);
    });
    await fc.assert(property, { numRuns: 30 });
  });
});
