import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { alertRules } from '../../scripts/monitoring/alert-rules.ts';
import { api } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { freePorts } from '../harness/free-port.ts';
import { send } from '../harness/http-request.ts';
import { kubectl } from '../harness/kubectl.ts';
import { prometheusStart, startPrometheus, type Prometheus } from '../harness/prometheus.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { createAccount, rule } from '../ingress/bench/accounts.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, report, untilPlanEnded } from '../journeys/bench/plans.ts';
import { request, untilAction, untilBlocked } from '../operations/actions.ts';
import { holdPods } from '../operations/drain-scene.ts';

const seen = journey({ nodes: ['dash-w1', 'dash-w2'], stages: ['ready-needs-restart'] });
const system = 'self-healing-platform';
const job = 'coordination-engine';
const overlay = join(import.meta.dirname, '../../config/grafana');
let prometheus: Prometheus;

interface Target {
  readonly expr: string;
}
interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly Target[];
}

const { panels } = JSON.parse(readFileSync(join(overlay, 'dashboard.json'), 'utf8')) as { readonly panels: readonly Panel[] };
const queries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ of: title, expr: filledIn(expr) })));
const alerts = alertRules.map(({ alert, value }) => ({ of: alert, expr: value }));

/** As Grafana does it, for a graph of half an hour. */
function filledIn(expr: string): string {
  return expr.replaceAll('$job', job).replaceAll('$__rate_interval', '30m').replaceAll('$__range', '30m');
}

interface Series {
  readonly value: readonly [number, string];
}

/** What Prometheus answers now; throws what it objects to. */
async function ask(expr: string): Promise<readonly Series[]> {
  const { status, body } = await send({ url: `${prometheus.url}/api/v1/query?query=${encodeURIComponent(expr)}` });
  if (status !== 200) throw new Error(`${status} ${body}`);
  return (JSON.parse(body) as { readonly data: { readonly result: readonly Series[] } }).data.result;
}

const isNumber = ({ value: [, text] }: Series): boolean => Number.isFinite(Number(text));

/** Of what is counted before the first look at it, Prometheus sees no growth. */
async function untilScraped(port: number): Promise<void> {
  const { body } = await send({ url: `http://127.0.0.1:${port}/metrics` });
  const [, begun] = /^process_start_time_seconds (\S+)$/m.exec(body) ?? [];
  const isSeen = async (): Promise<boolean> =>
    (await ask(`process_start_time_seconds{job="${job}"}`)).some(({ value: [, text] }) => Number(text) === Number(begun));
  await eventually(isSeen, { within: 60_000, describe: 'Prometheus has seen this process' });
}

beforeAll(async () => {
  const { cluster } = seen;
  const [port = 0] = await freePorts(1);
  const env = { PROMETHEUS_PORT: String(port) };
  await seen.stopOperator();
  await seen.startOperator(env);
  prometheus = await startPrometheus(cluster, [`127.0.0.1:${port}`], { job });
  await untilScraped(port);
  await createDeployment(cluster, { namespace: 'dash', name: 'held', node: 'dash-w1' });
  await untilRolledOut(cluster, 'dash', 'held');
  await holdPods(cluster, 'dash', 'held');
  await request(cluster, { name: 'act-dash-1', operation: 'drain_node', target: 'Node/dash-w1' });
  await untilAction(cluster, 'act-dash-1', ({ status }) => status?.phase === 'Running');
  await request(cluster, { name: 'act-dash-2', operation: 'uncordon_node', target: 'Node/dash-w1' });
  await untilBlocked(cluster, 'act-dash-2', 'TargetBusy');
  await createDeployment(cluster, { namespace: 'dash', name: 'stuck', podLabels: { 'demo.selfheal.dev/ready-needs-restart': 'true' } });
  const never = buildCheckpoint('application', 1, ['pods_running'], { timeoutSeconds: 2, targets: [targetFrom('Deployment/dash/stuck')] });
  const healthy = buildCheckpoint('infrastructure', 1, ['node_ready']);
  const cordon = { operation: 'cordon_node', target: 'Node/dash-w2' } as const;
  await applyPlan(cluster, { name: 'plan-dash-undone', steps: [cordon], checkpoints: [never] });
  expect((await untilPlanEnded(cluster, 'plan-dash-undone')).status?.phase).toBe('RolledBack');
  await applyPlan(cluster, { name: 'plan-dash-done', steps: [cordon], checkpoints: [healthy] });
  expect((await untilPlanEnded(cluster, 'plan-dash-done')).status?.phase).toBe('Succeeded');
  await report(cluster, { name: 'anom-dash', targets: ['Node/dash-w2'] });
  const token = await createAccount(cluster, { namespace: 'dash', name: 'reporter', rules: [rule(['create'], ['anomalies'])] });
  const refused = await send({ url: `${seen.operator.url}/api/v1/anomalies`, method: 'POST', token, body: '{}' });
  expect(refused.status).toBe(400);
}, prometheusStart);

