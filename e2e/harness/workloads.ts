import { api, type Cluster, type KubeObject } from './cluster.ts';
import { eventually } from './eventually.ts';
import { applyObjects } from './kubectl.ts';

export interface NewDeployment {
  readonly namespace: string;
  readonly name: string;
  readonly replicas?: number;
  /** All pods go to this node if it is named. */
  readonly node?: string;
  /** More labels for the pods; `app: <name>` is always there. */
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Of its one container. */
  readonly memoryLimit?: string;
}

/** A Deployment of pods that do nothing, as a value. */
export function deployment({
  namespace,
  name,
  replicas = 1,
  node,
  podLabels,
  annotations,
  labels,
  memoryLimit: memory,
}: NewDeployment): object {
  const selected = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name, labels: { ...selected, ...labels }, annotations },
    spec: {
      replicas,
      selector: { matchLabels: selected },
      template: {
        metadata: { labels: { ...selected, ...podLabels } },
        spec: {
          nodeSelector: node ? { 'kubernetes.io/hostname': node } : undefined,
          terminationGracePeriodSeconds: 1,
          containers: [
            {
              name: 'main',
              image: 'registry.invalid/nothing:1',
              resources: { requests: { cpu: '10m', memory: '16Mi' }, ...(memory && { limits: { memory } }) },
            },
          ],
        },
      },
    },
  };
}

/** Creates a Deployment (and its namespace if need be). */
export async function createDeployment(cluster: Cluster, wanted: NewDeployment): Promise<void> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: wanted.namespace } };
  await applyObjects(cluster, wanted.namespace === 'default' ? [deployment(wanted)] : [namespace, deployment(wanted)]);
}

export interface DeploymentObject extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } };
  };
  readonly status: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly unavailableReplicas?: number;
  };
}

/** The Deployment as the API server has it now. */
export async function getDeployment(cluster: Cluster, namespace: string, name: string): Promise<DeploymentObject> {
  return api<DeploymentObject>(cluster, { path: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}` });
}

/** Who owns fields of the Deployment, each once, in order. */
export async function managersOf(cluster: Cluster, namespace: string, name: string): Promise<readonly string[]> {
  type Managed = KubeObject & { readonly metadata: { readonly managedFields?: readonly { readonly manager: string }[] } };
  const { metadata } = await api<Managed>(cluster, { path: `/apis/apps/v1/namespaces/${namespace}/deployments/${name}` });
  return [...new Set((metadata.managedFields ?? []).map(({ manager }) => manager))].toSorted();
}

/** Returns when every wanted pod of the Deployment's present template is Ready and no old one is left. */
export async function untilRolledOut(cluster: Cluster, namespace: string, name: string): Promise<void> {
  await eventually(
    async () => {
      const { metadata, spec, status } = await getDeployment(cluster, namespace, name);
      const counts = [status.updatedReplicas, status.readyReplicas, status.replicas].map((count) => count ?? 0);
      if (status.observedGeneration === metadata.generation && counts.every((count) => count === spec.replicas)) return true;
      throw new Error(`updated, ready, all: ${counts.join(', ')} of ${spec.replicas}`);
    },
    { within: 60_000, describe: `deployment ${namespace}/${name} is rolled out` },
  );
}

/** The pods with that label `app`, in order of their names. */
export async function podsOf(cluster: Cluster, namespace: string, app: string): Promise<PodObject[]> {
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(`app=${app}`)}`;
  const { items } = await api<{ items: PodObject[] }>(cluster, { path });
  return items.toSorted((a, b) => a.metadata.name.localeCompare(b.metadata.name));
}

export interface PodObject extends KubeObject {
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly phase?: string; readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** True when the pod's Ready condition is True. */
export function isPodReady({ status }: PodObject): boolean {
  return status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
}
