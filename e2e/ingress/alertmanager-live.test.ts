import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationPlan } from '../../operator/api/generated/types.ts';
import { startAlertmanager, type Alertmanager } from '../harness/alertmanager.ts';
import { consistently, eventually } from '../harness/eventually.ts';
import { freePorts } from '../harness/free-port.ts';
import { startKubeStateMetrics, type KubeStateMetrics } from '../harness/kube-state-metrics.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { startOperator } from '../harness/operator.ts';
import { applyPrometheusOperatorCrds, removePrometheusOperatorCrds } from '../harness/prometheus-operator-crds.ts';
import { prometheusStart, startPrometheus, type Prometheus } from '../harness/prometheus.ts';
import { serviceAccountKubeconfig } from '../harness/service-account.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { admitAlertmanagerConfig, allOf, installReporter, shippedConfig } from './bench/alerting.ts';
import { startRelay, type Relay } from './bench/relay.ts';

const seen = journey({ nodes: ['live-w1', 'live-w2'], stages: ['reboot-clears-memory-pressure', 'ready-needs-restart'] });
const system = 'self-healing-platform';
const shop = 'live-shop';
let relay: Relay;
let tokenFile: string;
let alertmanager: Alertmanager;
/** An Alertmanager that knows nothing, where the one before was. */
let startAnew: () => Promise<Alertmanager>;
let state: KubeStateMetrics;
let prometheus: Prometheus;
/** How the engine polls, in seconds where minutes are usual. */
let polling: Readonly<Record<string, string>>;

/** In the form of kube-prometheus, whose names they have: what is cordoned is looked after, and so no alert any more. */
const rules = [
  {
    alert: 'KubeNodePressure',
    expr:
      'kube_node_status_condition{job="kube-state-metrics",condition="MemoryPressure",status="true"} == 1 ' +
      'and on (node) kube_node_spec_unschedulable == 0',
    for: '1s',
    labels: { severity: 'critical' },
    annotations: { summary: 'Node {{ $labels.node }} has {{ $labels.condition }}.' },
  },
  {
    alert: 'KubeDeploymentReplicasMismatch',
    expr: `kube_deployment_spec_replicas{namespace="${shop}"} > kube_deployment_status_replicas_available`,
    for: '1s',
    labels: { severity: 'warning' },
  },
  { alert: 'NeverEnds', expr: 'vector(1)', labels: { severity: 'info', namespace: shop } },
  { alert: 'Watchdog', expr: 'vector(1)', labels: { severity: 'none' } },
];

beforeAll(async () => {
  const { cluster } = seen;
  [relay, tokenFile, state] = await Promise.all([startRelay(), installReporter(cluster), startKubeStateMetrics(cluster)]);
  relay.lead(seen.operator.url);
  const [port = 0] = await freePorts(1);
  startAnew = async () => startAlertmanager(cluster, await shippedConfig(relay.url, tokenFile), port);
  alertmanager = await startAnew();
  polling = {
    ALERTMANAGER_URL: alertmanager.url,
    ALERTMANAGER_RECEIVER: 'coordination-engine',
    ALERTMANAGER_POLL_SECONDS: '0.5',
    ALERTMANAGER_GONE_SECONDS: '4',
  };
  const alertmanagers = [alertmanager.address];
  const groups = [{ name: 'kubernetes', rules }];
  // An alert whose series are stale ends, and begins anew as another anomaly.
  prometheus = await startPrometheus(cluster, [state.address], { job: 'kube-state-metrics', groups, alertmanagers, scrapeEvery: '5s' });
}, prometheusStart);

afterAll(async () => {
  await Promise.all([prometheus.stop(), alertmanager.stop(), state.stop(), relay.stop()]);
  await removePrometheusOperatorCrds(seen.cluster);
});

const anomaliesOf = async (type: string): Promise<readonly Anomaly[]> =>
  (await allOf<Anomaly>(seen.cluster, 'anomalies')).filter(({ spec }) => spec.type === type);

/** The one anomaly of that type, once it is as wanted. */
function untilAnomaly(type: string, isAsWanted: (anomaly: Anomaly) => boolean = () => true): Promise<Anomaly> {
  const attempt = async (): Promise<Anomaly> => {
    const found = await anomaliesOf(type);
    const [anomaly] = found;
    if (found.length === 1 && anomaly && isAsWanted(anomaly)) return anomaly;
    throw new Error(`there are ${found.length}: ${JSON.stringify(found.map(({ spec, status }) => ({ spec, status })))}`);
  };
  return eventually(attempt, { within: 60_000, describe: `one anomaly of type ${type} is as wanted` });
}

const isResolved = ({ spec, status }: Anomaly): boolean => status?.phase === 'Resolved' && spec.resolvedAt !== undefined;

