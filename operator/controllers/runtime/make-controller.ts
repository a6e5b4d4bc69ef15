import type { Controller, EngineDeps } from './deps.ts';
import { WorkQueue, type QueueOptions } from './queue.ts';
import { runController, type RunningController } from './reconcile-loop.ts';
import type { Requeue } from './requeue.ts';

/** The queue of a controller; what the caches tell before the controller starts, or once it stops, is not taken. */
export function makeQueue<K extends string = string>(
  { clock, loopMetrics: metrics }: Pick<EngineDeps, 'clock' | 'loopMetrics'>,
  options: Pick<QueueOptions<K>, 'name' | 'ownerOf'>,
): WorkQueue<K> {
  return new WorkQueue<K>({ ...options, clock, metrics, closed: true });
}

/** What is particular to one controller. */
export interface ControllerParts<K extends string> {
  readonly queue: WorkQueue<K>;
  /** How many keys are reconciled at once; one unless told. */
  readonly workers?: number;
  readonly reconcile: (key: K) => Promise<Requeue>;
  /** The queue is open and no key is taken yet: what is there to look at goes in now. */
  readonly onStart: () => void;
  /** No worker has a key any more. */
  readonly onStop?: () => Promise<void>;
}

/** The controller bears the name of its queue, and its workers are there from start to stop. */
export function makeController<K extends string>(
  { clock, log, loopMetrics: metrics }: Pick<EngineDeps, 'clock' | 'log' | 'loopMetrics'>,
  { queue, workers = 1, reconcile, onStart, onStop }: ControllerParts<K>,
): Controller {
  const { name } = queue;
  let running: RunningController | undefined;
  return {
    name,
    start() {
      running = runController({ name, queue, workers, reconcile, log, metrics, clock });
      onStart();
    },
    async stop() {
      await running?.stop();
      await onStop?.();
    },
  };
}
