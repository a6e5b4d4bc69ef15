import { dataOf } from '../../domain/counting/ledger.ts';
import { Conflict, isNotLeader, Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { describeError } from '../../log.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { ledgerName, type LedgerMap } from './tally.ts';

/** What goes together, as an incident with its plan and actions does, is written together. */
const gatherMs = 1000;

/** A process that is to end waits no longer for an answer. */
const flushTimeoutMs = 2_000;

/** Letters that the API server takes as the name of who applies. */
const longestManager = 128;

/** What the ledger is written by. */
export type LedgerWriter = Pick<EngineDeps, 'client' | 'tally' | 'clock' | 'settings'>;

/** Writes into the ledger what is gone or about to go, no more often than COUNTS_WRITE_SECONDS says, and when the term ends. */
export function makeCountsController(engine: EngineDeps): Controller {
  const { tally } = engine;
  const queue = makeQueue<'ledger'>(engine, { name: 'counts' });
  const gather = (): void => queue.add('ledger', { after: gatherMs });
  tally.on('owed', gather);
  return makeController(engine, {
    queue,
    reconcile: () => reconcileLedger(engine),
    onStart() {
      tally.begin();
      gather();
    },
    onStop: () => flush(engine),
  });
}

/** The ledger lacks nothing, or its time has not come. */
export async function reconcileLedger(engine: LedgerWriter): Promise<Requeue> {
  const { tally, clock, settings } = engine;
  if (tally.owedMs === undefined) return done;
  const restMs = settings.countsWriteSeconds * 1000;
  const since = clock.now().getTime() - tally.writtenAt.getTime();
  if (since >= 0 && since < restMs) return { after: restMs - since };
  try {
    await write(engine);
  } catch (error) {
    if (error instanceof Terminal && !isNotLeader(error)) tally.giveWay();
    throw error;
  }
  return done;
}

/** What a predecessor wrote last is part of it, since it is written over that version only. */
async function write({ client, tally, clock, settings }: LedgerWriter, timeoutMs?: number): Promise<void> {
  const key = { namespace: settings.systemNamespace, name: ledgerName };
  const within = timeoutMs === undefined ? {} : { timeoutMs };
  if (tally.version === undefined) {
    const stored = await client.get<LedgerMap>(kinds.ConfigMap, key, within);
    if (stored) tally.stored(stored);
  }
  const resourceVersion = tally.version;
  const { apiVersion, kind } = kinds.ConfigMap;
  const metadata = { ...key, labels: { app: 'coordination-engine' }, ...(resourceVersion !== undefined && { resourceVersion }) };
  const body = { apiVersion, kind, metadata, data: dataOf(tally.next(clock.now())) };
  // There is no version to write over where there is none yet: of two replicas that make it at once the second is refused.
  const as = resourceVersion === undefined && { as: `coordination-engine ${settings.podName}`.slice(0, longestManager) };
  tally.stored(await client.patch<LedgerMap>(kinds.ConfigMap, key, body, { type: 'apply', priority: 'background', ...as, ...within }));
}

/** The ledger lacks nothing, as far as it can be written: who leads no more may not, and every other replica has seen what goes, too. */
export async function flush({ log, ...writer }: LedgerWriter & Pick<EngineDeps, 'log'>): Promise<void> {
  if (writer.tally.owedMs === undefined) return;
  try {
    await write(writer, flushTimeoutMs);
  } catch (error) {
    const isOthers = isNotLeader(error) || error instanceof Conflict;
    log[isOthers ? 'debug' : 'warn']('What was counted last is left to the next leader', { cause: describeError(error) });
  }
}
