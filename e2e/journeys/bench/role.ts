import { join } from 'node:path';
import { engineUser } from '../../harness/audit.ts';
import { api, type Cluster, type KubeObject } from '../../harness/cluster.ts';
import { optInto } from '../../harness/engine.ts';
import { eventually } from '../../harness/eventually.ts';
import { kubectl } from '../../harness/kubectl.ts';

const roles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
const base = `${roles}/coordination-engine`;
const drain = `${roles}/coordination-engine-node-drain`;
const shipped = join(import.meta.dirname, '../../../config/rbac');

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** True afterwards: the engine may patch these nodes and no others, and still read all of them. */
export async function onlyNodes(cluster: Cluster, names: readonly string[]): Promise<void> {
  await rewrite(cluster, drain, (rule) => (rule.resources.includes('nodes') ? { ...rule, resourceNames: names } : rule));
}

/** True afterwards: the engine may patch nodes, or may not; what else it may stays. */
export async function mayPatchNodes(cluster: Cluster, given: boolean): Promise<void> {
  if (given) await optInto(cluster, 'node-drain');
  else await withoutIn(cluster, drain, 'nodes');
  await untilAllowed(cluster, { verb: 'patch', group: '', resource: 'nodes' }, given);
}

/** True afterwards: the engine may not do anything with that resource; its group is the core one unless told. */
export async function without(cluster: Cluster, resource: string, group = ''): Promise<void> {
  await withoutIn(cluster, base, resource);
  await untilAllowed(cluster, { verb: 'list', group, resource }, false);
}

async function withoutIn(cluster: Cluster, role: string, resource: string): Promise<void> {
  await rewrite(cluster, role, (rule) => ({ ...rule, resources: rule.resources.filter((one) => one !== resource) }));
}

async function rewrite(cluster: Cluster, role: string, change: (rule: Rule) => Rule): Promise<void> {
  const { rules } = await api<KubeObject & { readonly rules: readonly Rule[] }>(cluster, { path: role });
  const changed = rules.map(change).filter(({ resources }) => resources.length > 0);
  await api(cluster, { method: 'PATCH', path: role, body: { rules: changed } });
}

type Asked = Record<'verb' | 'group' | 'resource', string>;

async function untilAllowed(cluster: Cluster, resourceAttributes: Asked, allowed: boolean): Promise<void> {
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  const body = { spec: { user: engineUser, resourceAttributes } };
  const judged = async (): Promise<boolean> => {
    const review = await api<{ readonly status: { readonly allowed: boolean } }>(cluster, { method: 'POST', path, body });
    return review.status.allowed === allowed;
  };
  const { verb, resource } = resourceAttributes;
  await eventually(judged, { within: 30_000, describe: `the engine may ${allowed ? '' : 'not '}${verb} ${resource}` });
}

/** True afterwards: the engine has the rights that config/rbac and config/opt-in/node-drain give it. */
export async function restoreRole(cluster: Cluster): Promise<void> {
  await kubectl(cluster, ['apply', '-k', shipped]);
  await optInto(cluster, 'node-drain');
}
