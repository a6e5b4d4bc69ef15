import { isBasic, rightsCondition } from '../../domain/rights/rights-report.ts';
import { pause } from '../../kube/abortable.ts';
import type { CallObservation } from '../../kube/metrics.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import type { RightsKnown } from './rights-known.ts';

/** Keeps what is known of the engine's rights true, on every replica from its start to its end. */
export interface RightsController extends Controller {
  /**
   * Fulfilled when the API server was asked for everything within the last minute, whether it answered or not, and after ten seconds at the
   * latest. Whoever begins to lead calls it: what was taken away before was told to another replica.
   */
  ready(): Promise<void>;
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
/** So long a term waits for its beginning. */
const patienceMs = 10_000;

/**
 * Asks for all rights at the start, before a term, and when one may have been taken away, and again for those that are missing. Who has all
 * of them asks no more.
 */
export function makeRightsController(needed: Needed): RightsController {
  const { known, clock, log } = needed;
  const queue = makeQueue<'all' | 'open'>(needed, { name: 'rights' });
  const whole = makeWholeQuestion(known, clock);
  let grantedAt = -Infinity;
  const reconcile = async (which: 'all' | 'open'): Promise<Requeue> => {
    await (which === 'all' ? whole.ask() : known.ask(which));
    const isFresh = clock.monotonic() - grantedAt < restMs;
    if (known.report().missing.length > 0) queue.add('open', { after: isFresh ? restMs : idleMs });
    return done;
  };
  known.onChange(() => tell(known, log));
  return {
    ...makeController(needed, { queue, reconcile, onStart: () => queue.add('all') }),
    async ready() {
      if (!whole.isOpen() && whole.restsFor() > 0) return;
      if (!whole.isOpen()) queue.add('all');
      const giveUp = new AbortController();
      await Promise.race([whole.answered(), pause(patienceMs, giveUp.signal)]);
      giveUp.abort();
    },
    onCall({ code, verb, resource }) {
      if (code !== '403' || !known.report().asked) return;
      if (known.report().missing.some((right) => right.verb === verb && right.resource === resource)) return;
      queue.add('all', { after: whole.restsFor() });
    },
    onGranted() {
      grantedAt = clock.monotonic();
      queue.add('open');
    },
  };
}

/** The question for all rights, whether it is answered or not. */
function makeWholeQuestion(known: RightsKnown, clock: Needed['clock']) {
  let askedAt = -Infinity;
  let isOpen = false;
  let answered = Promise.withResolvers<void>();
  return {
    async ask(): Promise<void> {
      askedAt = clock.monotonic();
      isOpen = true;
      try {
        await known.ask('all');
      } finally {
        isOpen = false;
        answered.resolve();
        answered = Promise.withResolvers();
      }
    },
    isOpen: () => isOpen,
    /** When the one that is open, or else the next one, has its end. */
    answered: () => answered.promise,
    /** Milliseconds until it is worth to ask again. */
    restsFor: () => Math.max(0, askedAt + doubtMs - clock.monotonic()),
  };
}

function tell(known: RightsKnown, log: EngineDeps['log']): void {
  const { reason, message } = rightsCondition(known.report());
  if (known.report().missing.some(isBasic)) log.warn('Rights are missing', { reason, message });
  else log.info('The rights of the engine', { reason, message });
}
