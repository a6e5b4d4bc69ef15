import { describe, expect, test } from '@jest/globals';
import { labelFingerprint } from '../../domain/alerts/label-fingerprint.ts';
import { Conflict, Terminal, Transient } from '../../kube/errors.ts';
import { asAlice } from '../../testing/open-desk.ts';
import { alert, receiving, webhook } from '../../testing/receive-alerts.ts';
import type { Access } from '../auth/authorize.ts';

const system = 'self-healing-platform';
const crash = { labels: { alertname: 'KubePodCrashLooping', namespace: 'shop', pod: 'cart-1', severity: 'critical' } };
const slow = { labels: { alertname: 'OurSlowCart', namespace: 'shop', severity: 'warning' } };

describe('a notification', () => {
  test.each(['/api/v1/alertmanager', '/api/v1/anomalies'])('at %s is answered alert by alert', async (url) => {
    const { post, stored } = receiving();
    const quiet = { labels: { alertname: 'Quiet', severity: 'none' } };
    const { code, body } = await post(
      webhook([alert(crash), alert(slow), alert(quiet), { labels: {} }], { truncatedAlerts: 2, more: {} }),
      url,
    );
    expect(code).toBe(200);
    expect(body).toMatchObject({ status: 'accepted', truncated_alerts: 2, results: { created: 2, ignored: 1, rejected: 1 } });
    const anomalies = await stored();
    expect(body.alerts).toEqual([
      {
        fingerprint: labelFingerprint(crash.labels),
        alertname: 'KubePodCrashLooping',
        fate: 'created',
        anomaly: { namespace: 'shop', name: anomalies[0]?.metadata.name },
        message: 'It is stored.',
      },
      expect.objectContaining({ alertname: 'OurSlowCart', fate: 'created', message: 'It is stored, and only observed.' }),
      expect.objectContaining({ alertname: 'Quiet', fate: 'ignored', reason: 'SeverityNone' }),
      expect.objectContaining({ alertname: '', fate: 'rejected', reason: 'Malformed', message: 'alerts.3.status is required' }),
    ]);
    expect(anomalies.map(({ spec }) => [spec.type, spec.severity, spec.mode, spec.requestedBy])).toEqual([
      ['kube_pod_crash_looping', 'critical', undefined, 'alice'],
      ['our_slow_cart', 'medium', 'Observe', 'alice'],
    ]);
  });

  test('that repeats costs no call, and is counted when the door closes', async () => {
    const { post, stored, writes, door } = receiving();
    await post(webhook([alert(crash)]));
    const before = writes().length;
    expect((await post(webhook([alert(crash), alert(crash)]))).body.results).toEqual({ repeated: 2 });
    expect(writes()).toHaveLength(before);
    await door.close();
    expect(await stored()).toMatchObject([{ spec: { reports: 3 } }]);
  });

  test('of an end sets it once, and writes what was counted along', async () => {
    const { post, stored, writes } = receiving();
    const end = alert({ ...crash, status: 'resolved', endsAt: '2025-12-31T23:30:00Z' });
    await post(webhook([alert(crash), alert(crash)]));
    expect((await post(webhook([end]))).body.results).toEqual({ resolved: 1 });
    const before = writes().length;
    expect((await post(webhook([{ ...end, endsAt: '2025-12-31T23:40:00Z' }]))).body.results).toEqual({ resolved: 1 });
    expect(writes()).toHaveLength(before);
    expect(await stored()).toMatchObject([{ spec: { reports: 2, resolvedAt: '2025-12-31T23:30:00.000Z' } }]);
    expect((await post(webhook([alert(crash)]))).body.alerts).toMatchObject([{ fate: 'repeated', reason: 'AlreadyResolved' }]);
  });

  test('of an end ends what the alert began before, too: no end was told of that', async () => {
    const { post, stored } = receiving();
    const [first, again, later] = ['2025-12-31T22:00:00Z', '2025-12-31T23:00:00Z', '2025-12-31T23:50:00Z'];
    for (const startsAt of [first, again, later]) await post(webhook([alert({ ...crash, startsAt })]));
    await post(webhook([alert({ ...slow, startsAt: first })]));
    const end = alert({ ...crash, startsAt: again, status: 'resolved', endsAt: '2025-12-31T23:30:00Z' });
    expect((await post(webhook([end]))).body.results).toEqual({ resolved: 1 });
    const ends = (await stored()).map(({ spec }) => [spec.type, spec.detectedAt, spec.resolvedAt]);
    expect(ends).toEqual([
      ['kube_pod_crash_looping', '2025-12-31T22:00:00.000Z', '2025-12-31T23:30:00.000Z'],
      ['kube_pod_crash_looping', '2025-12-31T23:00:00.000Z', '2025-12-31T23:30:00.000Z'],
      ['kube_pod_crash_looping', '2025-12-31T23:50:00.000Z', undefined],
      ['our_slow_cart', '2025-12-31T22:00:00.000Z', undefined],
    ]);
  });

  test('of the end of a beginning that was never told ends what began before', async () => {
    const { post, stored } = receiving();
    await post(webhook([alert({ ...crash, startsAt: '2025-12-31T22:00:00Z' })]));
    const end = alert({ ...crash, startsAt: '2025-12-31T23:00:00Z', status: 'resolved', endsAt: '2025-12-31T23:30:00Z' });
    const [{ metadata } = { metadata: undefined }] = await stored();
    expect((await post(webhook([end]))).body.alerts).toMatchObject([{ fate: 'resolved', anomaly: { name: metadata?.name } }]);
    expect((await stored()).map(({ spec }) => spec.resolvedAt)).toEqual(['2025-12-31T23:30:00.000Z']);
  });

  test.each([
    { when: 'another replica wrote meanwhile', error: new Conflict({ reason: 'Conflict', code: 409, message: 'moved' }), code: 200 },
    { when: 'the API server did not answer at first', error: new Transient({ reason: 'Timeout', message: 'silence' }), code: 503 },
  ])('of an end loses no count when $when', async ({ error, code }) => {
    const { post, stored, cluster } = receiving();
    await post(webhook([alert(crash), alert(crash), alert(crash)]));
    cluster.failNext('patch Anomaly', error);
    const end = webhook([alert({ ...crash, status: 'resolved' })]);
    expect((await post(end)).code).toBe(code);
    await post(end);
    expect(await stored()).toMatchObject([{ spec: { reports: 3, resolvedAt: '2026-01-01T00:00:00.000Z' } }]);
  });

  test('of an end finds what another replica stored a moment ago', async () => {
    const { post, stored, desk } = receiving();
    await post(webhook([alert(crash)]));
    const [known] = desk.caches.anomalies.list();
    if (known) desk.caches.anomalies.remove(known);
    expect((await post(webhook([alert({ ...crash, status: 'resolved' })]))).body.results).toEqual({ resolved: 1 });
    expect((await stored())[0]?.spec.resolvedAt).toBe('2026-01-01T00:00:00.000Z');
  });

  test('of an end alone stores nothing', async () => {
    const { post, stored } = receiving();
    const { body } = await post(webhook([alert({ ...crash, status: 'resolved' })], { status: 'resolved' }));
    expect(body.alerts).toMatchObject([{ fate: 'ignored', reason: 'NeverReported' }]);
    expect(await stored()).toEqual([]);
  });

  test('of what was stored long ago is counted and ended, old as it is', async () => {
    const { post, desk, stored } = receiving();
    await post(webhook([alert(crash)]));
    const clock = desk.clock as typeof desk.clock & { advance(milliseconds: number): void };
    clock.advance(40 * 24 * 3600 * 1000);
    expect((await post(webhook([alert(crash), alert(slow)]))).body.results).toEqual({ repeated: 1, dropped: 1 });
    expect((await post(webhook([alert({ ...crash, status: 'resolved' })]))).body.results).toEqual({ resolved: 1 });
    expect((await stored())[0]?.spec.resolvedAt).toBeDefined();
  });
});

