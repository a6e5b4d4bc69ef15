import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves after this long or when the signal ends it, whichever is first. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** As the promise, but rejects at once when the signal ends the waiting; what the promise does then is nobody's concern. */
export function unlessAborted<V>(promise: Promise<V>, signal: AbortSignal): Promise<V> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason as Error);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
    signal.addEventListener('abort', give, { once: true });
    if (signal.aborted) give();
  });
}
