import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import { apiVersion } from '../../api/resource.ts';
import { stormName, stormSpec } from '../../domain/alerts/storm.ts';
import { Cache } from '../../kube/cache.ts';
import { Transient } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { silentLog } from '../../kube/log.ts';
import { settableClock } from '../../testing/clock.ts';
import { FakeCluster } from '../../testing/fake-cluster.ts';
import { makeStorms, type Storms } from './storms.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const capacity = { most: 1000, keptSeconds: 300 };

/** Two replicas over one API server, each with a cache that sees only what it wrote itself until `sync`. */
function replicas() {
  const cluster = new FakeCluster({ allow: ['get *', 'create Anomaly', 'patch Anomaly'] });
  const clock = settableClock();
  const made = ['first', 'second'].map(() => {
    const anomalies = new Cache<Anomaly>({ name: 'anomalies' });
    const storms = makeStorms({ client: cluster, caches: { anomalies }, clock, log: silentLog, capacity, everyMs: 5_000 });
    return { storms, anomalies };
  });
  const [first, second] = made.map(({ storms }) => storms);
  if (!first || !second) throw new Error('there are two');
  const pass = async (milliseconds: number): Promise<void> => {
    clock.advance(milliseconds);
    await jest.advanceTimersByTimeAsync(milliseconds);
  };
  const stormOf = (number = 1, namespace = 'shop') =>
    cluster.peek<Anomaly>(kinds.Anomaly, { namespace, name: stormName(clock.now(), number) });
  const sync = (): void => {
    for (const { anomalies } of made)
      for (let number = 1, seen = stormOf(number); seen; seen = stormOf((number += 1))) anomalies.upsert(seen);
  };
  const end = (number = 1): void => {
    const open = stormOf(number);
    if (open) cluster.put({ ...open, spec: { ...open.spec, resolvedAt: clock.now().toISOString() } });
  };
  const writes = () => cluster.calls.filter(({ verb }) => verb !== 'get').map(({ verb }) => verb);
  return { cluster, clock, first, second, pass, stormOf, sync, end, writes };
}

const count = (storms: Storms, times: number, namespace = 'shop') => Array.from({ length: times }, () => storms.count(namespace));

describe('alerts without a place', () => {
  test('are counted in one anomaly by one write, and known to be once that is stored', async () => {
    const { first, pass, stormOf, writes } = replicas();
    const counted = Promise.all(count(first, 300));
    await pass(0);
    const keys = await counted;
    expect(new Set(keys)).toEqual(new Set([{ namespace: 'shop', name: 'anom-20260101-storm1' }]));
    expect(stormOf()?.spec).toMatchObject({ type: 'alert_storm', reports: 300, mode: 'Observe' });
    expect(writes()).toEqual(['create']);
  });

  test('are written every 5 s at most, and whoever sent them waits for it', async () => {
    const { first, pass, stormOf, writes } = replicas();
    void count(first, 1);
    await pass(0);
    let isKnown = false;
    void Promise.all(count(first, 20)).then(() => (isKnown = true));
    await pass(4_990);
    expect({ isKnown, writes: writes() }).toEqual({ isKnown: false, writes: ['create'] });
    void count(first, 5);
    await pass(10);
    expect({ isKnown, writes: writes(), reports: stormOf()?.spec.reports }).toEqual({
      isKnown: true,
      writes: ['create', 'patch'],
      reports: 26,
    });
  });

  test('of each namespace have an anomaly there', async () => {
    const { first, pass, stormOf } = replicas();
    void count(first, 2);
    void count(first, 3, 'bank');
    await pass(0);
    expect([stormOf()?.spec.reports, stormOf(1, 'bank')?.spec.reports]).toEqual([2, 3]);
  });

  test('cost nothing while there are none', async () => {
    const { cluster, pass } = replicas();
    await pass(60_000);
    expect(cluster.calls).toEqual([]);
  });
});

describe('two replicas', () => {
  test('that begin at once meet in one anomaly, and no count is lost', async () => {
    const { first, second, pass, stormOf, writes } = replicas();
    void count(first, 10);
    void count(second, 20);
    await pass(0);
    expect(stormOf()?.spec.reports).toBe(30);
    expect(writes()).toEqual(['create', 'create', 'patch']);
    void count(first, 1);
    await pass(5_000);
    expect(stormOf()?.spec.reports).toBe(31);
  });

  test('that see an old version of it add to the newest', async () => {
    const { first, second, pass, stormOf, sync } = replicas();
    void count(first, 1);
    await pass(0);
    sync();
    for (let round = 0; round < 3; round += 1) {
      void count(first, 100);
      void count(second, 1_000);
      await pass(5_000);
    }
    expect(stormOf()?.spec.reports).toBe(3_301);
  });
});

describe('another anomaly is made', () => {
  test.each([
    { when: 'the storm is over', known: true },
    { when: 'it is over and this replica has not seen that', known: false },
  ])('when $when', async ({ known }) => {
    const { first, pass, stormOf, sync, end } = replicas();
    void count(first, 1);
    await pass(0);
    end();
    if (known) sync();
    void count(first, 5);
    await pass(5_000);
    expect([stormOf()?.spec.reports, stormOf(2)?.spec.reports]).toEqual([1, 5]);
  });

  test('when its name belongs to something else', async () => {
    const { cluster, first, clock, pass, stormOf } = replicas();
    const spec = { ...stormSpec(capacity, 1, clock.now()), type: 'foreign' };
    cluster.put({ apiVersion, kind: 'Anomaly', metadata: { namespace: 'shop', name: stormName(clock.now(), 1) }, spec });
    void count(first, 5);
    await pass(0);
    expect(stormOf(2)?.spec).toMatchObject({ type: 'alert_storm', reports: 5 });
  });

  test('when somebody deleted it', async () => {
    const { cluster, clock, first, pass, stormOf } = replicas();
    void count(first, 1);
    await pass(0);
    cluster.remove(kinds.Anomaly, { namespace: 'shop', name: stormName(clock.now(), 1) });
    const [key] = await Promise.all([...count(first, 5), pass(5_000)]);
    expect(key).toEqual({ namespace: 'shop', name: stormName(clock.now(), 2) });
    expect(stormOf(2)?.spec.reports).toBe(5);
  });
});

test('a storm goes on over midnight', async () => {
  const { cluster, first, pass } = replicas();
  void count(first, 1);
  await pass(0);
  void count(first, 5);
  await pass(24 * 3_600_000);
  const key = { namespace: 'shop', name: 'anom-20260101-storm1' };
  expect(cluster.peek<Anomaly>(kinds.Anomaly, key)?.spec.reports).toBe(6);
});

test('what could not be counted is to be sent again, and counts once it is', async () => {
  const { cluster, first, pass, stormOf } = replicas();
  cluster.failNext('create Anomaly', new Transient({ message: 'no answer', reason: 'Timeout' }));
  const refused = Promise.allSettled(count(first, 5));
  await pass(0);
  const answers = await refused;
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
  expect(answers[0]).toMatchObject({ reason: { status: 503, retryAfterSeconds: 5 } });
  void count(first, 5);
  await pass(5_000);
  expect(stormOf()?.spec.reports).toBe(5);
});

test('a storm that goes on is known', async () => {
  const { first, pass, sync, end } = replicas();
  expect(first.open('shop')).toBeUndefined();
  void count(first, 1);
  await pass(0);
  expect(first.open('shop')).toEqual({ namespace: 'shop', name: 'anom-20260101-storm1' });
  expect(first.open('bank')).toBeUndefined();
  end();
  sync();
  expect(first.open('shop')).toBeUndefined();
});
