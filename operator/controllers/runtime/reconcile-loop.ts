import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { parseKey } from '../../kube/client.ts';
import { systemClock, type Clock } from '../../kube/clock.ts';
import { correlated, type Correlation } from '../../kube/correlation.ts';
import { Conflict, isNotFound, isNotLeader, KubeError, Terminal, Transient } from '../../kube/errors.ts';
import type { Log } from '../../kube/log.ts';
import type { WorkQueue } from './queue.ts';
import type { Requeue } from './requeue.ts';

export type { Requeue } from './requeue.ts';

/** How one reconcile ended; the labels of controller_runtime_reconcile_total. */
export type Outcome = 'success' | 'requeue' | 'requeue_after' | 'error';

/** What the loop tells whoever counts. */
export interface ControllerMetrics {
  onReconcile?(controller: string, outcome: Outcome, seconds: number, key: string): void;
  /** The trace that the work on this key belongs to, for the log. */
  traceOf?(controller: string, key: string): string | undefined;
  /** Terminal errors and programming errors are counted apart from the ones that pass. */
  onError?(controller: string, kind: 'transient' | 'terminal' | 'panic'): void;
  onActiveWorkers?(controller: string, active: number): void;
}

export interface ControllerOptions<K extends string> {
  readonly name: string;
  readonly queue: WorkQueue<K>;
  readonly workers: number;
  readonly reconcile: (key: K) => Promise<Requeue>;
  readonly log: Log;
  readonly metrics?: ControllerMetrics;
  readonly clock?: Clock;
}

/** Workers at their queue. */
export interface RunningController {
  /** No worker begins anything new; resolves when each has finished what it had. */
  stop(): Promise<void>;
}

/** How long a key rests after an error that repeating does not help. */
const terminalRestMs = 60_000;

/** A backlog that needs no I/O must not keep timers and sockets, the Lease's among them, from being served. */
const longestBreathMs = 10;

/** The workers run until stop. This is the only place of the controllers that catches: no reconcile can end the process or lose its key. */
export function runController<K extends string>(options: ControllerOptions<K>): RunningController {
  options.queue.reopen();
  let active = 0;
  const count = (change: number) => options.metrics?.onActiveWorkers?.(options.name, (active += change));
  const workers = Array.from({ length: options.workers }, () => work(options, count));
  return {
    async stop() {
      await options.queue.shutDown();
      await Promise.all(workers);
    },
  };
}

async function work<K extends string>(options: ControllerOptions<K>, count: (change: number) => void): Promise<void> {
  const { name, queue, metrics, clock = systemClock } = options;
  let breath = clock.monotonic();
  for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
    const start = clock.monotonic();
    if (queue.depth > 0 && start - breath > longestBreathMs) {
      await setImmediate();
      breath = clock.monotonic();
    }
    count(+1);
    const outcome = await correlated(idsOf(options, key), () => attempt(options, key));
    queue.done(key);
    count(-1);
    metrics?.onReconcile?.(name, outcome, (clock.monotonic() - start) / 1000, key);
  }
}

/** What every line that is logged meanwhile carries. */
function idsOf<K extends string>({ name, metrics }: ControllerOptions<K>, key: K): Correlation {
  const traceID = metrics?.traceOf?.(name, key);
  return { controller: name, ...parseKey(key), reconcileID: randomUUID(), ...(traceID !== undefined && { traceID }) };
}

async function attempt<K extends string>(options: ControllerOptions<K>, key: K): Promise<Outcome> {
  const { queue, reconcile } = options;
  try {
    const requeue = await reconcile(key);
    queue.forget(key);
    if (requeue?.after === undefined) return 'success';
    queue.add(key, { after: requeue.after });
    return 'requeue_after';
  } catch (error) {
    return afterError(options, key, error);
  }
}

type Verdict = {
  readonly outcome: Outcome;
  readonly level: keyof Log;
  readonly message: string;
  readonly counted?: 'transient' | 'terminal' | 'panic';
} & ({ readonly next: 'backoff'; readonly atLeast?: number } | { readonly next: 'rest' });

function afterError<K extends string>({ name, queue, log, metrics }: ControllerOptions<K>, key: K, error: unknown): Outcome {
  const verdict = judge(error);
  if (verdict.counted) metrics?.onError?.(name, verdict.counted);
  log[verdict.level](verdict.message, { controller: name, key, retries: queue.retries(key), ...evidence(error) });
  if (verdict.next === 'rest') queue.add(key, { after: terminalRestMs });
  else queue.retry(key, { atLeast: verdict.atLeast });
  return verdict.outcome;
}

function judge(error: unknown): Verdict {
  if (error instanceof Conflict)
    return { outcome: 'requeue', level: 'debug', message: 'The object moved while it was reconciled; looking again', next: 'backoff' };
  if (isNotFound(error))
    return { outcome: 'requeue', level: 'debug', message: 'An object went while it was reconciled; looking again', next: 'backoff' };
  if (isNotLeader(error))
    return { outcome: 'requeue_after', level: 'debug', message: 'Not the leader any more; the pass is dropped', next: 'rest' };
  if (error instanceof Transient) {
    const atLeast = (error.retryAfterSeconds ?? 0) * 1000;
    return {
      outcome: 'error',
      level: 'warn',
      message: `Will be tried again: ${error.message}`,
      counted: 'transient',
      next: 'backoff',
      atLeast,
    };
  }
  if (error instanceof Terminal) {
    return {
      outcome: 'error',
      level: 'error',
      message: `Trying again does not help by itself: ${error.message}`,
      counted: 'terminal',
      next: 'rest',
    };
  }
  return { outcome: 'error', level: 'error', message: 'A defect stopped the reconcile', counted: 'panic', next: 'backoff' };
}

function evidence(error: unknown): Record<string, unknown> {
  if (error instanceof KubeError) return { reason: error.reason, verb: error.verb, resource: error.resource };
  return { stack: error instanceof Error ? error.stack : String(error) };
}
