import type { KubeClient, KubeObject, MutationOptions, NewObject, ObjectKey, StoredObject } from './client.ts';
import { Terminal } from './errors.ts';
import type { Kind } from './kinds.ts';

/** What the guard has to know of the election. */
export interface Leadership {
  isLeader(): boolean;
  readonly effectTimeoutMs: number;
}

/**
 * The client with its mutations fenced: each is refused with Terminal `NotLeader` unless this process surely leads when it is asked and
 * again when it is sent, and ends before another process can lead. Reads pass.
 */
export function guardedClient(client: KubeClient, leadership: Leadership): KubeClient {
  const guard = <O extends MutationOptions>(verb: string, kind: Kind, options: O | undefined): O & MutationOptions => {
    const fence = () => {
      if (!leadership.isLeader()) {
        throw new Terminal({
          reason: 'NotLeader',
          message: `${verb} ${kind.plural}: this process does not lead`,
          verb,
          resource: kind.plural,
        });
      }
      options?.fence?.();
    };
    fence();
    const timeoutMs = Math.min(options?.timeoutMs ?? Infinity, leadership.effectTimeoutMs);
    return { ...(options ?? ({} as O)), timeoutMs, fence };
  };
  return {
    get: (kind, key, options) => client.get(kind, key, options),
    served: (apiVersion, kind) => client.served(apiVersion, kind),
    list: (kind, options) => client.list(kind, options),
    create: async <T extends StoredObject = KubeObject>(kind: Kind, object: T | NewObject, options = {}) =>
      client.create<T>(kind, object, guard('create', kind, options)),
    patch: async <T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, body: object, options = {}) =>
      client.patch<T>(kind, key, body, guard('patch', kind, options)),
    update: async <T extends StoredObject = KubeObject>(kind: Kind, object: T, options = {}) =>
      client.update<T>(kind, object, guard('update', kind, options)),
    delete: async (kind, key, options) => client.delete(kind, key, guard('delete', kind, options)),
  };
}
