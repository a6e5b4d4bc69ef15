import { describe, expect, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import type { Alert } from '../../domain/alerts/alert.ts';
import { alertAnomalyName } from '../../domain/alerts/alert-name.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { HttpProblem } from '../problem.ts';
import type { Fate } from '../../metrics/ingest-metrics.ts';
import type { AlertLister, Listing } from './listing.ts';
import { makeAlertPoller, makePoll, type PollerParts } from './poller.ts';

const goneSeconds = 300;
const namespace = 'self-healing-platform';

const alert = (fingerprint: string): Alert => ({
  fingerprint,
  status: 'firing',
  labels: { alertname: 'KubeNodeNotReady', node: 'w1' },
  annotations: {},
  startsAt: new Date('2026-01-01T00:00:00Z'),
});

/** Nobody stops it. */
const running = new AbortController().signal;

/** The anomaly that stands for the alert. */
const anomalyOf = (one: Alert, wish: AnomalyWish = {}): Anomaly =>
  buildAnomaly({
    name: alertAnomalyName(one),
    reporter: 'alertmanager',
    details: { alert_fingerprint: one.fingerprint },
    detectedAt: one.startsAt.toISOString(),
    ...wish,
  });

/** A poller of an Alertmanager that lists what the test says: loud alerts, and those that it keeps quiet about. */
function scene({ fate = 'created', reason, poll = {} }: { fate?: Fate; reason?: string; poll?: Partial<PollerParts['settings']> } = {}) {
  const engine = fakeEngine({ allow: ['get *', 'patch Anomaly'] });
  const state: { loud: readonly Alert[]; quiet: readonly Alert[]; unread: readonly string[]; trouble?: Listing; refusal?: Error } = {
    ...{ loud: [], quiet: [], unread: [] },
  };
  const taken: string[] = [];
  const [asked, polled]: [string[], string[]] = [[], []];
  const lister: AlertLister = {
    list: ({ quiet }) => {
      asked.push(quiet ? 'all' : 'loud');
      const alerts = quiet ? [...state.loud, ...state.quiet] : state.loud;
      const byName = new Map(alerts.map((one) => [alertAnomalyName(one), one]));
      return Promise.resolve(state.trouble ?? { kind: 'listed', alerts: byName, unread: state.unread });
    },
  };
  const intake: PollerParts['intake'] = {
    take: (alerts) => {
      if (state.refusal) return Promise.reject(state.refusal);
      for (const one of alerts) {
        taken.push(one.fingerprint);
        if (fate === 'created') engine.put(anomalyOf(one));
      }
      const anomaly = fate === 'aggregated' ? { namespace, name: 'anom-storm' } : undefined;
      const fates = { fate, ...(anomaly && { anomaly }), ...(reason && { reason }) };
      return Promise.resolve(alerts.map(({ fingerprint }) => ({ fingerprint, alertname: '', message: '', ...fates })));
    },
  };
  const metrics = { polled: (result: string) => void polled.push(result) };
  const parts = { deps: engine.deps, lister, intake, metrics, settings: { pollSeconds: 30, goneSeconds, ...poll } };
  const stored = (one: Alert) => engine.cluster.peek<Anomaly>(kinds.Anomaly, { namespace, name: alertAnomalyName(one) });
  return { ...engine, state, taken, asked, polled, parts, stored };
}

const labelled = (one: Alert, severity: string): Alert => ({ ...one, labels: { ...one.labels, severity } });
const [a, b] = [alert('aaaaaaaaaaaaaaaa'), alert('bbbbbbbbbbbbbbbb')];

describe('an alert that Alertmanager lists', () => {
  test('is taken once, however often it is listed', async () => {
    const { state, taken, cluster, parts, polled } = scene();
    state.loud = [a];
    const poll = makePoll(parts, running);
    for (let round = 0; round < 3; round += 1) await poll();
    expect({ taken, calls: cluster.calls, polled }).toEqual({
      taken: [a.fingerprint],
      calls: [],
      polled: ['success', 'success', 'success'],
    });
  });

  test('is not taken, and costs no call, when a webhook brought it before', async () => {
    const { state, taken, cluster, parts, put } = scene();
    put(anomalyOf(a, { requestedBy: 'alertmanager' }));
    state.loud = [a];
    await makePoll(parts, running)();
    expect({ taken, calls: cluster.calls }).toEqual({ taken: [], calls: [] });
  });

  test('is taken although somebody has an anomaly of its name in a namespace that it does not name', async () => {
    const { state, taken, parts, put } = scene();
    put(anomalyOf(a, { namespace: 'somewhere' }));
    state.loud = [a];
    await makePoll(parts, running)();
    expect(taken).toEqual([a.fingerprint]);
  });

  test.each<Fate>(['ignored', 'dropped', 'rejected'])('and is %s is not taken again while it is listed', async (fate) => {
    const { state, taken, parts } = scene({ fate });
    const poll = makePoll(parts, running);
    for (const loud of [[a], [a], [], [a]]) {
      state.loud = loud;
      await poll();
    }
    expect(taken).toEqual([a.fingerprint, a.fingerprint]);
  });

  test.each<{ fate: Fate; reason: string }>([
    { fate: 'dropped', reason: 'InTheFuture' },
    { fate: 'rejected', reason: 'QuotaExceeded' },
  ])('and is $fate for $reason is taken again at the next poll', async (answer) => {
    const { state, taken, parts } = scene(answer);
    state.loud = [a];
    const poll = makePoll(parts, running);
    await poll();
    await poll();
    expect(taken).toEqual([a.fingerprint, a.fingerprint]);
  });

  test('and is counted by a storm is taken anew when that is over', async () => {
    const { state, taken, parts, put } = scene({ fate: 'aggregated' });
    const storm = { name: 'anom-storm', type: 'alert_storm', reporter: 'coordination-engine' };
    state.loud = [a];
    put(buildAnomaly(storm));
    const poll = makePoll(parts, running);
    await poll();
    await poll();
    expect(taken).toHaveLength(1);
    put(buildAnomaly({ ...storm, resolvedAt: '2026-01-01T00:00:00Z' }));
    await poll();
    expect(taken).toHaveLength(2);
  });

  test('does not come back because somebody deleted its anomaly', async () => {
    const { state, taken, parts, deps, stored } = scene();
    state.loud = [a];
    const poll = makePoll(parts, running);
    await poll();
    const anomaly = stored(a);
    if (anomaly) deps.caches.anomalies.remove(anomaly);
    await poll();
    expect(taken).toEqual([a.fingerprint]);
  });

  test('is taken at the next poll when it cannot be taken now, and the log says so once', async () => {
    const { state, taken, parts, logged, polled } = scene();
    state.loud = [a];
    state.refusal = new HttpProblem({ status: 503, message: 'too much is waiting' });
    const poll = makePoll(parts, running);
    await poll();
    await poll();
    delete state.refusal;
    await poll();
    expect(taken).toEqual([a.fingerprint]);
    expect(polled).toEqual(['failure', 'failure', 'success']);
    expect(logged).toEqual(['Alertmanager could not be polled as it should be', 'Alertmanager is polled again as it should be']);
  });

  const many = Array.from({ length: 201 }, (_, index) => alert(String(index).padStart(16, '0')));

  test('is taken before what is less urgent, however many there are', async () => {
    const { state, taken, parts } = scene();
    const [last = a, ...others] = many.toReversed();
    state.loud = [...others.map((one) => labelled(one, 'none')), labelled(b, 'warning'), labelled(last, 'critical')];
    await makePoll(parts, running)();
    expect(taken).toHaveLength(202);
    expect(taken.slice(0, 2)).toEqual([last.fingerprint, b.fingerprint]);
  });

  test('is left to the next leader when this one stops in between', async () => {
    const { state, taken, parts } = scene();
    state.loud = many;
    const stopping = new AbortController();
    const intake: PollerParts['intake'] = { take: (alerts, reporter) => (stopping.abort(), parts.intake.take(alerts, reporter)) };
    await makePoll({ ...parts, intake }, stopping.signal)();
    expect(taken).toHaveLength(100);
  });
});

describe('an alert that Alertmanager does not list any more', () => {
  const ended = async (wish: AnomalyWish, polls: (poll: () => Promise<void>, one: ReturnType<typeof scene>) => Promise<void>) => {
    const one = scene();
    one.put(anomalyOf(a, wish));
    await polls(makePoll(one.parts, running), one);
    return one.stored(a)?.spec.resolvedAt !== undefined;
  };
  const byWebhook = { requestedBy: 'alertmanager' };

  test.each([
    { by: 'the poller of a process before', wish: {} },
    { by: 'a webhook, and was listed since', wish: byWebhook },
  ])('has ended after a while, when it was reported by $by', async ({ wish }) => {
    const is = await ended(wish, async (poll, { state, clock }) => {
      state.loud = [a];
      await poll();
      state.loud = [];
      await poll();
      clock.advance(goneSeconds * 1000);
      await poll();
    });
    expect(is).toBe(true);
  });

  test.each<{ when: string; wish?: AnomalyWish; then: (one: ReturnType<typeof scene>, poll: () => Promise<void>) => Promise<void> }>([
    { when: 'it was missed only now', then: async ({ clock }, poll) => (clock.advance(goneSeconds * 1000), poll()) },
    {
      when: 'it is silenced or inhibited',
      then: async ({ state, clock }, poll) => {
        state.quiet = [a];
        await poll();
        clock.advance(goneSeconds * 1000);
        await poll();
      },
    },
    {
      when: 'Alertmanager was restarted and was told again',
      then: async ({ state, clock }, poll) => {
        await poll();
        clock.advance(60_000);
        state.loud = [a];
        await poll();
        state.loud = [];
        clock.advance(goneSeconds * 1000 - 1);
        await poll();
      },
    },
    {
      when: 'nobody could ask meanwhile',
      then: async ({ state, clock }, poll) => {
        state.trouble = { kind: 'unlisted', cause: 'could not be asked: ECONNREFUSED' };
        await poll();
        clock.advance(goneSeconds * 1000);
        delete state.trouble;
        await poll();
      },
    },
    ...['', a.fingerprint].map((unread) => ({
      when: `it may be what could not be read ("${unread}")`,
      then: async ({ state, clock }: ReturnType<typeof scene>, poll: () => Promise<void>) => {
        state.unread = [unread];
        await poll();
        clock.advance(goneSeconds * 1000);
        await poll();
      },
    })),
  ])('has not ended when $when', async ({ then }) => {
    const is = await ended({}, async (poll, one) => {
      one.state.loud = [a];
      await poll();
      one.state.loud = [];
      await then(one, poll);
    });
    expect(is).toBe(false);
  });

  test('has ended although another could not be read', async () => {
    const is = await ended({}, async (poll, { state, clock }) => {
      state.loud = [a];
      await poll();
      Object.assign(state, { loud: [], unread: [b.fingerprint] });
      await poll();
      clock.advance(goneSeconds * 1000);
      await poll();
    });
    expect(is).toBe(true);
  });

  test('has not ended when another Alertmanager may have sent it', async () => {
    const is = await ended(byWebhook, async (poll, { clock }) => {
      await poll();
      clock.advance(goneSeconds * 1000);
      await poll();
    });
    expect(is).toBe(false);
  });

  test('is asked for among the quiet ones only then', async () => {
    const { state, parts, asked } = scene();
    const poll = makePoll(parts, running);
    for (const loud of [[], [a, b], [a], [a, b]]) {
      state.loud = loud;
      await poll();
    }
    expect(asked).toEqual(['loud', 'loud', 'loud', 'all', 'loud']);
  });
});

test('an Alertmanager that cannot be asked is told of when that begins, changes and ends', async () => {
  const { state, parts, logged, polled } = scene();
  const poll = makePoll(parts, running);
  for (const cause of ['answered 503', 'answered 503', 'answered 401', undefined, undefined]) {
    if (cause === undefined) delete state.trouble;
    else state.trouble = { kind: 'unlisted', cause };
    await poll();
  }
  expect(logged).toHaveLength(3);
  expect(polled).toEqual(['failure', 'failure', 'failure', 'success', 'success']);
});

test('it polls at once when it begins to lead, then at its pace, and not when it stands by', async () => {
  const { parts, asked, clock } = scene();
  const poller = makeAlertPoller({ ...parts, settings: { pollSeconds: 0.01, goneSeconds }, deps: { ...parts.deps, clock } });
  expect(asked).toEqual([]);
  poller.start();
  await eventually(() => expect(asked.length).toBeGreaterThan(0));
  await poller.stop();
  const before = asked.length;
  poller.start();
  await eventually(() => expect(asked.length).toBeGreaterThan(before));
  await poller.stop();
});

test('a defect in a poll is counted, too', async () => {
  const { state, parts, polled } = scene();
  Object.assign(state, { loud: [a], refusal: new TypeError('a defect') });
  const poller = makeAlertPoller(parts);
  poller.start();
  await eventually(() => expect(polled).toContain('failure'));
  await poller.stop();
});
