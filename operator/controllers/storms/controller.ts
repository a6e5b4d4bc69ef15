import type { Anomaly } from '../../api/generated/types.ts';
import { isOpenStorm, judgeStorm, takesPlace, type Capacity } from '../../domain/alerts/storm.ts';
import { formatKey, keyOf, namespaceOfKey, parseKey } from '../../kube/client.ts';
import { patchReport } from '../runtime/patch-report.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { WorkQueue } from '../runtime/queue.ts';
import { runController, type RunningController } from '../runtime/reconcile-loop.ts';
import { done, type Requeue } from '../runtime/requeue.ts';

const name = 'storms';

/** Storms of alerts that are over get the time of their end, as a reporter tells it of an alert; the next one is another anomaly. */
export function makeStormController(deps: EngineDeps): Controller {
  const { caches, clock, log, loopMetrics: metrics } = deps;
  const queue = new WorkQueue({ name, clock, metrics, closed: true, ownerOf: namespaceOfKey });
  const enqueue = (anomaly: Anomaly): void => {
    if (isOpenStorm(anomaly)) queue.add(formatKey(keyOf(anomaly)));
  };
  caches.anomalies.onChange(({ kind, object }) => {
    if (kind !== 'deleted') enqueue(object);
  });
  let running: RunningController | undefined;
  return {
    name,
    start() {
      running = runController({ name, queue, workers: 1, reconcile: (key) => reconcileStorm(deps, key), log, metrics, clock });
      caches.anomalies.list().forEach(enqueue);
    },
    async stop() {
      await running?.stop();
    },
  };
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
