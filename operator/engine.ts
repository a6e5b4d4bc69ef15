import { Registry, collectDefaultMetrics } from 'prom-client';
import type { Anomaly, RemediationAction, RemediationPlan } from './api/generated/types.ts';
import { builtChecks, makeRunCheck } from './checks/run-check.ts';
import type { Settings } from './config.ts';
import { makeArbitrationController } from './controllers/arbitration/controller.ts';
import { makeExecutionController } from './controllers/execution/controller.ts';
import { makeClaimSweeper } from './controllers/execution/sweeper.ts';
import { makePlanningController } from './controllers/planning/controller.ts';
import { makeProgressionController } from './controllers/progression/controller.ts';
import type { Controller, EngineDeps } from './controllers/runtime/deps.ts';
import { Mutex } from './controllers/runtime/mutex.ts';
import { stampEpoch } from './controllers/runtime/record.ts';
import { pause } from './kube/abortable.ts';
import type { KubeObject } from './kube/client.ts';
import { systemClock } from './kube/clock.ts';
import { EventRecorder } from './kube/events.ts';
import { guardedClient } from './kube/guarded-client.ts';
import { kinds } from './kube/kinds.ts';
import type { PooledKubeConfig } from './kube/kubeconfig.ts';
import { LeaderElection, type Lease } from './kube/lease.ts';
import { Transport } from './kube/transport.ts';
import { ListWatch } from './kube/watch.ts';
import { Leadership } from './leadership.ts';
import type { EngineLog } from './log.ts';
import { makeEngineMetrics } from './metrics/engine-metrics.ts';
import { makeKubeMetrics, makeLoopMetrics } from './metrics/runtime-metrics.ts';
import { makeOperations } from './operations/registry.ts';
import { version } from './version.ts';

const leaseName = 'coordination-engine';

/** The watched kinds, as this process sees them. */
export interface Watches {
  readonly anomalies: ListWatch<Anomaly>;
  readonly plans: ListWatch<RemediationPlan>;
  readonly actions: ListWatch<RemediationAction>;
  readonly nodes: ListWatch;
  readonly leases: ListWatch<Lease>;
}

/** One of them, whatever its kind. */
export type AnyWatch = Pick<ListWatch, 'kind' | 'start' | 'stop' | 'synced' | 'hasSynced' | 'trouble' | 'disconnectedSeconds'>;

/** All of them. */
export function everyWatch({ anomalies, plans, actions, nodes, leases }: Watches): readonly AnyWatch[] {
  return [anomalies, plans, actions, nodes, leases];
}

/** The parts of one process, connected but not started. */
export interface Engine {
  readonly transport: Transport;
  readonly watches: Watches;
  readonly election: LeaderElection;
  readonly leadership: Leadership;
  readonly events: EventRecorder;
  readonly registry: Registry;
}

/** Everything is connected; nothing runs and nothing is sent before its owner starts it. */
export function makeEngine(settings: Settings, config: PooledKubeConfig, log: EngineLog): Engine {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = makeKubeMetrics(registry);
  const transport = new Transport({ config, metrics, userAgent: `coordination-engine/${version}` });
  const watches = makeWatches({ settings, transport, log, metrics });
  const election = new LeaderElection({
    client: transport,
    key: { namespace: settings.systemNamespace, name: leaseName },
    identity: settings.podName,
    times: { duration: settings.leaseDurationSeconds, renew: settings.leaseRenewSeconds, retry: settings.leaseRetrySeconds },
    floorEpoch: () => highestEpoch(watches),
    leases: watches.leases.cache,
    onStartedLeading: (epoch) => leadership.begin(epoch),
    onStoppedLeading: (why) => void leadership.end(why),
    log,
    metrics,
  });
  const client = guardedClient(transport, election);
  const events = new EventRecorder({ client, instance: settings.podName, log, metrics });
  const deps = makeDeps({ settings, log, registry, watches, client, events, election });
  const leadership = new Leadership({
    takeOver: () => takeOver(deps, watches),
    makeControllers: () => makeControllers(deps),
    log,
    pause: (signal) => pause(500, signal),
  });
  return { transport, watches, election, leadership, events, registry };
}

type Shared = { readonly settings: Settings; readonly log: EngineLog };

function makeWatches(parts: Shared & { transport: Transport; metrics: ReturnType<typeof makeKubeMetrics> }): Watches {
  const { settings, transport: client, log, metrics } = parts;
  const common = { client, log, metrics, timing: { resync: settings.resyncSeconds * 1000 } };
  return {
    anomalies: new ListWatch({ ...common, kind: kinds.Anomaly }),
    plans: new ListWatch({ ...common, kind: kinds.RemediationPlan }),
    actions: new ListWatch({ ...common, kind: kinds.RemediationAction }),
    nodes: new ListWatch<KubeObject>({ ...common, kind: kinds.Node }),
    leases: new ListWatch({ ...common, kind: kinds.Lease, namespace: settings.systemNamespace }),
  };
}

function makeDeps(
  parts: Shared & Pick<EngineDeps, 'client' | 'events'> & { registry: Registry; watches: Watches; election: LeaderElection },
): EngineDeps {
  const { settings, log, registry, watches, client, events, election } = parts;
  const { anomalies, plans, actions, nodes } = watches;
  const runCheck = makeRunCheck(client);
  return {
    client,
    caches: { anomalies: anomalies.cache, plans: plans.cache, actions: actions.cache, nodes: nodes.cache },
    operations: makeOperations({ checkTypes: [...builtChecks.keys()], runCheck }),
    runCheck,
    admission: new Mutex(),
    events,
    metrics: makeEngineMetrics(registry, { activeActions: () => countActive(watches), planPhases: () => countPhases(watches) }),
    loopMetrics: makeLoopMetrics(registry),
    log,
    clock: systemClock,
    settings,
    epoch: () => election.epoch,
  };
}

function makeControllers(deps: EngineDeps): Controller[] {
  return [
    makePlanningController(deps),
    makeArbitrationController(deps),
    makeProgressionController(deps),
    makeExecutionController(deps),
    makeClaimSweeper(deps),
  ];
}

/** One quorum LIST of plans and actions shows what the predecessor wrote; then its late writes are fenced off. */
async function takeOver(deps: EngineDeps, { plans, actions }: Watches): Promise<void> {
  await Promise.all([plans.refresh(), actions.refresh()]);
  const held = actions.cache.list().filter(({ status }) => status?.phase === 'Admitted' || status?.phase === 'Running');
  await Promise.all(held.map((action) => stampEpoch(deps, action)));
}

function highestEpoch({ anomalies, plans, actions }: Watches): number {
  const objects = [...anomalies.cache.list(), ...plans.cache.list(), ...actions.cache.list()];
  return objects.reduce((highest, { status }) => Math.max(highest, status?.epoch ?? 0), 0);
}

function countActive({ actions }: Watches): number {
  return actions.cache.list().filter(({ status }) => status?.phase === 'Admitted' || status?.phase === 'Running').length;
}

function countPhases({ plans }: Watches): ReadonlyMap<string, number> {
  const phases = new Map<string, number>();
  for (const { status } of plans.cache.list()) phases.set(status?.phase ?? 'Pending', (phases.get(status?.phase ?? 'Pending') ?? 0) + 1);
  return phases;
}
