import type { Controller } from './controllers/runtime/deps.ts';
import { Backoff } from './kube/backoff.ts';
import type { Clock } from './kube/clock.ts';
import { describeError, type EngineLog } from './log.ts';

/** How a term of leadership begins: read what the predecessor left, then make the controllers. */
export interface TermParts {
  /** The caches hold at least what the server held when this was called, and unfinished actions carry our epoch. */
  takeOver(): Promise<void>;
  /** Each can be started again after it was stopped. */
  readonly controllers: readonly Controller[];
  readonly log: EngineLog;
  readonly clock: Clock;
  /** Resolves after so long, at once when the signal aborts. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Each try reads whole kinds: of a server that cannot answer they are asked less and less often. */
const retrying = { firstMs: 500, maxMs: 30_000, healthyMs: Infinity };

/** Runs the controllers exactly while this process leads; a term begins only after the one before has ended. */
export class Leadership {
  readonly #parts: TermParts;
  #term: AbortController | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: TermParts) {
    this.#parts = parts;
  }

  /** The controllers will run once the take-over is done. */
  begin(epoch: number): void {
    const term = new AbortController();
    this.#term = term;
    this.#parts.log.info('Leading', { epoch });
    this.#work = this.#work.then(() => this.#run(term.signal));
  }

  /** No controller begins anything new; resolves when each has finished what it had. */
  async end(why: string): Promise<void> {
    if (!this.#term) return this.#work;
    this.#parts.log.info('Standing by', { why });
    this.#term.abort();
    this.#term = undefined;
    return this.#work;
  }

  async #run(signal: AbortSignal): Promise<void> {
    if (!(await this.#takenOver(signal))) return;
    const { controllers } = this.#parts;
    for (const controller of controllers) controller.start();
    await aborted(signal);
    await Promise.all(controllers.map((controller) => controller.stop()));
  }

  async #takenOver(signal: AbortSignal): Promise<boolean> {
    const backoff = new Backoff({ ...retrying, clock: this.#parts.clock });
    while (!signal.aborted) {
      try {
        await this.#parts.takeOver();
        return !signal.aborted;
      } catch (error) {
        this.#parts.log.warn('Taking over failed; trying again', { error: describeError(error) });
        await this.#parts.pause(backoff.next(), signal);
      }
    }
    return false;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
