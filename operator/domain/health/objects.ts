import type { Resource } from '../../api/resource.ts';
import type { LabelSelector } from './label-selector.ts';

/** A condition as Kubernetes' own kinds and OpenShift's carry it. */
export interface SeenCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

export interface NodeSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly NodeSelectorRequirement[];
  readonly matchFields?: readonly NodeSelectorRequirement[];
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

/** What the engine looks at of a node. */
export type SeenNode = Resource<
  { readonly unschedulable?: boolean; readonly taints?: readonly Taint[] } | undefined,
  { readonly conditions?: readonly SeenCondition[] }
>;

/** What the engine looks at of a container as it was asked for. */
export interface ContainerSpec {
  readonly name: string;
  readonly resources?: { readonly requests?: Readonly<Record<string, string>>; readonly limits?: Readonly<Record<string, string>> };
}

export interface PodSpec {
  readonly nodeName?: string;
  readonly containers?: readonly ContainerSpec[];
  readonly volumes?: readonly { readonly name: string; readonly persistentVolumeClaim?: { readonly claimName: string } }[];
  readonly hostNetwork?: boolean;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms?: readonly NodeSelectorTerm[] };
    };
  };
}

export interface ContainerStatus {
  readonly name: string;
  readonly restartCount?: number;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string }; readonly terminated?: Terminated };
  readonly lastState?: { readonly terminated?: Terminated };
}

/** How a container ended. */
export interface Terminated {
  readonly reason?: string;
  readonly exitCode?: number;
  readonly finishedAt?: string;
}

/** What the engine looks at of a pod. */
export type SeenPod = Resource<
  PodSpec,
  {
    readonly phase?: string;
    readonly reason?: string;
    readonly startTime?: string;
    readonly conditions?: readonly SeenCondition[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  }
>;

export interface PodTemplate {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: PodSpec;
}

/** What the engine looks at of a Deployment, StatefulSet, DaemonSet or ReplicaSet. */
export type SeenWorkload = Resource<
  {
    readonly replicas?: number;
    readonly selector?: LabelSelector;
    readonly template?: PodTemplate;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
  },
  {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly SeenCondition[];
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberReady?: number;
    readonly numberAvailable?: number;
  }
>;

/** What the engine looks at of a Service. */
export type SeenService = Resource<{ readonly type?: string; readonly selector?: Readonly<Record<string, string>> }, unknown>;

export interface Endpoint {
  readonly conditions?: { readonly ready?: boolean; readonly terminating?: boolean };
}

/** What the engine looks at of an EndpointSlice, whose content lies beside its metadata. */
export type SeenEndpointSlice = Resource<undefined, undefined> & { readonly endpoints?: readonly Endpoint[] | null };

/** What the engine looks at of a MachineConfigPool. */
export type SeenPool = Resource<
  { readonly nodeSelector?: LabelSelector; readonly paused?: boolean; readonly configuration?: { readonly name?: string } },
  {
    readonly observedGeneration?: number;
    readonly machineCount?: number;
    readonly updatedMachineCount?: number;
    readonly degradedMachineCount?: number;
    readonly configuration?: { readonly name?: string };
    readonly conditions?: readonly SeenCondition[];
  }
>;

/** What the engine looks at of a ClusterOperator. */
export type SeenClusterOperator = Resource<
  unknown,
  {
    readonly conditions?: readonly SeenCondition[];
    readonly relatedObjects?: readonly { readonly resource: string; readonly name: string }[];
  }
>;

/** The status of the condition of that type; undefined when nobody reports it, which by API convention means Unknown. */
export function conditionStatus(object: { status?: { readonly conditions?: readonly SeenCondition[] } }, type: string): string | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type)?.status;
}
