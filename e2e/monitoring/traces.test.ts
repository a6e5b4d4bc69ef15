import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationPlan } from '../../operator/api/generated/types.ts';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { eventually } from '../harness/eventually.ts';
import { send } from '../harness/http-request.ts';
import { kubectl } from '../harness/kubectl.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { collectorStart, startCollector, type CollectedSpan, type Collector } from '../harness/otel-collector.ts';
import { createDeployment } from '../harness/workloads.ts';
import { createAccount, rule } from '../ingress/bench/accounts.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, untilAnomaly, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';

const seen = journey({ nodes: ['tr-w1', 'tr-w2', 'tr-w3', 'tr-w4'], stages: ['ready-needs-restart', 'reboot-clears-memory-pressure'] });
const system = 'self-healing-platform';
let collector: Collector;
let env: Readonly<Record<string, string>>;

const cordon = (node: string) => ({ operation: 'cordon_node', target: `Node/${node}` }) as const;

beforeAll(async () => {
  const { cluster } = seen;
  await createDeployment(cluster, { namespace: 'tr', name: 'stuck', podLabels: { 'demo.selfheal.dev/ready-needs-restart': 'true' } });
  collector = await startCollector(cluster);
  env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, LOG_FORMAT: 'json' };
}, collectorStart);

afterAll(async () => {
  await collector?.stop();
  await kubectl(seen.cluster, ['delete', 'namespace', 'tr', '--wait=false', '--ignore-not-found']);
});

const traceOf = (traceId: string | undefined): CollectedSpan[] => collector.spans().filter((span) => span.traceId === traceId);

/** What a span is about, in one word or two. */
function nameOf({ name, attributes }: CollectedSpan): string {
  const { 'coordination.step.name': step, 'coordination.checkpoint.name': checkpoint, 'coordination.effect': effect } = attributes;
  const about = step ?? checkpoint ?? effect ?? attributes['coordination.controller'];
  return about === undefined ? name : `${name} ${about}`;
}

/** Each kind of place in the trace once, from the top: `plan / step step-1`. */
function placesIn(spans: readonly CollectedSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pathOf = (span: CollectedSpan): string => {
    const above = byId.get(span.parentSpanId ?? '');
    return above ? `${pathOf(above)} / ${nameOf(span)}` : nameOf(span);
  };
  return [...new Set(spans.map(pathOf))].toSorted();
}

/** The places of the plan's trace, once what it did is all there. */
function untilTraced({ status }: RemediationPlan, places: readonly string[]): Promise<CollectedSpan[]> {
  const attempt = (): CollectedSpan[] => {
    const spans = traceOf(status?.traceId);
    expect(placesIn(spans)).toEqual(expect.arrayContaining([...places]));
    return spans;
  };
  return eventually(attempt, { within: 30_000, describe: `the trace ${status?.traceId}` });
}

describe('without a collector', () => {
  test('a plan names no trace, and no span is counted', async () => {
    await applyPlan(seen.cluster, { name: 'plan-untraced', steps: [cordon('tr-w4')] });
    expect((await untilPlanEnded(seen.cluster, 'plan-untraced')).status?.traceId).toBeUndefined();
    expect(await seen.operator.metrics()).toContain('coordination_trace_spans_total{result="exported"} 0');
  });
});

