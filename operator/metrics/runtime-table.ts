import { quickBuckets } from './engine-table.ts';
import type { LabelSet, MetricRow } from './metric-row.ts';

const controller: LabelSet = {
  values: [
    ...['planning', 'arbitration', 'progression', 'execution', 'claim-sweeper', 'known-good', 'lock-sweeper', 'policy-status'],
    ...['counts', 'counts-standby', 'retention', 'storms', 'detection', 'alert-poller', 'rights'],
  ],
};
const kind: LabelSet = {
  values: ['Anomaly', 'RemediationPlan', 'RemediationAction', 'RemediationPolicy', 'Node', 'ConfigMap', 'Lease'],
  more: 'kinds that detectors watch, and those that a plan waits for',
};
const queueTimes = { type: 'histogram', labels: { name: controller }, unit: 'seconds', buckets: quickBuckets } as const;

/** What work queues and reconcile loops tell; names as controller-runtime and client-go export them, so that existing dashboards work. */
export const loopTable = {
  depth: { type: 'gauge', name: 'workqueue_depth', help: 'Current depth of workqueue', labels: { name: controller } },
  adds: { type: 'counter', name: 'workqueue_adds_total', help: 'Total number of adds handled by workqueue', labels: { name: controller } },
  retries: {
    type: 'counter',
    name: 'workqueue_retries_total',
    help: 'Total number of retries handled by workqueue',
    labels: { name: controller },
  },
  waited: {
    ...queueTimes,
    name: 'workqueue_queue_duration_seconds',
    help: 'How long in seconds an item stays in workqueue before being requested',
  },
  worked: {
    ...queueTimes,
    name: 'workqueue_work_duration_seconds',
    help: 'How long in seconds processing an item from workqueue takes',
  },
  reconciles: {
    type: 'counter',
    name: 'controller_runtime_reconcile_total',
    help: 'Total number of reconciliations per controller',
    labels: { controller, result: { values: ['success', 'requeue', 'requeue_after', 'error'] } },
  },
  errors: {
    type: 'counter',
    name: 'controller_runtime_reconcile_errors_total',
    help: 'Total number of reconciliation errors per controller',
    labels: { controller },
  },
  time: {
    type: 'histogram',
    name: 'controller_runtime_reconcile_time_seconds',
    help: 'Length of time per reconciliation per controller',
    labels: { controller },
    unit: 'seconds',
    buckets: quickBuckets,
  },
  activeWorkers: {
    type: 'gauge',
    name: 'controller_runtime_active_workers',
    help: 'Number of currently used workers per controller',
    labels: { controller },
  },
  errorsByKind: {
    type: 'counter',
    name: 'coordination_reconcile_errors_total',
    help: 'Reconciliation errors by kind: transient, terminal, panic',
    labels: { controller, kind: { values: ['transient', 'terminal', 'panic'] } },
  },
} as const satisfies Record<string, MetricRow>;

/** What the process tells of itself, of its calls to the API server, and of its caches. */
export const kubeTable = {
  build: {
    type: 'gauge',
    name: 'coordination_build_info',
    help: 'Always 1; the labels say what runs',
    labels: {
      version: { values: [], more: 'one of each process' },
      commit: { values: [], more: 'one of each process' },
      nodeversion: { values: [], more: 'one of each process' },
    },
    unit: '0 or 1',
  },
  leading: {
    type: 'gauge',
    name: 'leader_election_master_status',
    help: 'Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master.',
    labels: { name: { values: ['coordination-engine'] } },
    unit: '0 or 1',
  },
  requests: {
    type: 'counter',
    name: 'rest_client_requests_total',
    help: 'Number of HTTP requests, partitioned by status code, method, and host.',
    labels: {
      code: { values: [], more: 'status codes of HTTP, and <error> for a call without an answer' },
      method: { values: [], more: 'GET, POST, PUT, PATCH, DELETE, each with the codes that came' },
    },
  },
  latency: {
    type: 'histogram',
    name: 'rest_client_request_duration_seconds',
    help: 'Request latency in seconds. Broken down by verb, and host.',
    labels: { verb: { values: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] } },
    unit: 'seconds',
    buckets: quickBuckets,
  },
  watchRestarts: {
    type: 'counter',
    name: 'coordination_watch_restarts_total',
    help: 'Watch streams that ended and were opened again',
    labels: { kind, reason: { values: ['ended', 'idle', 'expired', 'absent', 'forbidden', 'drift', 'error'] } },
  },
  watchEvents: {
    type: 'counter',
    name: 'coordination_watch_events_total',
    help: 'Changes that reached a cache from a watch stream',
    labels: { kind, type: { values: ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'] } },
  },
  drift: {
    type: 'counter',
    name: 'coordination_cache_drift_total',
    help: 'Objects that a watch lost and the resync found',
    labels: { kind },
  },
  listenerErrors: {
    type: 'counter',
    name: 'coordination_listener_errors_total',
    help: 'Change listeners that threw',
    labels: { kind },
  },
  eventsDropped: {
    type: 'counter',
    name: 'coordination_events_dropped_total',
    help: 'Kubernetes Events that were not written',
    labels: { reason: { values: ['RateLimited', 'Backlog', 'Error'], more: "the API server's words for why it refused" } },
  },
  spans: {
    type: 'counter',
    name: 'coordination_trace_spans_total',
    help: 'Spans of traces by what became of them; dropped ones found no room, since too many waited',
    labels: { result: { values: ['exported', 'failed', 'dropped'] } },
  },
  cacheObjects: {
    type: 'gauge',
    name: 'coordination_cache_objects',
    help: 'Objects held in a cache',
    labels: { kind },
  },
} as const satisfies Record<string, MetricRow>;
