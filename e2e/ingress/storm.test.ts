import { beforeAll, afterAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationAction } from '../../operator/api/generated/types.ts';
import { isAnomalyOver } from '../../operator/api/terminal-phases.ts';
import { api } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { currentRevision, historySince, type Version } from '../harness/history.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { journey } from '../journeys/bench/journey.ts';
import { report } from '../journeys/bench/plans.ts';
import { createAccount, rule } from './bench/accounts.ts';
import { alert } from './bench/notifications.ts';
import { sendStorm, stormOf, type StormCount } from './bench/storm.ts';

/** Alerts of each storm; the whole 10,000 by STORM_ALERTS=10000, or npm run bench:storm. */
const alerts = Number(process.env['STORM_ALERTS'] ?? 3_000);
const most = Number(process.env['STORM_PLACES'] ?? 300);
const group = '/apis/coordination.selfheal.dev/v1alpha1';

const env = { MAX_LIVE_ANOMALIES: String(most), ALERT_STORM_SECONDS: '300' };
const seen = journey({ nodes: ['st-w1', 'st-w2'], stages: ['reboot-clears-memory-pressure'], operator: { env } });
let other: Operator;
let token = '';

beforeAll(async () => {
  const { cluster } = seen;
  other = await startOperator(cluster, { replica: 'engine-1', env });
  await other.ready({ within: 60_000 });
  const rules = [rule(['create'], ['anomalies']), rule(['use'], ['sources'], ['deterministic'])];
  token = await createAccount(cluster, { namespace: 'st-monitoring', name: 'st-alertmanager', everywhere: true, rules });
  for (const namespace of ['st-loud', 'st-noisy', 'st-cut']) await createAccount(cluster, { namespace, name: 'nobody', rules: [] });
}, 240_000);

afterAll(async () => {
  await other.stop();
});

const urls = (): string[] => [seen.operator.url, other.url];

/** Bursts without a rest between them: more than Alertmanager does. */
const send = (namespace: string, distinct: number): Promise<StormCount> =>
  sendStorm({ urls, token }, stormOf(namespace, { alerts, distinct, size: Math.min(500, alerts / 20) }));

async function anomaliesIn(namespace: string): Promise<{ own: Anomaly[]; storms: Anomaly[] }> {
  const { items } = await api<{ items: Anomaly[] }>(seen.cluster, { path: `${group}/namespaces/${namespace}/anomalies` });
  const isStorm = ({ spec }: Anomaly): boolean => spec.type === 'alert_storm';
  return { own: items.filter((one) => !isStorm(one)), storms: items.filter(isStorm) };
}

/** A playbook knows what to do about that; but both are well. */
const nodesNotReady = ['st-w1', 'st-w2'].map((node) => alert({ alertname: 'KubeNodeNotReady', node, severity: 'critical' }));

/** The most anomalies of the namespace that were there unfinished at one moment, by every version that was stored. */
function mostLive(history: readonly Version[], namespace: string): number {
  const live = new Set<string>();
  let found = 0;
  for (const { type, object } of history) {
    if (object.kind !== 'Anomaly' || object.metadata.namespace !== namespace) continue;
    if (type === 'DELETED' || isAnomalyOver(object as unknown as Anomaly)) live.delete(object.metadata.name);
    else live.add(object.metadata.name);
    found = Math.max(found, live.size);
  }
  return found;
}

const nodeActions = (history: readonly Version[]): RemediationAction[] =>
  history
    .filter(({ object }) => object.kind === 'RemediationAction')
    .map(({ object }) => object as unknown as RemediationAction)
    .filter(({ spec, status }) => spec.type === 'node_remediation' && status?.startedAt !== undefined);

