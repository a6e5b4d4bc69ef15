import type { Cache, Change } from '../../kube/cache.ts';
import type { ObjectKey, StoredObject } from '../../kube/client.ts';
import { awaitEvent } from './await-event.ts';

/** The object as the cache shows it once it is as wanted, or what it is after that many milliseconds; undefined when it is not there then. */
export async function awaitChange<T extends StoredObject>(
  cache: Cache<T>,
  key: ObjectKey,
  isWanted: (object: T) => boolean,
  withinMs: number,
): Promise<T | undefined> {
  const now = cache.get(key);
  if (now && isWanted(now)) return now;
  const isIt = ({ kind, object: { metadata } }: Change<T>): boolean => {
    if (metadata.name !== key.name || metadata.namespace !== key.namespace) return false;
    const seen = cache.get(key);
    return kind === 'deleted' || (seen !== undefined && isWanted(seen));
  };
  await awaitEvent(cache, isIt, withinMs);
  return cache.get(key);
}
