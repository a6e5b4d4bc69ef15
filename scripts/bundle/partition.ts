import { wordsOf, type Binding, type Deployment, type Manifest, type PolicyRule, type Role } from './manifest.ts';

/** What is asked for the engine's ServiceAccount, by the name of the role that asks for it. */
export interface Permission {
  readonly role: string;
  readonly serviceAccountName: string;
  readonly rules: readonly PolicyRule[];
}

/** An installation, by who brings each of its objects into a cluster that has OLM. */
export interface Partition {
  readonly crds: readonly Manifest[];
  /** In the ClusterServiceVersion; OLM makes the ServiceAccount, ClusterRoles and their bindings from it. */
  readonly deployment: Deployment;
  readonly clusterPermissions: readonly Permission[];
  /** In the bundle beside the ClusterServiceVersion. The Roles of its own namespace are here: OLM would make those in the version hold everywhere. */
  readonly manifests: readonly Manifest[];
  /** Of kinds that OLM takes from no bundle, or in other namespaces than its own; an administrator applies them. */
  readonly companion: readonly Manifest[];
}

/**
 * The kinds that OLM takes from a bundle beside CRDs and the ClusterServiceVersion (operator-framework's bundle format). Those of newer OLMs only,
 * such as NetworkPolicy, are left out.
 */
const bundled = new Set([
  ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'ServiceAccount', 'Service', 'ConfigMap', 'Secret'],
  ...['PodDisruptionBudget', 'PriorityClass', 'PrometheusRule', 'ServiceMonitor', 'VerticalPodAutoscaler'],
]);

/** True for kinds that a bundle may hold beside CRDs and the ClusterServiceVersion. */
export const isBundled = (kind: string): boolean => bundled.has(kind);

/** Divides a rendered installation; throws unless it has exactly one Deployment. Nothing is lost: each object is in one part, or made by OLM. */
export function divide(objects: readonly Manifest[]): Partition {
  const deployments = objects.filter(({ kind }) => kind === 'Deployment') as unknown as Deployment[];
  const [deployment, ...others] = deployments;
  if (!deployment || others.length > 0) throw new Error(`a bundle has one Deployment, not ${deployments.length}`);
  const home = deployment.metadata.namespace;
  const made = madeByOlm(objects, deployment);
  const crds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const rest = objects.filter((one) => one !== deployment && !crds.includes(one) && !made.objects.has(wordsOf(one)));
  const fits = ({ kind, metadata: { namespace } }: Manifest): boolean => isBundled(kind) && (namespace === undefined || namespace === home);
  return {
    crds,
    deployment,
    clusterPermissions: made.permissions,
    manifests: rest.filter(fits),
    companion: rest.filter((one) => !fits(one)),
  };
}

interface MadeByOlm {
  readonly permissions: readonly Permission[];
  /** Names of what OLM makes from them, and of the namespace that it installs into. */
  readonly objects: ReadonlySet<string>;
}

function madeByOlm(objects: readonly Manifest[], { metadata, spec }: Deployment): MadeByOlm {
  const { serviceAccountName } = spec.template.spec;
  const home = metadata.namespace;
  const bindings = objects.filter(({ kind }) => kind.endsWith('RoleBinding')) as unknown as Binding[];
  const ours = bindings.filter(({ kind, subjects }) => {
    const [subject, ...others] = subjects;
    return kind === 'ClusterRoleBinding' && others.length === 0 && subject?.name === serviceAccountName && subject.namespace === home;
  });
  const given = ours.flatMap((binding) => {
    const role = objects.find((one): one is Role => isRoleOf(one, binding));
    return role === undefined || role.aggregationRule !== undefined || shared(bindings, binding) ? [] : [{ role, binding }];
  });
  const account = `ServiceAccount ${home}/${serviceAccountName}`;
  return {
    permissions: given.map(({ role: { metadata: named, rules = [] } }) => ({ role: named.name, serviceAccountName, rules })),
    objects: new Set([account, `Namespace /${home}`, ...given.flatMap(({ role, binding }) => [wordsOf(role), wordsOf(binding)])]),
  };
}

/** True for the role that the binding gives. */
export function isRoleOf({ kind, metadata }: Manifest, { roleRef, metadata: { namespace } }: Binding): boolean {
  return kind === roleRef.kind && metadata.name === roleRef.name && (kind === 'ClusterRole' || metadata.namespace === namespace);
}

/** A role that somebody else is bound to as well stays an object. */
function shared(bindings: readonly Binding[], { roleRef: { kind, name } }: Binding): boolean {
  return bindings.filter(({ roleRef }) => roleRef.kind === kind && roleRef.name === name).length > 1;
}
