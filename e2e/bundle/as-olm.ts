import type { Manifest, PolicyRule } from '../../scripts/bundle/manifest.ts';
import type { Cluster } from '../harness/cluster.ts';
import { find } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, waitForCrds } from '../harness/kubectl.ts';
import type { Bundle, Permissions } from './read-bundle.ts';

const rbac = 'rbac.authorization.k8s.io';

/**
 * The objects that OLM makes of a bundle in the namespace that it suggests, for an OperatorGroup of all namespaces: in the order in which OLM makes
 * them, CRDs apart. The Roles that it makes of `permissions` it lifts to ClusterRoles there (`ensureSingletonRBAC` of operator-lifecycle-manager); those
 * that lie in the bundle as objects lack the label by which it finds them, and stay what they are.
 */
export function olmObjects({ version, others }: Bundle): Manifest[] {
  const { annotations, name } = version.metadata;
  const namespace = JSON.parse(annotations['operatorframework.io/suggested-namespace-template'] ?? '') as Manifest;
  const home = namespace.metadata.name;
  const { permissions = [], clusterPermissions, deployments } = version.spec.install.spec;
  const accounts = [...new Set([...permissions, ...clusterPermissions].map(({ serviceAccountName }) => serviceAccountName))];
  const roles = (scope: 'Role' | 'ClusterRole', list: readonly Permissions[], of: string) =>
    list.flatMap(({ serviceAccountName, rules }, index) =>
      roleWithBinding(scope, { name: `${name}-${of}-${index}`, namespace: home, rules, serviceAccountName }),
    );
  return [
    namespace,
    ...accounts.map((account) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: home, name: account } })),
    ...roles('Role', permissions, 'own'),
    ...roles('ClusterRole', permissions.map(lifted), 'own'),
    ...roles('ClusterRole', clusterPermissions, 'cluster'),
    ...others.map((one) => (one.kind.startsWith('Cluster') ? one : { ...one, metadata: { ...one.metadata, namespace: home } })),
    ...deployments.map(({ name: of, label, spec }) => ({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace: home, name: of, labels: { ...label } }, spec },
    })),
  ];
}

/** OLM adds the right to look at namespaces. */
const lifted = ({ rules, ...rest }: Permissions): Permissions => ({
  ...rest,
  rules: [...rules, { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch'] }],
});

interface NewRole {
  readonly name: string;
  readonly namespace: string;
  readonly rules: readonly PolicyRule[];
  readonly serviceAccountName: string;
}

function roleWithBinding(kind: 'Role' | 'ClusterRole', { name, namespace, rules, serviceAccountName }: NewRole): Manifest[] {
  const metadata = kind === 'Role' ? { name, namespace } : { name };
  const subjects = [{ kind: 'ServiceAccount', name: serviceAccountName, namespace }];
  return [
    { apiVersion: `${rbac}/v1`, kind, metadata, rules },
    { apiVersion: `${rbac}/v1`, kind: `${kind}Binding`, metadata, roleRef: { apiGroup: rbac, kind, name }, subjects },
  ];
}

/** True afterwards: the bundle is installed as OLM would, without what it leaves to an administrator; its kinds are served. */
export async function installAsOlm(cluster: Cluster, bundle: Bundle): Promise<void> {
  await applyObjects(cluster, bundle.crds);
  await waitForCrds(
    cluster,
    bundle.crds.map(({ metadata }) => metadata.name),
  );
  const objects = olmObjects(bundle);
  await applyObjects(cluster, objects);
  const account = objects.find(({ kind }) => kind === 'ServiceAccount')?.metadata;
  const path = `/api/v1/namespaces/${account?.namespace}/serviceaccounts/${account?.name}`;
  await eventually(() => find(cluster, path), { within: 30_000, describe: 'the engine has its ServiceAccount' });
}
