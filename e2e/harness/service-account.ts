import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { api, type Cluster } from './cluster.ts';
import { writeKubeconfig } from './credentials.ts';

export interface ServiceAccountAccess {
  readonly namespace: string;
  readonly name: string;
  /** Another address and its certificate, when the requests are to go through a proxy. */
  readonly server?: string;
  readonly ca?: string;
}

/** The ServiceAccount, and that it may do everything. */
export function clusterAdmin(account: { readonly namespace: string; readonly name: string }): object[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: account.name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    },
  ];
}

/** A token of that ServiceAccount, as its pod would get it: signed, with an audience, for an hour. */
export async function serviceAccountToken(cluster: Cluster, { namespace, name }: ServiceAccountAccess): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } };
  const { status } = await api<{ readonly status: { readonly token: string } }>(cluster, { method: 'POST', path, body });
  return status.token;
}

/** Writes a kubeconfig with which a process is that ServiceAccount and nothing more; its path. */
export async function serviceAccountKubeconfig(cluster: Cluster, access: ServiceAccountAccess): Promise<string> {
  const token = await serviceAccountToken(cluster, access);
  const path = join(mkdtempSync(join(cluster.dir, 'service-account-')), 'kubeconfig');
  const { namespace, name, server = cluster.server, ca = cluster.ca } = access;
  return writeKubeconfig(path, { server, ca, user: name, token, namespace });
}
