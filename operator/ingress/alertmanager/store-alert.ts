import type { Anomaly, AnomalySpec } from '../../api/generated/types.ts';
import { apiVersion } from '../../api/resource.ts';
import { patchReport } from '../../controllers/runtime/patch-report.ts';
import type { Alert } from '../../domain/alerts/alert.ts';
import { endOf } from '../../domain/alerts/judge-alert.ts';
import { alertOf } from '../../domain/alerts/judge-missing.ts';
import { priorityBySeverity } from '../../domain/planning/priority.ts';
import type { Cache } from '../../kube/cache.ts';
import { keyOf, type KubeClient, type ObjectKey } from '../../kube/client.ts';
import {
  isAlreadyExists,
  isForbidden,
  isInvalid,
  isNamespaceTerminating,
  isNotFound,
  isQuotaExceeded,
  isUngranted,
  unless,
} from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import type { Caller } from '../auth/caller.ts';
import type { StormGuard } from '../storm/storm-guard.ts';
import type { AlertAnswer } from './intake.ts';
import type { Repeats } from './repeats.ts';

/** What became of an alert; of an aggregated one, which anomaly counts it, once that is stored. */
export type Deed = Omit<AlertAnswer, 'fingerprint' | 'alertname'> & { readonly counted?: Promise<ObjectKey> };

/** What alerts are stored with. */
interface Store {
  readonly client: Pick<KubeClient, 'create' | 'get' | 'patch'>;
  readonly caches: { readonly anomalies: Cache<Anomaly> };
  readonly repeats: Repeats;
  readonly guard: StormGuard;
  readonly now: Date;
  /** Absent: the engine fetched them itself. */
  readonly caller?: Caller;
}

/** Where an alert is, or is to be stored: the first place is the best. */
export interface Spot {
  readonly name: string;
  readonly places: readonly string[];
  readonly known: Anomaly | undefined;
}

/** The alert is stored in the first of the places that exists, unless it is known or there are too many; then it is counted. */
export async function storeFirst(store: Store, spec: AnomalySpec, { name, places, known }: Spot): Promise<Deed> {
  if (known) return repeated(store, known);
  const [namespace = '', ...others] = places;
  const key = { namespace, name };
  const place = await store.guard.places.take(namespace, spec.severity);
  if (!place) return aggregated(store, namespace);
  let made: Anomaly | undefined;
  try {
    made = await create(store, key, spec);
    const message = spec.mode === 'Observe' ? 'It is stored, and only observed.' : 'It is stored.';
    return { fate: 'created', anomaly: key, message };
  } catch (error) {
    if (isAlreadyExists(error)) return repeated(store, { metadata: key });
    const unfit = unfitness(error, namespace);
    if (!unfit) return refused(error);
    return others.length > 0 ? await storeFirst(store, spec, { name, places: others, known }) : unfit;
  } finally {
    place.giveBack(made);
  }
}

/** Why nothing can be stored in the namespace; undefined when it is not that. */
function unfitness(error: unknown, namespace: string): Deed | undefined {
  if (isNotFound(error) || isNamespaceTerminating(error))
    return { fate: 'rejected', reason: 'NamespaceNotFound', message: `There is no namespace ${namespace} to store it in.` };
  if (isQuotaExceeded(error)) return { fate: 'rejected', reason: 'QuotaExceeded', message: error.message };
  return undefined;
}

/** In its turn, and no faster than the API server has time for. */
async function create({ guard, client, caches }: Store, metadata: ObjectKey & { namespace: string }, spec: AnomalySpec): Promise<Anomaly> {
  const body = { apiVersion, kind: 'Anomaly', metadata, spec };
  const turn = { group: metadata.namespace, rank: priorityBySeverity[spec.severity] };
  const made = await guard.pace.run(turn, () => client.create<Anomaly>(kinds.Anomaly, body, { priority: 'background' }));
  caches.anomalies.upsert(made);
  return made;
}

