import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { shellBlocks } from '../docs/shell-blocks.ts';
import type { MetricRow } from '../../operator/metrics/metric-row.ts';
import { allMetrics } from '../../operator/metrics/metrics-table.ts';
import { buildAnomaly } from '../../operator/testing/anomaly-builder.ts';
import { find, type KubeObject } from '../harness/cluster.ts';
import { eventually, untilHolds } from '../harness/eventually.ts';
import { freePorts } from '../harness/free-port.ts';
import { send } from '../harness/http-request.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { objectsOf, withOverlay } from '../harness/overlay.ts';
import { applyPrometheusOperatorCrds, removePrometheusOperatorCrds } from '../harness/prometheus-operator-crds.ts';
import { promtool } from '../harness/promtool.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, system, untilPlan } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const seen = journey({ nodes: ['watched-w1'] });

/** Series -> value, of the engine's own metrics. */
async function series(): Promise<ReadonlyMap<string, number>> {
  const lines = (await seen.operator.metrics()).split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^(\w+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    return name === '' || /^(process|nodejs)_/.test(name) ? [] : [[name, Number(value)] as const];
  });
  return new Map(lines);
}

/** What is counted follows what is stored by a moment. */
async function untilShown(wanted: Readonly<Record<string, number>>): Promise<void> {
  await untilHolds(async () => {
    const shown = await series();
    expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, shown.get(name)]))).toEqual(wanted);
  });
}

const planDone = async (name: string): Promise<void> =>
  void (await untilPlan(seen.cluster, name, ({ status }) => status?.phase === 'Succeeded'));

describe('what is counted', () => {
  test('is each step, action and plan once, with how long it took', async () => {
    await applyPlan(seen.cluster, { name: 'plan-watched', steps: [{ target: 'Node/watched-w1' }] });
    await planDone('plan-watched');
    await untilShown({
      'coordination_plan_executions_total{result="Succeeded"}': 1,
      'coordination_plan_executions_total{result="Failed"}': 0,
      'coordination_plan_duration_seconds_count{result="Succeeded"}': 1,
      'coordination_plan_step_duration_seconds_count{layer="infrastructure",result="Succeeded"}': 1,
      'coordination_action_duration_seconds_count{type="node_remediation",result="Succeeded"}': 1,
      'coordination_actions_total{type="node_remediation",source="deterministic"}': 1,
      'coordination_plans{phase="Succeeded"}': 1,
      coordination_plans_stalled: 0,
    });
  });

  test('is what a process did itself: the next one begins at 0, and shows what is kept', async () => {
    await seen.stopOperator();
    await seen.startOperator();
    await untilShown({
      'leader_election_master_status{name="coordination-engine"}': 1,
      'coordination_plan_executions_total{result="Succeeded"}': 0,
      'coordination_actions_total{type="node_remediation",source="deterministic"}': 0,
      'coordination_plans{phase="Succeeded"}': 1,
    });
  });

  test('is how things stand: the kill switch, and how many actions may be at work', async () => {
    await applyPolicy(seen.cluster, { suspended: true, maxActiveActions: 7 });
    await untilShown({ coordination_remediation_paused: 1, coordination_active_actions_limit: 7 });
    await dropPolicy(seen.cluster);
    await untilShown({ coordination_remediation_paused: 0, coordination_active_actions_limit: 10 });
  });
});

