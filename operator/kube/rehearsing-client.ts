import { boundClient } from './bound-client.ts';
import type { KubeClient, KubeObject, NewObject, StoredObject } from './client.ts';
import type { Kind } from './kinds.ts';

/** The client whose writes the API server judges, admission, quota and schema included, and does not store. Reads pass. */
export function rehearsingClient(client: KubeClient): KubeClient {
  return {
    ...boundClient(client),
    create: <T extends StoredObject = KubeObject>(kind: Kind, object: T | NewObject, options = {}) =>
      client.create<T>(kind, object, { ...options, dryRun: true }),
    patch: (kind, key, body, options) => client.patch(kind, key, body, { ...options, dryRun: true }),
    update: (kind, object, options) => client.update(kind, object, { ...options, dryRun: true }),
    delete: (kind, key, options) => client.delete(kind, key, { ...options, dryRun: true }),
  };
}
