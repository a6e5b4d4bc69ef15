import type { KubeClient } from '../../kube/client.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { WorkQueue } from '../runtime/queue.ts';
import { runController, type RunningController } from '../runtime/reconcile-loop.ts';
import { flush, reconcileLedger } from './controller.ts';

const name = 'counts-standby';

/** What a standby writes by: its own client, for that of the controllers writes only while this process leads. */
export interface StandbyParts {
  readonly client: KubeClient;
  readonly isLeader: () => boolean;
}

/**
 * Writes what this replica saw go and the leader has not written long after it should have: a leader that was killed and started again has seen
 * nothing of it. At its end it writes what it owes then, for it cannot later. The ledger may be written by anybody, since each write is over
 * the version that was seen and takes in no action twice.
 */
export function makeCountsStandby(deps: EngineDeps, { client, isLeader }: StandbyParts): Controller {
  const { tally, clock, log, loopMetrics: metrics, settings } = deps;
  const patienceMs = 2 * (settings.countsWriteSeconds + settings.leaseDurationSeconds) * 1000;
  const queue = new WorkQueue<'ledger'>({ name, clock, metrics, closed: true });
  tally.on('owed', () => queue.add('ledger', { after: patienceMs }));
  const reconcile = async (): Promise<Requeue> => {
    const { owedMs } = tally;
    if (owedMs === undefined) return done;
    if (isLeader()) return { after: patienceMs };
    if (owedMs < patienceMs) return { after: patienceMs - owedMs };
    return reconcileLedger({ client, tally, clock, settings });
  };
  let running: RunningController | undefined;
  return {
    name,
    start() {
      running = runController({ name, queue, workers: 1, reconcile, log, metrics, clock });
      if (tally.owedMs !== undefined) queue.add('ledger', { after: patienceMs });
    },
    async stop() {
      await running?.stop();
      await flush({ client, tally, clock, settings, log });
    },
  };
}
