import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { isFields, type Fields } from '../api/fields.ts';
import type { Cause } from '../domain/audit/cause.ts';
import { fieldChanges, type FieldChange } from '../domain/audit/field-changes.ts';
import {
  formatKey,
  keyOf,
  type GetOptions,
  type KubeClient,
  type MutationOptions,
  type NewObject,
  type ObjectKey,
  type PatchOptions,
  type StoredObject,
  type WriteOptions,
} from '../kube/client.ts';
import type { Clock } from '../kube/clock.ts';
import { KubeError, Transient } from '../kube/errors.ts';
import { engineApiVersion, groupOf, kinds, type Kind } from '../kube/kinds.ts';
import { mergeDiff } from '../kube/merge-diff.ts';
import type { AuditIntent, AuditOutcome, AuditTarget } from './audit-record.ts';
import type { AuditTrail } from './audit-trail.ts';

/** What an audited client is made of. */
export interface Auditing {
  readonly trail: AuditTrail;
  readonly why: () => Cause;
  readonly replica: string;
  readonly epoch: () => number;
  readonly systemNamespace: string;
  readonly clock: Clock;
}

/** An effect reads what it changes just before; a client that lives as long as the process reads much that it never changes. */
const mostRemembered = 256;

type Options = MutationOptions & { readonly dryRun?: boolean; readonly subresource?: string };

interface Write {
  readonly verb: AuditIntent['verb'];
  readonly kind: Kind;
  readonly key: ObjectKey;
  readonly uid: string | undefined;
  readonly options: Options;
  /** Asked for only where the write is recorded: most are on the engine's own objects. */
  readonly changes?: () => readonly FieldChange[];
}

/**
 * The client with every write on an object that is not the engine's own recorded: why and what before it is sent, what came of it
 * afterwards. The request carries the id of the record, which the API server takes for that of its own audit event.
 */
export function auditedClient(client: KubeClient, auditing: Auditing): KubeClient {
  const seen = new LRUCache<string, Fields>({ max: mostRemembered });
  const send = recorder(auditing);
  const before = (kind: Kind, key: ObjectKey): Fields | undefined => seen.get(idOf(kind, key));
  return {
    served: (apiVersion, kind) => client.served(apiVersion, kind),
    list: (kind, options) => client.list(kind, options),
    get: async <T extends StoredObject>(kind: Kind, key: ObjectKey, options?: GetOptions) => {
      const object = await client.get<T>(kind, key, options);
      if (object && kind.apiVersion !== engineApiVersion && options?.subresource === undefined) seen.set(idOf(kind, key), fieldsOf(object));
      return object;
    },
    create: async <T extends StoredObject>(kind: Kind, object: T | NewObject, options: WriteOptions = {}) => {
      const { namespace, name = '' } = object.metadata;
      const key = options.key ?? { namespace, name };
      return send({ verb: 'create', kind, key, uid: guardedUid(fieldsOf(object)), options }, (sent) =>
        client.create<T>(kind, object, { ...options, ...sent }),
      );
    },
    patch: async <T extends StoredObject>(kind: Kind, key: ObjectKey, body: object, options: PatchOptions = {}) => {
      const changes = () => fieldChanges(fieldsOf(body), before(kind, key));
      const uid = uidIn(body) ?? uidIn(before(kind, key));
      return send({ verb: 'patch', kind, key, uid, options, changes }, (sent) => client.patch<T>(kind, key, body, { ...options, ...sent }));
    },
    update: async <T extends StoredObject>(kind: Kind, object: T, options: WriteOptions = {}) => {
      const key = options.key ?? keyOf(object);
      const changes = () => changesByUpdate(fieldsOf(object), before(kind, key), options);
      return send({ verb: 'update', kind, key, uid: object.metadata.uid, options, changes }, (sent) =>
        client.update<T>(kind, object, { ...options, ...sent }),
      );
    },
    delete: async (kind, key, options = {}) =>
      send({ verb: 'delete', kind, key, uid: options.uid, options }, (sent) => client.delete(kind, key, { ...options, ...sent })),
  };
}

