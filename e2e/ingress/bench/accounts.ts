import type { Cluster } from '../../harness/cluster.ts';
import { applyObjects } from '../../harness/kubectl.ts';
import { serviceAccountToken } from '../../harness/service-account.ts';

/** A rule of a role about kinds of the engine. */
export function rule(verbs: readonly string[], resources: readonly string[], resourceNames?: readonly string[]): object {
  return { apiGroups: ['coordination.selfheal.dev'], verbs, resources, ...(resourceNames && { resourceNames }) };
}

/** Somebody who calls the front doors. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
  readonly rules: readonly object[];
  /** Its rules hold in every namespace. */
  readonly everywhere?: boolean;
}

const rbac = 'rbac.authorization.k8s.io';

/** The ServiceAccount exists in its namespace, which exists too, has those rights, and this is its token. */
export async function createAccount(cluster: Cluster, { namespace, name, rules, everywhere = false }: Account): Promise<string> {
  const [role, metadata] = everywhere ? ['ClusterRole', { name }] : ['Role', { namespace, name }];
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } },
    { apiVersion: `${rbac}/v1`, kind: role, metadata, rules },
    {
      ...{ apiVersion: `${rbac}/v1`, kind: `${role}Binding`, metadata },
      roleRef: { apiGroup: rbac, kind: role, name },
      subjects: [{ kind: 'ServiceAccount', namespace, name }],
    },
  ]);
  return serviceAccountToken(cluster, { namespace, name });
}