type Labels = Readonly<Record<string, string>>;

describe('an alert is stored', () => {
  const places = async (labels: Labels, may?: (access: Access) => boolean) => {
    const { post, stored } = receiving(may);
    const { body } = await post(webhook([alert({ labels })]));
    return (await stored()).map(({ metadata }) => metadata.namespace).at(0) ?? body.message;
  };

  test.each<{ what: string; labels: Labels; place: string }>([
    { what: 'a pod', labels: crash.labels, place: 'shop' },
    { what: 'a node', labels: { alertname: 'KubeNodeNotReady', node: 'w1', namespace: 'monitoring' }, place: system },
    { what: 'nothing', labels: { alertname: 'KubeCPUOvercommit' }, place: system },
  ])('in $place when it is about $what', async ({ labels, place }) => {
    expect(await places(labels)).toBe(place);
  });

  test('where the caller may report, the best place first', async () => {
    expect(await places(crash.labels, ({ namespace }) => namespace === system)).toBe(system);
    const node = { alertname: 'KubeNodeNotReady', node: 'w1', namespace: 'shop' };
    expect(await places(node, ({ namespace }) => namespace === 'shop')).toBe('shop');
    expect(await places(crash.labels, ({ namespace }) => namespace === 'bank')).toMatch(/^alice may not create anomalies\S* in shop$/);
  });

  test.each([
    { when: 'its namespace does not exist', error: { reason: 'NotFound', code: 404, message: 'namespaces "shop" not found' } },
    {
      when: 'its namespace goes away',
      error: { reason: 'Forbidden', code: 403, message: 'going away', details: { causes: [{ reason: 'NamespaceTerminating' }] } },
    },
    {
      when: 'a quota of its namespace is full',
      error: { reason: 'Forbidden', code: 403, message: 'anomalies "a" is forbidden: exceeded quota: q' },
    },
  ])('in the system namespace when $when', async ({ error }) => {
    const { post, cluster, stored } = receiving();
    cluster.failNext('create Anomaly', new Terminal(error));
    expect((await post(webhook([alert(crash)]))).body.results).toEqual({ created: 1 });
    expect((await stored()).map(({ metadata }) => metadata.namespace)).toEqual([system]);
  });

  test('nowhere, which is said, when its namespace is the only place and does not exist', async () => {
    const { post, cluster } = receiving(({ namespace }) => namespace === 'shop');
    cluster.failNext('create Anomaly', new Terminal({ reason: 'NotFound', code: 404, message: 'namespaces "shop" not found' }));
    expect(await post(webhook([alert(crash)]))).toMatchObject({
      code: 200,
      body: { alerts: [{ fate: 'rejected', reason: 'NamespaceNotFound' }] },
    });
  });
});

