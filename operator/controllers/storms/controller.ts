import type { Anomaly } from '../../api/generated/types.ts';
import { isOpenStorm, judgeStorm, takesPlace, type Capacity } from '../../domain/alerts/storm.ts';
import { formatKey, keyOf, namespaceOfKey, parseKey } from '../../kube/client.ts';
import { patchReport } from '../runtime/patch-report.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { done, type Requeue } from '../runtime/requeue.ts';

/** Storms of alerts that are over get the time of their end, as a reporter tells it of an alert; the next one is another anomaly. */
export function makeStormController(deps: EngineDeps): Controller {
  const { caches } = deps;
  const queue = makeQueue(deps, { name: 'storms', ownerOf: namespaceOfKey });
  const enqueue = (anomaly: Anomaly): void => {
    if (isOpenStorm(anomaly)) queue.add(formatKey(keyOf(anomaly)));
  };
  caches.anomalies.onChange(({ kind, object }) => {
    if (kind !== 'deleted') enqueue(object);
  });
  return makeController(deps, {
    queue,
    reconcile: (key) => reconcileStorm(deps, key),
    onStart: () => caches.anomalies.list().forEach(enqueue),
  });
}

/** The storm is ended if it is over by what is known now, and nobody counted an alert meanwhile. */
export async function reconcileStorm(deps: EngineDeps, key: string): Promise<Requeue> {
  const { caches, clock, log, settings } = deps;
  const storm = caches.anomalies.get(parseKey(key));
  if (!storm || !isOpenStorm(storm)) return done;
  const capacity: Capacity = settings.alertCapacity;
  const now = clock.now();
  const taken = caches.anomalies.list(storm.metadata.namespace).filter((one) => takesPlace(one, capacity, now)).length;
  const verdict = judgeStorm(storm, { taken, capacity }, now);
  if (verdict.kind === 'goesOn') return { after: verdict.lookAfter * 1000 };
  const { resolvedAt } = verdict;
  let isEnded = false;
  await patchReport(deps, storm, ({ spec }) => {
    isEnded = isOpenStorm({ spec }) && spec.reports === storm.spec.reports;
    return isEnded ? { resolvedAt } : undefined;
  });
  if (isEnded) log.info('A storm of alerts is over', { anomaly: key, reports: storm.spec.reports });
  return done;
}
