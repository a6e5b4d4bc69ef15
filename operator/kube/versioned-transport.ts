import type {
  DeleteOptions,
  GetOptions,
  KubeObject,
  ListOptions,
  ListResult,
  NewObject,
  ObjectKey,
  PatchOptions,
  StoredObject,
  WriteOptions,
} from './client.ts';
import type { Kind } from './kinds.ts';
import { ServedVersions } from './served-versions.ts';
import { Transport } from './transport.ts';

/** The API server, which is asked for each kind in a version that it has. */
export class VersionedTransport extends Transport {
  readonly #versions = new ServedVersions();

  override get<T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, options?: GetOptions): Promise<T | undefined> {
    return this.#versions.use(kind, (at) => super.get<T>(at, key, options));
  }

  override served(apiVersion: string, kind: string): Promise<Kind | undefined> {
    return this.#versions.find(apiVersion, (version) => super.served(version, kind));
  }

  override list<T extends StoredObject = KubeObject>(kind: Kind, options?: ListOptions): Promise<ListResult<T>> {
    return this.#versions.use(kind, (at) => super.list<T>(at, options));
  }

  override create<T extends StoredObject = KubeObject>(kind: Kind, object: T | NewObject, options?: WriteOptions): Promise<T> {
    return this.#versions.use(kind, (at) => super.create<T>(at, object, options));
  }

  override patch<T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, body: object, options?: PatchOptions): Promise<T> {
    return this.#versions.use(kind, (at) => super.patch<T>(at, key, body, options));
  }

  override update<T extends StoredObject = KubeObject>(kind: Kind, object: T, options?: WriteOptions): Promise<T> {
    return this.#versions.use(kind, (at) => super.update<T>(at, object, options));
  }

  override delete(kind: Kind, key: ObjectKey, options?: DeleteOptions): Promise<void> {
    return this.#versions.use(kind, (at) => super.delete(at, key, options));
  }
}
