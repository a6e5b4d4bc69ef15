import { isBasic, rightsCondition } from '../../domain/rights/rights-report.ts';
import type { CallObservation } from '../../kube/metrics.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { WorkQueue } from '../runtime/queue.ts';
import { runController, type RunningController } from '../runtime/reconcile-loop.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import type { RightsKnown } from './rights-known.ts';

const name = 'rights';

/** Keeps what is known of the engine's rights true, on every replica from its start to its end. */
export interface RightsController extends Controller {
  /** Fulfilled when the API server was asked, whether it answered or not. */
  readonly begun: Promise<void>;
  /** A call was answered with 403: a right may have been taken away. */
  onCall(call: Pick<CallObservation, 'code' | 'verb' | 'resource'>): void;
  /** Something that was missing is there for one target. */
  onGranted(): void;
}

type Needed = Pick<EngineDeps, 'clock' | 'log' | 'loopMetrics'> & { readonly known: RightsKnown };

/** However often the API server refuses something, everything is asked for once in so long. */
const doubtMs = 60_000;
/** Nobody waits for it: what is held asks for itself. */
const idleMs = 600_000;
/** What is applied at once is not there all at once. */
const restMs = 30_000;

/**
 * Asks for all rights at the start and when one may have been taken away, and again for those that are missing. Who has all of them asks no
 * more.
 */
export function makeRightsController({ known, clock, log, loopMetrics: metrics }: Needed): RightsController {
  const queue = new WorkQueue<'all' | 'open'>({ name, clock, metrics, closed: true });
  const begun = Promise.withResolvers<void>();
  let askedAt = -Infinity;
  let grantedAt = -Infinity;
  const reconcile = async (which: 'all' | 'open'): Promise<Requeue> => {
    if (which === 'all') askedAt = clock.monotonic();
    await known.ask(which).finally(begun.resolve);
    const isFresh = clock.monotonic() - grantedAt < restMs;
    if (known.report().missing.length > 0) queue.add('open', { after: isFresh ? restMs : idleMs });
    return done;
  };
  known.onChange(() => tell(known, log));
  let running: RunningController | undefined;
  return {
    name,
    begun: begun.promise,
    start() {
      running = runController({ name, queue, workers: 1, reconcile, log, metrics, clock });
      queue.add('all');
    },
    async stop() {
      await running?.stop();
    },
    onCall({ code, verb, resource }) {
      if (code !== '403' || !known.report().asked) return;
      if (known.report().missing.some((right) => right.verb === verb && right.resource === resource)) return;
      queue.add('all', { after: Math.max(0, askedAt + doubtMs - clock.monotonic()) });
    },
    onGranted() {
      grantedAt = clock.monotonic();
      queue.add('open');
    },
  };
}

function tell(known: RightsKnown, log: EngineDeps['log']): void {
  const { reason, message } = rightsCondition(known.report());
  if (known.report().missing.some(isBasic)) log.warn('Rights are missing', { reason, message });
  else log.info('The rights of the engine', { reason, message });
}
