import type { Anomaly, RemediationAction, RemediationPlan, RemediationPolicy } from '../../api/generated/types.ts';
import type { RunCheck } from '../../checks/check.ts';
import type { Settings } from '../../config.ts';
import type { Cause } from '../../domain/audit/cause.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { ResolvedPolicy } from '../../domain/policy/resolve-policy.ts';
import type { Cache } from '../../kube/cache.ts';
import type { KubeClient, KubeObject, StoredObject } from '../../kube/client.ts';
import type { Clock } from '../../kube/clock.ts';
import type { EventRecorder } from '../../kube/events.ts';
import type { Kind } from '../../kube/kinds.ts';
import type { WatchScope } from '../../kube/watch-options.ts';
import type { EngineLog } from '../../log.ts';
import type { EngineMetrics } from '../../metrics/engine-metrics.ts';
import type { LoopMetrics } from '../../metrics/runtime-metrics.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Traces } from '../../tracing/traces.ts';
import type { Tally } from '../counting/tally.ts';
import type { Limits } from '../limits/limits.ts';
import type { PlaybooksInForce } from '../playbooks/playbooks-in-force.ts';
import type { RightsController } from '../rights/controller.ts';
import type { RightsKnown } from '../rights/rights-known.ts';
import type { Mutex } from './mutex.ts';

/** Keeps its cache equal to the objects of one kind between start and stop; it may be started again. */
export interface OwnWatch<T extends StoredObject> {
  readonly cache: Cache<T>;
  start(): void;
  stop(): Promise<void>;
}

/** Everything a controller may use; made once in main and handed down. */
export interface EngineDeps {
  /** Refuses every mutation while this process does not lead. */
  readonly client: KubeClient;
  /** The same client for writes on objects that are not ours: each is audited with what caused it. */
  readonly clientFor: (why: () => Cause) => KubeClient;
  readonly caches: {
    readonly anomalies: Cache<Anomaly>;
    readonly plans: Cache<RemediationPlan>;
    readonly actions: Cache<RemediationAction>;
    readonly nodes: Cache<KubeObject>;
    /** At most one, named cluster. */
    readonly policies: Cache<RemediationPolicy>;
  };
  /** A list-watch of one more kind, for whoever starts and stops it. */
  readonly watch: <T extends StoredObject>(kind: Kind, scope?: WatchScope) => OwnWatch<T>;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly runCheck: RunCheck;
  /** Held while plans are started and while actions are admitted, so that the two decisions never overlap. */
  readonly admission: Mutex;
  readonly events: EventRecorder;
  readonly metrics: EngineMetrics;
  /** For the work queue and the reconcile loop of each controller. */
  readonly loopMetrics: LoopMetrics;
  readonly log: EngineLog;
  readonly clock: Clock;
  readonly settings: Settings;
  /** What holds just now: the policy per field, else the environment, else the default. */
  readonly policy: () => Policy;
  /** The same, with where each field comes from. */
  readonly resolvedPolicy: () => ResolvedPolicy;
  readonly limits: Limits;
  /** Which rights the engine has, and whom to tell that it was given one. */
  readonly rights: Pick<RightsController, 'onGranted'> & { readonly known: RightsKnown };
  readonly tally: Tally;
  readonly playbooks: PlaybooksInForce;
  /** Absent while nobody collects traces. */
  readonly traces?: Traces | undefined;
  /** leaseTransitions of the Lease while this process leads. */
  readonly epoch: () => number;
}

/** A controller watches its caches from the moment it is made, and works its queue between start and stop; it may be started again. */
export interface Controller {
  readonly name: string;
  start(): void;
  /** Workers have finished their item and no new one begins. */
  stop(): Promise<void>;
}
