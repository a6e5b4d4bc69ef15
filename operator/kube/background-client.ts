import type { GetOptions, KubeClient, KubeObject, NewObject, ObjectKey, PatchOptions, StoredObject, WriteOptions } from './client.ts';
import type { Kind } from './kinds.ts';

type Reporting = Pick<KubeClient, 'get' | 'create' | 'patch'>;

const background = { priority: 'background' } as const;

/** The client with its calls behind those that the engine makes for what it does itself, unless a call says otherwise. */
export function backgroundClient(client: Reporting): Reporting {
  return {
    get: <T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, options?: GetOptions) =>
      client.get<T>(kind, key, { ...background, ...options }),
    create: <T extends StoredObject = KubeObject>(kind: Kind, object: T | NewObject, options?: WriteOptions) =>
      client.create<T>(kind, object, { ...background, ...options }),
    patch: <T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, body: object, options?: PatchOptions) =>
      client.patch<T>(kind, key, body, { ...background, ...options }),
  };
}
