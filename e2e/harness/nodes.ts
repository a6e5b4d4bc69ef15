import { api, type Cluster, type KubeObject } from './cluster.ts';
import { eventually } from './eventually.ts';

export interface NewNode {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** False makes a dead node: nobody plays its kubelet, so it has no Lease and its pods stay Pending. Default true. */
  readonly kubelet?: boolean;
}

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
}

export interface NodeObject extends KubeObject {
  readonly spec: { readonly unschedulable?: boolean; readonly taints?: readonly { readonly key: string; readonly effect: string }[] };
  readonly status: { readonly conditions?: readonly Condition[]; readonly nodeInfo?: { readonly bootID: string } };
}

const resources = { cpu: '8', memory: '16Gi', pods: '110' };

/** Creates the nodes and returns when those with a kubelet are Ready. */
export async function createNodes(cluster: Cluster, nodes: readonly NewNode[]): Promise<void> {
  for (const node of nodes) await api(cluster, { method: 'POST', path: '/api/v1/nodes', body: manifestOf(node) });
  const alive = nodes.filter(({ kubelet }) => kubelet !== false);
  await Promise.all(alive.map(({ name }) => untilNode(cluster, name, isReady)));
}

function manifestOf({ name, labels, annotations, kubelet = true }: NewNode): object {
  const kwok = kubelet ? { type: 'kwok' } : {};
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...kwok, ...labels }, annotations },
    status: { allocatable: resources, capacity: resources, nodeInfo: { bootID: `first-boot-of-${name}` } },
  };
}

/** The node as the API server has it now. */
export async function getNode(cluster: Cluster, name: string): Promise<NodeObject> {
  return api<NodeObject>(cluster, { path: `/api/v1/nodes/${name}` });
}

/** The node, once it is as `isAsWanted` says; fails after 30 s, or as many milliseconds as told, with its conditions. */
export async function untilNode(
  cluster: Cluster,
  name: string,
  isAsWanted: (node: NodeObject) => boolean,
  within = 30_000,
): Promise<NodeObject> {
  return eventually(
    async () => {
      const node = await getNode(cluster, name);
      if (isAsWanted(node)) return node;
      throw new Error(`it has ${JSON.stringify(node.status.conditions)}, spec ${JSON.stringify(node.spec)}`);
    },
    { within, describe: `node ${name} is as wanted (${isAsWanted.name || 'see the test'})` },
  );
}

/** True when the node's kubelet says that it is Ready. */
export function isReady(node: NodeObject): boolean {
  return conditionOf(node, 'Ready')?.status === 'True';
}

/** The node's condition of that type, if it has one. */
export function conditionOf(node: NodeObject, type: string): Condition | undefined {
  return node.status.conditions?.find((condition) => condition.type === type);
}

/** Sets one condition of a node as its kubelet would; it stays until it is set again or a reboot that clears it is played. */
export async function setNodeCondition(cluster: Cluster, name: string, { type, status, reason, message }: Condition): Promise<void> {
  const now = new Date().toISOString();
  const condition = {
    type,
    status,
    reason: reason ?? 'SetByTest',
    message: message ?? '',
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  };
  await api(cluster, {
    method: 'PATCH',
    patch: 'strategic-merge',
    path: `/api/v1/nodes/${name}/status`,
    body: { status: { conditions: [condition] } },
  });
}

/** The node comes up in a new boot and is Ready, as after a reboot that the test plays. */
export async function bootAnew(cluster: Cluster, name: string): Promise<void> {
  const now = new Date().toISOString();
  const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', message: '', lastHeartbeatTime: now, lastTransitionTime: now };
  const status = { conditions: [ready], nodeInfo: { bootID: `second-boot-of-${name}` } };
  await api(cluster, { method: 'PATCH', patch: 'strategic-merge', path: `/api/v1/nodes/${name}/status`, body: { status } });
}
