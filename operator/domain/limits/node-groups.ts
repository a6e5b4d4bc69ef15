import { conditionStatus, type SeenNode } from '../health/objects.ts';
import { judgeNetwork, judgeReady, pressures } from '../health/node.ts';
import { claimOn } from '../execution/claim.ts';
import { atLeast, atMost } from '../policy/amount.ts';
import type { Policy } from '../policy/policy.ts';

type NodeLimits = Policy['nodes'];

/** What limits see of a node. */
export interface GroupedNode {
  readonly node: SeenNode;
  readonly group: string;
  readonly unhealthy: boolean;
  /** Uid of the plan, or of the lone action, whose claim it carries. */
  readonly claimedBy?: string;
}

/** How a group of nodes is, and how many of them may be unhealthy. */
export interface GroupHealth {
  readonly name: string;
  readonly nodes: number;
  readonly unhealthy: number;
  readonly maxUnhealthy: number;
}

/** Labels by which the large providers and autoscalers name the pool of a node. */
const poolLabels = [
  'cloud.google.com/gke-nodepool',
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'kubernetes.azure.com/agentpool',
  'karpenter.sh/nodepool',
  'node.cluster.x-k8s.io/pool',
  'doks.digitalocean.com/node-pool',
  'ibm-cloud.kubernetes.io/worker-pool-name',
  'oci.oraclecloud.com/node-pool',
  'hypershift.openshift.io/nodePool',
] as const;

/** Name of the group of the control plane, and of its places, of which there is one. */
export const controlPlane = 'control-plane';

const controlPlaneRoles = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'] as const;

/** Whether the node belongs to the control plane. */
export function isOfControlPlane({ metadata }: Pick<SeenNode, 'metadata'>): boolean {
  return controlPlaneRoles.some((role) => metadata.labels?.[role] !== undefined);
}

/** The pool that the node belongs to, else whether it is a worker or of the control plane. */
export function groupOf(node: SeenNode, poolLabel: string | undefined): string {
  const { labels = {} } = node.metadata;
  const label = [...(poolLabel === undefined ? [] : [poolLabel]), ...poolLabels].find((one) => labels[one]);
  if (label !== undefined) return labels[label] ?? '';
  return isOfControlPlane(node) ? controlPlane : 'worker';
}

/** Whether the node is not Ready, says that it is short of something, or has no network. A cordon does not count, nor what it does not report. */
export function isUnhealthy(node: SeenNode): boolean {
  if (judgeReady(node).result === 'Failed' || judgeNetwork(node).result === 'Failed') return true;
  return pressures.some((type) => conditionStatus(node, type) === 'True');
}

/** The node as limits see it. */
export function groupedNode(node: SeenNode, poolLabel: string | undefined): GroupedNode {
  const claim = claimOn(node);
  return { node, group: groupOf(node, poolLabel), unhealthy: isUnhealthy(node), ...(claim && { claimedBy: claim.owner }) };
}

/** Every group that has nodes, by name. */
export function groupHealth(nodes: Iterable<GroupedNode>, { health }: Pick<NodeLimits, 'health'>): GroupHealth[] {
  const groups = Map.groupBy(nodes, ({ group }) => group);
  return [...groups]
    .map(([name, members]) => {
      const unhealthy = members.filter((node) => node.unhealthy).length;
      return { name, nodes: members.length, unhealthy, maxUnhealthy: mostUnhealthy(health, members.length) };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function mostUnhealthy({ kind, amount }: NodeLimits['health'], nodes: number): number {
  return kind === 'maxUnhealthy' ? atMost(amount, nodes) : Math.max(0, nodes - atLeast(amount, nodes));
}
