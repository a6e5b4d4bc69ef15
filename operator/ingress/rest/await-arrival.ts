import type { Cache } from '../../kube/cache.ts';
import type { StoredObject } from '../../kube/client.ts';
import { awaitEvent } from './await-event.ts';

/** An object of that name is in the cache, or so many milliseconds have gone by. */
export async function awaitArrival<T extends StoredObject>(cache: Cache<T>, name: string, withinMs: number): Promise<void> {
  if (cache.byIndex('name', name).length > 0) return;
  await awaitEvent(cache, ({ kind, object }) => kind !== 'deleted' && object.metadata.name === name, withinMs);
}