/** What the engine fetched itself is there to be fetched again, so it need not wait for its count. */
function aggregated({ guard: { storms }, caller }: Store, namespace: string): Deed {
  const counted = storms.count(namespace);
  const open = caller ? undefined : storms.open(namespace);
  const message = `There are too many anomalies in ${namespace}; it is only counted.`;
  return { fate: 'aggregated', reason: 'AlertStorm', message, ...(open ? { anomaly: open } : { counted }) };
}

function repeated({ repeats }: Store, { metadata, spec }: { metadata: { namespace?: string; name: string }; spec?: AnomalySpec }): Deed {
  const anomaly = keyOf({ metadata });
  repeats.add(anomaly);
  if (spec?.resolvedAt === undefined) return { fate: 'repeated', anomaly, message: 'It was stored before, and is counted.' };
  return { fate: 'repeated', anomaly, reason: 'AlreadyResolved', message: 'It was stored before and has ended; it is counted.' };
}

/** Finds the anomalies of an alert by its fingerprint, whenever it began; for `resolve`. */
export function indexByAlert(anomalies: Cache<Anomaly>): void {
  anomalies.addIndex(byAlert, (anomaly) => [alertOf(anomaly)?.fingerprint].filter((one) => one !== undefined));
}

const byAlert = 'alert';

/**
 * The anomaly of the alert carries the time of its end, and those of its earlier beginnings that carry none yet: Alertmanager tells no end of
 * an alert that fires anew before its next notification. What was never stored is not stored now.
 */
export async function resolve(store: Store, alert: Alert, { name, places, known }: Spot): Promise<Deed> {
  try {
    const own = known ?? (await find(store, name, places));
    const ended = [...(own ? [own] : []), ...earlierOnes(store, alert, places)];
    const [first] = ended;
    if (!first) return { fate: 'ignored', reason: 'NeverReported', message: 'It has ended, and was not known before.' };
    const resolvedAt = endOf(alert, store.now).toISOString();
    for (const anomaly of ended) await end(store, anomaly, resolvedAt);
    return { fate: 'resolved', anomaly: keyOf(first), message: 'Its end is recorded.' };
  } catch (error) {
    return refused(error);
  }
}

async function end(store: Store, anomaly: Anomaly, resolvedAt: string): Promise<void> {
  await store.repeats.along(keyOf(anomaly), async (counted) => {
    const knobsFor = (now: Anomaly) => (now.spec.resolvedAt === undefined ? { resolvedAt, ...counted(now) } : counted(now));
    await patchReport(store, anomaly, knobsFor).catch(unless(isNotFound));
  });
}

/** The open anomalies of the alert's earlier beginnings, where the alert may be stored too; the latest first. */
function earlierOnes({ caches }: Store, { fingerprint, startsAt }: Alert, places: readonly string[]): Anomaly[] {
  const beganAt = ({ spec }: Anomaly): number => Date.parse(spec.detectedAt ?? '');
  return caches.anomalies
    .byIndex(byAlert, fingerprint)
    .filter(({ metadata, spec }) => spec.resolvedAt === undefined && places.includes(metadata.namespace ?? ''))
    .filter((anomaly) => beganAt(anomaly) < startsAt.getTime())
    .toSorted((a, b) => beganAt(b) - beganAt(a));
}

/** Another replica may have stored it a moment ago. */
async function find({ client }: Store, name: string, places: readonly string[]): Promise<Anomaly | undefined> {
  for (const namespace of places) {
    const anomaly = await client.get<Anomaly>(kinds.Anomaly, { namespace, name }, { priority: 'background' });
    if (anomaly) return anomaly;
  }
  return undefined;
}

/** What only this alert is to blame for is its fate; everything else is everybody's. */
function refused(error: unknown): Deed {
  if (isForbidden(error) && !isUngranted(error)) return { fate: 'rejected', reason: 'Forbidden', message: error.message };
  if (isInvalid(error)) return { fate: 'rejected', reason: 'Invalid', message: error.message };
  throw error;
}