describe('a plan', () => {
  beforeAll(async () => {
    await seen.stopOperator();
    await seen.startOperator(env);
  });

  test('that is rolled back is one trace: its steps, their effects, its checkpoint, and what was undone', async () => {
    const never = buildCheckpoint('application', 1, ['pods_running'], { timeoutSeconds: 2, targets: [targetFrom('Deployment/tr/stuck')] });
    await applyPlan(seen.cluster, { name: 'plan-traced', steps: [cordon('tr-w1')], checkpoints: [never] });
    const plan = await untilPlanEnded(seen.cluster, 'plan-traced');
    expect(plan.status).toMatchObject({ phase: 'RolledBack', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    const spans = await untilTraced(plan, [
      'plan',
      'plan / checkpoint application-healthy',
      'plan / reconcile progression',
      'plan / step step-1',
      'plan / step step-1 / action',
      'plan / step step-1 / action / effect cordon',
      'plan / step step-1 / action / reconcile execution',
      'plan / undo',
      'plan / undo / reconcile execution',
    ]);
    const one = (name: string): CollectedSpan | undefined => spans.find((span) => nameOf(span) === name);
    expect(one('plan')).toMatchObject({
      status: { code: 2 },
      attributes: { 'coordination.plan.name': 'plan-traced', 'coordination.phase': 'RolledBack' },
    });
    expect(one('checkpoint application-healthy')?.status).toMatchObject({ code: 2, message: expect.stringContaining('pods_running') });
    expect(one('step step-1')?.attributes).toMatchObject({ 'coordination.target': 'Node/tr-w1', 'coordination.layer': 'infrastructure' });
    expect(one('plan')?.resource).toMatchObject({ 'service.name': 'coordination-engine', 'k8s.namespace.name': system });
    expect(spans.every(({ startTimeUnixNano, endTimeUnixNano }) => BigInt(startTimeUnixNano) <= BigInt(endTimeUnixNano))).toBe(true);
    const once = spans.filter(({ name }) => name !== 'reconcile').map(nameOf);
    expect(once.toSorted()).toEqual([...new Set(once)].toSorted());
  });

  test('is told by log lines that name its trace', async () => {
    const plan = await untilPlanEnded(seen.cluster, 'plan-traced');
    const lines = seen.operator
      .logs()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const ended = lines.find(({ msg }) => String(msg).startsWith('Plan ended RolledBack: plan-traced'));
    expect(ended).toMatchObject({ traceID: plan.status?.traceId });
  });

  test('stays one trace when another replica carries it on', async () => {
    const never = buildCheckpoint('application', 1, ['pods_running'], {
      timeoutSeconds: 600,
      targets: [targetFrom('Deployment/tr/stuck')],
    });
    await applyPlan(seen.cluster, { name: 'plan-handed', steps: [cordon('tr-w2')], checkpoints: [never] });
    const before = await untilPlan(seen.cluster, 'plan-handed', ({ status }) => status?.phase === 'Verifying');
    await untilTraced(before, ['step step-1', 'step step-1 / action', 'step step-1 / action / effect cordon']);
    await seen.stopOperator();
    await seen.startOperator({ ...env, POD_NAME: 'engine-other' });
    await kubectl(seen.cluster, ['patch', 'rplan', 'plan-handed', '-n', system, '--type=merge', '-p', '{"spec":{"cancel":"Stop"}}']);
    const plan = await untilPlanEnded(seen.cluster, 'plan-handed');
    expect(plan.status?.traceId).toBe(before.status?.traceId);
    const spans = await untilTraced(plan, [
      'plan',
      'plan / step step-1',
      'plan / step step-1 / action',
      'plan / step step-1 / action / effect cordon',
    ]);
    const byReplica = new Set(spans.map(({ resource }) => resource['service.instance.id']));
    expect([...byReplica].toSorted()).toEqual(['engine-0', 'engine-other']);
  });

  test('continues the trace of the request that reported its anomaly', async () => {
    const { cluster, operator } = seen;
    const rules = [rule(['create', 'get'], ['anomalies']), rule(['use'], ['sources'], ['deterministic'])];
    const token = await createAccount(cluster, { namespace: system, name: 'tr-reporter', rules });
    await setNodeCondition(cluster, 'tr-w3', { type: 'MemoryPressure', status: 'True' });
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    const details = { node: 'tr-w3', metric: 'memory_usage', current_value: 95 };
    const report = { type: 'resource_exhaustion', severity: 'critical', confidence_score: 0.92, details, source: 'deterministic' };
    const body = JSON.stringify(report);
    const answer = await send({ url: `${operator.url}/api/v1/anomalies`, method: 'POST', token, headers, body });
    expect(`${answer.status} ${answer.body}`).toMatch(/^201 /);
    const { anomaly_id: name } = JSON.parse(answer.body) as { readonly anomaly_id: string };
    const anomaly = await untilAnomaly(cluster, name, ({ status }) => status?.planRef !== undefined);
    const plan = await untilPlanEnded(cluster, anomaly.status?.planRef?.name ?? '');
    expect(plan.status?.traceId).toBe(traceId);
    const spans = await untilTraced(plan, ['plan', 'plan / reconcile planning']);
    expect(spans.find((span) => span.name === 'plan')?.parentSpanId).toBe('00f067aa0ba902b7');
  });

  test('is carried out as ever while the collector is away, and the spans are counted as failed', async () => {
    await collector.stop();
    await applyPlan(seen.cluster, { name: 'plan-unheard', steps: [cordon('tr-w1')] });
    expect((await untilPlanEnded(seen.cluster, 'plan-unheard')).status?.phase).toBe('Succeeded');
    const failed = async (): Promise<boolean> =>
      /coordination_trace_spans_total\{result="failed"\} [1-9]/.test(await seen.operator.metrics());
    await eventually(failed, { within: 90_000, describe: 'spans that did not arrive are counted' });
  });
});
