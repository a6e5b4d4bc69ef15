import { expect, test } from '@jest/globals';
import type { SettableClock } from '../../testing/clock.ts';
import { Transient } from '../../kube/errors.ts';
import { eventually } from '../../testing/eventually.ts';
import { alert, receiving, webhook } from '../../testing/receive-alerts.ts';

const capacity = { most: 20, keptSeconds: 300 };
const alerts = (count: number, severity = 'warning', namespace = 'shop') =>
  Array.from({ length: count }, (_, index) => alert({ labels: { alertname: 'Slow', namespace, severity, index: `${severity}-${index}` } }));

function door() {
  const receiver = receiving(undefined, capacity);
  const pass = (milliseconds: number): void => (receiver.desk.clock as SettableClock).advance(milliseconds);
  return { ...receiver, pass };
}
const storm = { namespace: 'shop', name: 'anom-20260101-storm1' };

test('alerts beyond the places of a namespace are counted in one anomaly, and answered with its name', async () => {
  const { post, stored, count } = door();
  const { code, body } = await post(webhook([...alerts(50), ...alerts(10, 'warning', 'bank')]));
  expect({ code, results: body.results }).toEqual({ code: 200, results: { created: 28, aggregated: 32 } });
  expect(body.alerts[49]).toMatchObject({ fate: 'aggregated', reason: 'AlertStorm', anomaly: storm });
  const anomalies = await stored();
  expect(anomalies).toHaveLength(29);
  expect(anomalies.find(({ metadata }) => metadata.name === storm.name)?.spec).toMatchObject({ reports: 32, mode: 'Observe' });
  expect(await count('coordination_signals_total{result="aggregated"}')).toBe(32);
});

test('critical ones still find a place where others find none', async () => {
  const { post } = door();
  expect((await post(webhook(alerts(30)))).body.results).toEqual({ created: 18, aggregated: 12 });
  const { body } = await post(webhook(alerts(1, 'critical')));
  expect(body.results).toEqual({ created: 1 });
});

test('an alert that has its anomaly repeats it, however full the namespace is', async () => {
  const { post } = door();
  await post(webhook(alerts(30)));
  const { body } = await post(webhook(alerts(18)));
  expect(body.results).toEqual({ repeated: 18 });
});

test('an alert that was only counted is stored when it comes again and there is place', async () => {
  const { post, desk } = door();
  await post(webhook(alerts(30)));
  const [one] = desk.caches.anomalies.list('shop');
  if (one) desk.caches.anomalies.remove(one);
  const { body } = await post(webhook([alerts(30)[29]]));
  expect(body.results).toEqual({ created: 1 });
});

test('the end of an alert that was only counted is nobody’s', async () => {
  const { post } = door();
  await post(webhook(alerts(30)));
  const { body } = await post(webhook([{ ...alerts(30)[29], status: 'resolved' }]));
  expect(body.alerts).toMatchObject([{ fate: 'ignored', reason: 'NeverReported' }]);
});

test('what the engine fetches is counted, but waits for that only when a storm begins', async () => {
  const { desk, stored } = door();
  const fetched = alerts(60).map((one) => ({ ...one, status: 'firing' as const, startsAt: new Date(one.startsAt), endsAt: new Date() }));
  const reports = async () => (await stored()).find(({ metadata }) => metadata.name === storm.name)?.spec.reports;
  await desk.alerts.intake.take(fetched.slice(0, 30), { kind: 'engine' });
  expect(await reports()).toBe(12);
  const more = await desk.alerts.intake.take(fetched.slice(30), { kind: 'engine' });
  expect(more).toMatchObject(Array.from({ length: 30 }, () => ({ fate: 'aggregated', anomaly: storm })));
  expect(await reports()).toBe(12);
  await eventually(async () => expect(await reports()).toBe(42));
});

test('when they cannot be counted the notification is to be sent again, and nothing of it is lost or made twice', async () => {
  const { post, cluster, stored, pass } = door();
  cluster.failNext('create Anomaly', new Transient({ reason: 'Timeout', message: 'no answer' }));
  const first = await post(webhook(alerts(30)));
  expect(first).toMatchObject({ code: 503, retryAfter: '5' });
  pass(5_000);
  const { code } = await post(webhook(alerts(30)));
  expect(code).toBe(200);
  const names = (await stored()).map(({ metadata }) => metadata.name);
  expect(names).toHaveLength(19);
  expect(new Set(names).size).toBe(19);
});

test('the severity of an alert is told by its words', async () => {
  const { post, pass } = door();
  await post(webhook(alerts(30, 'info')));
  pass(5_000);
  const { body } = await post(webhook(alerts(3, 'critical')));
  expect(body.results).toEqual({ created: 1, aggregated: 2 });
});
