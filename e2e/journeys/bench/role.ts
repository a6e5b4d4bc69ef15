import { join } from 'node:path';
import { api, type Cluster, type KubeObject } from '../../harness/cluster.ts';
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

/** True afterwards: the engine has the rights that config/rbac gives it. */
export async function restoreRole(cluster: Cluster): Promise<void> {
  await kubectl(cluster, ['apply', '-k', shipped]);
}
