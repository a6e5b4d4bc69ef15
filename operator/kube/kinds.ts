/** What has to be known of a kind to address it on the API server. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

function namespaced(apiVersion: string, kind: string, plural: string): Kind {
  return { apiVersion, kind, plural, namespaced: true };
}

function clusterScoped(apiVersion: string, kind: string, plural: string): Kind {
  return { apiVersion, kind, plural, namespaced: false };
}

/** Group and version of the engine's own kinds. */
export const engineApiVersion = 'coordination.selfheal.dev/v1alpha1';

/** Every kind that the engine reads or writes. */
export const kinds = {
  Anomaly: namespaced(engineApiVersion, 'Anomaly', 'anomalies'),
  RemediationPlan: namespaced(engineApiVersion, 'RemediationPlan', 'remediationplans'),
  RemediationAction: namespaced(engineApiVersion, 'RemediationAction', 'remediationactions'),
  RemediationPolicy: clusterScoped(engineApiVersion, 'RemediationPolicy', 'remediationpolicies'),

  Node: clusterScoped('v1', 'Node', 'nodes'),
  Namespace: clusterScoped('v1', 'Namespace', 'namespaces'),
  Pod: namespaced('v1', 'Pod', 'pods'),
  Service: namespaced('v1', 'Service', 'services'),
  ConfigMap: namespaced('v1', 'ConfigMap', 'configmaps'),
  ServiceAccount: namespaced('v1', 'ServiceAccount', 'serviceaccounts'),
  PersistentVolumeClaim: namespaced('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims'),
  PersistentVolume: clusterScoped('v1', 'PersistentVolume', 'persistentvolumes'),
  StorageClass: clusterScoped('storage.k8s.io/v1', 'StorageClass', 'storageclasses'),

  Deployment: namespaced('apps/v1', 'Deployment', 'deployments'),
  StatefulSet: namespaced('apps/v1', 'StatefulSet', 'statefulsets'),
  DaemonSet: namespaced('apps/v1', 'DaemonSet', 'daemonsets'),
  ReplicaSet: namespaced('apps/v1', 'ReplicaSet', 'replicasets'),
  ControllerRevision: namespaced('apps/v1', 'ControllerRevision', 'controllerrevisions'),
  Job: namespaced('batch/v1', 'Job', 'jobs'),
  CronJob: namespaced('batch/v1', 'CronJob', 'cronjobs'),
  PodDisruptionBudget: namespaced('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets'),
  HorizontalPodAutoscaler: namespaced('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers'),
  EndpointSlice: namespaced('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  Event: namespaced('events.k8s.io/v1', 'Event', 'events'),
  Lease: namespaced('coordination.k8s.io/v1', 'Lease', 'leases'),
  CustomResourceDefinition: clusterScoped('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions'),
  TokenReview: clusterScoped('authentication.k8s.io/v1', 'TokenReview', 'tokenreviews'),
  SelfSubjectAccessReview: clusterScoped('authorization.k8s.io/v1', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews'),
  SelfSubjectRulesReview: clusterScoped('authorization.k8s.io/v1', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews'),
  SubjectAccessReview: clusterScoped('authorization.k8s.io/v1', 'SubjectAccessReview', 'subjectaccessreviews'),

  MachineConfig: clusterScoped('machineconfiguration.openshift.io/v1', 'MachineConfig', 'machineconfigs'),
  MachineConfigPool: clusterScoped('machineconfiguration.openshift.io/v1', 'MachineConfigPool', 'machineconfigpools'),
  MachineSet: namespaced('machine.openshift.io/v1beta1', 'MachineSet', 'machinesets'),
  Machine: namespaced('machine.openshift.io/v1beta1', 'Machine', 'machines'),
  ClusterOperator: clusterScoped('config.openshift.io/v1', 'ClusterOperator', 'clusteroperators'),
  ClusterVersion: clusterScoped('config.openshift.io/v1', 'ClusterVersion', 'clusterversions'),
  // Of a kind in several versions (served-versions.ts) the one that is written here stands for all.
  MachineDeployment: namespaced('cluster.x-k8s.io/v1beta1', 'MachineDeployment', 'machinedeployments'),
  ClusterMachine: namespaced('cluster.x-k8s.io/v1beta1', 'Machine', 'machines'),
  NodeClaim: clusterScoped('karpenter.sh/v1', 'NodeClaim', 'nodeclaims'),
  NodePool: clusterScoped('karpenter.sh/v1', 'NodePool', 'nodepools'),
  BareMetalHost: namespaced('metal3.io/v1alpha1', 'BareMetalHost', 'baremetalhosts'),
  SelfNodeRemediation: namespaced('self-node-remediation.medik8s.io/v1alpha1', 'SelfNodeRemediation', 'selfnoderemediations'),
  SelfNodeRemediationTemplate: namespaced(
    'self-node-remediation.medik8s.io/v1alpha1',
    'SelfNodeRemediationTemplate',
    'selfnoderemediationtemplates',
  ),
  FenceAgentsRemediation: namespaced('fence-agents-remediation.medik8s.io/v1alpha1', 'FenceAgentsRemediation', 'fenceagentsremediations'),
  FenceAgentsRemediationTemplate: namespaced(
    'fence-agents-remediation.medik8s.io/v1alpha1',
    'FenceAgentsRemediationTemplate',
    'fenceagentsremediationtemplates',
  ),
  MachineDeletionRemediation: namespaced(
    'machine-deletion-remediation.medik8s.io/v1alpha1',
    'MachineDeletionRemediation',
    'machinedeletionremediations',
  ),
  MachineDeletionRemediationTemplate: namespaced(
    'machine-deletion-remediation.medik8s.io/v1alpha1',
    'MachineDeletionRemediationTemplate',
    'machinedeletionremediationtemplates',
  ),
  Application: namespaced('argoproj.io/v1alpha1', 'Application', 'applications'),
  AppProject: namespaced('argoproj.io/v1alpha1', 'AppProject', 'appprojects'),
  InferenceService: namespaced('serving.kserve.io/v1beta1', 'InferenceService', 'inferenceservices'),
} satisfies Record<string, Kind>;

/** The API group of `coordination.k8s.io/v1`; the empty string for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

const byGroupKind = new Map(Object.values<Kind>(kinds).map((kind) => [`${groupOf(kind.apiVersion)}/${kind.kind}`, kind]));

/** The kind of that name in the group of `apiVersion`, whatever version is asked for; undefined when the engine does not know it. */
export function findKind(apiVersion: string, kind: string): Kind | undefined {
  return byGroupKind.get(`${groupOf(apiVersion)}/${kind}`);
}
