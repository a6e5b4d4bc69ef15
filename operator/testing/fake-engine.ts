import type { Anomaly, RemediationAction, RemediationPlan, RemediationPolicy } from '../api/generated/types.ts';
import { isEventReason } from '../api/event-reasons.ts';
import { usualNamespace } from '../api/usual-namespace.ts';
import { environmentPolicy, readSettings, type Settings } from '../config.ts';
import { Tally, type LedgerMap } from '../controllers/counting/tally.ts';
import { makeLimits } from '../controllers/limits/limits.ts';
import { makePolicyInForce } from '../controllers/limits/policy-in-force.ts';
import { makeRightsKnown } from '../controllers/rights/rights-known.ts';
import { makePlaybooksInForce } from '../controllers/playbooks/playbooks-in-force.ts';
import type { EngineDeps, OwnWatch } from '../controllers/runtime/deps.ts';
import { Mutex } from '../controllers/runtime/mutex.ts';
import { builtInDefaults } from '../domain/planning/defaults.ts';
import { Cache } from '../kube/cache.ts';
import type { KubeObject, StoredObject } from '../kube/client.ts';
import { EventRecorder, type EventFacts } from '../kube/events.ts';
import type { Kind } from '../kube/kinds.ts';
import type { WatchScope } from '../kube/watch-options.ts';
import type { LogLine } from '../log-lines.ts';
import type { Operation } from '../operations/operation.ts';
import { settableClock, type SettableClock } from './clock.ts';
import { FakeCluster, type FakeClusterOptions } from './fake-cluster.ts';

const all = { kind: 'percent', percent: 100 } as const;
const allNodes = { nodesMaxUnhealthy: all, nodesMaxInFlight: all };
const noMemory = { incidentJoinSeconds: 0, verificationSeconds: 0 };

/** Settings as they are without any environment, but for the limits that count what was before. */
export const usualSettings: Settings = {
  logLevel: 'INFO',
  logFormat: 'text',
  auditLog: 'off',
  tracesEndpoint: '',
  confidenceThreshold: 0.7,
  maxActiveActions: 10,
  exclusivityScope: 'Cluster',
  limits: {
    ...readSettings({}).limits,
    cooldownSeconds: 0,
    admissionsBurst: 1000,
    targetFailures: 100,
    aiFailures: 100,
    ...allNodes,
    ...noMemory,
  },
  alertCapacity: { most: 1000, keptSeconds: 300 },
  httpPort: 8080,
  tlsCertDir: '',
  auth: 'token',
  prometheusPort: 9090,
  metricsAuth: 'none',
  probePort: 8081,
  defaults: builtInDefaults,
  prometheusUrl: '',
  prometheusTokenFile: '',
  prometheusCaFile: '',
  alertmanager: readSettings({}).alertmanager,
  modelUrl: '',
  modelHosts: [],
  leaseDurationSeconds: 15,
  leaseRenewSeconds: 10,
  leaseRetrySeconds: 2,
  resyncSeconds: 600,
  countsWriteSeconds: 30,
  systemNamespace: usualNamespace,
  podName: 'engine-0',
  nodeName: 'engine-node',
  serviceAccount: 'coordination-engine-sa',
  nodeJobImage: 'busybox:1.37',
};

/** An engine without a process: its dependencies over a fake cluster, and everything that it said. */
export interface FakeEngine {
  readonly deps: EngineDeps;
  readonly cluster: FakeCluster;
  readonly clock: SettableClock;
  /** Messages of the log, in order. */
  readonly logged: string[];
  readonly events: EventFacts[];
  /** Calls of the engine's metrics, as `conflict same_target`. */
  readonly counted: string[];
  /** The object is stored as another actor would store it, and is in the cache. */
  readonly put: (object: OwnObject) => void;
}

type OwnObject = Anomaly | RemediationPlan | RemediationAction | RemediationPolicy;

export interface FakeEngineOptions extends FakeClusterOptions {
  readonly settings?: Partial<Settings>;
  readonly operations?: readonly Operation[];
}