describe('a storm of alerts', () => {
  test('that repeat each other makes one anomaly of each, and loses none', async () => {
    const count = await send('st-loud', 200);
    expect(count.accepted + count.aggregated + count.refused + count.unanswered).toBe(count.sent);
    expect(count).toMatchObject({ accepted: alerts, aggregated: 0, others: [] });
    const reports = async (): Promise<number> => (await anomaliesIn('st-loud')).own.reduce((sum, { spec }) => sum + (spec.reports ?? 1), 0);
    await eventually(async () => (await reports()) >= alerts, { within: 60_000, describe: 'all reports are counted' });
    const { own, storms } = await anomaliesIn('st-loud');
    expect({ own: own.length, storms: storms.length }).toEqual({ own: 200, storms: 0 });
  });

  test('that differ fills the places of its namespace and no more, and no critical action waits for it', async () => {
    const { cluster } = seen;
    const start = await currentRevision(cluster);
    const storm = send('st-noisy', alerts);
    const aboutNodes = sendStorm({ urls, token }, [nodesNotReady]);
    await eventually(async () => (await anomaliesIn('st-noisy')).storms.length > 0, { within: 60_000, describe: 'the namespace is full' });
    await setNodeCondition(cluster, 'st-w1', { type: 'MemoryPressure', status: 'True' });
    const begun = performance.now();
    await report(cluster, { name: 'anom-st-critical', severity: 'critical', type: 'node_memory_pressure', targets: ['Node/st-w1'] });
    await eventually(async () => nodeActions(await historySince(cluster, start)).length > 0, {
      within: 60_000,
      describe: 'the critical action begins',
    });
    console.log(`the critical action began within ${Math.round(performance.now() - begun)} ms`);
    const count = await storm;
    expect(await aboutNodes).toMatchObject({ accepted: nodesNotReady.length, others: [] });
    expect(count.accepted + count.aggregated + count.refused + count.unanswered).toBe(count.sent);
    expect(count).toMatchObject({ others: [], unanswered: 0 });
    expect(count.accepted + count.aggregated).toBe(alerts);
    const history = await historySince(cluster, start);
    expect(mostLive(history, 'st-noisy')).toBeLessThanOrEqual(most);
    const { own, storms } = await anomaliesIn('st-noisy');
    expect(own.length).toBe(count.anomalies.size);
    expect(own.length).toBeLessThanOrEqual(most);
    expect(storms).toHaveLength(1);
    expect(storms[0]?.spec.reports).toBe(count.aggregated);
    expect(new Set(nodeActions(history).map(({ spec }) => spec.target.name))).toEqual(new Set(['st-w1']));
  });

  test('in which a replica is killed loses nothing that was answered', async () => {
    const storm = send('st-cut', alerts);
    const killOnce = async (describe: string, isDue: (now: Awaited<ReturnType<typeof anomaliesIn>>) => boolean): Promise<void> => {
      await eventually(async () => isDue(await anomaliesIn('st-cut')), { within: 60_000, describe });
      seen.operator.kill('SIGKILL');
      await seen.startOperator();
    };
    await killOnce('a third is stored', ({ own }) => own.length > most / 3);
    await killOnce('the others are being counted', ({ storms }) => storms.length > 0);
    const count = await storm;
    expect(count.accepted + count.aggregated).toBe(alerts);
    expect(count.accepted + count.aggregated + count.refused + count.unanswered).toBe(count.sent);
    expect(count.others).toEqual([]);
    const { own, storms } = await anomaliesIn('st-cut');
    const stored = new Set(own.map(({ metadata }) => metadata.name));
    expect([...count.anomalies.values()].filter((name) => !stored.has(name))).toEqual([]);
    expect(own.length).toBeLessThanOrEqual(most);
    // Whoever had no answer sent them again: then they count twice.
    expect(storms[0]?.spec.reports).toBeGreaterThanOrEqual(count.aggregated);
  });
});

test('a storm ends once nothing comes and there is place again, and the next one is another anomaly', async () => {
  const short = { MAX_LIVE_ANOMALIES: '20', ALERT_STORM_SECONDS: '5' };
  await seen.stopOperator();
  await other.stop();
  await seen.startOperator(short);
  other = await startOperator(seen.cluster, { replica: 'engine-1', env: { ...env, ...short } });
  await other.ready({ within: 60_000 });
  const end = async (number: number): Promise<string | undefined> => {
    const { storms } = await anomaliesIn('st-short');
    expect(storms).toHaveLength(number);
    return storms.find(({ metadata }) => metadata.name.endsWith(`storm${number}`))?.spec.resolvedAt;
  };
  await createAccount(seen.cluster, { namespace: 'st-short', name: 'nobody', rules: [] });
  for (const number of [1, 2]) {
    await sendStorm({ urls, token }, stormOf('st-short', { alerts: 60 * number, size: 30 }));
    await eventually(() => end(number), { within: 60_000, describe: `storm ${number} is over` });
  }
}, 240_000);
