import { problems } from './problem-answers.ts';
import { shared, type Schema } from './schema.ts';

/** What the document says of a route beyond what the route validates. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** Absent: by bearer token. */
  readonly security?: readonly never[];
  readonly headers?: Schema;
  readonly querystring?: Schema;
  /** Bodies to begin with, by name. */
  readonly examples?: Readonly<Record<string, { readonly summary: string; readonly value: object }>>;
  readonly response: Readonly<Record<string, Schema>>;
}

const json = (description: string, schema: Schema, example?: object): Schema => ({
  description,
  content: { 'application/json': { schema, ...(example && { examples: { usual: { value: example } } }) } },
});
const plain = (description: string): Schema => ({ description, content: { 'text/plain': { schema: { type: 'string' } } } });

const idempotencyKey = {
  type: 'object',
  properties: {
    'Idempotency-Key': {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      pattern: '^[!-~]([ -~]*[!-~])?$',
      description: 'Made up by the caller: the same key with the same body has the same answer, and nothing is stored twice.',
    },
  },
} as const;

const reported = {
  summary: 'A model reports a node',
  value: {
    timestamp: '2025-12-10T14:30:00Z',
    type: 'resource_exhaustion',
    severity: 'critical',
    confidence_score: 0.92,
    details: { node: 'worker-1', metric: 'memory_usage', threshold: 90, current_value: 95 },
    recommended_action: 'scale_down_pods',
    source: 'ai_driven',
  },
};

const notification = {
  summary: 'Alertmanager notifies of an alert',
  value: {
    version: '4',
    status: 'firing',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'KubePodCrashLooping', namespace: 'shop', pod: 'pay-1', severity: 'warning' },
        annotations: { summary: 'pay-1 does not stay up' },
        startsAt: '2025-12-10T14:30:00Z',
        fingerprint: '5e1f7a0c3d2b4a69',
      },
    ],
  },
};

const requested = {
  summary: 'A rule has a kubelet restarted',
  value: {
    action_type: 'node_remediation',
    target: 'worker-1',
    priority: 1,
    source: 'deterministic',
    parameters: { remediation_type: 'restart_kubelet' },
  },
};

const accepted = {
  anomaly_id: 'anom-20251210-00107',
  status: 'accepted',
  assigned_layer: 'ai_driven',
  priority: 2,
  estimated_resolution_time: '5m',
  action_id: 'act-20251210-00107-01',
};

const status = {
  engine_status: 'operational',
  active_actions: 3,
  queued_actions: 7,
  conflicts_detected_today: 2,
  conflicts_resolved_today: 2,
  layers: {
    deterministic: { status: 'healthy', actions_processed: 150 },
    ai_driven: { status: 'healthy', actions_processed: 45 },
  },
};

const pageQuery = {
  type: 'object',
  properties: {
    limit: {
      type: 'integer',
      minimum: 1,
      description: 'At most so many; 100 unless told, never more than 500, which is then noted.',
    },
    continue: { type: 'string', maxLength: 1024, description: 'What the page before gave as its `continue`.' },
  },
} as const;

interface Words {
  readonly one: string;
  readonly many: string;
  readonly schemas: { readonly one: string; readonly page: string; readonly explanation: string };
}

function reading({ one, many, schemas }: Words): Readonly<Record<string, Operation>> {
  const name = one[0]?.toUpperCase() + one.slice(1);
  const tags = [many];
  const path = `GET /api/v1/${many}`;
  return {
    [`${path}/:id`]: {
      operationId: `get${name}`,
      summary: `What became of the ${one}`,
      tags,
      response: { 200: json(`The ${one}.`, shared(schemas.one)), ...problems(404) },
    },
    [path]: {
      operationId: `list${name}s`.replace('ys', 'ies'),
      summary: `The ${many} that the caller may list`,
      tags,
      querystring: pageQuery,
      response: { 200: json('One page of them.', shared(schemas.page)), ...problems() },
    },
    [`${path}/:id/explain`]: {
      operationId: `explain${name}`,
      summary: `Why the ${one} is where it is: which rule, who holds it, since when and until when`,
      tags,
      response: { 200: json('The explanation.', shared(schemas.explanation)), ...problems(404) },
    },
  };
}

