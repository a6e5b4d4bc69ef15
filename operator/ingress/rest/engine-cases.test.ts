import { describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import type { Anomaly } from '../../api/generated/types.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { givenBy } from '../../testing/engine-cases.ts';
import { asAlice, openDesk } from '../../testing/open-desk.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { anomalyRoutes } from './anomalies.ts';
import { readingRoutes } from './reading.ts';
import { remediateRoutes } from './remediate.ts';
import { statusRoutes } from './status.ts';

/** The doors over a fake cluster; nothing plans there. */
function doors() {
  const open = openDesk((door, desk) => {
    anomalyRoutes(door, desk);
    readingRoutes(door, desk);
    remediateRoutes(door, desk);
    statusRoutes(door, desk, new Registry());
  });
  const ask = async (method: 'GET' | 'POST', path: string, payload?: object | string) => {
    const headers = { ...asAlice, ...(payload !== undefined && { 'content-type': 'application/json' }) };
    const answer = await open.door.inject({ method, url: `/api/v1/${path}`, headers, ...(payload !== undefined && { payload }) });
    return { code: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const stored = async () => (await open.cluster.list<Anomaly>(kinds.Anomaly)).items.map(({ metadata, spec }) => ({ metadata, spec }));
  return { ...open, ask, stored };
}

const keysOf = (body: object): string[] => Object.keys(body).toSorted();

/** A report of theirs, and what it becomes here. */
interface ReportCase {
  readonly id: string;
  readonly own: object;
  readonly layer: 'deterministic' | 'ai_driven';
  readonly priority: number;
  /** Of the spec that is stored. */
  readonly becomes: object;
  readonly in: string;
}

const system = 'self-healing-platform';
const pressed = {
  timestamp: '2025-12-10T14:30:00Z',
  type: 'resource_exhaustion',
  severity: 'critical',
  confidence_score: 0.92,
  details: { node: 'worker-1', metric: 'memory_usage' },
  recommended_action: 'scale_down_pods',
  source: 'ai_driven',
};
const observed = (reporter: string) => ({ source: 'deterministic', mode: 'Observe', reporter });

const reports: readonly ReportCase[] = [
  { id: 'api-01-anomaly-critical', own: pressed, layer: 'ai_driven', priority: 2, becomes: { confidence: 0.92 }, in: system },
  {
    id: 'api-08-anomaly-cpu-spike', // 201, as the document says of the same call
    own: { type: 'cpu_spike', severity: 'high', source: 'prometheus', details: { namespace: 'my-app', pod: 'my-app-1' } },
    ...{ layer: 'deterministic', priority: 2, becomes: observed('prometheus'), in: 'my-app' },
  },
  {
    id: 'api-09-anomaly-memory-leak-2',
    own: { type: 'memory_leak', severity: 'high', source: 'custom', details: { namespace: 'production', pod: 'app-server-abc123' } },
    ...{ layer: 'deterministic', priority: 2, becomes: observed('custom'), in: 'production' },
  },
  {
    id: 'api-11-anomaly-log-only', // nothing is done about it, whatever verb it comes with
    own: { type: 'test_anomaly', severity: 'low', source: 'my-custom-app', details: { namespace: 'my-custom-app-test' } },
    ...{ layer: 'deterministic', priority: 4, becomes: observed('my-custom-app'), in: 'my-custom-app-test' },
  },
  {
    id: 'api-12-anomaly-manual-test',
    own: { type: 'test', severity: 'low', confidence_score: 0.95, source: 'manual_test' },
    ...{ layer: 'deterministic', priority: 4, becomes: observed('manual_test'), in: system },
  },
];

describe('a report of the document, or of an engine that speaks its language', () => {
  test.each(reports)('$id is accepted as $layer, priority $priority', async ({ id, own, layer, priority, becomes, in: namespace }) => {
    const { ask, stored } = doors();
    const { code, body } = await ask('POST', 'anomalies', givenBy(id, own));
    const known = ['action_id', 'anomaly_id', 'assigned_layer', 'estimated_resolution_time', 'priority', 'status'];
    expect({ code, keys: keysOf(body) }).toEqual({ code: 201, keys: known });
    expect(body).toMatchObject({ status: 'accepted', assigned_layer: layer, priority, estimated_resolution_time: '5m', action_id: null });
    expect(await stored()).toMatchObject([{ metadata: { namespace }, spec: becomes }]);
  });

  test('api-02-anomaly-bad-confidence is told in the words of the document', async () => {
    const { ask } = doors();
    const { confidence_score } = givenBy('api-02-anomaly-bad-confidence', { confidence_score: 1.2 });
    expect(await ask('POST', 'anomalies', { ...pressed, confidence_score })).toMatchObject({
      code: 400,
      body: { error: 'Invalid request', message: 'confidence_score must be between 0.0 and 1.0', field: 'confidence_score' },
    });
  });

  test('api-03-anomaly-status has the shape of the document', async () => {
    const { ask, desk } = doors();
    const { id: name } = givenBy('api-03-anomaly-status', { id: 'anom-20251210-001' });
    const planRef = { namespace: system, name: 'plan-1' };
    const steps = [{ name: 'a', phase: 'Running' as const, actionRef: { namespace: system, name: 'act-1' } }];
    const startedAt = '2025-12-10T14:30:05Z';
    desk.caches.anomalies.upsert(buildAnomaly({ name, status: { phase: 'Remediating', planRef } }));
    desk.caches.plans.upsert(buildPlan({ name: 'plan-1', status: { phase: 'Executing', steps } }));
    desk.caches.actions.upsert(buildAction({ name: 'act-1', type: 'resource_scaling', status: { phase: 'Running', startedAt } }));
    expect(await ask('GET', `anomalies/${name}`)).toEqual({
      code: 200,
      body: {
        anomaly_id: name,
        status: 'in_progress',
        action: { action_id: 'act-1', type: 'resource_scaling', status: 'running', started_at: startedAt },
        resolution: null,
      },
    });
  });
});

test('api-05-status has the shape of the document', async () => {
  const { code, body } = await doors().ask('GET', 'status');
  const layer = { status: 'healthy', actions_processed: 0 };
  expect({ code, body }).toEqual({
    code: 200,
    body: {
      ...{ engine_status: 'operational', active_actions: 0, queued_actions: 0 },
      ...{ conflicts_detected_today: 0, conflicts_resolved_today: 0 },
      layers: { deterministic: layer, ai_driven: layer },
    },
  });
});

describe('a remediation', () => {
  test('api-04-remediate is queued', async () => {
    const own = { action_type: 'node_remediation', target: 'worker-1', priority: 1, source: 'deterministic' };
    const request = givenBy<object>('api-04-remediate', { ...own, parameters: { remediation_type: 'restart_kubelet' } });
    const { code, body } = await doors().ask('POST', 'remediate', request);
    expect({ code, body }).toEqual({
      code: 202,
      body: { action_id: expect.stringMatching(/^act-\d{8}-/), status: 'queued', position_in_queue: 1 },
    });
  });

  test('api-14-remediations-scale is asked for here by the operation, and says how many', async () => {
    const own = { parameters: { replicas: 4, namespace: 'my-app', deployment: 'my-app' } };
    const { replicas, namespace, deployment } = givenBy('api-14-remediations-scale', own).parameters;
    const { ask } = doors();
    expect(await ask('POST', 'remediations', own)).toMatchObject({
      code: 404,
      body: { message: expect.stringContaining('/api/v1/remediate') },
    });
    const parameters = { remediation_type: 'scale_workload', replicas };
    const request = { action_type: 'resource_scaling', target: `${namespace}/${deployment}`, parameters };
    expect(await ask('POST', 'remediate', request)).toMatchObject({ code: 202 });
  });
});

/** What they name is found here by what the report says of the cluster; no id of theirs is kept but as a detail. */
const triggers: readonly { id: string; path: string; own: object; report: object; in: string }[] = [
  {
    id: 'api-15-trigger-remediation',
    path: 'remediation/trigger',
    own: { incident_id: 'inc-1', namespace: 'production', resource: { kind: 'Deployment', name: 'pay' } },
    report: { type: 'pod_crash_loop', severity: 'high', details: { namespace: 'production', deployment: 'pay', incident_id: 'inc-1' } },
    in: 'production',
  },
  {
    id: 'api-17-trigger-flat-form',
    path: 'remediation/trigger',
    own: { namespace: 'production', resource_type: 'pod', resource_name: 'my-app-1', severity: 'high' },
    report: { type: 'crash_loop_back_off', severity: 'high', details: { namespace: 'production', pod: 'my-app-1' } },
    in: 'production',
  },
  {
    id: 'api-18-trigger-crash-pod', // that a restart does not heal it is shown where plans are: their checkpoint fails
    path: 'remediation/trigger',
    own: { incident_id: 'inc-2', namespace: 'default', resource: { kind: 'Pod', name: 'crash-1' } },
    report: { type: 'crash_loop_back_off', severity: 'high', details: { namespace: 'default', pod: 'crash-1' } },
    in: 'default',
  },
  {
    id: 'api-19-trigger-helm', // the method is found by diagnosis, not told by who reports
    path: 'remediation/trigger',
    own: { incident_id: 'inc-3', namespace: 'default', resource: { kind: 'Deployment', name: 'release-1' } },
    report: { type: 'pod_crash_loop', severity: 'medium', details: { namespace: 'default', deployment: 'release-1' } },
    in: 'default',
  },
  {
    id: 'api-21-coordination-trigger',
    path: 'coordination/trigger',
    own: { incident_id: 'inc-4', description: 'x', resources: [{ kind: 'Node', name: 'worker-1' }] },
    report: { type: 'disk_pressure', severity: 'high', details: { node: 'worker-1', namespace: 'default', pod: 'my-app-1' } },
    in: system,
  },
  {
    id: 'api-23-create-incident',
    path: 'incidents',
    own: { title: 'High CPU', severity: 'high', affected_resources: ['deployment/pay'] },
    report: { type: 'high_cpu', severity: 'high', description: 'High CPU', details: { namespace: 'production', deployment: 'pay' } },
    in: 'production',
  },
];

describe('what other engines have at addresses of their own', () => {
  test.each(triggers)('$id is a report here, and their address says so', async ({ id, path, own, report, in: namespace }) => {
    const { ask, stored } = doors();
    const there = await ask('POST', path, givenBy(id, own));
    expect(there).toMatchObject({ code: 404, body: { message: expect.stringContaining('POST /api/v1/anomalies') } });
    expect(await stored()).toEqual([]);
    expect(await ask('POST', 'anomalies', report)).toMatchObject({ code: 201, body: { assigned_layer: 'deterministic' } });
    expect(await stored()).toMatchObject([{ metadata: { namespace } }]);
  });

  test('api-22-workflow is a plan here, with layers, steps and what became of them', async () => {
    const { ask, desk } = doors();
    const { id } = givenBy('api-22-workflow', { id: 'wf-67890' });
    expect(await ask('GET', `workflows/${id}`)).toMatchObject({
      code: 404,
      body: { message: expect.stringContaining('/api/v1/plans/{id}') },
    });
    desk.caches.plans.upsert(buildPlan({ name: 'plan-1', layers: ['application'], status: { phase: 'Succeeded', progress: '1/1' } }));
    expect(await ask('GET', 'plans/plan-1')).toMatchObject({
      code: 200,
      body: { plan_id: 'plan-1', layers: ['application'], phase: 'Succeeded', steps: [{ layer: 'infrastructure', phase: 'Pending' }] },
    });
  });

  test('api-27-anomaly-analyze-validation: no model is asked here, and what is wrong with a body is told', async () => {
    const { ask } = doors();
    const own = { bodies: [{ time_range: '2h' }, { time_range: '1h', threshold: 1.5 }, '{"time_range": invalid}'] };
    for (const body of givenBy<{ bodies: (object | string)[] }>('api-27-anomaly-analyze-validation', own).bodies) {
      expect(await ask('POST', 'anomalies/analyze', body)).toMatchObject({
        code: 404,
        body: { message: expect.stringContaining('no model') },
      });
      expect((await ask('POST', 'anomalies', body)).code).toBe(400);
    }
  });
});
