import { describe, expect, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import { Cache } from '../../kube/cache.ts';
import { Conflict, Terminal, Transient } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import type { Log } from '../../kube/log.ts';
import { silentLog } from '../../kube/log.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { settableClock } from '../../testing/clock.ts';
import { eventually } from '../../testing/eventually.ts';
import { FakeCluster } from '../../testing/fake-cluster.ts';
import { makeRepeats } from './repeats.ts';

function counting({ everyMs = 3_600_000, isCached = true } = {}) {
  const cluster = new FakeCluster({ allow: ['get Anomaly', 'patch Anomaly'] });
  const { metadata: key } = cluster.put(buildAnomaly({ name: 'anom-1', namespace: 'shop', reports: 1 }));
  const anomalies = new Cache<Anomaly>({ name: 'anomalies' });
  const stored = (): Anomaly | undefined => cluster.peek<Anomaly>(kinds.Anomaly, { namespace: 'shop', name: 'anom-1' });
  const seen = stored();
  if (isCached && seen) anomalies.upsert(seen);
  const said: string[] = [];
  const log: Log = { ...silentLog, warn: (message) => void said.push(message), error: (message) => void said.push(message) };
  const clock = settableClock(new Date('2026-01-01T10:00:00Z'));
  const repeats = makeRepeats({ client: cluster, caches: { anomalies }, clock, log, everyMs });
  const add = (): void => repeats.add({ namespace: 'shop', name: key.name });
  const patches = (): number => cluster.calls.filter(({ verb }) => verb === 'patch').length;
  return { cluster, anomalies, clock, repeats, add, stored, said, patches };
}

describe('further reports', () => {
  test('are written in one go, with the time of the last', async () => {
    const { add, clock, repeats, stored, patches } = counting();
    for (let times = 0; times < 500; times += 1) add();
    clock.advance(1000);
    add();
    await repeats.flush();
    expect(stored()?.spec).toMatchObject({ reports: 502, lastReportedAt: '2026-01-01T10:00:01.000Z' });
    expect(patches()).toBe(1);
  });

  test('are written once though the API server did not say that it had stored them', async () => {
    const { cluster, add, repeats, stored, anomalies } = counting();
    const patch = cluster.patch.bind(cluster);
    cluster.patch = async (...call) => {
      await patch(...call);
      cluster.patch = patch;
      throw new Transient({ reason: 'Timeout', message: 'no answer in time', ambiguous: true });
    };
    add();
    for (let times = 0; times < 2; times += 1) await repeats.flush();
    expect(stored()?.spec.reports).toBe(2);
    expect(anomalies.list()).toEqual([stored()]);
  });

  test('are written again when the API server, which did not answer, had not stored them', async () => {
    const { cluster, add, repeats, stored } = counting();
    cluster.failNext('patch Anomaly', new Transient({ reason: 'Timeout', message: 'no answer in time', ambiguous: true }));
    add();
    for (let times = 0; times < 2; times += 1) await repeats.flush();
    expect(stored()?.spec.reports).toBe(2);
  });

  test('are written by themselves', async () => {
    const { add, stored, patches } = counting({ everyMs: 5 });
    add();
    add();
    await eventually(() => expect(stored()?.spec.reports).toBe(3));
    expect(patches()).toBe(1);
  });

  test('are not written while earlier ones still are', async () => {
    const { cluster, add, repeats, stored, patches } = counting({ everyMs: 1 });
    const slow = Promise.withResolvers<undefined>();
    const patch = cluster.patch.bind(cluster);
    cluster.patch = async (...call) => {
      await slow.promise;
      return patch(...call) as never;
    };
    add();
    const first = repeats.flush();
    add();
    const second = repeats.flush();
    add();
    expect(patches()).toBe(0);
    slow.resolve(undefined);
    await Promise.all([first, second]);
    expect({ reports: stored()?.spec.reports, patches: patches() }).toEqual({ reports: 4, patches: 2 });
  });

  test('that are none cost no call', async () => {
    const { cluster, repeats } = counting();
    await repeats.flush();
    expect(cluster.calls).toEqual([]);
  });

  test('of one that another replica stored are found', async () => {
    const { add, repeats, stored } = counting({ isCached: false });
    add();
    await repeats.flush();
    expect(stored()?.spec.reports).toBe(2);
  });

  test('that another replica counted meanwhile are not lost', async () => {
    const { cluster, add, repeats, stored } = counting();
    add();
    const before = stored();
    if (before) cluster.put({ ...before, spec: { ...before.spec, reports: 5 } });
    await repeats.flush();
    expect(stored()?.spec.reports).toBe(6);
  });

  test.each([
    { when: 'the API server does not answer', error: new Transient({ reason: 'Timeout', message: 'no answer' }), kept: true },
    {
      when: 'it answers that it has too much to do',
      error: new Transient({ reason: 'TooManyRequests', code: 429, message: 'later' }),
      kept: true,
    },
    { when: 'it refuses', error: new Terminal({ reason: 'Invalid', code: 422, message: 'no' }), kept: false },
  ])('are kept when $when: $kept, which is said', async ({ error, kept }) => {
    const { cluster, add, repeats, stored, said } = counting();
    cluster.failNext('patch Anomaly', error);
    add();
    await repeats.flush();
    expect(said).toHaveLength(1);
    add();
    await repeats.flush();
    expect(stored()?.spec.reports).toBe(kept ? 3 : 2);
  });

  test('of what is gone are forgotten', async () => {
    const { cluster, add, repeats, said } = counting();
    cluster.remove(kinds.Anomaly, { namespace: 'shop', name: 'anom-1' });
    add();
    await repeats.flush();
    expect(said).toEqual([]);
  });

  test('of what moves and goes away are forgotten', async () => {
    const { cluster, add, repeats, said } = counting();
    cluster.failNext('patch Anomaly', new Conflict({ reason: 'Conflict', code: 409, message: 'moved' }));
    cluster.remove(kinds.Anomaly, { namespace: 'shop', name: 'anom-1' });
    add();
    await repeats.flush();
    expect(said).toEqual([]);
  });

  test('that somebody else writes along are not written twice', async () => {
    const { add, repeats, stored, patches } = counting();
    add();
    add();
    const anomaly = stored();
    await repeats.along({ namespace: 'shop', name: 'anom-1' }, async (knobsFor) => {
      expect(anomaly && knobsFor(anomaly)).toEqual({ reports: 3, lastReportedAt: '2026-01-01T10:00:00.000Z' });
      await Promise.resolve();
    });
    await repeats.flush();
    expect(patches()).toBe(0);
  });

  test('that somebody else could not write along stay counted', async () => {
    const { add, repeats, stored } = counting();
    add();
    const refused = repeats.along({ namespace: 'shop', name: 'anom-1' }, () => Promise.reject(new Error('no')));
    await expect(refused).rejects.toThrow('no');
    await repeats.flush();
    expect(stored()?.spec.reports).toBe(2);
  });

  test('never move the time of the last one back', async () => {
    const { cluster, add, repeats, stored } = counting();
    const before = stored();
    if (before) cluster.put({ ...before, spec: { ...before.spec, lastReportedAt: '2026-01-01T11:00:00.000Z' } });
    add();
    await repeats.flush();
    expect(stored()?.spec.lastReportedAt).toBe('2026-01-01T11:00:00.000Z');
  });
});
