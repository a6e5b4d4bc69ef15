import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { makeEngineMetrics } from './engine-metrics.ts';
import { makeKubeMetrics, makeLoopMetrics } from './runtime-metrics.ts';

test("the document's four metrics have its names, HELP texts and labels", async () => {
  const registry = new Registry();
  const metrics = makeEngineMetrics(registry, { activeActions: () => 3, planPhases: () => new Map([['Executing', 2]]), blocked: () => [] });
  metrics.actionEnded('node_remediation', 'deterministic');
  metrics.conflict('same_target');
  metrics.resolved(0.07);
  const text = await registry.metrics();
  for (const line of [
    '# HELP coordination_actions_total Total actions processed',
    'coordination_actions_total{type="node_remediation",source="deterministic"} 1',
    'coordination_conflicts_total{conflict_type="same_target"} 1',
    'coordination_resolution_time_seconds_bucket{le="0.05"} 0',
    'coordination_resolution_time_seconds_bucket{le="0.1"} 1',
    'coordination_active_actions 3',
    'coordination_plans{phase="Executing"} 2',
  ])
    expect(text).toContain(line);
});

test('a phase without plans is not shown any longer', async () => {
  const registry = new Registry();
  const phases = new Map([['Executing', 1]]);
  makeEngineMetrics(registry, { activeActions: () => 0, planPhases: () => phases, blocked: () => [] });
  await registry.metrics();
  phases.clear();
  expect(await registry.metrics()).not.toContain('phase="Executing"');
});

test('the runtime exports the names that controller-runtime dashboards read', async () => {
  const registry = new Registry();
  const loop = makeLoopMetrics(registry);
  makeKubeMetrics(registry).onCall?.({ verb: 'get', method: 'GET', resource: 'nodes', code: '200', seconds: 0.01 });
  loop.onAdd('planning');
  loop.onReconcile('planning', 'error', 0.2);
  const text = await registry.metrics();
  for (const line of [
    'workqueue_adds_total{name="planning"} 1',
    'controller_runtime_reconcile_total{controller="planning",result="error"} 1',
    'controller_runtime_reconcile_errors_total{controller="planning"} 1',
    'rest_client_requests_total{code="200",method="GET"} 1',
    'leader_election_master_status 0',
  ])
    expect(text).toContain(line);
});
