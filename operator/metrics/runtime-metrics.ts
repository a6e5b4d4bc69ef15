import { collectDefaultMetrics, type Registry } from 'prom-client';
import type { KubeMetrics } from '../kube/metrics.ts';
import { registerCounter, registerGauge, registerHistogram } from './register.ts';
import { kubeTable, loopTable } from './runtime-table.ts';

/** What work queues and reconcile loops tell. */
export interface LoopMetrics {
  onDepth(queue: string, depth: number): void;
  onAdd(queue: string): void;
  onRetry(queue: string): void;
  onWaited(queue: string, seconds: number): void;
  onWorked(queue: string, seconds: number): void;
  onReconcile(controller: string, outcome: string, seconds: number, key: string): void;
  /** The trace that the work on this key belongs to, for the log; nobody collects traces when absent. */
  traceOf?(controller: string, key: string): string | undefined;
  onError(controller: string, kind: string): void;
  onActiveWorkers(controller: string, active: number): void;
}

/** controller_runtime_*, workqueue_* in `registry`. */
export function makeLoopMetrics(registry: Registry): LoopMetrics {
  const depth = registerGauge(registry, loopTable.depth);
  const adds = registerCounter(registry, loopTable.adds);
  const retries = registerCounter(registry, loopTable.retries);
  const waited = registerHistogram(registry, loopTable.waited);
  const worked = registerHistogram(registry, loopTable.worked);
  return {
    onDepth: (name, value) => depth.set({ name }, value),
    onAdd: (name) => adds.inc({ name }),
    onRetry: (name) => retries.inc({ name }),
    onWaited: (name, seconds) => waited.observe({ name }, seconds),
    onWorked: (name, seconds) => worked.observe({ name }, seconds),
    ...makeControllerMetrics(registry),
  };
}

function makeControllerMetrics(registry: Registry): Pick<LoopMetrics, 'onReconcile' | 'onError' | 'onActiveWorkers'> {
  const total = registerCounter(registry, loopTable.reconciles);
  const errors = registerCounter(registry, loopTable.errors);
  const time = registerHistogram(registry, loopTable.time);
  const active = registerGauge(registry, loopTable.activeWorkers);
  const byKind = registerCounter(registry, loopTable.errorsByKind);
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
  const requests = registerCounter(registry, kubeTable.requests);
  const latency = registerHistogram(registry, kubeTable.latency);
  const leading = registerGauge(registry, kubeTable.leading);
  return {
    onCall: ({ code, method, verb, seconds }) => {
      requests.inc({ code, method });
      latency.observe({ verb }, seconds);
    },
    onLeading: (leads) => leading.set({ name: 'coordination-engine' }, leads ? 1 : 0),
    ...makeCacheMetrics(registry),
  };
}

function makeCacheMetrics(registry: Registry): KubeMetrics {
  const restarts = registerCounter(registry, kubeTable.watchRestarts);
  const events = registerCounter(registry, kubeTable.watchEvents);
  const drift = registerCounter(registry, kubeTable.drift);
  const listenerErrors = registerCounter(registry, kubeTable.listenerErrors);
  const dropped = registerCounter(registry, kubeTable.eventsDropped);
  const size = registerGauge(registry, kubeTable.cacheObjects);
  return {
    onWatchRestart: (kind, reason) => restarts.inc({ kind, reason }),
    onWatchEvent: (kind, type) => events.inc({ kind, type }),
    onCacheSize: (kind, count) => size.set({ kind }, count),
    onCacheDrift: (kind, count) => drift.inc({ kind }, count),
    onListenerError: (kind) => listenerErrors.inc({ kind }),
    onEventDropped: (reason) => dropped.inc({ reason }),
  };
}

/** Gauges of prom-client whose names end as only those of counters may; what they add up is shown by type anyway. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** What the process is and how it fares: coordination_build_info, process_* and nodejs_*. */
export function registerProcess(registry: Registry, { version, commit }: { readonly version: string; readonly commit: string }): void {
  registerGauge(registry, kubeTable.build).set({ version, commit, nodeversion: process.version }, 1);
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
}