const planOf = async ({ status }: Anomaly): Promise<RemediationPlan | undefined> =>
  (await allOf<RemediationPlan>(seen.cluster, 'remediationplans')).find(({ metadata }) => metadata.name === status?.planRef?.name);

async function metric(line: string): Promise<number> {
  const found = (await seen.operator.metrics()).split('\n').find((one) => one.startsWith(`${line} `));
  return Number(found?.slice(line.length) ?? 0);
}

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

/** An alert that fires for ten minutes unless it is ended. */
const firing = (alertname: string, labels: Readonly<Record<string, string>> = {}) => ({
  labels: { alertname, namespace: shop, severity: 'warning', ...labels },
  endsAt: inMinutes(10),
});

describe('a rule that fires on the state of the cluster', () => {
  test('has its node repaired, and is over when the node is well', async () => {
    await setNodeCondition(seen.cluster, 'live-w1', { type: 'MemoryPressure', status: 'True' });
    const anomaly = await untilAnomaly('kube_node_pressure', isResolved);
    expect(anomaly).toMatchObject({
      metadata: { namespace: system, name: expect.stringMatching(/^anom-\d{8}-[0-9a-f]{10}$/) as unknown },
      spec: {
        severity: 'critical',
        source: 'deterministic',
        reporter: 'alertmanager',
        requestedBy: `system:serviceaccount:${system}:alertmanager-reporter`,
        description: 'Node live-w1 has MemoryPressure.',
        details: { node: 'live-w1', job: 'kube-state-metrics' },
      },
    });
    const plan = await planOf(anomaly);
    expect(plan?.status?.phase).toBe('Succeeded');
    expect(plan?.spec.steps[0]?.action).toMatchObject({ operation: 'drain_and_reboot_node', target: { name: 'live-w1' } });
  });

  test('has its workload repaired where it is, and is over when all pods are there', async () => {
    const { cluster } = seen;
    const podLabels = { 'demo.selfheal.dev/ready-needs-restart': 'true' };
    await createDeployment(cluster, { namespace: shop, name: 'pay', node: 'live-w2', podLabels });
    const anomaly = await untilAnomaly('kube_deployment_replicas_mismatch', isResolved);
    expect(anomaly).toMatchObject({ metadata: { namespace: shop }, spec: { severity: 'medium', details: { deployment: 'pay' } } });
    const plan = await planOf(anomaly);
    expect(plan?.status?.phase).toBe('Succeeded');
    expect(plan?.spec.steps[0]?.action).toMatchObject({ operation: 'restart_deployment', target: { name: 'pay' } });
    await untilRolledOut(cluster, shop, 'pay');
  });

  test('is told by nobody when it only says that alerting works', async () => {
    expect(await anomaliesOf('watchdog')).toEqual([]);
    expect(relay.answers.every((answer) => answer === 200)).toBe(true);
  });
});

describe('a notification that the engine does not take', () => {
  test('comes again, and nothing is lost, while the engine answers 503', async () => {
    const nowhere = await serviceAccountKubeconfig(seen.cluster, {
      namespace: system,
      name: 'coordination-engine-sa',
      server: 'https://127.0.0.1:1',
    });
    const starting = await startOperator(seen.cluster, { replica: 'engine-without-api', kubeconfig: nowhere });
    await eventually(async () => (await starting.get('/health')).status === 200, { within: 30_000, describe: 'the door is open' });
    relay.lead(starting.url);
    await alertmanager.post([firing('LostTo503')]);
    await eventually(() => relay.answers.includes(503), { within: 20_000, describe: 'the engine answered 503' });
    relay.lead(seen.operator.url);
    await untilAnomaly('lost_to503');
    // its object is there before the answer is: the engine creates, then replies
    await eventually(() => relay.answers.at(-1) === 200, { within: 30_000, describe: 'the notification has come again' });
    await starting.stop();
  });

  test('shows in the metrics, and comes again with the next group, while its token is not known', async () => {
    const token = await readFile(tokenFile, 'utf8');
    await writeFile(tokenFile, 'nothing');
    await alertmanager.post([firing('LostTo401')]);
    const refused = 'coordination_ingest_requests_total{endpoint="alertmanager",code="401"}';
    await eventually(async () => (await metric(refused)) > 0, { within: 20_000, describe: 'the refusal is counted' });
    await writeFile(tokenFile, token);
    await untilAnomaly('lost_to401');
  });
});

