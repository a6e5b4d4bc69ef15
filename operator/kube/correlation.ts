import { AsyncLocalStorage } from 'node:async_hooks';

/** Ids of what is being done, in the names of controller-runtime: by them lines of a log that belong together are found. */
export interface Correlation {
  readonly controller?: string;
  /** Of the object that is reconciled. */
  readonly namespace?: string;
  readonly name?: string;
  /** One for each pass of a reconcile. */
  readonly reconcileID?: string;
  /** One for each request at the front door. */
  readonly requestID?: string;
  /** Names. */
  readonly anomaly?: string;
  readonly plan?: string;
  readonly action?: string;
  readonly traceID?: string;
}

const current = new AsyncLocalStorage<Correlation>();

/** What is done in `run`, and whatever it waits for, carries the ids, beside those that it carries already. */
export function correlated<T>(ids: Correlation, run: () => T): T {
  return current.run({ ...current.getStore(), ...ids }, run);
}

/** The ids that whoever asks carries. */
export function correlation(): Correlation {
  return current.getStore() ?? {};
}
