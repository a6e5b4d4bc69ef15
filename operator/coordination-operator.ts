import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Settings } from './config.ts';
import { isAboutDryRun } from './controllers/runtime/dry-run.ts';
import type { EngineDeps } from './controllers/runtime/deps.ts';
import { runController } from './controllers/runtime/reconcile-loop.ts';
import { WorkQueue } from './controllers/runtime/queue.ts';
import { highestEpoch, makeControllers, makeDeps, takeOver, type Watches } from './engine.ts';
import type { ReadinessGate } from './ingress/health-server.ts';
import { pause } from './kube/abortable.ts';
import type { Cache } from './kube/cache.ts';
import { EngineOperator, type Drive } from './kube/engine-operator.ts';
import { EventRecorder } from './kube/events.ts';
import { guardedClient } from './kube/guarded-client.ts';
import { kinds } from './kube/kinds.ts';
import type { PooledKubeConfig } from './kube/kubeconfig.ts';
import { LeaderElection, type Lease } from './kube/lease.ts';
import { Transport } from './kube/transport.ts';
import { Leadership } from './leadership.ts';
import type { EngineLog } from './log.ts';
import { makeKubeMetrics, makeLoopMetrics, type LoopMetrics } from './metrics/runtime-metrics.ts';
import { SchemaGate } from './schema-gate.ts';
import { version } from './version.ts';

const leaseName = 'coordination-engine';
/** How long a watch may be down before this process calls itself not ready. */
const longestSilenceSeconds = 30;
const schemaRetryMs = 1000;
const takeOverRetryMs = 500;
const drainMs = 20_000;

interface Means {
  readonly settings: Settings;
  readonly log: EngineLog;
  readonly registry: Registry;
  readonly transport: Transport;
  readonly kubeMetrics: ReturnType<typeof makeKubeMetrics>;
  readonly loopMetrics: LoopMetrics;
}

/** One process of the engine: it waits for its CRDs, fills its caches, competes for the Lease, and runs the controllers while it leads. */
export class CoordinationOperator extends EngineOperator {
  readonly registry: Registry;
  readonly #means: Means;
  readonly #schema = new SchemaGate();
  readonly #stopping = new AbortController();
  #election: LeaderElection | undefined;
  #leadership: Leadership | undefined;
  #events: EventRecorder | undefined;

  constructor(settings: Settings, kubeConfig: PooledKubeConfig, log: EngineLog) {
    const registry = new Registry();
    const kubeMetrics = makeKubeMetrics(registry);
    const loopMetrics = makeLoopMetrics(registry);
    const transport = new Transport({ config: kubeConfig, metrics: kubeMetrics, userAgent: `coordination-engine/${version}` });
    const watching = { timing: { resync: settings.resyncSeconds * 1000 }, metrics: kubeMetrics };
    super({ kubeConfig, source: transport, client: transport, drive: driveBy(log, loopMetrics), log, watching });
    collectDefaultMetrics({ register: registry });
    this.registry = registry;
    this.#means = { settings, log, registry, transport, kubeMetrics, loopMetrics };
  }

  /** What must hold before this process is ready; a standby that only waits for the Lease is. */
  readinessGates(): readonly ReadinessGate[] {
    const watches = this.watches.map((watch) => ({
      name: `watch-${watch.kind.plural}`,
      objection: () => {
        if (!watch.hasSynced) return watch.trouble ?? 'the first list is not there yet';
        return watch.disconnectedSeconds() > longestSilenceSeconds ? (watch.trouble ?? 'the watch is down') : undefined;
      },
    }));
    const shutdown = { name: 'shutdown', objection: () => (this.#stopping.signal.aborted ? 'this process is stopping' : undefined) };
    const leaseLoop = { name: 'election', objection: () => (this.#election ? undefined : 'the caches are not filled yet') };
    return [this.#schema, ...watches, leaseLoop, shutdown];
  }

  protected override async init(): Promise<void> {
    const { transport } = this.#means;
    while (!this.#stopping.signal.aborted && !(await this.#schema.look(transport))) await pause(schemaRetryMs, this.#stopping.signal);
    if (this.#stopping.signal.aborted) return;
    const watches = this.#watchAll();
    const leases = this.listWatch<Lease>(kinds.Lease, this.#means.settings.systemNamespace);
    await Promise.race([this.synced(), aborted(this.#stopping.signal)]);
    if (this.#stopping.signal.aborted) return;
    this.#compete(watches, leases.cache);
  }

  /** Nothing new is begun, what runs has written its state, the Lease is free for another, and nothing is watched any more. */
  override async stop(): Promise<void> {
    this.#stopping.abort();
    const drained = (this.#leadership?.end('stopping') ?? Promise.resolve()).then(() => true);
    const giveUp = new AbortController();
    const inTime = await Promise.race([drained, pause(drainMs, giveUp.signal).then(() => false)]);
    giveUp.abort();
    if (!inTime) this.#means.log.warn('A reconcile did not finish in time', { seconds: drainMs / 1000 });
    await this.#events?.flush();
    await this.#election?.release();
    await super.stop();
  }

  #watchAll(): Watches {
    return {
      anomalies: this.listWatch(kinds.Anomaly),
      plans: this.listWatch(kinds.RemediationPlan),
      actions: this.listWatch(kinds.RemediationAction),
      nodes: this.listWatch(kinds.Node),
      policies: this.listWatch(kinds.RemediationPolicy),
    };
  }

  #compete(watches: Watches, leases: Cache<Lease>): void {
    const { settings, log, transport, kubeMetrics } = this.#means;
    const election = new LeaderElection({
      client: transport,
      key: { namespace: settings.systemNamespace, name: leaseName },
      identity: settings.podName,
      times: { duration: settings.leaseDurationSeconds, renew: settings.leaseRenewSeconds, retry: settings.leaseRetrySeconds },
      floorEpoch: () => highestEpoch(watches),
      leases,
      onStartedLeading: (epoch) => leadership.begin(epoch),
      onStoppedLeading: (why) => void leadership.end(why),
      log,
      metrics: kubeMetrics,
    });
    const client = guardedClient(transport, election);
    const events = new EventRecorder({ client, instance: settings.podName, log, metrics: kubeMetrics, mute: isAboutDryRun });
    const watch: EngineDeps['watch'] = (kind) => this.optionalWatch(kind);
    const deps = makeDeps({ ...this.#means, watches, watch, client, events, epoch: () => election.epoch });
    const leadership = new Leadership({
      takeOver: () => takeOver(deps, watches),
      controllers: makeControllers(deps),
      log,
      pause: (signal) => pause(takeOverRetryMs, signal),
    });
    this.#election = election;
    this.#leadership = leadership;
    this.#events = events;
    void election.run();
  }
}

/** Handlers of the framework's resource events run like every other reconcile: one at a time per object, again when they fail. */
function driveBy(log: EngineLog, metrics: LoopMetrics): Drive {
  return (name, handle) => {
    const queue = new WorkQueue({ name, metrics });
    const running = runController({ name, queue, workers: 1, log, metrics, reconcile: (key) => handle(key).then(() => undefined) });
    return { add: (key) => queue.add(key), stop: () => running.stop() };
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
