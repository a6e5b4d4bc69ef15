import { formatKey, keyOf, type ObjectKey, type StoredObject } from './client.ts';
import { silentLog, type Log } from './log.ts';
import type { KubeMetrics } from './metrics.ts';
import { isNewer } from './resource-version.ts';

/** What happened to one object; an object deleted and made anew under the same name is a `deleted` and then an `added`. */
export interface Change<T> {
  readonly kind: 'added' | 'updated' | 'deleted';
  readonly object: T;
  readonly previous?: T;
  /** Who wrote it, when it came from a writer of this process and not from the watch. */
  readonly origin?: string;
}

/** Is called in the same tick as the store changes, so it may only enqueue keys; a throw is logged and counted. */
export type ChangeListener<T> = (change: Change<T>) => void;

export interface CacheOptions {
  /** Names the cache in logs and metrics. */
  readonly name: string;
  readonly log?: Log;
  readonly metrics?: KubeMetrics;
}

/** Deleted uids are remembered for this many deletions, longer than any write's answer can be late. */
const rememberedDeletions = 4096;

interface Index<T> {
  readonly valuesOf: (object: T) => readonly string[];
  readonly uidsByValue: Map<string, Set<string>>;
}

/**
 * The objects of one kind as last seen. No object ever goes back to an older resourceVersion, nor returns once its deletion was seen.
 * Objects are shared: readers must not change them.
 */
export class Cache<T extends StoredObject> {
  readonly #options: CacheOptions;
  readonly #log: Log;
  readonly #byUid = new Map<string, T>();
  readonly #byKey = new Map<string, T>();
  readonly #indexes = new Map<string, Index<T>>();
  readonly #listeners = new Set<ChangeListener<T>>();
  readonly #deletedAt = new Map<string, string>();

  constructor(options: CacheOptions) {
    this.#options = options;
    this.#log = options.log ?? silentLog;
    this.addIndex('namespace', ({ metadata }) => (metadata.namespace === undefined ? [] : [metadata.namespace]));
  }

  get size(): number {
    return this.#byUid.size;
  }

  get(key: ObjectKey): T | undefined {
    return this.#byKey.get(formatKey(key));
  }

  getByUid(uid: string): T | undefined {
    return this.#byUid.get(uid);
  }

