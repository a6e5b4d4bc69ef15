import { join } from 'node:path';
import type { Cluster } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { serviceAccountToken } from '../harness/service-account.ts';

const config = join(import.meta.dirname, '../../config');
/** Of everything that a test makes for its people, so that it can be found again. */
const label = { 'e2e.admission': 'people' };

/** What ClusterRole somebody has where; in the whole cluster without a namespace. */
export interface Holds {
  readonly role: string;
  readonly namespace?: string;
}

/** A ServiceAccount that stands for a person. */
export interface Person {
  /** As the API server calls it. */
  readonly user: string;
  readonly token: string;
}

/** A ServiceAccount of each name is in the namespace, holds the roles, and gave a token. */
export async function hire<Name extends string>(
  cluster: Cluster,
  namespace: string,
  roles: Readonly<Record<Name, readonly Holds[]>>,
): Promise<ReadonlyMap<Name, Person>> {
  const names = Object.keys(roles) as Name[];
  await applyObjects(
    cluster,
    names.flatMap((name) => [account(namespace, name), ...roles[name].map((one) => binding(namespace, name, one))]),
  );
  const hired = names.map(async (name) => {
    const token = await serviceAccountToken(cluster, { namespace, name });
    return [name, { user: `system:serviceaccount:${namespace}:${name}`, token }] as const;
  });
  return new Map(await Promise.all(hired));
}

function account(namespace: string, name: string): object {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name, labels: label } };
}

function binding(namespace: string, name: string, { role, namespace: where }: Holds): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: where === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: `${namespace}-${name}-${role}`, namespace: where, labels: label },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', namespace, name }],
  };
}

/** A folder of config/ is applied. */
export async function install(cluster: Cluster, folder: string): Promise<void> {
  await kubectl(cluster, ['apply', '-k', join(config, folder)]);
}

/** What is said of people, and of the status, holds. The API server may need half a minute to know a new kind of parameters. */
export async function installAdmission(cluster: Cluster, isUp: () => Promise<boolean>): Promise<void> {
  await install(cluster, 'people');
  await install(cluster, 'admission');
  await eventually(isUp, { within: 60_000, describe: 'the policies about people hold' });
}

/** No rule about people holds any more, and what was granted to them is gone. */
export async function removeAdmission(cluster: Cluster): Promise<void> {
  for (const folder of ['opt-in/requested-by', 'admission/people', 'admission/status'])
    await kubectl(cluster, ['delete', '--ignore-not-found', '-k', join(config, folder)]);
  await kubectl(cluster, ['delete', 'clusterrolebindings,rolebindings,serviceaccounts', '-A', '-l', 'e2e.admission=people']);
}