const open = { tags: ['engine'], security: [] } as const;

/** Every route, by method and address as Fastify has them. */
export const operations: Readonly<Record<string, Operation>> = {
  'POST /api/v1/anomalies': {
    operationId: 'reportAnomaly',
    summary: 'Report that something is wrong',
    description:
      'Stored as an Anomaly: in the system namespace when the details name a node, a pool or an operator, else in the namespace that they ' +
      'name, else in that of the ServiceAccount. Answered as soon as there is a plan, after 2 s at the latest. A notification of Alertmanager is taken too.',
    tags: ['anomalies'],
    headers: idempotencyKey,
    examples: { reported, notification },
    response: {
      200: json('The alerts of a notification were looked at.', shared('WebhookAnswer')),
      201: json('The report is stored.', shared('Accepted'), accepted),
      ...problems(403, 409),
    },
  },
  'POST /api/v1/alertmanager': {
    operationId: 'notifyOfAlerts',
    summary: 'Notify of alerts, as Alertmanager does (webhook, version 4)',
    description: 'Each alert has one Anomaly, however often it is sent. When this answers 200, the API server has them.',
    tags: ['anomalies'],
    examples: { notification },
    response: { 200: json('The alerts were looked at.', shared('WebhookAnswer')), ...problems(403) },
  },
  'POST /api/v1/remediate': {
    operationId: 'remediate',
    summary: 'Ask for one action',
    description: 'Stored as a RemediationAction, which then has to win against every other one.',
    tags: ['actions'],
    headers: idempotencyKey,
    examples: { requested },
    response: {
      202: json('The action is queued.', shared('Queued'), { action_id: 'act-20251210-00207', status: 'queued', position_in_queue: 1 }),
      ...problems(403, 409),
    },
  },
  ...reading({
    one: 'anomaly',
    many: 'anomalies',
    schemas: { one: 'Anomaly', page: 'AnomalyPage', explanation: 'AnomalyExplanation' },
  }),
  ...reading({ one: 'action', many: 'actions', schemas: { one: 'ActionDetails', page: 'ActionPage', explanation: 'ActionExplanation' } }),
  ...reading({ one: 'plan', many: 'plans', schemas: { one: 'PlanDetails', page: 'PlanPage', explanation: 'PlanExplanation' } }),
  'GET /api/v1/status': {
    operationId: 'getStatus',
    summary: 'How the engine is, and what it did',
    tags: ['engine'],
    response: { 200: json('The status.', shared('EngineStatus'), status), ...problems(403) },
  },
  'GET /metrics': {
    operationId: 'getMetrics',
    summary: 'Metrics of this replica, for Prometheus',
    tags: ['engine'],
    response: { 200: plain('The metrics.'), ...problems(403) },
  },
  'GET /openapi.json': {
    operationId: 'getDocument',
    summary: 'This document',
    tags: ['engine'],
    response: { 200: json('The OpenAPI document.', { type: 'object', required: ['openapi', 'paths'] }), ...problems() },
  },
  'GET /health': {
    operationId: 'getHealth',
    summary: 'Whether the process is alive',
    ...open,
    response: { 200: json('It is.', shared('Health'), { status: 'healthy', version: '1.0.0', uptime_seconds: 3600 }) },
  },
  'GET /healthz': {
    operationId: 'getLiveness',
    summary: 'The same, as Kubernetes asks',
    ...open,
    response: { 200: plain('It is alive.') },
  },
  'GET /readyz': {
    operationId: 'getReadiness',
    summary: 'Whether it can serve',
    ...open,
    querystring: { type: 'object', properties: { verbose: { type: 'string', description: 'Lists every gate, open or not.' } } },
    response: { 200: plain('It can.'), 503: plain('It cannot; each line says why.') },
  },
};
