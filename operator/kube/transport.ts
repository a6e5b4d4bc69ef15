import type {
  DeleteOptions,
  GetOptions,
  KubeClient,
  KubeObject,
  ListOptions,
  ListResult,
  NewObject,
  ObjectKey,
  PatchOptions,
  StoredObject,
  WriteOptions,
} from './client.ts';
import { keyOf } from './client.ts';
import { isExpired, isKindNotInstalled, isNotFound } from './errors.ts';
import { Exchange, type Call, type ExchangeOptions } from './exchange.ts';
import { groupOf, type Kind } from './kinds.ts';
import { objectPath, pathOf } from './path.ts';
import { ServedVersions } from './served-versions.ts';

/** What a watch is opened with. */
export interface WatchOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly resourceVersion: string;
  readonly timeoutSeconds: number;
}

/** Where watch streams come from. */
export interface WatchSource {
  /** The raw bytes of the stream; errors before the first byte are thrown as by every call. */
  watch(kind: Kind, options: WatchOptions, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}

interface RawResources {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

interface RawList {
  items?: unknown[] | null;
  metadata?: { resourceVersion?: string; continue?: string };
}

const pageSize = 500;
const fieldManager = 'coordination-engine';
const strict = { fieldManager, fieldValidation: 'Strict' };
const metadataList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;q=0.9';
const patchTypes = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml', // JSON is YAML
} as const;

const asOwner = { fieldManager: 'coordination-engine', force: 'true' };

/**
 * The API server over the shared pool: every call within its deadline and for the kind in a version that is served, writes validated
 * strictly, answers without managedFields.
 */
export class Transport implements KubeClient, WatchSource {
  readonly #exchange: Exchange;
  readonly #versions = new ServedVersions();

  constructor(options: ExchangeOptions) {
    this.#exchange = new Exchange(options);
  }

  async get<T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, options: GetOptions = {}): Promise<T | undefined> {
    const accept = options.managedFields ? 'application/json' : undefined;
    const call = (at: Kind): Call => {
      const path = objectPath(at, key, options.subresource);
      return { verb: 'get', method: 'GET', resource: kind.plural, path, accept, options };
    };
    try {
      return await this.#send(kind, call, options.managedFields ? (raw) => raw as T : stored<T>);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async served(apiVersion: string, kind: string): Promise<Kind | undefined> {
    for (const version of this.#versions.of(apiVersion)) {
      const found = await this.#discover(version, kind);
      if (found) return found;
    }
    return undefined;
  }

  async list<T extends StoredObject = KubeObject>(kind: Kind, options: ListOptions = {}): Promise<ListResult<T>> {
    return this.#versions.use(kind, (at) => this.#whole<T>(at, options));
  }

  async create<T extends StoredObject = KubeObject>(kind: Kind, object: T | NewObject, options: WriteOptions = {}): Promise<T> {
    const { subresource, dryRun } = options;
    const key = options.key ?? { namespace: object.metadata.namespace, name: object.metadata.name ?? '' };
    const query = { ...strict, ...dryRunQuery(dryRun) };
    const call = (at: Kind): Call => {
      const path = subresource === undefined ? pathOf(at, { namespace: key.namespace }) : objectPath(at, key, subresource);
      const body = { apiVersion: at.apiVersion, kind: kind.kind, ...object };
      return { verb: 'create', method: 'POST', resource: resourceOf(kind, subresource), path, query, body, options };
    };
    return this.#send(kind, call, stored<T>);
  }

  async patch<T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, body: object, options: PatchOptions = {}): Promise<T> {
    const { subresource, dryRun, type = 'merge', as } = options;
    const query = { ...strict, ...dryRunQuery(dryRun), ...(type === 'apply' && (as === undefined ? asOwner : { fieldManager: as })) };
    const contentType = patchTypes[type];
    const call = (at: Kind): Call => {
      const path = objectPath(at, key, subresource);
      return { verb: 'patch', method: 'PATCH', resource: resourceOf(kind, subresource), path, query, body, contentType, options };
    };
    return this.#send(kind, call, stored<T>);
  }

  async update<T extends StoredObject = KubeObject>(kind: Kind, object: T, options: WriteOptions = {}): Promise<T> {
    const { subresource, dryRun } = options;
    const query = { ...strict, ...dryRunQuery(dryRun) };
    const call = (at: Kind): Call => {
      const path = objectPath(at, options.key ?? keyOf(object), subresource);
      return { verb: 'update', method: 'PUT', resource: resourceOf(kind, subresource), path, query, body: object, options };
    };
    return this.#send(kind, call, stored<T>);
  }