/** What makes a write with the record of it around it. */
function recorder(auditing: Auditing): <T>(write: Write, send: (sent: Pick<MutationOptions, 'auditID'>) => Promise<T>) => Promise<T> {
  const { trail, why, clock } = auditing;
  return async (write, send) => {
    if (write.options.dryRun || isOwn(auditing, write)) return send({});
    const cause = why();
    const line = lineOf(auditing, write);
    const time = (): string => clock.now().toISOString();
    await trail.before({ ...line, stage: 'intent', time: time(), ...cause, ...(write.changes && { changes: write.changes() }) });
    const tell = ({ target, ...end }: End): Promise<void> =>
      trail.after({
        ...line,
        ...(target && { target: { ...line.target, ...target } }),
        stage: 'outcome',
        time: time(),
        ...end,
        ...idsOf(cause),
      });
    try {
      const answer = await send({ auditID: line.auditID });
      await tell(committed(write, answer));
      return answer;
    } catch (error) {
      await tell(failed(error));
      throw error;
    }
  };
}

/** Objects that exist for the engine alone: its kinds, its Events, its questions, its tokens, and what it keeps in its own namespace. */
function isOwn({ systemNamespace }: Auditing, { kind, key, options }: Write): boolean {
  if (kind.apiVersion === engineApiVersion || kind === kinds.Event || options.subresource === 'token') return true;
  if (['authentication.k8s.io', 'authorization.k8s.io'].includes(groupOf(kind.apiVersion))) return true;
  return key.namespace === systemNamespace && ['ConfigMap', 'ControllerRevision', 'Lease'].includes(kind.kind);
}

function lineOf({ replica, epoch }: Auditing, { verb, kind, key, uid, options: { subresource } }: Write) {
  const target: AuditTarget = {
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    ...(subresource !== undefined && { subresource }),
    ...(key.namespace !== undefined && { namespace: key.namespace }),
    name: key.name,
    ...(uid !== undefined && { uid }),
  };
  return { kind: 'EffectAudit', auditID: randomUUID(), replica, epoch: epoch(), verb, target } as const;
}

type End = Pick<AuditOutcome, 'outcome' | 'code' | 'reason' | 'resourceVersion'> & { readonly target?: { readonly uid: string } };

/** The answer to a write on a subresource is of another kind than the object. */
function committed({ options }: Write, answer: unknown): End {
  const { uid, resourceVersion } = options.subresource === undefined ? metadataIn(answer) : {};
  return {
    outcome: 'committed',
    ...(typeof uid === 'string' && { target: { uid } }),
    ...(typeof resourceVersion === 'string' && { resourceVersion }),
  };
}

function failed(error: unknown): End {
  if (!(error instanceof KubeError)) return { outcome: 'unknown' };
  const outcome = error instanceof Transient && error.ambiguous ? 'unknown' : 'refused';
  return { outcome, ...(error.code !== undefined && { code: error.code }), reason: error.reason };
}

function idsOf({ direction, anomaly, plan, action, operation, step, token }: Cause): Omit<Cause, 'actor' | 'allowedBy'> {
  return { direction, anomaly, plan, action, operation, step, token };
}

/** Of a whole object only what it says is compared: what it is called it cannot change, and what the server counts it does not. */
function changesByUpdate({ metadata, spec }: Fields, seen: Fields | undefined, { subresource }: Options): FieldChange[] {
  if (!seen || subresource !== undefined) return fieldChanges({ spec }, seen);
  const said = ({ labels, annotations }: Fields): Fields => ({ labels, annotations });
  const whole = (meta: unknown, content: unknown): Fields => ({ metadata: said(isFields(meta) ? meta : {}), spec: content });
  const to = whole(metadata, spec);
  return fieldChanges(mergeDiff(whole(seen['metadata'], seen['spec']), to), seen);
}

const fieldsOf = (object: object): Fields => ({ ...object });

const idOf = ({ kind, apiVersion }: Kind, key: ObjectKey): string => `${apiVersion} ${kind} ${formatKey(key)}`;

function metadataIn(object: unknown): Fields {
  return isFields(object) && isFields(object['metadata']) ? object['metadata'] : {};
}

function uidIn(object: unknown): string | undefined {
  const { uid } = metadataIn(object);
  return typeof uid === 'string' ? uid : undefined;
}

/** An eviction is of exactly one pod. */
function guardedUid({ deleteOptions }: Fields): string | undefined {
  const preconditions = isFields(deleteOptions) ? deleteOptions['preconditions'] : undefined;
  const uid = isFields(preconditions) ? preconditions['uid'] : undefined;
  return typeof uid === 'string' ? uid : undefined;
}
