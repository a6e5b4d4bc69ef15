import type { ObjectMeta } from '../api/resource.ts';
import type { Kind } from './kinds.ts';

/** Names one object of a kind; without namespace for cluster-scoped kinds. */
export interface ObjectKey {
  readonly namespace?: string;
  readonly name: string;
}

/** What all stored objects have in common. */
export interface StoredObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** Any object as the API server stores it, its other fields unknown. */
export interface KubeObject extends StoredObject {
  [field: string]: unknown;
}

/** An object to create; apiVersion and kind are filled in from the Kind when they are missing. */
export interface NewObject {
  apiVersion?: string;
  kind?: string;
  metadata: Partial<ObjectMeta> & { generateName?: string };
  [field: string]: unknown;
}

/** How one call is made. */
export interface CallOptions {
  /** The whole call, waiting and retries included, ends within this time; default 10 s. */
  readonly timeoutMs?: number;
  /** `lease` goes past the write window, `background` goes last; default `normal`. */
  readonly priority?: 'lease' | 'normal' | 'background';
}

/** How one mutation is made. */
export interface MutationOptions extends CallOptions {
  /** Called synchronously just before the request leaves; a throw means nothing was sent. */
  readonly fence?: () => void;
  /** Bearer token of whoever makes it, in place of this process itself. */
  readonly token?: string;
  /** The id under which the API server is to audit it, in place of one of its own. */
  readonly auditID?: string;
}

export interface GetOptions extends CallOptions {
  readonly subresource?: string;
  /** With metadata.managedFields, which tell who wrote what and when. */
  readonly managedFields?: boolean;
}

export interface ListOptions extends CallOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Absent: a quorum read. `0`: whatever the server has cached. */
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: 'NotOlderThan';
  /** Only apiVersion, kind and metadata of each item. */
  readonly metadataOnly?: boolean;
  /** No more than this many items are returned. */
  readonly limit?: number;
}

export interface ListResult<T> {
  items: T[];
  resourceVersion: string;
}

export interface WriteOptions extends MutationOptions {
  readonly subresource?: string;
  /** The object whose subresource is created, when the body does not name it. */
  readonly key?: ObjectKey;
  readonly dryRun?: boolean;
}

export interface PatchOptions extends MutationOptions {
  /** `apply`: server-side apply in the engine's name; what does not exist is made. */
  readonly type?: 'merge' | 'json' | 'strategic' | 'apply';
  /** An `apply` in that name instead: what another one has set otherwise is not taken from it, but a Conflict. */
  readonly as?: string;
  readonly subresource?: string;
  readonly dryRun?: boolean;
}

export interface DeleteOptions extends MutationOptions {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  readonly dryRun?: boolean;
}

/**
 * The API server as the engine sees it. Every call throws Conflict, Transient or Terminal (errors.ts) and nothing else.
 * A kind whose API is not installed throws Terminal with reason `KindNotInstalled`.
 */
export interface KubeClient {
  /** A live quorum read; undefined when the object does not exist. */
  get<T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, options?: GetOptions): Promise<T | undefined>;
  /** How that API version of the server addresses the kind, by its discovery; undefined when it does not serve it. */
  served(apiVersion: string, kind: string): Promise<Kind | undefined>;
  /** All matching objects, page by page, each with its apiVersion and kind. */
  list<T extends StoredObject = KubeObject>(kind: Kind, options?: ListOptions): Promise<ListResult<T>>;
  /** The object exists afterwards as returned; with `subresource` the body goes there (an Eviction). */
  create<T extends StoredObject = KubeObject>(kind: Kind, object: T | NewObject, options?: WriteOptions): Promise<T>;
  /** The patch (default: merge) is applied; put preconditions into `body.metadata.{uid,resourceVersion}`. */
  patch<T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, body: object, options?: PatchOptions): Promise<T>;
  /** The object is replaced; with its resourceVersion only if nobody else wrote meanwhile. */
  update<T extends StoredObject = KubeObject>(kind: Kind, object: T, options?: WriteOptions): Promise<T>;
  /** Deletion is accepted by the server; finalizers may still hold the object. */
  delete(kind: Kind, key: ObjectKey, options?: DeleteOptions): Promise<void>;
}

/** The key under which an object is stored. */
export function keyOf(object: { metadata: { namespace?: string; name: string } }): ObjectKey {
  const { namespace, name } = object.metadata;
  return namespace === undefined ? { name } : { namespace, name };
}

/** Where an object of the kind is addressed: a namespace that comes with a cluster-scoped one counts for nothing. */
export function keyFor({ namespaced }: Kind, { namespace, name }: ObjectKey): ObjectKey {
  return namespaced ? { namespace, name } : { name };
}

/** `namespace/name`, or the name alone for cluster-scoped objects. */
export function formatKey(key: ObjectKey): string {
  return key.namespace === undefined ? key.name : `${key.namespace}/${key.name}`;
}

/** The inverse of formatKey. */
export function parseKey(text: string): ObjectKey {
  const slash = text.indexOf('/');
  return slash < 0 ? { name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

/** The namespace in a key that formatKey made; empty for a cluster-scoped object. */
export function namespaceOfKey(text: string): string {
  return parseKey(text).namespace ?? '';
}
