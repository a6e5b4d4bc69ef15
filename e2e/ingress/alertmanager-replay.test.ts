import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationAction } from '../../operator/api/generated/types.ts';
import { alertAnomalyName } from '../../operator/domain/alerts/alert-name.ts';
import { api } from '../harness/cluster.ts';
import { documentedSend } from '../harness/documented.ts';
import { eventually } from '../harness/eventually.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { journey } from '../journeys/bench/journey.ts';
import { createAccount, rule } from './bench/accounts.ts';
import type { SentAlert } from './bench/notifications.ts';

interface Notification {
  readonly alerts: readonly SentAlert[];
}

/** Captured from a real Alertmanager; not part of the product, so the tests are skipped where it is absent. */
const file = new URL('../../../shared/data/alertmanager-webhooks.json', import.meta.url);
const captured: readonly Notification[] = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as { requests: { body: Notification }[] }).requests.map(({ body }) => body)
  : [];
if (captured.length === 0) process.stderr.write('SKIPPED: the requests of a real Alertmanager are not here\n');

const about = captured.length > 0 ? describe : describe.skip;

about('what a real Alertmanager sent', () => {
  const seen = journey({ nodes: ['minikube', 'node0', 'node1'] });
  const documented = documentedSend(() => seen.cluster);
  const requests = shifted(captured);
  let standby: Operator;
  let token: string;

  beforeAll(async () => {
    standby = await startOperator(seen.cluster, { replica: 'engine-1' });
    await standby.ready();
    const rules = [rule(['create'], ['anomalies']), rule(['use'], ['sources'], ['deterministic'])];
    token = await createAccount(seen.cluster, { namespace: 'replay-monitoring', name: 'replay-alertmanager', rules, everywhere: true });
  });

  afterAll(async () => {
    await standby.stop();
  });

  const all = async <T>(plural: string): Promise<T[]> =>
    (await api<{ items: T[] }>(seen.cluster, { path: `/apis/coordination.selfheal.dev/v1alpha1/${plural}` })).items;

  /** To the two replicas by turns, as a pair of Alertmanagers might. */
  async function replay(): Promise<Record<string, number>> {
    const fates: Record<string, number> = {};
    for (const [index, body] of requests.entries()) {
      const url = `${index % 2 === 0 ? seen.operator.url : standby.url}/api/v1/${index % 3 === 0 ? 'anomalies' : 'alertmanager'}`;
      const answer = await documented({ url, method: 'POST', token, body: JSON.stringify(body) });
      expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
      const { results } = JSON.parse(answer.body) as { results: Record<string, number> };
      for (const [fate, count] of Object.entries(results)) fates[fate] = (fates[fate] ?? 0) + count;
    }
    return fates;
  }

  test('is one anomaly for each alert, and all of them end', async () => {
    const names = new Set(requests.flatMap(({ alerts }) => alerts.map(nameOf)));
    expect(await replay()).toEqual({ created: names.size, resolved: names.size });
    const anomalies = await all<Anomaly>('anomalies');
    const ofAlerts = anomalies.filter(({ spec }) => spec.reporter === 'alertmanager');
    expect(new Set(ofAlerts.map(({ metadata }) => metadata.name))).toEqual(names);
    expect(ofAlerts).toHaveLength(names.size);
    expect(ofAlerts.filter(({ spec }) => spec.resolvedAt === undefined)).toEqual([]);
    const open = (phase = 'Pending') => !['Resolved', 'Suppressed', 'Failed'].includes(phase);
    await eventually(async () => ((await all<Anomaly>('anomalies')).some(({ status }) => open(status?.phase)) ? undefined : true), {
      within: 60_000,
      describe: 'every anomaly is over',
    });
    const failed = (await all<Anomaly>('anomalies')).filter(({ status }) => status?.phase === 'Failed');
    expect(failed.map(({ metadata, status }) => [metadata.name, status?.reason, status?.message])).toEqual([]);
    const done = (await all<RemediationAction>('remediationactions')).filter(({ spec }) => spec.operation !== 'observe');
    expect(done.map(({ spec }) => `${spec.operation} ${spec.target.name}`)).toEqual([]);
  });

  test('a replay of all of it adds nothing, and ends nothing anew', async () => {
    const before = await all<Anomaly>('anomalies');
    const count = requests.flatMap(({ alerts }) => alerts).length / 2;
    expect(await replay()).toEqual({ repeated: count, resolved: count });
    const after = await all<Anomaly>('anomalies');
    const ends = (anomalies: readonly Anomaly[]) => anomalies.map(({ metadata, spec }) => [metadata.name, spec.resolvedAt]).toSorted();
    expect(ends(after)).toEqual(ends(before));
  });
});

function nameOf({ fingerprint, startsAt }: SentAlert): string {
  return alertAnomalyName({ fingerprint, startsAt: new Date(startsAt) });
}

/** The same requests as if the last alert had begun a minute ago. */
function shifted(requests: readonly Notification[]): readonly Notification[] {
  const starts = requests.flatMap(({ alerts }) => alerts.map(({ startsAt }) => Date.parse(startsAt)));
  const by = Date.now() - 60_000 - Math.max(...starts);
  const later = (time: string): string => (time.startsWith('0001') ? time : new Date(Date.parse(time) + by).toISOString());
  const moved = (alert: SentAlert): SentAlert => ({ ...alert, startsAt: later(alert.startsAt), endsAt: later(alert.endsAt) });
  return requests.map((request) => ({ ...request, alerts: request.alerts.map(moved) }));
}
