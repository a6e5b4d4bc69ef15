import { Registry } from 'prom-client';
import type { AuditTrail } from './audit/audit-trail.ts';
import { auditedClient } from './audit/audited-client.ts';
import type { Settings } from './config.ts';
import { isAboutDryRun } from './controllers/runtime/dry-run.ts';
import type { Controller, EngineDeps } from './controllers/runtime/deps.ts';
import { makeRightsController, type RightsController } from './controllers/rights/controller.ts';
import { makeRightsKnown, type RightsKnown } from './controllers/rights/rights-known.ts';
import { makeCountsStandby } from './controllers/counting/standby.ts';
import { ledgerName, Tally } from './controllers/counting/tally.ts';
import { playbooksLabel } from './controllers/playbooks/playbooks-in-force.ts';
import { runController } from './controllers/runtime/reconcile-loop.ts';
import { WorkQueue } from './controllers/runtime/queue.ts';
import { highestEpoch, makeControllers, makeDeps, takeOver, type Watches } from './engine.ts';
import { byItself } from './domain/audit/cause.ts';
import { rightsNote } from './domain/rights/rights-report.ts';
import { makeReception, type Reception } from './reception.ts';
import { makeKeeper } from './ingress/auth/keeper.ts';
import type { ReadinessGate } from './ingress/health-server.ts';
import type { Keeper } from './ingress/let-in.ts';
import { pause } from './kube/abortable.ts';
import type { Cache } from './kube/cache.ts';
import { systemClock } from './kube/clock.ts';
import { EngineOperator, type Drive } from './kube/engine-operator.ts';
import { EventRecorder } from './kube/events.ts';
import { guardedClient } from './kube/guarded-client.ts';
import { kinds } from './kube/kinds.ts';
import type { PooledKubeConfig } from './kube/kubeconfig.ts';
import { LeaderElection, type Lease } from './kube/lease.ts';
import type { KubeMetrics } from './kube/metrics.ts';
import { Transport } from './kube/transport.ts';
import { Leadership } from './leadership.ts';
import type { EngineLog } from './log.ts';
import { makeIngestMetrics, type IngestMetrics } from './metrics/ingest-metrics.ts';
import { makeKubeMetrics, makeLoopMetrics, registerProcess, type LoopMetrics } from './metrics/runtime-metrics.ts';
import { makeTraceMetrics } from './metrics/trace-metrics.ts';
import { SchemaGate } from './schema-gate.ts';
import type { SpanSink } from './tracing/span-sink.ts';
import { startTracing } from './tracing/start-tracing.ts';
import { withTraces } from './tracing/traces.ts';
import { commit, version } from './version.ts';

const leaseName = 'coordination-engine';
/** How long a watch may be down before this process calls itself not ready. */
const longestSilenceSeconds = 30;
const schemaRetryMs = 1000;
const drainMs = 20_000;
/** A collector that is away keeps nothing from ending. */
const lastSpansMs = 1_000;

interface Means {
  readonly settings: Settings;
  readonly log: EngineLog;
  readonly registry: Registry;
  readonly transport: Transport;
  readonly kubeMetrics: ReturnType<typeof makeKubeMetrics>;
  readonly loopMetrics: LoopMetrics;
  readonly trail: AuditTrail | undefined;
}

/** One process of the engine: it waits for its CRDs, fills its caches, competes for the Lease, and runs the controllers while it leads. */
export class CoordinationOperator extends EngineOperator {
  readonly registry: Registry;
  readonly ingestMetrics: IngestMetrics;
  readonly keeper: Keeper;
  readonly #means: Means;
  readonly #rights: RightsController & { readonly known: RightsKnown };
  readonly #schema = new SchemaGate();
  readonly #stopping = new AbortController();
  #election: LeaderElection | undefined;
  #leadership: Leadership | undefined;
  #events: EventRecorder | undefined;
  #reception: Reception | undefined;
  #counts: Controller | undefined;
  #spans: SpanSink | undefined;

  constructor(settings: Settings, kubeConfig: PooledKubeConfig, log: EngineLog, trail?: AuditTrail) {
    const registry = new Registry();
    const kubeMetrics = makeKubeMetrics(registry);
    const loopMetrics = makeLoopMetrics(registry);
    const onCall: KubeMetrics['onCall'] = (call) => {
      kubeMetrics.onCall?.(call);
      this.#rights.onCall(call);
    };
    const transport = new Transport({
      config: kubeConfig,
      metrics: { ...kubeMetrics, onCall },
      userAgent: `coordination-engine/${version}`,
    });
    const watching = { timing: { resync: settings.resyncSeconds * 1000 }, metrics: kubeMetrics };
    super({ kubeConfig, source: transport, client: transport, drive: driveBy(log, loopMetrics), log, watching });
    registerProcess(registry, { version, commit });
    this.registry = registry;
    this.ingestMetrics = makeIngestMetrics(registry);
    this.keeper = makeKeeper(transport, settings);
    const known = makeRightsKnown(transport, settings.systemNamespace);
    this.#rights = { ...makeRightsController({ known, clock: systemClock, log, loopMetrics }), known };
    this.#means = { settings, log, registry, transport, kubeMetrics, loopMetrics, trail };
  }

