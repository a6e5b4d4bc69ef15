import { formatKey, keyOf, parseKey } from '../kube/client.ts';
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
} from '../kube/client.ts';
import { Conflict, Terminal } from '../kube/errors.ts';
import { wordsOf, type Right } from '../api/right.ts';
import { rightsOn } from '../kube/access.ts';
import { findKind, kinds, type Kind } from '../kube/kinds.ts';
import { mergePatch, sameJson, strategicMerge } from './merge-patch.ts';
import { matchesFields, matchesLabels } from './selectors.ts';

/** One call as the fake cluster saw it, before it decided. */
export interface FakeCall {
  readonly verb: 'get' | 'list' | 'discover' | 'create' | 'patch' | 'update' | 'delete';
  /** `Node` or `Pod/eviction`. */
  readonly what: string;
  readonly key?: string;
  readonly body?: object;
  readonly options?: object;
}

export interface FakeClusterOptions {
  /** What is there at the start. */
  readonly objects?: readonly (NewObject | StoredObject)[];
  /** `patch Node`, `create Pod/eviction`, `get *`, `* *`; default: every read and no write. */
  readonly allow?: readonly string[];
  /** Kinds whose API is not installed. */
  readonly missing?: readonly Kind[];
  /** Rights that the engine does not have, in the words of kube/access.ts: `patch nodes`, `create pods/eviction in shop`. */
  readonly denied?: readonly string[];
  /** Custom kinds that are served beside the known ones. */
  readonly served?: readonly Kind[];
}

interface AccessReview {
  readonly spec: { readonly resourceAttributes: Right & { readonly subresource?: string } };
}

type Body = KubeObject & { spec?: unknown; status?: unknown };

/**
 * An API server in memory for tests of the shell: resourceVersions, uids, preconditions, finalizers and the status subresource behave as
 * the real ones; a call that the test did not allow throws, and is kept in `unexpected` in case the code under test swallows it.
 */
export class FakeCluster implements KubeClient {
  readonly calls: FakeCall[] = [];
  /** The right that each of the calls needed. */
  readonly used: Right[] = [];
  readonly unexpected: string[] = [];
  readonly #allow: readonly string[];
  readonly #missing: Set<Kind>;
  readonly #kinds: readonly Kind[];
  readonly #denied: readonly string[];
  readonly #objects = new Map<string, Body>();
  readonly #failures: { match: string; error: Error }[] = [];
  #revision = 100;

  constructor(options: FakeClusterOptions = {}) {
    this.#allow = options.allow ?? ['get *', 'list *'];
    this.#missing = new Set(options.missing);
    this.#kinds = options.served ?? [];
    this.#denied = options.denied ?? [];
    for (const object of options.objects ?? []) this.put(object);
  }

  /** Stores an object as another actor would, status included, whatever is there; returns it as stored. */
  put(object: NewObject | StoredObject): KubeObject {
    const custom = this.#kinds.find((one) => one.apiVersion === object.apiVersion && one.kind === object.kind);
    const kind = findKind(object.apiVersion ?? '', object.kind ?? '') ?? custom;
    if (!kind) throw new Error(`the fake cluster does not know ${object.apiVersion}/${object.kind}`);
    const name = object.metadata.name ?? `${'generateName' in object.metadata ? object.metadata.generateName : ''}${this.#revision}`;
    const before = this.#objects.get(id(kind, { namespace: object.metadata.namespace, name }));
    const metadata = {
      uid: before?.metadata.uid ?? `uid-${name}-${this.#revision + 1}`,
      creationTimestamp: '2026-01-01T00:00:00Z',
      generation: 1,
    };
    return this.#store(kind, { ...object, metadata: { ...metadata, ...object.metadata, name } } as Body);
  }

