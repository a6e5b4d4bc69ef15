import type { KubeClient } from '../../kube/client.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { flush, reconcileLedger } from './controller.ts';

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
  const { tally, clock, log, settings } = deps;
  const patienceMs = 2 * (settings.countsWriteSeconds + settings.leaseDurationSeconds) * 1000;
  const queue = makeQueue<'ledger'>(deps, { name: 'counts-standby' });
  tally.on('owed', () => queue.add('ledger', { after: patienceMs }));
  const reconcile = async (): Promise<Requeue> => {
    const { owedMs } = tally;
    if (owedMs === undefined) return done;
    if (isLeader()) return { after: patienceMs };
    if (owedMs < patienceMs) return { after: patienceMs - owedMs };
    return reconcileLedger({ client, tally, clock, settings });
  };
  return makeController(deps, {
    queue,
    reconcile,
    onStart() {
      if (tally.owedMs !== undefined) queue.add('ledger', { after: patienceMs });
    },
    onStop: () => flush({ client, tally, clock, settings, log }),
  });
}
