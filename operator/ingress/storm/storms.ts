import type { Anomaly } from '../../api/generated/types.ts';
import { messageOf } from '../../api/message-of.ts';
import { apiVersion } from '../../api/resource.ts';
import { patchReport } from '../../controllers/runtime/patch-report.ts';
import { isOpenStorm, stormName, stormSpec, withReports, type Capacity } from '../../domain/alerts/storm.ts';
import type { Cache } from '../../kube/cache.ts';
import { keyOf, type KubeClient, type ObjectKey } from '../../kube/client.ts';
import type { Clock } from '../../kube/clock.ts';
import { isAlreadyExists, isNotFound, unless } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import type { Log } from '../../kube/log.ts';
import { HttpProblem } from '../problem.ts';

/** Counts alerts for which their namespace has no place. */
export interface Storms {
  /** The key of the storm's anomaly, once the API server has it with this alert counted. Rejects with a 503 when that failed. */
  count(namespace: string): Promise<ObjectKey>;
  /** The key of the storm that goes on, as far as this process knows. */
  open(namespace: string): ObjectKey | undefined;
}

/** What storms are counted with. */
export interface StormsParts {
  readonly client: Pick<KubeClient, 'create' | 'get' | 'patch'>;
  readonly caches: { readonly anomalies: Cache<Anomaly> };
  readonly clock: Clock;
  readonly log: Log;
  readonly capacity: Capacity;
  /** Milliseconds between two writes for one namespace. */
  readonly everyMs: number;
}

/** Alerts of one namespace that the next write counts. */
interface Pending {
  reports: number;
  readonly written: PromiseWithResolvers<ObjectKey>;
}

interface Namespace {
  pending: Pending | undefined;
  /** Monotonic milliseconds. */
  writtenAt: number;
}

const byOpenStorm = 'openStorm';

/** No storm is counted yet by this process; one that another began, or that this one did before it ended, goes on. */
export function makeStorms(parts: StormsParts): Storms {
  const { caches, clock, everyMs } = parts;
  caches.anomalies.addIndex(byOpenStorm, (anomaly) => (isOpenStorm(anomaly) ? [anomaly.metadata.namespace ?? ''] : []));
  const namespaces = new Map<string, Namespace>();
  const write = async (namespace: string, here: Namespace): Promise<void> => {
    const { pending } = here;
    here.pending = undefined;
    here.writtenAt = clock.monotonic();
    if (pending) await record(parts, namespace, pending.reports).then(pending.written.resolve, pending.written.reject);
  };
  return {
    count(namespace) {
      const here = namespaces.get(namespace) ?? { pending: undefined, writtenAt: -Infinity };
      namespaces.set(namespace, here);
      if (!here.pending) {
        here.pending = { reports: 0, written: Promise.withResolvers() };
        // Whoever counted is told; that somebody else has gone meanwhile is no defect.
        here.pending.written.promise.catch(() => undefined);
        const wait = Math.max(0, here.writtenAt + everyMs - clock.monotonic());
        setTimeout(() => void write(namespace, here), wait);
      }
      here.pending.reports += 1;
      return here.pending.written.promise;
    },
    open(namespace) {
      const [open] = caches.anomalies.byIndex(byOpenStorm, namespace);
      return open && keyOf(open);
    },
  };
}

/** Seconds after which it is worth to send them again. */
const retryAfterSeconds = 5;

async function record(parts: StormsParts, namespace: string, reports: number): Promise<ObjectKey> {
  try {
    const [open] = parts.caches.anomalies.byIndex(byOpenStorm, namespace);
    return (open && (await add(parts, open, reports))) ?? (await begin(parts, { namespace, reports, number: 1 }));
  } catch (error) {
    parts.log.warn('The alerts of a storm are not counted; they have to be sent again', { namespace, reports, cause: messageOf(error) });
    throw new HttpProblem({ status: 503, message: 'the alerts of a storm could not be counted; send them again', retryAfterSeconds });
  }
}

/** The storm counts them, if it still goes on and is there; else undefined. Replicas that count at once meet by its resourceVersion. */
async function add(parts: StormsParts, storm: Anomaly, reports: number): Promise<ObjectKey | undefined> {
  let goesOn = false;
  const knobsFor = (now: Anomaly) => {
    goesOn = isOpenStorm(now);
    return goesOn ? withReports(now, reports, parts.clock.now()) : undefined;
  };
  return patchReport(parts, storm, knobsFor).then(() => (goesOn ? keyOf(storm) : undefined), unless(isNotFound));
}

interface Beginning {
  readonly namespace: string;
  readonly reports: number;
  /** Which storm of the day it is. */
  readonly number: number;
}

/** The storm's anomaly is made, under the first name of the day that is free; one that another replica made a moment ago goes on. */
async function begin(parts: StormsParts, { namespace, reports, number }: Beginning): Promise<ObjectKey> {
  const { client, caches, clock, capacity } = parts;
  const key = { namespace, name: stormName(clock.now(), number) };
  const next = (): Promise<ObjectKey> => begin(parts, { namespace, reports, number: number + 1 });
  if (caches.anomalies.get(key)) return next();
  try {
    const body = { apiVersion, kind: 'Anomaly', metadata: key, spec: stormSpec(capacity, reports, clock.now()) };
    caches.anomalies.upsert(await client.create<Anomaly>(kinds.Anomaly, body));
    return key;
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const there = await client.get<Anomaly>(kinds.Anomaly, key);
    return (there && isOpenStorm(there) && (await add(parts, there, reports))) || next();
  }
}