afterAll(async () => {
  await prometheus?.stop();
  await kubectl(seen.cluster, ['delete', 'namespace', 'dash', '--wait=false', '--ignore-not-found']);
});

interface Asked {
  /** Panel or alert. */
  readonly of: string;
  readonly expr: string;
}

/** True afterwards: each gives at least one number; fails with those that do not. */
async function untilAllGiveNumbers(asked: readonly Asked[]): Promise<void> {
  const attempt = async (): Promise<true> => {
    const answers = await Promise.all(asked.map(async ({ of, expr }) => ({ of, expr, series: await ask(expr) })));
    const silent = answers
      .filter(({ series }) => !series.some(isNumber))
      .map(({ of, expr, series }) => ({ of, expr, series: series.length }));
    if (silent.length > 0) throw new Error(`these give no number: ${JSON.stringify(silent, undefined, 2)}`);
    return true;
  };
  await eventually(attempt, { within: 60_000, describe: 'every query gives a number' });
}

test('every query of the dashboard gives a number', async () => {
  expect(queries.length).toBeGreaterThan(40);
  await untilAllGiveNumbers(queries);
});

test('the expression of every alert, before it is compared, gives a number', async () => {
  expect(alerts.length).toBeGreaterThanOrEqual(9);
  await untilAllGiveNumbers(alerts);
});

describe('the dashboard', () => {
  test('shows what was done: one plan that helped, one that was undone, and a conflict', async () => {
    const range = (series: string): string => `sum(increase(${series}[30m]))`;
    const some = async (series: string): Promise<boolean> => (await ask(`${range(series)} > 0`)).length === 1;
    for (const series of [
      'coordination_plan_executions_total{result="Succeeded"}',
      'coordination_plan_executions_total{result="RolledBack"}',
      'coordination_conflicts_total',
      'coordination_checkpoints_total{result="Passed"}',
      'coordination_checkpoints_total{result="Failed"}',
      'coordination_rollback_steps_total{result="Undone"}',
      'coordination_ingest_requests_total{code="400"}',
      'coordination_anomalies_total',
    ])
      await eventually(() => some(series), { within: 60_000, describe: `${series} has grown` });
  });

  test('finds its job by the query of its variable', async () => {
    const isThere = async (): Promise<boolean> => (await ask(`coordination_active_actions_limit{job="${job}"}`)).length === 1;
    await eventually(isThere, { within: 30_000, describe: 'the job of the engine' });
  });

  test("is a ConfigMap that the API server takes, with the label that Grafana's sidecar looks for", async () => {
    const { cluster } = seen;
    await kubectl(cluster, ['apply', '-k', overlay]);
    const path = `/api/v1/namespaces/${system}/configmaps/coordination-engine-dashboard`;
    const { metadata, data } = await api<{ metadata: object; data: Record<string, string> }>(cluster, { path });
    expect(metadata).toMatchObject({ labels: { grafana_dashboard: '1' } });
    expect(JSON.parse(data['dashboard.json'] ?? '')).toMatchObject({ uid: 'coordination-engine', title: 'Coordination engine' });
    await kubectl(cluster, ['delete', '-k', overlay]);
  });
});
