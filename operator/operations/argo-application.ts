import type { Resource } from '../api/resource.ts';
import { keys } from '../api/resource.ts';
import { applicationOf, trackingAnnotation } from '../domain/execution/tracking-id.ts';
import type { ObjectKey } from '../kube/client.ts';
import { findKind, kinds } from '../kube/kinds.ts';
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

/** What the operations read of an Argo CD Application. */
export type Application = Resource<
  { readonly syncPolicy?: { readonly automated?: unknown; readonly syncOptions?: readonly string[]; readonly retry?: unknown } },
  {
    readonly sync?: { readonly revision?: string };
    readonly history?: readonly { readonly revision?: string }[];
    readonly operationState?: OperationState;
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

/** Whether the operation was asked for with this token. */
export function carries(operation: ArgoOperation | undefined, token: string): boolean {
  return operation?.info?.some(({ name, value }) => name === keys.token && value === token) ?? false;
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
  return spec.syncPolicy?.automated !== undefined;
}

/** Where the Application is, from what was recorded at the inspection. */
export function applicationKey({ before }: OperationContext): ObjectKey {
  return { namespace: String(before['applicationNamespace']), name: String(before['application']) };
}