  /** What the front doors work with, on a standby too; undefined until the caches are filled. */
  get reception(): Reception | undefined {
    return this.#reception;
  }

  /** Whether it was asked to stop. */
  get stopping(): boolean {
    return this.#stopping.signal.aborted;
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

  /** What whoever looks should know although it keeps nobody from being ready. */
  notes(): readonly string[] {
    return [rightsNote(this.#rights.known.report()) ?? []].flat();
  }

  protected override async init(): Promise<void> {
    const { transport } = this.#means;
    this.#rights.start();
    while (!this.#stopping.signal.aborted && !(await this.#schema.look(transport))) await pause(schemaRetryMs, this.#stopping.signal);
    if (this.#stopping.signal.aborted) return;
    const watches = this.#watchAll();
    // What goes while the other caches are being filled is counted, too.
    const tally = new Tally({ actions: watches.actions.cache, ledgers: watches.ledgers.cache, clock: systemClock, log: this.#means.log });
    const leases = this.listWatch<Lease>(kinds.Lease, this.#means.settings.systemNamespace);
    await Promise.race([this.synced(), aborted(this.#stopping.signal)]);
    if (this.#stopping.signal.aborted) return;
    this.#spans = await startTracing(this.#means.settings, this.#means.log, makeTraceMetrics(this.registry));
    this.#compete(watches, leases.cache, tally);
  }

  /** Nothing new is begun, what runs has written its state, the Lease is free for another, and nothing is watched any more. */
  override async stop(): Promise<void> {
    this.#stopping.abort();
    const drained = (this.#leadership?.end('stopping') ?? Promise.resolve()).then(() => true);
    const giveUp = new AbortController();
    const inTime = await Promise.race([drained, pause(drainMs, giveUp.signal).then(() => false)]);
    giveUp.abort();
    if (!inTime) this.#means.log.warn('A reconcile did not finish in time', { seconds: drainMs / 1000 });
    await this.#counts?.stop();
    await this.#events?.flush();
    await this.#election?.release();
    await this.#rights.stop();
    await this.#spans?.stop(lastSpansMs);
    await super.stop();
  }

  #watchAll(): Watches {
    const { systemNamespace } = this.#means.settings;
    return {
      anomalies: this.listWatch(kinds.Anomaly),
      plans: this.listWatch(kinds.RemediationPlan),
      actions: this.listWatch(kinds.RemediationAction),
      nodes: this.listWatch(kinds.Node),
      policies: this.listWatch(kinds.RemediationPolicy),
      playbooks: this.listWatch(kinds.ConfigMap, systemNamespace, playbooksLabel),
      ledgers: this.listWatch(kinds.ConfigMap, systemNamespace, undefined, `metadata.name=${ledgerName}`),
    };
  }

  #compete(watches: Watches, leases: Cache<Lease>, tally: Tally): void {
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
    const clientFor = this.#clientFor(election);
    const eventsTo = { client: clientFor(byItself), instance: settings.podName, log, metrics: kubeMetrics };
    const events = new EventRecorder({ ...eventsTo, mute: isAboutDryRun });
    const watch: EngineDeps['watch'] = (kind, scope) => this.optionalWatch(kind, scope);
    const parts = { ...this.#means, watches, tally, rights: this.#rights, watch, clientFor, events, epoch: () => election.epoch };
    const deps = withTraces(makeDeps(parts), this.#spans);
    const isCurrent = (): boolean => this.readinessGates().every((gate) => gate.objection() === undefined);
    const reception = makeReception(transport, deps, {
      ...{ keeper: this.keeper, metrics: this.ingestMetrics },
      passed: (version) => watches.anomalies.passed(version),
      standing: () => ({ leader: election.leader, isCurrent: isCurrent() }),
    });
    const leadership = new Leadership({
      // Nothing begins that the engine may not do.
      takeOver: () => this.#rights.ready().then(() => takeOver(deps, watches, (why) => election.stepDown(why))),
      controllers: [...makeControllers(deps), ...reception.pollers],
      ...{ log, clock: systemClock, pause },
    });
    this.#counts = makeCountsStandby(deps, { client: transport, isLeader: () => election.isLeader() });
    this.#counts.start();
    this.#reception = reception;
    this.#election = election;
    this.#leadership = leadership;
    this.#events = events;
    void election.run();
  }

  /** Fenced, and audited where that is asked for. */
  #clientFor(election: LeaderElection): EngineDeps['clientFor'] {
    const { settings, transport, trail } = this.#means;
    const guarded = guardedClient(transport, election);
    if (!trail) return () => guarded;
    const by = {
      trail,
      replica: settings.podName,
      systemNamespace: settings.systemNamespace,
      clock: systemClock,
      epoch: () => election.epoch,
    };
    return (why) => guardedClient(auditedClient(transport, { ...by, why }), election);
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