  async delete(kind: Kind, key: ObjectKey, options: DeleteOptions = {}): Promise<void> {
    const { uid, resourceVersion, propagation, dryRun } = options;
    const preconditions = uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: propagation,
      preconditions,
      dryRun: dryRun ? ['All'] : undefined,
    };
    // With a body the server does not look at the query, but whoever reads its audit log does.
    const query = dryRunQuery(dryRun);
    const call = (at: Kind): Call => {
      return { verb: 'delete', method: 'DELETE', resource: kind.plural, path: objectPath(at, key), query, body, options };
    };
    await this.#send(kind, call, () => undefined);
  }

  async watch(kind: Kind, options: WatchOptions, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const { namespace, timeoutSeconds, ...selection } = options;
    const query = { ...selection, watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(timeoutSeconds) };
    const path = pathOf(kind, { namespace });
    return this.#exchange.open({ verb: 'watch', method: 'GET', resource: kind.plural, path, query, options: {} }, signal);
  }

  /** One exchange about the kind, and what `read` makes of its answer. */
  #send<R>(kind: Kind, callAt: (at: Kind) => Call, read: (raw: unknown, at: Kind) => R): Promise<R> {
    return this.#versions.use(kind, async (at) => read(await this.#exchange.send(callAt(at)), at));
  }

  async #discover(apiVersion: string, kind: string): Promise<Kind | undefined> {
    const path = `${groupOf(apiVersion) === '' ? '/api' : '/apis'}/${apiVersion.split('/').map(encodeURIComponent).join('/')}`;
    try {
      const answer = (await this.#exchange.send({
        verb: 'get',
        method: 'GET',
        resource: 'apiresources',
        path,
        options: {},
      })) as RawResources;
      const found = answer.resources?.find((one) => one.kind === kind && !one.name.includes('/')); // with a slash: a subresource
      return found && { apiVersion, kind, plural: found.name, namespaced: found.namespaced };
    } catch (error) {
      if (isKindNotInstalled(error)) return undefined;
      throw error;
    }
  }

  async #whole<T extends StoredObject>(kind: Kind, options: ListOptions): Promise<ListResult<T>> {
    try {
      return await this.#pages<T>(kind, options);
    } catch (error) {
      if (!isExpired(error)) throw error;
      return itemsOf<T>(await this.#page(kind, options, {}), kind); // the server no longer knows where to go on: all of it at once
    }
  }

  async #pages<T extends StoredObject>(kind: Kind, options: ListOptions): Promise<ListResult<T>> {
    const { limit = Infinity, resourceVersion, resourceVersionMatch } = options;
    const whole = resourceVersion === '0' && options.limit === undefined; // from the server's memory all at once is cheaper than in pages
    const size = whole ? {} : { limit: String(Math.min(limit, pageSize)) };
    const items: T[] = [];
    for (let from: Record<string, string | undefined> = { resourceVersion, resourceVersionMatch }; ;) {
      const page = await this.#page(kind, options, { ...from, ...size });
      const read = itemsOf<T>(page, kind);
      for (const item of read.items) items.push(item);
      from = { continue: page.metadata?.continue };
      if (!from.continue || items.length >= limit) return { ...read, items: items.slice(0, limit) };
    }
  }

  async #page(kind: Kind, options: ListOptions, version: Record<string, string | undefined>): Promise<RawList> {
    const { namespace, labelSelector, fieldSelector, metadataOnly } = options;
    const query = { labelSelector, fieldSelector, ...version };
    const accept = metadataOnly ? metadataList : undefined;
    const path = pathOf(kind, { namespace });
    return (await this.#exchange.send({ verb: 'list', method: 'GET', resource: kind.plural, path, query, accept, options })) as RawList;
  }
}

/** A list of metadata only has null for its items where there are none. */
function itemsOf<T extends StoredObject>({ items, metadata }: RawList, kind: Kind): ListResult<T> {
  return { items: (items ?? []).map((item) => stored<T>(item, kind)), resourceVersion: metadata?.resourceVersion ?? '' };
}

function resourceOf(kind: Kind, subresource: string | undefined): string {
  return subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
}

function dryRunQuery(dryRun: boolean | undefined) {
  return { dryRun: dryRun ? 'All' : undefined };
}

/** An answer enters the process here: items of a list get the type that the server leaves out, and nobody needs managedFields. */
function stored<T extends StoredObject>(raw: unknown, kind: Kind): T {
  const object = raw as T;
  if (!object.kind || object.kind === 'PartialObjectMetadata') Object.assign(object, { apiVersion: kind.apiVersion, kind: kind.kind });
  if (object.metadata && 'managedFields' in object.metadata) delete object.metadata.managedFields;
  return object;
}
