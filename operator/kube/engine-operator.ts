import { readFile } from 'node:fs/promises';
import { CoreV1Api, type KubernetesObject, type V1CustomResourceDefinitionVersion } from '@kubernetes/client-node';
import operatorModule, { ResourceEventType, ResourceMetaImpl, type ResourceEvent, type ResourceMeta } from '@dot-i/k8s-operator';
import { parse } from 'yaml';
import { type KubeClient, type KubeObject, type ObjectKey, type StoredObject } from './client.ts';
import type { Change } from './cache.ts';
import { isAlreadyExists, Terminal, unless } from './errors.ts';
import { kinds, type Kind } from './kinds.ts';
import type { PooledKubeConfig } from './kubeconfig.ts';
import type { Log } from './log.ts';
import { pathOf } from './path.ts';
import { ListWatch, type ListWatchOptions } from './watch.ts';
import type { WatchScope } from './watch-options.ts';

/** Hands each added key to `handle`, one at a time per key, and again after a while when it rejects. */
export type Drive = (name: string, handle: (key: string) => Promise<void>) => { add(key: string): void; stop(): Promise<void> };

export interface EngineOperatorOptions {
  readonly kubeConfig: PooledKubeConfig;
  /** Where lists and watches come from. */
  readonly source: ListWatchOptions['client'];
  /** Where writes go. */
  readonly client: KubeClient;
  readonly drive: Drive;
  readonly log: Log;
  /** For every list-watch made here. */
  readonly watching?: Pick<ListWatchOptions, 'timing' | 'clock' | 'metrics' | 'random'>;
}

interface CustomResourceDefinition {
  apiVersion?: string;
  metadata: { name: string };
  spec: { group: string; versions: V1CustomResourceDefinitionVersion[]; names: { plural: string } };
}

/**
 * The operator framework's base class on our runtime: what watches, writes or ends in it is replaced, so that no broken stream and no stop can
 * exit the process and no failed write is swallowed. Its start, init, events and finalizer protocol are used as they are. A delete action runs
 * again when removing the finalizer fails, so it has to bear that.
 */
export abstract class EngineOperator extends operatorModule.default {
  readonly #options: EngineOperatorOptions;
  readonly #watches = new Map<string, ListWatch>();
  readonly #kinds = new Map<string, Kind>();
  readonly #driven: { stop(): Promise<void> }[] = [];
  #started = false;

  constructor(options: EngineOperatorOptions) {
    super(options.log);
    this.#options = options;
    this.kubeConfig = options.kubeConfig;
    this.k8sApi = options.kubeConfig.makeApiClient(CoreV1Api);
  }

