import { api, type Cluster } from '../../harness/cluster.ts';
import { eventually } from '../../harness/eventually.ts';
import { applyObjects } from '../../harness/kubectl.ts';
import { serviceAccountToken } from '../../harness/service-account.ts';

/** A rule of a role. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** A rule of a role about kinds of the engine. */
export function rule(verbs: readonly string[], resources: readonly string[], resourceNames?: readonly string[]): Rule {
  return { apiGroups: ['coordination.selfheal.dev'], verbs, resources, ...(resourceNames && { resourceNames }) };
}

/** Somebody who calls the front doors. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
  readonly rules: readonly Rule[];
  /** Its rules hold in every namespace. */
  readonly everywhere?: boolean;
}

const rbac = 'rbac.authorization.k8s.io';

/** The ServiceAccount exists in its namespace, which exists too, has those rights, as the API server knows, and this is its token. */
export async function createAccount(cluster: Cluster, account: Account): Promise<string> {
  const { namespace, name, rules, everywhere = false } = account;
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
  await untilKnown(cluster, account);
  return serviceAccountToken(cluster, { namespace, name });
}

/** Who is granted something may do it a moment later, when the authorizer has seen the role and its binding. */
async function untilKnown(cluster: Cluster, { namespace, name, rules }: Account): Promise<void> {
  const [first] = rules;
  if (!first) return;
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs } = first;
  const [verb] = verbs;
  const asked = nonResourceURLs
    ? { nonResourceAttributes: { verb, path: nonResourceURLs[0] } }
    : { resourceAttributes: { namespace, verb, group: apiGroups[0], resource: resources[0], name: resourceNames[0] } };
  const body = { spec: { user: `system:serviceaccount:${namespace}:${name}`, ...asked } };
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  const isAllowed = async (): Promise<boolean> =>
    (await api<{ readonly status: { readonly allowed: boolean } }>(cluster, { method: 'POST', path, body })).status.allowed;
  await eventually(isAllowed, { within: 30_000, describe: `${namespace}/${name} may what it was granted` });
}
