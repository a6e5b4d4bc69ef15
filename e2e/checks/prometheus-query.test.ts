import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildCheckpoint, type PlanWish } from '../../operator/testing/plan-builder.ts';
import { makeHttpGet } from '../../operator/outbound/http-get.ts';
import { installEngine } from '../harness/engine.ts';
import { startLatencyExporter, type LatencyExporter } from '../harness/latency-exporter.ts';
import { createNodes, getNode } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyPlan, firstCheckOf, untilPlan, untilPlanPhase } from '../journeys/bench/plans.ts';
import { prometheusStart, startPrometheus, type Prometheus } from '../harness/prometheus.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { makeReader, remove, untilVerdict, type Reader } from './reader.ts';

let cluster: WorkerCluster;
let shop: LatencyExporter;
let prometheus: Prometheus;
let reader: Reader;
let operator: Operator;
const plans = ['plan-latency', 'plan-slow', 'plan-blind'];
/** Each plan cordons a node of its own, which stays cordoned when it ends well. */
const nodeOf = (plan: string): string => `checks-${plan}`;
const [good, bad] = [0.08, 2];
const query = 'histogram_quantile(0.95, sum by (le) (rate(shop_request_duration_seconds_bucket[8s])))';
const latency = { query, comparator: '<', threshold: 0.5 };

const startEngine = async (): Promise<Operator> => {
  const engine = await startOperator(cluster, { env: { PROMETHEUS_URL: prometheus.url }, defaults: { pollSeconds: 0.5 } });
  await engine.ready();
  return engine;
};

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  shop = await startLatencyExporter(good);
  prometheus = await startPrometheus(cluster, [shop.address]);
  reader = await makeReader(cluster, { prometheus: prometheus.url });
  await createNodes(
    cluster,
    plans.map((plan) => ({ name: nodeOf(plan) })),
  );
  operator = await startEngine();
}, prometheusStart);

afterAll(async () => {
  await Promise.all([operator.stop(), reader.close(), prometheus.stop(), shop.stop()]);
  await remove(
    cluster,
    plans.map((plan) => `/api/v1/nodes/${nodeOf(plan)}`),
  );
});

const ask = (parameters: object, more: { readonly since?: Date } = {}) =>
  reader.check('prometheus_query', [], { parameters: { ...parameters }, ...more });
const askFor = (forSeconds: number, more?: { readonly since?: Date }) => ask({ ...latency, forSeconds }, more);

describe('prometheus_query on a real Prometheus', () => {
  test('Passed while the latency is low, and once it has been for as long as asked', async () => {
    shop.latency(good);
    const verdict = await untilVerdict(() => ask(latency), 'Passed');
    expect(verdict).toMatchObject({ message: 'The value is < 0.5', observed: expect.stringMatching(/^0\.0\d+$/) });
    expect((await untilVerdict(() => askFor(3), 'Passed')).message).toBe('The value has been < 0.5 for 3 s');
  });

  test('Passed by a scalar, too', async () => {
    expect(await ask({ query: 'scalar(vector(1))', comparator: '==', threshold: 1 })).toEqual({
      result: 'Passed',
      message: 'The value is == 1',
      observed: '1',
    });
  });

  test('Failed while the latency is high, with the series that is', async () => {
    shop.latency(bad);
    const bySeries = { ...latency, query: query.replace('by (le)', 'by (le, job)') };
    const verdict = await untilVerdict(() => ask(bySeries), 'Failed');
    expect(verdict).toMatchObject({ message: 'The value is not < 0.5', observed: expect.stringMatching(/^\d[\d.]* for \{job="test"\}$/) });
  });

  test('Failed while it has not been low for as long as asked, also since the last effect', async () => {
    shop.latency(bad);
    await untilVerdict(() => ask(latency), 'Failed');
    shop.latency(good);
    await untilVerdict(() => ask(latency), 'Passed');
    expect((await askFor(60)).message).toBe('The value is not < 0.5');
    await untilVerdict(() => askFor(3), 'Passed');
    expect(await askFor(3, { since: new Date() })).toEqual({
      result: 'Failed',
      message: 'The value has not been < 0.5 for 3 s since the last step',
    });
  });

  test.each([
    { when: 'the query has no result', parameters: { query: 'nothing_of_that_name', comparator: '<', threshold: 1 }, message: /no result/ },
    {
      when: 'there were no values for as long as asked',
      parameters: { query: 'count(up)', comparator: '==', threshold: 1, forSeconds: 3600 },
      message: /for the whole of the last 3600 s/,
    },
    {
      when: 'the query is not PromQL',
      parameters: { query: 'rate(up[5m]', comparator: '<', threshold: 1 },
      message: /^Prometheus refused the query: bad_data: .*parse error/,
    },
    {
      when: 'the query gives a range',
      parameters: { query: 'up[5m]', comparator: '<', threshold: 1, forSeconds: 5 },
      message: /^Prometheus refused the query: bad_data/,
    },
  ])('Inconclusive when $when', async ({ parameters, message }) => {
    const verdict = await ask(parameters);
    expect(verdict.result).toBe('Inconclusive');
    expect(verdict.message).toMatch(message);
  });

  test('Inconclusive when there is no traffic, so that there is no latency', async () => {
    shop.idle();
    expect((await untilVerdict(() => ask(latency), 'Inconclusive')).message).toBe('The query gives no number (NaN)');
    shop.latency(good);
  });

  test('behind TLS it is asked with the token, and trusted only by the certificates that the settings name', async () => {
    const [tokenFile, caFile] = [join(cluster.dir, 'prometheus.token'), join(cluster.dir, 'prometheus.ca')];
    writeFileSync(tokenFile, cluster.adminToken);
    writeFileSync(caFile, cluster.ca);
    const api = { url: cluster.server, tokenFile, caFile }; // any server with a certificate of its own does
    expect(await makeHttpGet(api)('/api', {})).toMatchObject({ kind: 'reply', code: 200 });
    expect(await makeHttpGet({ ...api, tokenFile: '' })('/api', {})).toMatchObject({ kind: 'reply', code: 403 });
    expect(await makeHttpGet({ ...api, caFile: '' })('/api', {})).toMatchObject({
      kind: 'none',
      cause: expect.stringMatching(/CERT|VERIFY/),
    });
  });

  test('NotApplicable where no Prometheus is configured', async () => {
    const without = await makeReader(cluster);
    expect(await without.check('prometheus_query', [], { parameters: latency })).toEqual({
      result: 'NotApplicable',
      message: 'No Prometheus is configured (PROMETHEUS_URL)',
    });
    await without.close();
  });
});

