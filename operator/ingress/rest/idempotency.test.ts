import { describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationAction } from '../../api/generated/types.ts';
import { reportedAnomalyName } from '../../api/names.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { settableClock } from '../../testing/clock.ts';
import { eventually } from '../../testing/eventually.ts';
import { asAlice, openDesk } from '../../testing/open-desk.ts';
import { anomalyRoutes } from './anomalies.ts';
import { storeOnce } from './idempotency.ts';
import { remediateRoutes } from './remediate.ts';

const noon = new Date('2026-03-01T12:00:00Z');

function asking(start = noon) {
  const clock = settableClock(start);
  const open = openDesk((door, desk) => {
    for (const routes of [anomalyRoutes, remediateRoutes]) routes(door, () => ({ ...desk(), clock }));
  });
  const post = async (path: string, payload: object, key: string) => {
    const headers = { ...asAlice, 'idempotency-key': key };
    const answer = await open.door.inject({ method: 'POST', url: `/api/v1/${path}`, headers, payload });
    return { code: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const stored = async () => [
    ...(await open.cluster.list<Anomaly>(kinds.Anomaly)).items,
    ...(await open.cluster.list<RemediationAction>(kinds.RemediationAction)).items,
  ];
  return { ...open, clock, post, stored };
}

const routes = [
  {
    path: 'anomalies',
    body: { type: 'memory_leak', severity: 'high', details: { namespace: 'shop', pod: 'app-1' } },
    elsewhere: { type: 'memory_leak', severity: 'high', details: { namespace: 'yard', pod: 'app-1' } },
  },
  {
    path: 'remediate',
    body: { action_type: 'application_remediation', target: 'shop/pay', parameters: { remediation_type: 'restart_deployment' } },
    elsewhere: { action_type: 'application_remediation', target: 'yard/pay', parameters: { remediation_type: 'restart_deployment' } },
  },
];

describe.each(routes)('POST $path', ({ path, body, elsewhere }) => {
  test('with the same key and body has the same answer, whatever the order of its members, on every later day', async () => {
    const { clock, post, stored } = asking();
    const first = await post(path, body, 'k 1');
    clock.advance(36 * 3_600_000);
    const turned = Object.fromEntries(Object.entries(body).toReversed());
    expect(await post(path, turned, 'k 1')).toEqual(first);
    expect(first.code).toBeLessThan(300);
    expect(await stored()).toHaveLength(1);
  });

  test('with the same key and another body is refused, wherever that would have been stored', async () => {
    const { post, stored } = asking();
    await post(path, body, 'k');
    for (const other of [{ ...body, source: 'manual' }, elsewhere]) {
      const refused = { code: 409, body: { error: 'Conflict', code: 'KeyReused', field: 'Idempotency-Key' } };
      expect(await post(path, other, 'k')).toMatchObject(refused);
    }
    expect(await stored()).toHaveLength(1);
  });

  test('twice at once is one', async () => {
    const { post, stored } = asking();
    const [one, other] = await Promise.all([post(path, body, 'k'), post(path, body, 'k')]);
    expect(one).toEqual(other);
    expect(await stored()).toHaveLength(1);
  });

  test('with another key is another one', async () => {
    const { post, stored } = asking();
    for (const key of ['k', 'K', '"k"']) expect((await post(path, body, key)).code).toBeLessThan(300);
    expect(await stored()).toHaveLength(3);
  });

  test('once the object is gone makes it anew', async () => {
    const { cluster, post, stored } = asking();
    await post(path, body, 'k');
    for (const { kind, metadata } of await stored())
      cluster.remove(kind === 'Anomaly' ? kinds.Anomaly : kinds.RemediationAction, { namespace: 'shop', name: metadata.name });
    expect((await post(path, body, 'k')).code).toBeLessThan(300);
    expect(await stored()).toHaveLength(1);
  });

  test.each(['', 'x'.repeat(256), 'clé', 'a\tb'])('refuses the key %j', async (key) => {
    const { post, stored } = asking();
    expect(await post(path, body, key)).toMatchObject({ code: 400, body: { field: 'Idempotency-Key' } });
    expect(await stored()).toEqual([]);
  });
});

test('a notification of Alertmanager needs no key, and one that is none is refused all the same', async () => {
  const { post } = asking();
  const alert = { status: 'firing', labels: { alertname: 'A' }, startsAt: noon.toISOString() };
  const webhook = { version: '4', status: 'firing', alerts: [alert] };
  expect(await post('anomalies', webhook, '')).toMatchObject({ code: 400, body: { field: 'Idempotency-Key' } });
  expect((await post('anomalies', webhook, 'k')).code).toBe(200);
});

test('the same key means one thing per route', async () => {
  const { post, stored } = asking();
  for (const { path, body } of routes) expect((await post(path, body, 'k')).code).toBeLessThan(300);
  expect(await stored()).toHaveLength(2);
});

function shopOf(now: Date) {
  const { desk, cluster } = openDesk(() => undefined);
  const spec = { type: 'memory_leak', severity: 'high', source: 'manual', requestedBy: 'alice' } as const;
  const draft = { kind: kinds.Anomaly, namespace: 'shop', spec };
  const shop = (day: Date) => ({
    desk: { ...desk, clock: settableClock(day) },
    cache: desk.caches.anomalies,
    draft,
    nameOn: reportedAnomalyName,
  });
  return { cluster, once: (who: object = {}, day = now) => storeOnce<Anomaly>(shop(day), { ...alices, ...who }) };
}

const alices = { username: 'alice', keyHash: 'abcdef0123456789'.repeat(4).slice(0, 60), digest: 'd' };

test('a name that somebody else has is not the answer', async () => {
  const { cluster, once } = shopOf(noon);
  cluster.put(buildAnomaly({ namespace: 'shop', name: 'anom-20260301-abcdef0123' }));
  expect((await once()).metadata.name).toBe('anom-20260301-456789abcd');
  expect((await once()).metadata.name).toBe('anom-20260301-456789abcd');
});

test('what somebody else made to look like it is not the answer', async () => {
  const { once } = shopOf(noon);
  await once();
  expect((await once({ username: 'mallory' })).metadata.name).toBe('anom-20260301-456789abcd');
});

test('of two requests at once, one before and one after midnight, the later one has the answer of the earlier', async () => {
  const { cluster, once } = shopOf(noon);
  const late = once({}, new Date('2026-03-02T00:00:11.900Z'));
  await eventually(() => expect(cluster.calls.map(({ verb }) => verb)).toEqual(['list']));
  const early = await once({}, new Date('2026-03-01T23:59:59.900Z'));
  expect((await late).metadata.name).toBe(early.metadata.name);
});
