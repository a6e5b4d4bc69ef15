import type { SeenNode } from '../health/objects.ts';
import type { Limit } from './hold-on.ts';
import { disturbedNodes, type Marked, type NodesWorld } from './node-work.ts';

/** By which medik8s keeps a node out of reach. */
export const excludeLabel = 'remediation.medik8s.io/exclude-from-remediation';

/** Cluster API means them by their presence, whatever their value. */
const byPresence = ['cluster.x-k8s.io/skip-remediation', 'cluster.x-k8s.io/paused'] as const;
const doNotDisrupt = 'karpenter.sh/do-not-disrupt';
const toBeDeleted = 'ToBeDeletedByClusterAutoscaler';

/** Nothing is done to a node that somebody else's label, annotation or taint keeps out of reach, or that is about to be removed. */
export const nodeExcluded: Limit = (wish, { nodes }) => {
  for (const name of disturbedNodes(wish)) {
    const veto = vetoOn(name, nodes);
    const machine = nodes.machineOf(name);
    if (machine?.unreadable) return { reason: 'TargetUnreadable', message: `Of Node/${name} ${machine.who} cannot be read just now.` };
    if (veto !== undefined) return { reason: 'NodeExcluded', message: `Node/${name} is left alone: ${veto}.`, by: `Node/${name}` };
  }
  return undefined;
};

function vetoOn(name: string, { of, machineOf }: NodesWorld): string | undefined {
  const node = of(name)?.node;
  return node && (vetoOf(node) ?? skippedBy({ who: 'it', annotations: node.metadata.annotations ?? {} }) ?? skippedBy(machineOf(name)));
}

function vetoOf({ metadata, spec }: SeenNode): string | undefined {
  if (metadata.labels?.[excludeLabel] === 'true') return `it has the label ${excludeLabel} "true"`;
  if (metadata.annotations?.[doNotDisrupt] === 'true') return `it has the annotation ${doNotDisrupt} "true"`;
  return spec?.taints?.some(({ key }) => key === toBeDeleted) ? `it has the taint ${toBeDeleted}` : undefined;
}

function skippedBy(marked: Marked | undefined): string | undefined {
  const key = byPresence.find((one) => marked?.annotations[one] !== undefined);
  return marked && key && `${marked.who} has the annotation ${key}`;
}

/** Whether the label is there without a value that says anything; then nobody can tell what it was meant to say, and it does not count. */
export function isVaguelyExcluded({ metadata }: Pick<SeenNode, 'metadata'>): boolean {
  return metadata.labels?.[excludeLabel] === '';
}
