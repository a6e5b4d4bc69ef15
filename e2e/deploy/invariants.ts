import type { KubeObject } from '../harness/cluster.ts';

/** What a set of objects is held to; each objection is a sentence about one object. */
export type Invariant = (objects: readonly KubeObject[], installed: readonly KubeObject[]) => string[];

interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

const nameOf = ({ kind, metadata: { namespace, name } }: KubeObject): string =>
  [kind, namespace, name].filter((part) => part !== undefined).join('/');

const namespaceOfLocks = 'medik8s-leases';
/** Namespaces that every cluster has. */
const standing = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
const hasRoleRef = ({ kind }: KubeObject): boolean => kind === 'RoleBinding' || kind === 'ClusterRoleBinding';
const isThere = (objects: readonly KubeObject[], { kind, name, namespace }: Reference): boolean =>
  objects.some((one) => one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace);

const eachOnce: Invariant = (objects) => {
  const names = objects.map(nameOf);
  return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is there twice`);
};

/** What removes ours by label must find all of it, and nothing that is not only ours. */
const labelled: Invariant = (objects) =>
  objects
    .filter(({ metadata }) => metadata.name !== namespaceOfLocks && metadata.labels?.['app'] !== 'coordination-engine')
    .map((object) => `${nameOf(object)} lacks the label app: coordination-engine`);

const namespaceThere: Invariant = (objects, installed) =>
  objects
    .filter(({ metadata: { namespace } }) => namespace !== undefined && !standing.includes(namespace))
    .filter(({ metadata: { namespace = '' } }) => !isThere([...objects, ...installed], { kind: 'Namespace', name: namespace }))
    .map((object) => `${nameOf(object)} lies in a namespace that nothing makes`);

const bound: Invariant = (objects, installed) =>
  objects.filter(hasRoleRef).flatMap((binding) => {
    const { kind, name } = binding['roleRef'] as Reference;
    const namespace = kind === 'Role' ? binding.metadata.namespace : undefined;
    const subjects = binding['subjects'] as readonly Reference[];
    const all = [...objects, ...installed];
    return [{ kind, name, namespace }, ...subjects]
      .filter((reference) => !isThere(all, reference))
      .map((missing) => `${nameOf(binding)} names ${missing.kind} ${missing.name}, which is not there`);
  });

const policyThere: Invariant = (objects) =>
  objects
    .filter(({ kind }) => /^(Validating|Mutating)AdmissionPolicyBinding$/.test(kind))
    .filter((binding) => {
      const { policyName: name } = binding['spec'] as { readonly policyName: string };
      return !isThere(objects, { kind: binding.kind.replace('Binding', ''), name });
    })
    .map((binding) => `${nameOf(binding)} binds a policy that is not there`);

interface PodSpec {
  readonly serviceAccountName?: string;
  readonly volumes?: readonly { readonly configMap?: { readonly name: string } }[];
}

const mounted: Invariant = (objects, installed) =>
  objects
    .filter(({ kind }) => kind === 'Deployment')
    .flatMap((deployment) => {
      const { namespace } = deployment.metadata;
      const { spec } = (deployment['spec'] as { readonly template: { readonly spec: PodSpec } }).template;
      const maps = (spec.volumes ?? []).flatMap(({ configMap }) =>
        configMap ? [{ kind: 'ConfigMap', name: configMap.name, namespace }] : [],
      );
      const named = [{ kind: 'ServiceAccount', name: spec.serviceAccountName ?? 'default', namespace }, ...maps];
      return named
        .filter((reference) => !isThere([...objects, ...installed], reference))
        .map((missing) => `${nameOf(deployment)} needs ${missing.kind} ${missing.name}, which is not there`);
    });

/** A client-side apply writes an object into an annotation, which holds no more. */
const small: Invariant = (objects) =>
  objects
    .filter((object) => Buffer.byteLength(JSON.stringify(object)) >= 262_144)
    .map((object) => `${nameOf(object)} is too long for the annotation of a client-side apply`);

/** Secrets are made by whoever installs, but for the empty one that the API server fills. */
const noSecrets: Invariant = (objects) =>
  objects
    .filter((object) => object.kind === 'Secret' && (object['data'] !== undefined || object['stringData'] !== undefined))
    .map((object) => `${nameOf(object)} carries a secret`);

/** What holds for every folder of config/ that can be applied. */
export const invariants: Readonly<Record<string, Invariant>> = {
  'each object is there once': eachOnce,
  'all of it can be found by its label': labelled,
  'every namespace is made': namespaceThere,
  'every role and account that is bound is there': bound,
  'every policy that is bound is there': policyThere,
  'what a pod needs is there': mounted,
  'a client-side apply can hold each': small,
  'none carries a secret': noSecrets,
};
