import { argocdNamespace } from './argocd.ts';
import { api, type Cluster, type KubeObject } from './cluster.ts';
import { untilAsWanted } from './eventually.ts';
import type { GitRepository } from './git-repository.ts';
import { applyObjects } from './kubectl.ts';

interface SyncState {
  readonly phase?: string;
  readonly message?: string;
  readonly operation?: {
    readonly initiatedBy?: { readonly username?: string; readonly automated?: boolean };
    readonly sync?: { readonly prune?: boolean };
  };
}

/** An Application as tests look at it. */
export interface ApplicationObject extends KubeObject {
  readonly operation?: object;
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string };
    readonly history?: readonly {
      readonly id: number;
      readonly revision?: string;
      readonly initiatedBy?: { readonly username?: string };
    }[];
    readonly operationState?: SyncState;
    readonly resources?: readonly {
      readonly kind: string;
      readonly name: string;
      /** Only with --persist-resource-health. */
      readonly health?: { readonly status?: string; readonly message?: string };
    }[];
  };
}

export interface NewApplication {
  readonly name: string;
  /** Where the Application itself is; Argo CD's own namespace unless told. */
  readonly home?: string;
  readonly repository: GitRepository;
  /** Where what it is made of goes. */
  readonly namespace: string;
  readonly project?: string;
  readonly syncPolicy?: object;
}

/** True afterwards: the Application exists; Argo CD has yet to look at it. */
export async function createApplication(cluster: Cluster, wanted: NewApplication): Promise<void> {
  const { name, home = argocdNamespace, repository, namespace, project = 'default', syncPolicy } = wanted;
  const source = { repoURL: repository.url, path: 'manifests', targetRevision: 'main' };
  const spec = { project, source, destination: { server: cluster.server, namespace }, syncPolicy };
  await applyObjects(cluster, [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { namespace: home, name }, spec }]);
}

/** Path of an Application. */
export function applicationPath(name: string, home: string = argocdNamespace): string {
  return `/apis/argoproj.io/v1alpha1/namespaces/${home}/applications/${name}`;
}

/** The Application once it is as `isAsWanted` says; fails with its status. */
export async function untilApplication(
  cluster: Cluster,
  name: string,
  isAsWanted: (application: ApplicationObject) => boolean,
  home?: string,
): Promise<ApplicationObject> {
  const read = () => api<ApplicationObject>(cluster, { path: applicationPath(name, home) });
  return untilAsWanted(`Application ${name}`, read, isAsWanted, 60_000);
}

/** What Argo CD has compared: the live objects are as git says, or not. */
export const isCompared =
  (status: 'Synced' | 'OutOfSync') =>
  (application: ApplicationObject): boolean =>
    application.status?.sync?.status === status;

/** Argo CD is asked to sync, as its own API does it; it has succeeded afterwards. */
export async function syncByHand(cluster: Cluster, name: string, revision?: string): Promise<ApplicationObject> {
  const operation = { initiatedBy: { username: 'a person' }, sync: { ...(revision !== undefined && { revision }) } };
  const before = await api<ApplicationObject>(cluster, { method: 'PATCH', path: applicationPath(name), body: { operation } });
  const rows = before.status?.history?.length ?? 0;
  return untilApplication(
    cluster,
    name,
    ({ status }) => (status?.history?.length ?? 0) > rows && status?.operationState?.phase === 'Succeeded',
  );
}