describe('a plan whose checkpoint is a query', () => {
  judgeEachTest(() => cluster);

  const wish = (name: string, forSeconds: number, timeoutSeconds: number): PlanWish & { readonly name: string } => ({
    name,
    steps: [{ target: `Node/${nodeOf(name)}` }],
    checkpoints: [
      {
        ...buildCheckpoint('infrastructure', 1, []),
        checks: [{ name: 'latency', type: 'prometheus_query', timeoutSeconds, parameters: { ...latency, forSeconds } }],
      },
    ],
  });

  test('waits for latency back to normal, and goes on counting when the operator is killed meanwhile', async () => {
    shop.latency(bad);
    await untilVerdict(() => ask(latency), 'Failed');
    await applyPlan(cluster, wish('plan-latency', 6, 120));
    const waiting = await untilPlan(cluster, 'plan-latency', (plan) => firstCheckOf(plan)?.result === 'Failed');
    expect(firstCheckOf(waiting)?.message).toMatch(/^The value is not < 0\.5 \([\d.]+\)$/);
    shop.latency(good);
    const normalAt = Date.now();
    operator.kill('SIGKILL');
    await operator.ended;
    operator = await startEngine();
    const passed = await untilPlanPhase(cluster, 'plan-latency', 'Succeeded');
    expect(firstCheckOf(passed)?.message).toMatch(/^The value has been < 0\.5 for 6 s \([\d.]+\)$/);
    expect(Date.parse(firstCheckOf(passed)?.observedAt ?? '')).toBeGreaterThanOrEqual(normalAt + 6000);
  });

  test('is rolled back when the latency stays high, with the value that it was', async () => {
    shop.latency(bad);
    await untilVerdict(() => ask(latency), 'Failed');
    await applyPlan(cluster, wish('plan-slow', 0, 3));
    const plan = await untilPlanPhase(cluster, 'plan-slow', 'RolledBack');
    expect(plan.status?.message).toMatch(/prometheus_query \(latency\): The value is not < 0\.5 \([\d.]+\)/);
    expect((await getNode(cluster, nodeOf('plan-slow'))).spec.unschedulable ?? false).toBe(false);
  });

  test('whose Prometheus is gone is never passed', async () => {
    shop.latency(good);
    await prometheus.stop();
    expect(await ask(latency)).toEqual({ result: 'Inconclusive', message: 'Prometheus could not be asked: ECONNREFUSED' });
    await applyPlan(cluster, wish('plan-blind', 0, 3));
    const plan = await untilPlanPhase(cluster, 'plan-blind', 'RolledBack');
    expect(plan.status?.message).toContain('could not be read: Prometheus could not be asked: ECONNREFUSED');
  });
});
