import { join } from 'node:path';
import { engineUser } from '../../harness/audit.ts';
import { api, type Cluster, type KubeObject } from '../../harness/cluster.ts';
import { eventually } from '../../harness/eventually.ts';
import { kubectl } from '../../harness/kubectl.ts';

const role = '/apis/rbac.authorization.k8s.io/v1/clusterroles/coordination-engine';
const shipped = join(import.meta.dirname, '../../../config/rbac');

interface Rule {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** True afterwards: the engine may patch these nodes and no others, and still read all of them. */
export async function onlyNodes(cluster: Cluster, names: readonly string[]): Promise<void> {
  const { rules } = await api<KubeObject & { readonly rules: readonly Rule[] }>(cluster, { path: role });
  const narrowed = rules.flatMap((rule) => {
    if (!rule.resources.includes('nodes')) return [rule];
    return [
      { ...rule, verbs: rule.verbs.filter((verb) => verb !== 'patch') },
      { ...rule, verbs: ['patch'], resourceNames: names },
    ];
  });
  await api(cluster, { method: 'PATCH', path: role, body: { rules: narrowed } });
}

/** True afterwards: the engine may not do anything with that resource; its group is the core one unless told. */
export async function without(cluster: Cluster, resource: string, group = ''): Promise<void> {
  const { rules } = await api<KubeObject & { readonly rules: readonly Rule[] }>(cluster, { path: role });
  const left = rules.map((rule) => ({ ...rule, resources: rule.resources.filter((one) => one !== resource) }));
  await api(cluster, { method: 'PATCH', path: role, body: { rules: left.filter(({ resources }) => resources.length > 0) } });
  const refused = async () => !(await mayList(cluster, resource, group));
  await eventually(refused, { within: 10_000, describe: `the engine may not list ${resource}` });
}

async function mayList(cluster: Cluster, resource: string, group: string): Promise<boolean> {
  const spec = { user: engineUser, resourceAttributes: { verb: 'list', group, resource } };
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  const review = await api<{ readonly status: { readonly allowed: boolean } }>(cluster, { method: 'POST', path, body: { spec } });
  return review.status.allowed;
}

/** True afterwards: the engine has the rights that config/rbac gives it. */
export async function restoreRole(cluster: Cluster): Promise<void> {
  await kubectl(cluster, ['apply', '-k', shipped]);
}
