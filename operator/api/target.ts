import type { Target } from './generated/types.ts';

/** What identifies an object, whatever the version it is addressed in. */
export type TargetLike = Pick<Target, 'apiVersion' | 'kind' | 'namespace' | 'name'>;

/** kind/namespace/name, or kind/name without a namespace: the form for people, columns and `by`. */
export function targetString({ kind, namespace, name }: Pick<Target, 'kind' | 'namespace' | 'name'>): string {
  return namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/** group/kind/namespace/name in lower case; equal for the same object in any version of its group. An absent part is empty. */
export function targetKey({ apiVersion, kind, namespace, name }: TargetLike): string {
  return [groupOfTarget(apiVersion), kind, namespace ?? '', name].join('/').toLowerCase();
}

/** Whether both name the same object; versions and uids do not count. */
export function sameTarget(a: TargetLike, b: TargetLike): boolean {
  return targetKey(a) === targetKey(b);
}

function groupOfTarget(apiVersion: string): string {
  const slash = apiVersion.lastIndexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

const clusterScoped: ReadonlySet<string> = new Set([
  'Node',
  'Namespace',
  'MachineConfigPool',
  'MachineConfig',
  'ClusterOperator',
  'ClusterVersion',
  'NodePool',
  'PersistentVolume',
  'StorageClass',
  'CSIDriver',
  'APIService',
]);

/** Whether objects of the kind have no namespace; a kind that is not known is taken for namespaced. */
export function isClusterScoped(kind: string): boolean {
  return clusterScoped.has(kind);
}

/** The target with its namespace written out: that of the object that names it, unless it has one or its kind has none. */
export function resolveNamespace(target: Target, namespace: string | undefined): Target {
  if (isClusterScoped(target.kind)) return target;
  return { ...target, namespace: target.namespace ?? namespace };
}

/** Whether an object can be called so: names in references and annotations are held to nothing. */
export function isObjectName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(text);
}

/** Whether the text is the name of a namespace. */
export function isNamespaceName(text: string): boolean {
  return text.length <= 63 && isObjectName(text) && !text.includes('.');
}

/** Whether a status can name it: the schema of targets takes nothing else. An owner or a name that somebody wrote is held to nothing. */
export function isNameable({ apiVersion, kind, namespace, name }: TargetLike): boolean {
  const isKind = kind.length <= 63 && /^[A-Z][A-Za-z0-9]*$/.test(kind);
  const isVersion = apiVersion.length <= 128 && /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?v[0-9]+((alpha|beta)[0-9]+)?$/.test(apiVersion);
  return isKind && isVersion && isObjectName(name) && (namespace === undefined || isNamespaceName(namespace));
}

const usualApiVersions: Readonly<Record<string, string>> = {
  Node: 'v1',
  Namespace: 'v1',
  Pod: 'v1',
  Service: 'v1',
  PersistentVolumeClaim: 'v1',
  PersistentVolume: 'v1',
  ResourceQuota: 'v1',
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  PodDisruptionBudget: 'policy/v1',
  APIService: 'apiregistration.k8s.io/v1',
  MachineConfigPool: 'machineconfiguration.openshift.io/v1',
  MachineConfig: 'machineconfiguration.openshift.io/v1',
  MachineSet: 'machine.openshift.io/v1beta1',
  ClusterOperator: 'config.openshift.io/v1',
  ClusterVersion: 'config.openshift.io/v1',
  MachineDeployment: 'cluster.x-k8s.io/v1beta1',
  NodePool: 'karpenter.sh/v1',
  Application: 'argoproj.io/v1alpha1',
  InferenceService: 'serving.kserve.io/v1beta1',
};

/** The apiVersion that a bare kind means, for reports that name only the kind; undefined for a kind the engine does not know. */
export function usualApiVersion(kind: string): string | undefined {
  return Object.hasOwn(usualApiVersions, kind) ? usualApiVersions[kind] : undefined;
}

/** The kind that the word means in any case (`deployment`), with its usual apiVersion; undefined for a kind the engine does not know. */
export function kindNamed(word: string): Pick<Target, 'apiVersion' | 'kind'> | undefined {
  const found = Object.entries(usualApiVersions).find(([kind]) => kind.toLowerCase() === word.toLowerCase());
  return found && { kind: found[0], apiVersion: found[1] };
}
