import type { Target } from '../api/generated/types.ts';
import type { Resource } from '../api/resource.ts';
import { keys } from '../api/resource.ts';
import { applicationOf, trackingAnnotation } from '../domain/execution/tracking-id.ts';
import type { ObjectKey } from '../kube/client.ts';
import { findKind, groupOf, kinds } from '../kube/kinds.ts';
import type { OperationContext } from './operation.ts';

/** Where Argo CD keeps its Applications unless the tracking id says otherwise: upstream, and on OpenShift. */
const usualNamespaces = ['argocd', 'openshift-gitops'];

export interface ArgoOperation {
  readonly info?: readonly { readonly name?: string; readonly value?: string }[];
}

/** What Argo CD did last, or is doing. */
export interface OperationState {
  readonly phase?: string;
  readonly message?: string;
  readonly operation?: ArgoOperation;
  readonly syncResult?: { readonly revision?: string };
}

/** A row that Argo CD adds after each sync of the whole Application that succeeded, and keeps when the next operation replaces the last. */
export interface SyncedRevision {
  readonly revision?: string;
  readonly initiatedBy?: { readonly username?: string };
}

/** An object that Argo CD found in what the Application is made of. */
interface ManagedResource {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** What the operations read of an Argo CD Application. */
export type Application = Resource<
  {
    readonly syncPolicy?: {
      readonly automated?: { readonly enabled?: boolean };
      readonly syncOptions?: readonly string[];
      readonly retry?: unknown;
    };
  },
  {
    readonly sync?: { readonly revision?: string };
    readonly history?: readonly SyncedRevision[];
    readonly operationState?: OperationState;
    readonly resources?: readonly ManagedResource[];
  }
> & { readonly operation?: ArgoOperation };

/** The Application that is the target, or that the target belongs to; undefined when none is known. */
export async function findApplication(context: OperationContext): Promise<Application | undefined> {
  const { client, target, object } = context;
  if (findKind(target.apiVersion, target.kind) === kinds.Application) return object && (object as unknown as Application);
  const tracked = applicationOf(object?.metadata.annotations?.[trackingAnnotation], target);
  if (!tracked) return undefined;
  const namespaces = tracked.namespace === undefined ? usualNamespaces : [tracked.namespace];
  for (const namespace of namespaces) {
    const found = await client.get<Application>(kinds.Application, { namespace, name: tracked.name });
    if (found) return found;
  }
  return undefined;
}

/**
 * Whether Argo CD itself counts the target to the Application. The tracking id on the target proves nothing: whoever may write the target
 * could name any Application there and have the engine sync it.
 */
export function manages({ status }: Application, target: Target): boolean {
  const [group, { kind, namespace = '', name }] = [groupOf(target.apiVersion), target];
  return (status?.resources ?? []).some((one) => {
    return (one.group ?? '') === group && one.kind === kind && (one.namespace ?? '') === namespace && one.name === name;
  });
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

/** What the Application was last synced to; undefined when it never was. */
export function lastRevision({ status }: Application): string | undefined {
  return status?.history?.at(-1)?.revision ?? status?.sync?.revision;
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