/** How often each of the two was counted. */
async function signals(count: (line: string) => Promise<number>): Promise<Record<string, number>> {
  const of = (result: string) => count(`coordination_signals_total{result="${result}"}`);
  return { created: await of('created'), repeated: await of('repeated') };
}

describe('what goes wrong', () => {
  test.each([
    { what: 'does not answer', error: new Transient({ reason: 'Timeout', message: 'no answer', ambiguous: true }), after: '5' },
    { what: 'counts a quota just now', error: new Conflict({ reason: 'Conflict', code: 409, message: 'on resourcequotas' }), after: '5' },
    {
      what: 'has too much to do',
      error: new Transient({ reason: 'TooManyRequests', code: 429, message: 'l', retryAfterSeconds: 1.2 }),
      after: '2',
    },
  ])('an API server that $what makes the answer 503, and what is sent again meets what was stored', async ({ error, after }) => {
    const { post, cluster, stored, count } = receiving();
    await post(webhook([alert(crash)]));
    cluster.failNext('create Anomaly', error);
    expect(await post(webhook([alert(crash), alert(slow)], { truncatedAlerts: 1 }))).toMatchObject({ code: 503, retryAfter: after });
    expect(await count('coordination_truncated_alerts_total')).toBe(0);
    expect((await post(webhook([alert(crash), alert(slow)]))).body.results).toEqual({ repeated: 1, created: 1 });
    expect(await stored()).toHaveLength(2);
    expect(await signals(count)).toEqual({ created: 2, repeated: 2 });
  });

  test('what was stored of a notification that is to be sent again is counted as that', async () => {
    const { post, cluster, stored, count } = receiving();
    cluster.failNext('create Anomaly', new Transient({ reason: 'Timeout', message: 'no answer' }));
    expect((await post(webhook([alert(crash), alert(slow)]))).code).toBe(503);
    await post(webhook([alert(crash), alert(slow)]));
    expect(await stored()).toHaveLength(2);
    expect(await signals(count)).toEqual({ created: 2, repeated: 1 });
  });

  test('a create that happened although nobody answered is a repeat', async () => {
    const { post, stored, desk } = receiving();
    await post(webhook([alert(crash)]));
    const [known] = desk.caches.anomalies.list();
    if (known) desk.caches.anomalies.remove(known);
    expect((await post(webhook([alert(crash)]))).body.results).toEqual({ repeated: 1 });
    expect(await stored()).toHaveLength(1);
  });

  test.each([
    { what: 'a policy refuses one', error: { reason: 'Forbidden', code: 403, message: 'denied by policy' }, reason: 'Forbidden' },
    { what: 'the API server finds one invalid', error: { reason: 'Invalid', code: 422, message: 'too long' }, reason: 'Invalid' },
  ])('the others are taken when $what', async ({ error, reason }) => {
    const { post, cluster } = receiving();
    cluster.failNext('create Anomaly', new Terminal(error));
    expect((await post(webhook([alert(crash), alert(slow)]))).body).toMatchObject({
      results: { rejected: 1, created: 1 },
      alerts: [{ reason, message: error.message }, { fate: 'created' }],
    });
  });

  test('an engine that lacks the right itself says 500, so that they are sent again', async () => {
    const { post, cluster } = receiving();
    const message = 'User "engine" cannot create resource "anomalies"';
    cluster.failNext('create Anomaly', new Terminal({ reason: 'Forbidden', code: 403, message }));
    expect((await post(webhook([alert(crash)]))).code).toBe(500);
  });

  test.each([
    { what: 'there are no alerts', body: webhook([]), field: 'alerts' },
    { what: 'it is of another version', body: webhook([alert(crash)], { version: '3' }), field: 'version' },
    { what: 'its status is odd', body: webhook([alert(crash)], { status: 'odd' }), field: 'status' },
    { what: 'it is cut by less than nothing', body: webhook([alert(crash)], { truncatedAlerts: -1 }), field: 'truncatedAlerts' },
    { what: 'each of its alerts is odd', body: webhook([alert({ ...crash, status: 'odd' }), 7]), field: 'alerts.0.status' },
    { what: 'its alert has no name', body: webhook([alert({ labels: { severity: 'critical' } })]), field: 'alerts.0.labels.alertname' },
    { what: 'a label is no text', body: webhook([{ ...alert(crash), labels: { alertname: 'A', pod: 7 } }]), field: 'alerts.0.labels.pod' },
    { what: 'it began at no time', body: webhook([alert({ ...crash, startsAt: 'yesterday' })]), field: 'alerts.0.startsAt' },
    {
      what: 'it began in a leap second',
      body: webhook([alert({ ...crash, startsAt: '2016-12-31T23:59:60Z' })]),
      field: 'alerts.0.startsAt',
    },
    {
      what: 'it began in no time zone',
      body: webhook([alert({ ...crash, startsAt: '2026-01-01T00:00:00+01' })]),
      field: 'alerts.0.startsAt',
    },
    { what: 'an alert is none', body: webhook([null]), field: 'alerts.0' },
  ])('a notification is refused when $what', async ({ body, field }) => {
    const { post, stored } = receiving();
    expect(await post(body)).toMatchObject({ code: 400, body: { field, message: expect.stringMatching(`^${field}`) as unknown } });
    expect(await stored()).toEqual([]);
  });

  test('what is said of an alert is short and plain, whatever it is called', async () => {
    const { post } = receiving();
    const long = { labels: { alertname: `\u001b[31m${'x'.repeat(100_000)}` } };
    const odd = { ...alert(crash), labels: { alertname: 'A', ['y'.repeat(100_000)]: 7 } };
    const { body } = await post(webhook([alert(long), odd]));
    expect(body.results).toEqual({ created: 1, rejected: 1 });
    expect(JSON.stringify(body).length).toBeLessThan(2000);
    expect(body.alerts[0]?.alertname).toMatch(/^\\u\{1b\}\[31mx+…$/);
  });

  test('an alert without a fingerprint has the one of its labels', async () => {
    const { post } = receiving();
    await post(webhook([alert(crash)]));
    expect((await post(webhook([{ ...alert(crash), fingerprint: undefined }]))).body.results).toEqual({ repeated: 1 });
  });

  test('a caller who may report nothing of it hears that', async () => {
    const { post } = receiving(() => false);
    expect(await post(webhook([alert(crash), alert({ labels: { alertname: 'Watchdog' } })]))).toMatchObject({
      code: 403,
      body: { message: 'alice may not create anomalies.coordination.selfheal.dev in shop' },
    });
  });
});

test('everything is counted', async () => {
  const { post, count, door } = receiving();
  await post(webhook([alert(crash), alert(slow)], { truncatedAlerts: 3 }));
  await post(webhook([alert(crash), alert({ ...slow, startsAt: '2099-01-01T00:00:00Z' })]), '/api/v1/anomalies');
  await post(webhook([]));
  await door.inject({ method: 'POST', url: '/api/v1/alertmanager', payload: {} });
  await door.inject({ method: 'GET', url: '/api/v1/nothing', headers: asAlice });
  for (const [endpoint, code, times] of [
    ['alertmanager', 200, 1],
    ['anomalies', 200, 1],
    ['alertmanager', 400, 1],
    ['alertmanager', 401, 1],
  ] as const)
    expect(await count(`coordination_ingest_requests_total{endpoint="${endpoint}",code="${code}"}`)).toBe(times);
  for (const [result, times] of Object.entries({ created: 2, repeated: 1, dropped: 1 }))
    expect(await count(`coordination_signals_total{result="${result}"}`)).toBe(times);
  expect(await count('coordination_truncated_alerts_total')).toBe(3);
  expect(await door.inject({ method: 'POST', url: '/api/v1/anomalies', headers: asAlice, payload: { type: 'x' } })).toMatchObject({
    statusCode: 400,
  });
});
