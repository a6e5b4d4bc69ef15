import type { Anomaly, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { isOfToday } from '../../api/names.ts';
import { isObjectName } from '../../api/target.ts';
import type { Cache } from '../../kube/cache.ts';
import type { StoredObject } from '../../kube/client.ts';
import { kinds, type Kind } from '../../kube/kinds.ts';
import { namespaceOf, type Caller } from '../auth/caller.ts';
import { HttpProblem } from '../problem.ts';
import { awaitArrival } from './await-arrival.ts';
import type { Desk } from './desk.ts';

/** One kind that is read by REST. */
export interface Shelf<T extends StoredObject> {
  readonly kind: Kind;
  /** Below /api/v1. */
  readonly path: string;
  /** What one of it is called in a sentence. */
  readonly word: string;
  readonly cache: (desk: Desk) => Cache<T>;
}

/** The kinds that are read by REST. */
export const shelves: {
  readonly anomalies: Shelf<Anomaly>;
  readonly actions: Shelf<RemediationAction>;
  readonly plans: Shelf<RemediationPlan>;
} = {
  anomalies: { kind: kinds.Anomaly, path: 'anomalies', word: 'anomaly', cache: ({ caches }) => caches.anomalies },
  actions: { kind: kinds.RemediationAction, path: 'actions', word: 'action', cache: ({ caches }) => caches.actions },
  plans: { kind: kinds.RemediationPlan, path: 'plans', word: 'plan', cache: ({ caches }) => caches.plans },
};

/** So long a name that a replica may have given away a moment ago is waited for: a watch is rarely later. */
const arrivesWithinMs = 500;

/** The object of that name that the caller may see. Throws a 404 when there is none. */
export async function found<T extends StoredObject>(desk: Desk, caller: Caller, shelf: Shelf<T>, id: string): Promise<T> {
  const object = (await cached(desk, caller, shelf, id)) ?? (await justStored(desk, caller, shelf, id));
  if (object) return object;
  throw new HttpProblem({ status: 404, message: `there is no ${shelf.word} ${id.slice(0, 63)} that you may see`, field: 'id' });
}

/** One in the system namespace goes before others. */
async function cached<T extends StoredObject>(desk: Desk, caller: Caller, shelf: Shelf<T>, id: string): Promise<T | undefined> {
  const isSystem = ({ metadata }: T): number => Number(metadata.namespace === desk.systemNamespace);
  const all = shelf.cache(desk).byIndex('name', id);
  for (const object of all.toSorted((a, b) => isSystem(b) - isSystem(a)))
    if (await maySee(desk, caller, shelf, object.metadata)) return object;
  return undefined;
}

/**
 * What another replica stored a moment ago may not be in the cache yet, so it is asked for where the caller's reports are stored; where else it
 * may be nobody knows, so a name of today is waited for.
 */
async function justStored<T extends StoredObject>(desk: Desk, caller: Caller, shelf: Shelf<T>, id: string): Promise<T | undefined> {
  const { client, systemNamespace, clock } = desk;
  const cache = shelf.cache(desk);
  if (!isObjectName(id) || cache.byIndex('name', id).length > 0) return undefined;
  for (const namespace of new Set([systemNamespace, namespaceOf(caller) ?? systemNamespace])) {
    if (!(await maySee(desk, caller, shelf, { namespace, name: id }))) continue;
    const stored = await client.get<T>(shelf.kind, { namespace, name: id });
    if (stored) return stored;
  }
  if (!isOfToday(id, clock.now())) return undefined;
  await awaitArrival(cache, id, arrivesWithinMs);
  return cached(desk, caller, shelf, id);
}

type Where = Readonly<{ namespace?: string; name: string }>;

/** Whether the caller may get that one with kubectl. */
export function maySee<T extends StoredObject>(
  { authorize }: Pick<Desk, 'authorize'>,
  caller: Caller,
  { kind }: Shelf<T>,
  { namespace, name }: Where,
): Promise<boolean> {
  return authorize(caller, { verb: 'get', resource: kind.plural, namespace, name });
}
