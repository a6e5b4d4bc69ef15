import { describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { makeDoorMetrics } from './door-metrics.ts';
import { makeEngineMetrics } from './engine-metrics.ts';
import { makeIngestMetrics } from './ingest-metrics.ts';
import { makeKubeMetrics, makeLoopMetrics, registerProcess } from './runtime-metrics.ts';

const shown = (text: string, lines: readonly string[]): void => {
  for (const line of lines) expect(text.split('\n')).toContain(line);
};

test("the document's four metrics have its names, HELP texts, labels and buckets", async () => {
  const registry = new Registry();
  const metrics = makeEngineMetrics(registry);
  metrics.actionEnded('node_remediation', 'deterministic');
  metrics.conflict('same_target');
  metrics.resolved(0.07);
  shown(await registry.metrics(), [
    '# HELP coordination_actions_total Total actions processed',
    '# TYPE coordination_actions_total counter',
    'coordination_actions_total{type="node_remediation",source="deterministic"} 1',
    '# HELP coordination_conflicts_total Total conflicts detected',
    '# TYPE coordination_conflicts_total counter',
    'coordination_conflicts_total{conflict_type="same_target"} 1',
    '# HELP coordination_resolution_time_seconds Time to resolve conflicts',
    '# TYPE coordination_resolution_time_seconds histogram',
    'coordination_resolution_time_seconds_bucket{le="0.05"} 0',
    'coordination_resolution_time_seconds_bucket{le="0.1"} 1',
    'coordination_resolution_time_seconds_bucket{le="0.5"} 1',
  ]);
});

test('what became of anomalies, plans and actions is counted under its labels', async () => {
  const registry = new Registry();
  const metrics = makeEngineMetrics(registry);
  metrics.anomaly({ source: 'ai_driven', severity: 'high', layer: 'platform' });
  metrics.duplicate();
  metrics.actionRan('resource_scaling', 'Failed', 7);
  metrics.stepEnded('application', 'Succeeded', 61);
  metrics.checkpoint('application', 'Passed');
  metrics.rollback('Undone');
  metrics.planEnded('RolledBack', 301);
  metrics.planEnded('Cancelled', undefined);
  metrics.rolledBack('checkpoint', 'RolledBack');
  metrics.ineffective();
  shown(await registry.metrics(), [
    'coordination_anomalies_total{source="ai_driven",severity="high",layer="platform"} 1',
    'coordination_anomalies_deduplicated_total 1',
    'coordination_action_duration_seconds_bucket{le="15",type="resource_scaling",result="Failed"} 1',
    'coordination_plan_step_duration_seconds_bucket{le="60",layer="application",result="Succeeded"} 0',
    'coordination_plan_step_duration_seconds_bucket{le="120",layer="application",result="Succeeded"} 1',
    'coordination_checkpoints_total{layer="application",result="Passed"} 1',
    'coordination_rollback_steps_total{result="Undone"} 1',
    'coordination_plan_executions_total{result="RolledBack"} 1',
    'coordination_plan_executions_total{result="Cancelled"} 1',
    'coordination_plan_duration_seconds_count{result="RolledBack"} 1',
    'coordination_plan_duration_seconds_count{result="Cancelled"} 0',
    'coordination_rollbacks_total{trigger="checkpoint",result="RolledBack"} 1',
    'coordination_ineffective_total 1',
  ]);
});

test('the runtime exports the names that controller-runtime dashboards read', async () => {
  const registry = new Registry();
  const loop = makeLoopMetrics(registry);
  const kube = makeKubeMetrics(registry);
  kube.onCall?.({ verb: 'get', method: 'GET', resource: 'nodes', code: '200', seconds: 0.01 });
  loop.onAdd('planning');
  loop.onReconcile('planning', 'error', 0.2, 'shop/anom-1');
  const before = await registry.metrics();
  kube.onLeading?.(true);
  shown(before, [
    'workqueue_adds_total{name="planning"} 1',
    'controller_runtime_reconcile_total{controller="planning",result="error"} 1',
    'controller_runtime_reconcile_errors_total{controller="planning"} 1',
    'rest_client_requests_total{code="200",method="GET"} 1',
    'leader_election_master_status{name="coordination-engine"} 0',
  ]);
  shown(await registry.metrics(), ['leader_election_master_status{name="coordination-engine"} 1']);
});

test('the process says what it is, and nothing of prom-client is named as only counters may be', async () => {
  const registry = new Registry();
  registerProcess(registry, { version: '1.2.3', commit: 'abc' });
  const text = await registry.metrics();
  shown(text, [`coordination_build_info{version="1.2.3",commit="abc",nodeversion="${process.version}"} 1`]);
  const gauges = [...text.matchAll(/^# TYPE (\S+) gauge$/gm)].map(([, name = '']) => name);
  expect(gauges.filter((name) => name.endsWith('_total'))).toEqual([]);
  expect(gauges).toEqual(expect.arrayContaining(['process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds']));
});

describe('a rate sees the first event, since its series is there before:', () => {
  test.each([
    'coordination_actions_total{type="node_remediation",source="ai_driven"} 0',
    'coordination_conflicts_total{conflict_type="contained_target"} 0',
    'coordination_resolution_time_seconds_bucket{le="+Inf"} 0',
    'coordination_plan_executions_total{result="RollbackFailed"} 0',
    'coordination_ingest_requests_total{endpoint="alertmanager",code="503"} 0',
    'coordination_ingest_requests_total{endpoint="anomalies",code="401"} 0',
    'coordination_signals_total{result="aggregated"} 0',
    'coordination_alertmanager_polls_total{result="failure"} 0',
    'coordination_http_refused_total{reason="timeout"} 0',
    'coordination_tls_reloads_total{result="refused"} 0',
    'workqueue_depth{name="execution"} 0',
    'coordination_watch_restarts_total{kind="Node",reason="expired"} 0',
  ])('%s', async (line) => {
    const registry = new Registry();
    makeEngineMetrics(registry);
    makeIngestMetrics(registry);
    makeDoorMetrics(registry);
    makeLoopMetrics(registry);
    makeKubeMetrics(registry);
    shown(await registry.metrics(), [line]);
  });
});