  /** The stored object, without a call being recorded. */
  peek<T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey): T | undefined {
    return structuredClone(this.#objects.get(id(kind, key))) as T | undefined;
  }

  /** The object is gone, finalizers or not, as if another actor had removed it. */
  remove(kind: Kind, key: ObjectKey): void {
    this.#objects.delete(id(kind, key));
  }

  /** The API of the kind is installed from now on. */
  install(kind: Kind): void {
    this.#missing.delete(kind);
  }

  /** The next call that matches (`patch Node`) throws this instead of happening. */
  failNext(match: string, error: Error): void {
    this.#failures.push({ match, error });
  }

  async get<T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, options: GetOptions = {}): Promise<T | undefined> {
    await this.#enter({ verb: 'get', what: what(kind, options), key: formatKey(key), options }, kind);
    return this.peek<T>(kind, key);
  }

  async served(apiVersion: string, kind: string): Promise<Kind | undefined> {
    const known = [...Object.values(kinds), ...this.#kinds].find((one) => one.apiVersion === apiVersion && one.kind === kind);
    this.calls.push({ verb: 'discover', what: kind });
    return Promise.resolve(known && !this.#missing.has(known) ? known : undefined);
  }

  async list<T extends StoredObject = KubeObject>(kind: Kind, options: ListOptions = {}): Promise<ListResult<T>> {
    await this.#enter({ verb: 'list', what: kind.kind, options }, kind);
    const items = [...this.#objects.entries()]
      .filter(([key]) => key.startsWith(`${prefix(kind)}${options.namespace === undefined ? '' : `${options.namespace}/`}`))
      .map(([, object]) => object)
      .filter((object) => matchesLabels(object, options.labelSelector) && matchesFields(object, options.fieldSelector))
      .slice(0, options.limit);
    return { items: structuredClone(items) as unknown as T[], resourceVersion: String(this.#revision) };
  }

  async create<T extends StoredObject = KubeObject>(kind: Kind, object: T | NewObject, options: WriteOptions = {}): Promise<T> {
    const answered = this.#answered(kind, object);
    if (answered) return answered as unknown as T;
    const key = options.key ?? { namespace: object.metadata.namespace, name: object.metadata.name ?? '' };
    await this.#enter({ verb: 'create', what: what(kind, options), key: formatKey(key), body: structuredClone(object), options }, kind);
    const answer = this.#createdBelow(kind, key, { object, options });
    if (answer) return answer as unknown as T;
    if (this.#objects.has(id(kind, key))) throw this.#error(409, 'AlreadyExists', kind, key);
    if (options.dryRun) return structuredClone(object) as unknown as T;
    const { status, ...rest } = structuredClone(object) as Body;
    const metadata = { ...rest.metadata, uid: undefined, resourceVersion: undefined };
    const stored = kind.apiVersion.startsWith('coordination.selfheal') || status === undefined ? rest : { ...rest, status };
    return this.put({ ...stored, apiVersion: kind.apiVersion, kind: kind.kind, metadata: withoutUndefined(metadata) }) as unknown as T;
  }

  async patch<T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, body: object, options: PatchOptions = {}): Promise<T> {
    await this.#enter({ verb: 'patch', what: what(kind, options), key: formatKey(key), body: structuredClone(body), options }, kind);
    if (options.type === 'json') throw new Error('the fake cluster applies no JSON patches');
    if (options.type === 'apply' && !this.#objects.has(id(kind, key))) return this.put(body as StoredObject) as unknown as T;
    const before = this.#existing(kind, key);
    const after = (options.type === 'strategic' ? strategicMerge : mergePatch)(before, body) as Body;
    if (options.dryRun) {
      this.#precondition(kind, before, (body as Partial<Body>).metadata ?? {});
      return after as unknown as T;
    }
    return this.#write(kind, before, after, { given: body, subresource: options.subresource }) as unknown as T;
  }

  async update<T extends StoredObject = KubeObject>(kind: Kind, object: T, options: WriteOptions = {}): Promise<T> {
    const key = options.key ?? keyOf(object);
    await this.#enter({ verb: 'update', what: what(kind, options), key: formatKey(key), body: structuredClone(object), options }, kind);
    const given = structuredClone(object) as unknown as Body;
    if (options.dryRun) {
      this.#precondition(kind, this.#existing(kind, key), given.metadata);
      return given as unknown as T;
    }
    return this.#write(kind, this.#existing(kind, key), given, { given, subresource: options.subresource }) as unknown as T;
  }

  async delete(kind: Kind, key: ObjectKey, options: DeleteOptions = {}): Promise<void> {
    await this.#enter({ verb: 'delete', what: kind.kind, key: formatKey(key), options }, kind);
    const before = this.#existing(kind, key);
    this.#precondition(kind, before, options);
    if (options.dryRun) return;
    if (!before.metadata.finalizers?.length) this.#objects.delete(id(kind, key));
    else this.#store(kind, { ...before, metadata: { ...before.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } });
  }

  #enter(call: FakeCall, kind: Kind): Promise<void> {
    this.calls.push(call);
    if (call.verb !== 'discover' && !isForOther(call)) this.used.push(...rightsOn(kind, [call.verb], placeOf(call)));
    const text = `${call.verb} ${call.what}`;
    const failure = this.#failures.findIndex(({ match }) => matches(match, call));
    if (failure >= 0) return Promise.reject(this.#failures.splice(failure, 1)[0]?.error ?? new Error(text));
    if (!this.#allow.some((pattern) => matches(pattern, call))) {
      this.unexpected.push(`${text} ${call.key ?? ''}`);
      return Promise.reject(new Error(`unexpected call: ${text} ${call.key ?? ''}`));
    }
    if (this.#missing.has(kind)) {
      return Promise.reject(new Terminal({ code: 404, reason: 'KindNotInstalled', message: `the API of ${kind.kind} is not installed` }));
    }
    return Promise.resolve();
  }

  /** What is a question. As where an authorizer does not tell its rules, so that each right is asked for. */
  #answered(kind: Kind, object: object): object | undefined {
    if (kind === kinds.SelfSubjectAccessReview) return this.#review(object as AccessReview);
    if (kind !== kinds.SelfSubjectRulesReview) return undefined;
    this.calls.push({ verb: 'create', what: 'SelfSubjectRulesReview' });
    return { status: { resourceRules: [], incomplete: true } };
  }

  #review({ spec }: AccessReview): object {
    const { resource, subresource, ...rest } = spec.resourceAttributes;
    const right = { ...rest, resource: subresource === undefined ? resource : `${resource}/${subresource}` };
    this.calls.push({ verb: 'create', what: 'SelfSubjectAccessReview', key: wordsOf(right) });
    return { spec, status: { allowed: !this.#denied.includes(wordsOf(right)) } };
  }

  #createdBelow(kind: Kind, key: ObjectKey, { object, options }: { object: object; options: WriteOptions }): KubeObject | undefined {
    if (options.subresource === 'token') return this.#token(kind, key);
    return options.subresource === 'eviction' ? this.#evict(kind, key, { eviction: object, dryRun: options.dryRun }) : undefined;
  }

  #token(kind: Kind, key: ObjectKey): KubeObject {
    const { metadata } = this.#existing(kind, key);
    return { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata, status: { token: `token-of-${metadata.name}` } };
  }

  #evict(kind: Kind, key: ObjectKey, { eviction, dryRun }: { eviction: object; dryRun?: boolean }): KubeObject {
    const pod = this.#existing(kind, key);
    const { deleteOptions } = eviction as { deleteOptions?: { preconditions?: { uid?: string } } };
    this.#precondition(kind, pod, deleteOptions?.preconditions ?? {});
    if (!dryRun) this.#objects.delete(id(kind, key));
    return pod;
  }

  #write(kind: Kind, before: Body, after: Body, { given, subresource }: { given: Partial<Body>; subresource?: string }): KubeObject {
    this.#precondition(kind, before, given.metadata ?? {});
    const next = written(before, after, subresource);
    const { uid, creationTimestamp, generation = 1 } = before.metadata;
    const changedSpec = !sameJson({ ...before, metadata: null, status: null }, { ...next, metadata: null, status: null });
    next.metadata = { ...next.metadata, uid, creationTimestamp, resourceVersion: before.metadata.resourceVersion, generation };
    if (sameJson(before, next)) return structuredClone(before);
    next.metadata.generation = changedSpec ? generation + 1 : generation;
    const stored = this.#store(kind, next);
    if (stored.metadata.deletionTimestamp && !stored.metadata.finalizers?.length) this.#objects.delete(id(kind, keyOf(stored)));
    return stored;
  }

  #store(kind: Kind, object: Body): KubeObject {
    this.#revision += 1;
    const stored = structuredClone({ ...object, metadata: { ...object.metadata, resourceVersion: String(this.#revision) } });
    this.#objects.set(id(kind, keyOf(stored)), stored);
    return structuredClone(stored);
  }

  #existing(kind: Kind, key: ObjectKey): Body {
    const found = this.#objects.get(id(kind, key));
    if (!found) throw this.#error(404, 'NotFound', kind, key);
    return found;
  }

  #precondition(kind: Kind, before: Body, { uid, resourceVersion }: { uid?: string; resourceVersion?: string }): void {
    const { metadata } = before;
    if ((uid === undefined || uid === metadata.uid) && (resourceVersion === undefined || resourceVersion === metadata.resourceVersion))
      return;
    throw new Conflict({ code: 409, reason: 'Conflict', message: `${kind.plural} "${metadata.name}" was modified`, resource: kind.plural });
  }

  #error(code: number, reason: string, kind: Kind, key: ObjectKey): Terminal {
    const details = { name: key.name, kind: kind.plural };
    return new Terminal({ code, reason, details, resource: kind.plural, message: `${kind.plural} "${key.name}": ${reason}` });
  }
}

/** Whether a pattern such as `patch Node`, `get *` or `* Pod/eviction` covers the call. */
function matches(pattern: string, call: FakeCall): boolean {
  const [verb, target] = pattern.split(' ');
  return (verb === '*' || verb === call.verb) && (target === '*' || target === call.what);
}

/** Whether it is made as another ServiceAccount. */
function isForOther({ options = {} }: FakeCall): boolean {
  return (options as WriteOptions).token !== undefined;
}

/** Where a call goes, and to which subresource. */
function placeOf({ what: on, key, options = {} }: FakeCall): { namespace?: string; subresource?: string } {
  const [, subresource] = on.split('/');
  const namespace = key === undefined ? (options as ListOptions).namespace : parseKey(key).namespace;
  return { ...(namespace !== undefined && { namespace }), ...(subresource !== undefined && { subresource }) };
}

function what(kind: Kind, options: { subresource?: string }): string {
  return options.subresource === undefined ? kind.kind : `${kind.kind}/${options.subresource}`;
}

/** The object with only what the endpoint may change: the status, the replicas, or everything but the status. */
function written(before: Body, after: Body, subresource: string | undefined): Body {
  if (before.kind === 'Application') return after; // has no status subresource
  if (subresource === 'status') return { ...before, status: after.status };
  if (subresource !== 'scale') return { ...after, status: before.status };
  const { replicas } = after.spec as { replicas?: number };
  return { ...before, spec: { ...(before.spec as object), replicas } };
}

function prefix(kind: Kind): string {
  return `${kind.plural}.${kind.apiVersion}|`;
}

function id(kind: Kind, key: ObjectKey): string {
  return `${prefix(kind)}${formatKey(key)}`;
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
