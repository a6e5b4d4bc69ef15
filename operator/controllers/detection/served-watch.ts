import type { Cache } from '../../kube/cache.ts';
import type { StoredObject } from '../../kube/client.ts';
import type { Kind } from '../../kube/kinds.ts';
import type { WatchScope } from '../../kube/watch-options.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** A watch of a kind that may not be installed. */
export interface ServedWatch<T extends StoredObject> {
  readonly cache: Cache<T>;
  /** The watch runs if the API server has the kind; false when it has not. */
  open(): Promise<boolean>;
  close(): Promise<void>;
}

/** Nothing is watched before it is opened, which asks for the kind with one discovery. */
export function makeServedWatch<T extends StoredObject>(
  { client, watch }: Pick<EngineDeps, 'client' | 'watch'>,
  kind: Kind,
  scope?: WatchScope,
): ServedWatch<T> {
  const own = watch<T>(kind, scope);
  return {
    cache: own.cache,
    async open() {
      const isServed = (await client.served(kind.apiVersion, kind.kind)) !== undefined;
      if (isServed) own.start();
      return isServed;
    },
    close: () => own.stop(),
  };
}
