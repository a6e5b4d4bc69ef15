import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { KubeMetrics } from '../kube/metrics.ts';
import { buckets } from './engine-metrics.ts';

/** What work queues and reconcile loops tell; names as controller-runtime and client-go export them, so that existing dashboards work. */
export interface LoopMetrics {
  onDepth(queue: string, depth: number): void;
  onAdd(queue: string): void;
  onRetry(queue: string): void;
  onWaited(queue: string, seconds: number): void;
  onWorked(queue: string, seconds: number): void;
  onReconcile(controller: string, outcome: string, seconds: number): void;
  onError(controller: string, kind: string): void;
  onActiveWorkers(controller: string, active: number): void;
}

/** controller_runtime_*, workqueue_* in `registry`. */
export function makeLoopMetrics(registry: Registry): LoopMetrics {
  const registers = [registry];
  const queue = ['name'];
  const depth = new Gauge({ name: 'workqueue_depth', help: 'Current depth of workqueue', labelNames: queue, registers });
  const adds = new Counter({
    name: 'workqueue_adds_total',
    help: 'Total number of adds handled by workqueue',
    labelNames: queue,
    registers,
  });
  const retries = new Counter({
    name: 'workqueue_retries_total',
    help: 'Total number of retries handled by workqueue',
    labelNames: queue,
    registers,
  });
  const waited = new Histogram({
    name: 'workqueue_queue_duration_seconds',
    help: 'How long in seconds an item stays in workqueue before being requested',
    labelNames: queue,
    buckets,
    registers,
  });
  const worked = new Histogram({
    name: 'workqueue_work_duration_seconds',
    help: 'How long in seconds processing an item from workqueue takes',
    labelNames: queue,
    buckets,
    registers,
  });
  const controllers = makeControllerMetrics(registers);
  return {
    onDepth: (name, value) => depth.set({ name }, value),
    onAdd: (name) => adds.inc({ name }),
    onRetry: (name) => retries.inc({ name }),
    onWaited: (name, seconds) => waited.observe({ name }, seconds),
    onWorked: (name, seconds) => worked.observe({ name }, seconds),
    ...controllers,
  };
}

const perController = ['controller'];

function makeControllerMetrics(registers: Registry[]): Pick<LoopMetrics, 'onReconcile' | 'onError' | 'onActiveWorkers'> {
  const counter = (name: string, help: string, labelNames: string[]) => new Counter({ name, help, labelNames, registers });
  const total = counter('controller_runtime_reconcile_total', 'Total number of reconciliations per controller', ['controller', 'result']);
  const errors = counter(
    'controller_runtime_reconcile_errors_total',
    'Total number of reconciliation errors per controller',
    perController,
  );
  const time = new Histogram({
    name: 'controller_runtime_reconcile_time_seconds',
    help: 'Length of time per reconciliation per controller',
    labelNames: perController,
    buckets,
    registers,
  });
  const active = new Gauge({
    name: 'controller_runtime_active_workers',
    help: 'Number of currently used workers per controller',
    labelNames: perController,
    registers,
  });
  const byKind = counter('coordination_reconcile_errors_total', 'Reconciliation errors by kind: transient, terminal, panic', [
    'controller',
    'kind',
  ]);
  return {
    onReconcile: (controller, result, seconds) => {
      total.inc({ controller, result });
      if (result === 'error') errors.inc({ controller });
      time.observe({ controller }, seconds);
    },
    onError: (controller, kind) => byKind.inc({ controller, kind }),
    onActiveWorkers: (controller, workers) => active.set({ controller }, workers),
  };
}

/** rest_client_*, leader_election_master_status and the caches' own counters in `registry`. */
export function makeKubeMetrics(registry: Registry): KubeMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'rest_client_requests_total',
    help: 'Number of HTTP requests, partitioned by status code, method, and host.',
    labelNames: ['code', 'method'],
    registers,
  });
  const latency = new Histogram({
    name: 'rest_client_request_duration_seconds',
    help: 'Request latency in seconds. Broken down by verb, and host.',
    labelNames: ['verb'],
    buckets,
    registers,
  });
  const leading = new Gauge({
    name: 'leader_election_master_status',
    help: 'Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master.',
    registers,
  });
  leading.set(0);
  return {
    onCall: ({ code, method, verb, seconds }) => {
      requests.inc({ code, method });
      latency.observe({ verb }, seconds);
    },
    onLeading: (leads) => leading.set(leads ? 1 : 0),
    ...makeCacheMetrics(registers),
  };
}

function makeCacheMetrics(registers: Registry[]): KubeMetrics {
  const counter = (name: string, help: string, labelNames: string[]) => new Counter({ name, help, labelNames, registers });
  const restarts = counter('coordination_watch_restarts_total', 'Watch streams that ended and were opened again', ['kind', 'reason']);
  const events = counter('coordination_watch_events_total', 'Changes that reached a cache from a watch stream', ['kind', 'type']);
  const drift = counter('coordination_cache_drift_total', 'Objects that a watch lost and the resync found', ['kind']);
  const listenerErrors = counter('coordination_listener_errors_total', 'Change listeners that threw', ['kind']);
  const dropped = counter('coordination_events_dropped_total', 'Kubernetes Events that were not written', ['reason']);
  const size = new Gauge({ name: 'coordination_cache_objects', help: 'Objects held in a cache', labelNames: ['kind'], registers });
  return {
    onWatchRestart: (kind, reason) => restarts.inc({ kind, reason }),
    onWatchEvent: (kind, type) => events.inc({ kind, type }),
    onCacheSize: (kind, count) => size.set({ kind }, count),
    onCacheDrift: (kind, count) => drift.inc({ kind }, count),
    onListenerError: (kind) => listenerErrors.inc({ kind }),
    onEventDropped: (reason) => dropped.inc({ reason }),
  };
}