  /** Every list-watch that runs, for readiness. */
  get watches(): readonly ListWatch[] {
    return [...this.#watches.values()];
  }

  /** The caches of all kinds watched so far are filled. */
  async synced(): Promise<void> {
    await Promise.all(this.watches.map((watch) => watch.synced));
  }

  /** init has run, and every list-watch asked for so far or later is running. */
  override async start(): Promise<void> {
    this.#started = true;
    await super.start();
    for (const watch of this.watches) watch.start();
  }

  /** Nothing is watched or handled any more; what was being handled has been finished. */
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the base class fires and forgets; a caller of ours can wait
  override async stop(): Promise<void> {
    this.#started = false;
    await Promise.all(this.#driven.map((driven) => driven.stop()));
    await Promise.all(this.watches.map((watch) => watch.stop()));
  }

  /** The one list-watch of this kind (in this namespace, with these labels and fields), for everyone who needs its cache; it runs once start was called. */
  listWatch<T extends StoredObject = KubeObject>(
    kind: Kind,
    namespace?: string,
    labelSelector?: string,
    fieldSelector?: string,
  ): ListWatch<T> {
    const id = `${kind.plural}.${kind.apiVersion}/${namespace ?? ''}/${labelSelector ?? ''}/${fieldSelector ?? ''}`;
    const { source: client, log, watching } = this.#options;
    const watch = this.#watches.get(id) ?? new ListWatch({ ...watching, kind, client, log, namespace, labelSelector, fieldSelector });
    this.#watches.set(id, watch);
    if (this.#started) watch.start();
    return watch as unknown as ListWatch<T>;
  }

  /** A list-watch that whoever asks for it starts and stops; what it cannot watch does not keep this process from being ready. */
  optionalWatch<T extends StoredObject = KubeObject>(kind: Kind, scope: WatchScope = {}): ListWatch<T> {
    const { source: client, log, watching } = this.#options;
    return new ListWatch<T>({ ...watching, ...scope, kind, client, log });
  }

  /** Each change of a resource reaches `onEvent`, the latest state once more whenever it rejects; several changes may arrive as one. */
  // eslint-disable-next-line max-params -- the base class decides the signature
  protected override async watchResource(
    group: string,
    version: string,
    plural: string,
    onEvent: (event: ResourceEvent) => Promise<void>,
    namespace?: string,
  ): Promise<void> {
    const kind = kindOf(group, version, plural);
    this.#kinds.set(`${plural}.${kind.apiVersion}`, kind);
    const { cache } = this.listWatch(kind, namespace);
    const delivered = new Set<string>();
    const deleted = new Map<string, KubeObject>();
    const driven = this.#options.drive(plural, async (uid) => {
      const object = cache.getByUid(uid) ?? deleted.get(uid);
      if (!object) return;
      const gone = deleted.has(uid);
      await onEvent(eventOf(plural, object, typeOf({ gone, known: delivered.has(uid) })));
      if (!gone) delivered.add(uid);
      else if (deleted.delete(uid)) delivered.delete(uid);
    });
    this.#driven.push(driven);
    const tell = ({ kind: change, object }: Pick<Change<KubeObject>, 'kind' | 'object'>) => {
      if (change === 'deleted') deleted.set(object.metadata.uid, object);
      else deleted.delete(object.metadata.uid);
      driven.add(object.metadata.uid);
    };
    cache.onChange(tell);
    for (const object of cache.list()) tell({ kind: 'added', object });
    return Promise.resolve();
  }

  /** The status is replaced if the object still is at the version of `meta`; throws when it could not be stored. */
  protected override async setResourceStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta | null> {
    const { client } = this.#options;
    const kind = this.#kindOf(meta);
    const object = await client.get(kind, keyFrom(meta));
    if (!object) throw new Terminal({ code: 404, reason: 'NotFound', message: `${meta.id} "${meta.name}" does not exist` });
    object.metadata.resourceVersion = meta.resourceVersion;
    return this.#stored(meta, await client.update(kind, { ...object, status }, { subresource: 'status' }));
  }

  /** The status is merged if the object still is at the version of `meta`; throws when it could not be stored. */
  protected override async patchResourceStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta | null> {
    const body = { metadata: { resourceVersion: meta.resourceVersion }, status };
    return this.#stored(meta, await this.#options.client.patch(this.#kindOf(meta), keyFrom(meta), body, { subresource: 'status' }));
  }

  /** Exactly these finalizers are set if the object still is at the version of `meta`; throws otherwise, so that none of another writer is lost. */
  protected override async setResourceFinalizers(meta: ResourceMeta, finalizers: string[]): Promise<void> {
    const body = { metadata: { resourceVersion: meta.resourceVersion, finalizers } };
    this.#stored(meta, await this.#options.client.patch(this.#kindOf(meta), keyFrom(meta), body));
  }

  /** The definition exists; one that was there before is left as it is. */
  protected override async registerCustomResourceDefinition(crdFile: string) {
    const crd = parse(await readFile(crdFile, 'utf8')) as CustomResourceDefinition;
    if (!crd.apiVersion?.startsWith('apiextensions.k8s.io/')) throw new TypeError(`${crdFile} is no CustomResourceDefinition`);
    await this.#options.client.create(kinds.CustomResourceDefinition, { ...crd }).catch(unless(isAlreadyExists));
    const { group, versions, names } = crd.spec;
    return { group, versions, plural: names.plural };
  }

  protected override getCustomResourceApiUri(group: string, version: string, plural: string, namespace?: string): string {
    return `${this.kubeConfig.getCurrentCluster()?.server}${pathOf(kindOf(group, version, plural), { namespace })}`;
  }

  /** Our own write enters the cache at once: the watch's echo is no news, and the key is handled again without waiting for it. */
  #stored(meta: ResourceMeta, object: KubeObject): ResourceMeta {
    for (const watch of this.watches) if (`${watch.kind.plural}.${watch.kind.apiVersion}` === meta.id) watch.cache.upsert(object);
    return ResourceMetaImpl.createWithId(meta.id, kubernetesObject(object));
  }

  #kindOf(meta: ResourceMeta): Kind {
    const kind = this.#kinds.get(meta.id);
    if (!kind) throw new TypeError(`${meta.id} is not watched`);
    return { ...kind, namespaced: meta.namespace !== undefined };
  }
}

function kindOf(group: string, version: string, plural: string): Kind {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const known = Object.values<Kind>(kinds).find((kind) => kind.plural === plural && kind.apiVersion === apiVersion);
  return known ?? { apiVersion, kind: plural, plural, namespaced: true };
}

function keyFrom({ namespace, name }: ResourceMeta): ObjectKey {
  return namespace === undefined ? { name } : { namespace, name };
}

function typeOf({ gone, known }: { gone: boolean; known: boolean }): ResourceEventType {
  if (gone) return ResourceEventType.Deleted;
  return known ? ResourceEventType.Modified : ResourceEventType.Added;
}

function eventOf(plural: string, stored: KubeObject, type: ResourceEventType): ResourceEvent {
  const object = kubernetesObject(stored);
  return { meta: ResourceMetaImpl.createWithPlural(plural, object), type, object };
}

/** A copy as deep as the base class writes into it. */
function kubernetesObject(object: KubeObject): KubernetesObject {
  const { creationTimestamp, deletionTimestamp, finalizers, ...metadata } = object.metadata;
  const dates = {
    creationTimestamp: new Date(creationTimestamp),
    deletionTimestamp: deletionTimestamp ? new Date(deletionTimestamp) : undefined,
  };
  return { ...object, metadata: { ...metadata, ...dates, finalizers: finalizers && [...finalizers] } };
}
