import type { Cache, Change } from '../../kube/cache.ts';
import type { StoredObject } from '../../kube/client.ts';

/** A change of the cache was such a one, or so many milliseconds have gone by. */
export async function awaitEvent<T extends StoredObject>(
  cache: Cache<T>,
  isIt: (change: Change<T>) => boolean,
  withinMs: number,
): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      forget();
      resolve();
    };
    const forget = cache.onChange((change) => {
      if (isIt(change)) end();
    });
    const timer = setTimeout(end, withinMs);
  });
}