/** A leading engine with empty caches. */
export function fakeEngine({ settings, operations = [], ...options }: FakeEngineOptions = {}): FakeEngine {
  const cluster = new FakeCluster(options);
  const clock = settableClock();
  const logged: string[] = [];
  const events: EventFacts[] = [];
  const counted: string[] = [];
  const caches = {
    anomalies: new Cache<Anomaly>({ name: 'anomalies' }),
    plans: new Cache<RemediationPlan>({ name: 'plans' }),
    actions: new Cache<RemediationAction>({ name: 'actions' }),
    nodes: new Cache<KubeObject>({ name: 'nodes' }),
    policies: new Cache<RemediationPolicy>({ name: 'policies' }),
  };
  const recorder = new EventRecorder({ client: cluster, instance: 'engine-0', clock });
  recorder.record = (facts) => void events.push(withKnownReason(facts));
  const say = (message: string): void => void logged.push(message);
  const nothing = (): void => undefined;
  const given: Settings = { ...usualSettings, ...settings };
  const { policy, resolved: resolvedPolicy } = makePolicyInForce(caches.policies, environmentPolicy(given));
  const log = { debug: nothing, info: say, warn: say, error: say, event: ({ message }: LogLine) => say(message) };
  const rights = { known: makeRightsKnown(cluster, given.systemNamespace), onGranted: nothing };
  const deps: EngineDeps = {
    client: cluster,
    clientFor: () => cluster,
    watch: (kind, scope) => watchOf(cluster, kind, scope),
    caches,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    runCheck: () => Promise.resolve({ result: 'Passed', message: 'It is healthy.' }),
    admission: new Mutex(),
    events: recorder,
    metrics: {
      anomaly: ({ layer }) => void counted.push(`anomaly ${layer}`),
      duplicate: () => void counted.push('duplicate'),
      actionEnded: (type, source) => void counted.push(`ended ${type} ${source}`),
      actionRan: (type, result, seconds) => void counted.push(`ran ${type} ${result} ${seconds}`),
      conflict: (type) => void counted.push(`conflict ${type}`),
      resolved: (seconds) => void counted.push(`resolved ${seconds}`),
      checkpoint: (layer, result) => void counted.push(`checkpoint ${layer} ${result}`),
      rollback: (result) => void counted.push(`rollback ${result}`),
      stepEnded: (layer, result, seconds) => void counted.push(`step ${layer} ${result} ${seconds}`),
      planEnded: (result, seconds) => void counted.push(`plan ${result} ${seconds ?? 'not begun'}`),
      rolledBack: (trigger, result) => void counted.push(`rolled back ${trigger} ${result}`),
      ineffective: () => void counted.push('ineffective'),
    },
    loopMetrics: {
      onDepth: nothing,
      onAdd: nothing,
      onRetry: nothing,
      onWaited: nothing,
      onWorked: nothing,
      onReconcile: nothing,
      onError: nothing,
      onActiveWorkers: nothing,
    },
    log,
    clock,
    settings: given,
    policy,
    resolvedPolicy,
    rights,
    limits: makeLimits({ policy, clock, caches, client: cluster, log, settings: given, rights }),
    tally: new Tally({ actions: caches.actions, ledgers: new Cache<LedgerMap>({ name: 'configmaps' }), clock, log }),
    playbooks: makePlaybooksInForce({ maps: new Cache({ name: 'configmaps' }), faultsOf: () => [], log }),
    epoch: () => 1,
  };
  return { deps, cluster, clock, logged, events, counted, put: (object) => store(cluster, caches, object) };
}

/** What `kubectl describe` shows is to be found in the documentation. */
function withKnownReason(facts: EventFacts): EventFacts {
  if (!isEventReason(facts.reason)) throw new Error(`no table tells of Events with the reason ${facts.reason}`);
  return facts;
}

/** The fake cluster has no streams: each start shows what it holds just then. */
function watchOf<T extends StoredObject>(cluster: FakeCluster, kind: Kind, scope: WatchScope = {}): OwnWatch<T> {
  const cache = new Cache<T>({ name: kind.plural });
  const fill = async () => {
    const { items, resourceVersion } = await cluster.list<T>(kind, scope);
    cache.replace(items, resourceVersion);
  };
  return { cache, start: () => void fill(), stop: () => Promise.resolve() };
}

function store(cluster: FakeCluster, caches: EngineDeps['caches'], object: OwnObject): void {
  const { resourceVersion } = cluster.put(object).metadata;
  const stored = { ...object, metadata: { ...object.metadata, resourceVersion } };
  switch (stored.kind) {
    case 'Anomaly':
      caches.anomalies.upsert(stored);
      return;
    case 'RemediationPlan':
      caches.plans.upsert(stored);
      return;
    case 'RemediationAction':
      caches.actions.upsert(stored);
      return;
    case 'RemediationPolicy':
      caches.policies.upsert(stored);
      return;
    default:
      stored satisfies never;
  }
}