describe('the series', () => {
  /** Those of labels whose values come from answers of the API server. */
  const isOpen = (name: string): boolean => /^(rest_client_requests_total|coordination_events_dropped_total)\b/.test(name);
  const names = async (): Promise<string[]> => [...(await series()).keys()].filter((name) => !isOpen(name)).toSorted();
  const judged = async (): Promise<number> => {
    const shown = await series();
    return ['Suppressed', 'Resolved', 'Failed'].reduce(
      (sum, phase) => sum + (shown.get(`coordination_anomalies{phase="${phase}"}`) ?? 0),
      0,
    );
  };

  async function reportMany(from: number, to: number): Promise<void> {
    const before = await judged();
    const wishes = Array.from({ length: to - from }, (_, place) => from + place).map((index) => ({
      ...{ name: `anom-many-${index}`, type: `type_${index}`, reporter: `reporter-${index}`, mode: 'Observe' as const },
    }));
    const objects = wishes.map(buildAnomaly).map(({ apiVersion, kind, metadata: { name, namespace }, spec }) => ({
      ...{ apiVersion, kind, metadata: { name, namespace }, spec },
    }));
    await applyObjects(seen.cluster, objects);
    await eventually(async () => (await judged()) - before >= to - from, { within: 60_000, describe: 'all of them are judged' });
  }

  test('are the same for 200 anomalies of as many types and reporters as for 10', async () => {
    await reportMany(0, 10);
    const few = await names();
    await reportMany(10, 200);
    expect(await names()).toEqual(few);
  });

  test('are those of the table', async () => {
    const suffixes = ({ type }: MetricRow) => (type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']);
    const known = new Set(allMetrics.flatMap((row) => suffixes(row).map((suffix) => row.name + suffix)));
    expect((await names()).filter((name) => !known.has(name.replace(/\{.*/, '')))).toEqual([]);
  });
});

describe('promtool', () => {
  const rules = join(root, 'config/prometheus/rules/coordination-engine.rules.yaml');

  test('finds nothing wrong with the metrics of the running engine', async () => {
    const answer = await promtool(['check', 'metrics'], await seen.operator.metrics());
    expect(answer).toEqual({ code: 0, said: '' });
  });

  test('finds nothing wrong with the rules', async () => {
    expect(await promtool(['check', 'rules', '--lint=all', '--lint-fatal', rules])).toMatchObject({ code: 0 });
  });

  test('has each alert fire where it should, and nowhere else', async () => {
    expect(await promtool(['test', 'rules', rules.replace('.rules.', '.rules.test.')])).toMatchObject({ code: 0 });
  });
});

describe('config/prometheus', () => {
  let objects: readonly KubeObject[];
  const of = (kind: string): KubeObject[] => objects.filter((one) => one.kind === kind);
  const monitoring = () => [...of('ServiceMonitor'), ...of('PrometheusRule')];

  beforeAll(async () => {
    await applyPrometheusOperatorCrds(seen.cluster);
    objects = await withOverlay({ resources: ['default'], components: ['prometheus', 'components/metrics-token'] }, (folder) =>
      objectsOf(seen.cluster, folder),
    );
  });

  afterAll(() => removePrometheusOperatorCrds(seen.cluster), 180_000);

  test('is taken by the CRDs of the Prometheus operator, strictly', async () => {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: monitoring() });
    const said = await kubectl(seen.cluster, ['apply', '--dry-run=server', '--validate=strict', '-f', '-'], { input });
    expect(said.trim().split('\n')).toHaveLength(2);
  });

  test('scrapes the port metrics of the Service every 30 s', () => {
    const [monitor] = of('ServiceMonitor') as unknown as { spec: { selector: { matchLabels: object }; endpoints: object[] } }[];
    expect(monitor?.spec.endpoints).toMatchObject([{ port: 'metrics', path: '/metrics', interval: '30s' }]);
    expect(of('Service')).toMatchObject([
      {
        metadata: { labels: monitor?.spec.selector.matchLabels },
        spec: { ports: expect.arrayContaining([expect.objectContaining({ name: 'metrics' })]) as unknown },
      },
    ]);
  });

  test('brings a token with which the engine lets it read, and nobody without one', async () => {
    const named = objects.filter(({ metadata }) => /metrics-(scraper|reader)/.test(metadata.name));
    expect(named.map(({ kind }) => kind).toSorted()).toEqual(['ClusterRole', 'ClusterRoleBinding', 'Secret', 'ServiceAccount']);
    await applyObjects(seen.cluster, named);
    const path = `/api/v1/namespaces/${system}/secrets/metrics-scraper-token`;
    const inSecret = async () =>
      (await find<KubeObject & { readonly data?: { readonly token?: string } }>(seen.cluster, path))?.data?.token;
    const token = Buffer.from(await eventually(inSecret, { within: 20_000, describe: 'the token is in its Secret' }), 'base64').toString();
    const [port = 0] = await freePorts(1);
    await seen.stopOperator();
    await seen.startOperator({ METRICS_AUTH: 'token', PROMETHEUS_PORT: String(port) });
    const url = `http://127.0.0.1:${port}/metrics`;
    await untilHolds(async () => expect((await send({ url, token })).status).toBe(200));
    expect((await send({ url, token })).body).toContain('coordination_build_info{');
    expect((await send({ url })).status).toBe(401);
  });
});

describe('the runbooks', () => {
  const folder = join(root, 'docs/runbooks');
  /** Its commands; what changes something is only tried, so that one page does not take from the next what it needs. */
  const commandsIn = (file: string): string =>
    shellBlocks(readFileSync(join(folder, file), 'utf8'))
      .map(({ commands }) => commands)
      .join('')
      .replaceAll(/^kubectl (?!auth ).*\b(?:patch|delete) .*$/gm, '$& --dry-run=server');

  beforeAll(async () => {
    await kubectl(seen.cluster, ['apply', '-k', join(root, 'config/alertmanager')]);
    await applyPolicy(seen.cluster, {});
  });

  afterAll(() => dropPolicy(seen.cluster));

  test.each(readdirSync(folder))('the commands of %s do what they say', async (file) => {
    const { cluster } = seen;
    const env = {
      PATH: `${cluster.binaries.bin}:${process.env['PATH']}`,
      HOME: cluster.dir,
      KUBECONFIG: cluster.adminKubeconfig,
      NAMESPACE: system,
      PLAN: 'plan-watched',
    };
    const { stderr } = await run('sh', ['-euc', commandsIn(file)], { env });
    expect(stderr.split('\n').filter((line) => line !== '' && !line.startsWith('No resources found'))).toEqual([]);
  });
});
