import type { Anomaly, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import type { NodeIndex } from '../../domain/alerts/targets-from-details.ts';
import type { Cache } from '../../kube/cache.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { Clock } from '../../kube/clock.ts';
import type { TargetLike } from '../../api/target.ts';
import type { Operation } from '../../operations/operation.ts';
import type { AlertDesk } from '../alertmanager/take-webhook.ts';
import type { EngineFacts } from './engine-status.ts';
import { inWords, type Access, type Authorize } from '../auth/authorize.ts';
import type { Caller } from '../auth/caller.ts';
import { HttpProblem } from '../problem.ts';

/** What the routes work with; every replica has it, whether it leads or not. */
export interface Desk {
  /** Creates and reads in the engine's own name; not bound to the Lease, for a report is nobody's effect on the cluster. */
  readonly client: Pick<KubeClient, 'create' | 'get' | 'list'>;
  readonly caches: {
    readonly anomalies: Cache<Anomaly>;
    readonly plans: Cache<RemediationPlan>;
    readonly actions: Cache<RemediationAction>;
  };
  readonly authorize: Authorize;
  readonly clock: Clock;
  readonly systemNamespace: string;
  /** Tells nodes by their names and addresses, as they are known now. */
  readonly nodes: () => NodeIndex;
  /** So many milliseconds a report waits for its plan before it is answered without. */
  readonly planWithinMs: number;
  readonly alerts: AlertDesk;
  /** What can be done, by name. */
  readonly operations: ReadonlyMap<string, Operation>;
  /** Whether it is remediated only for whoever has the verb remediate-protected on it. */
  readonly isProtected: (target: TargetLike) => boolean;
  /** How the engine as a whole is. */
  readonly engine: () => EngineFacts;
  /** The place of a new action in the queue as this replica sees it; 0 for one that stands in none. */
  readonly placeOf: (action: RemediationAction) => number;
}

/** The desk; nobody is let in before there is one. */
export function deskOf(desk: () => Desk | undefined): Desk {
  const there = desk();
  if (!there) throw new HttpProblem({ status: 503, message: 'the engine is starting; ask again in a moment', retryAfterSeconds: 2 });
  return there;
}

/** From now on the desk's caches find what they hold by name alone. */
export function indexNames({ anomalies, plans, actions }: Desk['caches']): void {
  for (const cache of [anomalies, plans, actions]) cache.addIndex('name', ({ metadata }) => [metadata.name]);
}

/** The first of these that the caller may do. Throws a 403 that names the first, when none. */
export async function firstAllowed({ authorize }: Pick<Desk, 'authorize'>, caller: Caller, wanted: readonly Access[]): Promise<Access> {
  for (const access of wanted) if (await authorize(caller, access)) return access;
  const [first] = wanted;
  const what = first ? inWords(first) : 'do that';
  throw new HttpProblem({ status: 403, message: `${caller.username} may not ${what}` });
}