describe('an alert whose notification is lost', () => {
  test('is fetched when the engine is back, and a late notification adds nothing', async () => {
    await seen.stopOperator();
    relay.lead(undefined);
    await alertmanager.post([firing('LostWhileDown')]);
    await eventually(() => relay.answers.at(-1) === 'cut', { within: 20_000, describe: 'the notification is lost' });
    await seen.startOperator(polling);
    const fetched = await untilAnomaly('lost_while_down');
    expect(fetched.spec).toMatchObject({ reporter: 'alertmanager', source: 'deterministic', reports: 1 });
    expect(fetched.spec.requestedBy).toBeUndefined();
    await consistently(async () => (await untilAnomaly('lost_while_down')).spec.reports === 1, {
      during: 2_000,
      describe: 'further polls count nothing',
    });
    relay.lead(seen.operator.url);
    await eventually(() => relay.answers.at(-1) === 200, { within: 30_000, describe: 'the notification has come after all' });
    const met = await untilAnomaly('lost_while_down', ({ spec }) => spec.reports === 2);
    expect(met.metadata.uid).toBe(fetched.metadata.uid);
  });

  test('is nobody’s report while it is silenced or inhibited', async () => {
    relay.lead(undefined);
    const silence = await alertmanager.silence({ alertname: 'KeptQuiet' });
    await alertmanager.post([firing('Cause', { service: 'db', severity: 'critical' })]);
    await alertmanager.post([firing('KeptQuiet'), firing('Inhibited', { service: 'db' })]);
    await untilAnomaly('cause');
    const polls = 'coordination_alertmanager_polls_total{result="success"}';
    const before = await metric(polls);
    await eventually(async () => (await metric(polls)) > before + 3, { within: 20_000, describe: 'it was polled some times more' });
    expect([...(await anomaliesOf('kept_quiet')), ...(await anomaliesOf('inhibited'))]).toEqual([]);
    await alertmanager.expire(silence);
    await untilAnomaly('kept_quiet');
  });

  test('has ended when no poll finds it any more, unless it is only kept quiet', async () => {
    relay.lead(undefined);
    const ends = { ...firing('EndsUnheard'), endsAt: new Date().toISOString() };
    await alertmanager.post([firing('EndsUnheard'), firing('TurnedQuiet')]);
    await Promise.all([untilAnomaly('ends_unheard'), untilAnomaly('turned_quiet')]);
    await alertmanager.silence({ alertname: 'TurnedQuiet' });
    await alertmanager.post([ends]);
    await untilAnomaly('ends_unheard', ({ spec }) => spec.resolvedAt !== undefined);
    expect((await untilAnomaly('turned_quiet')).spec.resolvedAt).toBeUndefined();
  });
});

test('an Alertmanager that is restarted ends nothing, though it forgets what fires', async () => {
  const [polled, failed] = ['success', 'failure'].map((result) => `coordination_alertmanager_polls_total{result="${result}"}`);
  const before = await untilAnomaly('never_ends');
  await alertmanager.stop();
  await eventually(async () => (await metric(failed ?? '')) > 0, { within: 20_000, describe: 'that it cannot be polled is counted' });
  alertmanager = await startAnew();
  const again = await metric(polled ?? '');
  await eventually(async () => (await metric(polled ?? '')) > again + 10, { within: 30_000, describe: 'it is polled again' });
  const { metadata, spec } = await untilAnomaly('never_ends');
  expect({ uid: metadata.uid, resolvedAt: spec.resolvedAt }).toEqual({ uid: before.metadata.uid, resolvedAt: undefined });
  expect(seen.operator.logs().match(/could not be polled as it should be/g)).toHaveLength(1);
});

test('the AlertmanagerConfig is one to the Prometheus operator', async () => {
  await applyPrometheusOperatorCrds(seen.cluster);
  await expect(admitAlertmanagerConfig(seen.cluster)).resolves.toContain('alertmanagerconfig.monitoring.coreos.com/coordination-engine');
});

test('a standby asks nothing until it leads, and then what it finds is still one', async () => {
  relay.lead(undefined);
  const lease = { LEASE_DURATION_SECONDS: '4', LEASE_RENEW_SECONDS: '2', LEASE_RETRY_SECONDS: '0.4' };
  const standby = await startOperator(seen.cluster, {
    replica: 'engine-1',
    env: { ...polling, ...lease },
  });
  await standby.ready();
  await alertmanager.post([firing('BeforeTheEnd')]);
  const before = await untilAnomaly('before_the_end');
  expect(await standby.metrics()).not.toMatch(/^coordination_alertmanager_polls_total\{.*\} [1-9]/m);
  seen.operator.kill('SIGKILL');
  await alertmanager.post([firing('AfterTheEnd')]);
  await untilAnomaly('after_the_end');
  const { metadata, spec } = await untilAnomaly('before_the_end');
  expect({ uid: metadata.uid, reports: spec.reports }).toEqual({ uid: before.metadata.uid, reports: 1 });
  await standby.stop();
});
