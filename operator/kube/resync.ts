import type { Cache } from './cache.ts';
import { formatKey, keyOf, type ListResult, type StoredObject } from './client.ts';
import { isNewer } from './resource-version.ts';

/** Compares a list with the cache; the result tells, each time it is called, which objects the cache still does not know as the list showed them. */
export function lostBy<T extends StoredObject>(cache: Cache<T>, { items, resourceVersion }: ListResult<StoredObject>): () => string[] {
  const listed = new Set(items.map(({ metadata }) => metadata.uid));
  const unknown = items.filter((item) => !cache.knows(item));
  const lingering = cache.list().filter(({ metadata }) => !listed.has(metadata.uid) && !isNewer(metadata.resourceVersion, resourceVersion));
  return () => [
    ...unknown.filter((item) => !cache.knows(item)).map((item) => formatKey(keyOf(item))),
    ...lingering.filter((object) => cache.getByUid(object.metadata.uid) === object).map((object) => formatKey(keyOf(object))),
  ];
}
