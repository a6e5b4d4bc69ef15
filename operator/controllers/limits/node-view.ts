import { keys } from '../../api/resource.ts';
import { groupedNode, isUnhealthy, type GroupedNode } from '../../domain/limits/node-groups.ts';
import type { ClaimedNode } from '../../domain/arbitration/node-seats.ts';
import type { Cache, Change } from '../../kube/cache.ts';
import type { KubeObject } from '../../kube/client.ts';
import { seenNode } from '../runtime/seen-node.ts';

/** All nodes as limits see them; worked out anew only when one of them changed in what matters. */
export interface NodeView {
  readonly of: (name: string) => GroupedNode | undefined;
  readonly all: () => readonly GroupedNode[];
  /** Nodes that carry a claim of ours. */
  readonly claimed: () => readonly ClaimedNode[];
  /** Grows with each change that matters. */
  readonly version: () => number;
}

/** The nodes of this cache, in groups by what `poolLabel` says just now. */
export function makeNodeView(nodes: Cache<KubeObject>, poolLabel: () => string | undefined): NodeView {
  let version = 0;
  let known: { readonly version: number; readonly label: string | undefined; readonly byName: Map<string, GroupedNode> } | undefined;
  let claimed: readonly ClaimedNode[] = [];
  nodes.onChange((change) => {
    if (concernsLimits(change)) version += 1;
  });
  const look = (): Map<string, GroupedNode> => {
    const label = poolLabel();
    if (known?.version === version && known.label === label) return known.byName;
    if (known && known.label !== label) version += 1;
    const all = nodes.list().map((node) => groupedNode(seenNode(node), label));
    const byName = new Map(all.map((one) => [one.node.metadata.name, one]));
    claimed = all.flatMap(({ node, claimedBy }) => (claimedBy === undefined ? [] : { node: node.metadata.name, by: claimedBy }));
    known = { version, label, byName };
    return byName;
  };
  return {
    of: (name) => look().get(name),
    all: () => [...look().values()],
    claimed: () => (look(), claimed),
    version: () => (look(), version),
  };
}

/** Whether limits may judge otherwise after the change; what a kubelet reports again and again is none. */
export function concernsLimits({ kind, object, previous }: Change<KubeObject>): boolean {
  return kind !== 'updated' || !previous || fingerprint(object) !== fingerprint(previous);
}

const ownMarks: ReadonlySet<string> = new Set([keys.claim]);
const foreign = /^(cluster\.x-k8s\.io|karpenter\.sh|machineconfiguration\.openshift\.io)\//;

function fingerprint(object: KubeObject): string {
  const node = seenNode(object);
  const { labels, annotations = {} } = node.metadata;
  const marks = Object.entries(annotations).filter(([key]) => ownMarks.has(key) || foreign.test(key));
  return JSON.stringify([labels, marks, node.spec?.taints?.map(({ key }) => key), isUnhealthy(node)]);
}
