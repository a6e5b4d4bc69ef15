import type { Target } from '../api/generated/types.ts';
import type { Resource } from '../api/resource.ts';
import { keys } from '../api/resource.ts';
import { applicationMarkedOn } from '../domain/execution/tracking-id.ts';
import type { KubeClient, ObjectKey, StoredObject } from '../kube/client.ts';
import { isKindNotInstalled, unless } from '../kube/errors.ts';
import { groupOf, kinds } from '../kube/kinds.ts';
import type { OperationContext } from './operation.ts';

export interface ArgoOperation {
  readonly info?: readonly { readonly name?: string; readonly value?: string }[];
}

/** What Argo CD did last, or is doing. */
export interface OperationState {
  readonly phase?: string;
  readonly message?: string;
  readonly operation?: ArgoOperation;
  readonly syncResult?: SyncedTo & { readonly resources?: readonly unknown[] };
}

/** The revision of the one source, or one of each of several. */
interface SyncedTo {
  readonly revision?: string;
  readonly revisions?: readonly string[];
}

/** A row that Argo CD adds after each sync of the whole Application that succeeded, and keeps when the next operation replaces the last. */
export interface SyncedRevision extends SyncedTo {
  readonly id?: number;
  readonly source?: unknown;
  readonly sources?: readonly unknown[];
  readonly initiatedBy?: { readonly username?: string };
}

/** An object that Argo CD found in what the Application is made of. */
interface ManagedResource {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** It carries the Application's mark, but git knows nothing of it. */
  readonly requiresPruning?: boolean;
}

/** What the engine reads of an Argo CD Application. */
export type Application = Resource<
  {
    readonly project?: string;
    readonly destination?: { readonly name?: string; readonly server?: string; readonly namespace?: string };
    readonly sources?: readonly unknown[];
    readonly syncPolicy?: {
      readonly automated?: { readonly enabled?: boolean };
      readonly syncOptions?: readonly string[];
      readonly retry?: unknown;
    };
  },
  {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly history?: readonly SyncedRevision[];
    readonly operationState?: OperationState;
    readonly resources?: readonly ManagedResource[];
  }
> & { readonly operation?: ArgoOperation };

/** What Argo CD's mark on an object leads to. */
export interface Tracked {
  /** The Application that counts the object among its resources. */
  readonly manager?: Application;
  /** One that is named, but does not. */
  readonly stranger?: Application;
}

/**
 * Live: the Application that manages the object, wherever Argo CD keeps it. The mark alone proves nothing: whoever may write the object
 * could name any Application there, and Argo CD lists it then as one to prune. Throws KindNotInstalled without Argo CD.
 */
export async function findApplication(client: KubeClient, target: Target, object: StoredObject | undefined): Promise<Tracked> {
  const tracked = applicationMarkedOn(object?.metadata ?? {}, target);
  if (!tracked) return {};
  const { namespace, name } = tracked;
  const { items } = await client.list<Application>(kinds.Application, { namespace, fieldSelector: `metadata.name=${name}` });
  const manager = items.find((application) => manages(application, target));
  return manager ? { manager } : { stranger: items[0] };
}

/** Live: the Application that manages the object; undefined when there is none, or no Argo CD. */
export async function managerOf(client: KubeClient, target: Target, object: StoredObject | undefined): Promise<Application | undefined> {
  const tracked = await findApplication(client, target, object).catch(unless(isKindNotInstalled));
  return tracked?.manager;
}

function manages({ status }: Application, target: Target): boolean {
  const [group, { kind, namespace = '', name }] = [groupOf(target.apiVersion), target];
  return (status?.resources ?? []).some((one) => {
    const same = (one.group ?? '') === group && one.kind === kind && (one.namespace ?? '') === namespace && one.name === name;
    return same && !one.requiresPruning;
  });
}

/** Its name in `by` and in messages: Application/namespace/name. */
export function nameOf({ metadata }: Application): string {
  return `Application/${metadata.namespace}/${metadata.name}`;
}

/** Whether the operation was asked for with this token. */
export function carries(operation: ArgoOperation | undefined, token: string): boolean {
  return operation?.info?.some(({ name, value }) => name === keys.token && value === token) ?? false;
}

/** For whom Argo CD is asked; the token is in it because the history of syncs keeps nothing else of what was asked for. */
export function initiatorOf(token: string): string {
  return `coordination-engine/${token}`;
}

/** The successful sync that was asked for with this token, if Argo CD still has it in its history. */
export function syncedFor({ status }: Application, token: string): SyncedRevision | undefined {
  return status?.history?.find(({ initiatedBy }) => initiatedBy?.username === initiatorOf(token));
}

/** Whether Argo CD is at work on the Application, or about to be. */
export function isOperating({ operation, status }: Application): boolean {
  return operation !== undefined || ['Running', 'Terminating'].includes(status?.operationState?.phase ?? '');
}

/** The row of the last sync; undefined when there never was one. */
export function lastSync({ status }: Application): SyncedRevision | undefined {
  return status?.history?.at(-1);
}

/** The revision in words; undefined of none. Several sources have one each. */
export function revisionOf(synced: SyncedTo | undefined): string | undefined {
  return synced?.revision || synced?.revisions?.join(', ') || undefined;
}

/** Whether Argo CD syncs it by itself, and so would sync an older revision forward again. */
export function isAutomated({ spec }: Application): boolean {
  const automated = spec.syncPolicy?.automated;
  return automated !== undefined && automated.enabled !== false;
}

/** Where the Application is, from what was recorded at the inspection. */
export function applicationKey({ before }: OperationContext): ObjectKey {
  return { namespace: String(before['applicationNamespace']), name: String(before['application']) };
}