  /** All objects, or those of one namespace. */
  list(namespace?: string): T[] {
    return namespace === undefined ? [...this.#byUid.values()] : this.byIndex('namespace', namespace);
  }

  /** From now on byIndex(name, value) finds the objects for which `valuesOf` gives that value. */
  addIndex(name: string, valuesOf: (object: T) => readonly string[]): void {
    const index: Index<T> = { valuesOf, uidsByValue: new Map() };
    for (const object of this.#byUid.values()) addTo(index, object);
    this.#indexes.set(name, index);
  }

  byIndex(name: string, value: string): T[] {
    const index = this.#indexes.get(name);
    if (!index) throw new Error(`the cache ${this.#options.name} has no index ${name}`);
    return [...(index.uidsByValue.get(value) ?? [])].flatMap((uid) => this.#byUid.get(uid) ?? []);
  }

  /** The listener hears every later change; the returned function ends that. */
  onChange(listener: ChangeListener<T>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether this version of the object, or something newer of it, its deletion included, has been seen. */
  knows({ metadata: { uid, resourceVersion } }: StoredObject): boolean {
    const known = this.#byUid.get(uid)?.metadata.resourceVersion ?? this.#deletedAt.get(uid);
    return known !== undefined && !isNewer(resourceVersion, known);
  }

  /** The object is in the cache unless something newer is known of it; true when it was news. Writers call it with what the server answered. */
  upsert(object: T, origin?: string): boolean {
    const { uid, resourceVersion } = object.metadata;
    const known = this.#byUid.get(uid);
    if (known && !isNewer(resourceVersion, known.metadata.resourceVersion)) return false;
    const deletedAt = this.#deletedAt.get(uid);
    if (deletedAt !== undefined && !isNewer(resourceVersion, deletedAt)) return false;
    const namesake = this.get(keyOf(object));
    if (namesake && namesake.metadata.uid !== uid) {
      if (!isNewer(resourceVersion, namesake.metadata.resourceVersion)) return false;
      this.#drop(namesake, resourceVersion);
    }
    this.#store(object, known);
    this.#tell({ kind: known ? 'updated' : 'added', object, previous: known, origin });
    return true;
  }

  /** The object of that uid is gone since its resourceVersion, unless something newer is known; true when it was news. */
  remove(object: T): boolean {
    const { uid, resourceVersion } = object.metadata;
    const known = this.#byUid.get(uid);
    if (known && isNewer(known.metadata.resourceVersion, resourceVersion)) return false;
    if (!known) this.#remember(uid, resourceVersion);
    else this.#drop(known, resourceVersion, object);
    return known !== undefined;
  }

  /** The cache holds what a list at this resourceVersion showed, and whatever is newer; returns how many objects that changed. */
  replace(items: readonly T[], resourceVersion: string): number {
    const listed = new Set(items.map(({ metadata }) => metadata.uid));
    const gone = this.list().filter(({ metadata }) => !listed.has(metadata.uid) && !isNewer(metadata.resourceVersion, resourceVersion));
    for (const object of gone) this.#drop(object, resourceVersion);
    return gone.length + items.filter((item) => this.upsert(item)).length;
  }

  /** As replace, but for a server that was proven to have lost history: versions seen before no longer count. */
  reset(items: readonly T[]): void {
    const listed = new Map(items.map((item) => [item.metadata.uid, item]));
    for (const object of this.list()) if (!listed.has(object.metadata.uid)) this.#drop(object, object.metadata.resourceVersion);
    this.#deletedAt.clear();
    for (const item of items) {
      const previous = this.#byUid.get(item.metadata.uid);
      if (previous?.metadata.resourceVersion === item.metadata.resourceVersion) continue;
      this.#store(item, previous);
      this.#tell({ kind: previous ? 'updated' : 'added', object: item, previous });
    }
  }

  #store(object: T, previous: T | undefined): void {
    this.#unindex(previous);
    this.#byUid.set(object.metadata.uid, object);
    this.#byKey.set(formatKey(keyOf(object)), object);
    for (const index of this.#indexes.values()) addTo(index, object);
  }

  #drop(known: T, resourceVersion: string, last: T = known): void {
    this.#unindex(known);
    this.#byUid.delete(known.metadata.uid);
    this.#byKey.delete(formatKey(keyOf(known)));
    this.#remember(known.metadata.uid, resourceVersion);
    this.#tell({ kind: 'deleted', object: last, previous: known });
  }

  #unindex(object: T | undefined): void {
    if (!object) return;
    for (const { valuesOf, uidsByValue } of this.#indexes.values()) {
      for (const value of valuesOf(object)) {
        const uids = uidsByValue.get(value);
        uids?.delete(object.metadata.uid);
        if (uids?.size === 0) uidsByValue.delete(value);
      }
    }
  }

  #remember(uid: string, resourceVersion: string): void {
    this.#deletedAt.set(uid, resourceVersion);
    for (const oldest of this.#deletedAt.keys()) {
      if (this.#deletedAt.size <= rememberedDeletions) break;
      this.#deletedAt.delete(oldest);
    }
  }

  #tell(change: Change<T>): void {
    this.#options.metrics?.onCacheSize?.(this.#options.name, this.size);
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.#options.metrics?.onListenerError?.(this.#options.name);
        const about = {
          cache: this.#options.name,
          object: formatKey(keyOf(change.object)),
          stack: error instanceof Error ? error.stack : String(error),
        };
        this.#log.error('A change listener failed; the change stays in the cache', about);
      }
    }
  }
}

function addTo<T extends StoredObject>({ valuesOf, uidsByValue }: Index<T>, object: T): void {
  for (const value of valuesOf(object)) {
    const uids = uidsByValue.get(value) ?? new Set<string>();
    uidsByValue.set(value, uids.add(object.metadata.uid));
  }
}
