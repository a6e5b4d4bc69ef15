import { isCordoned } from '../domain/execution/claim.ts';
import { kinds } from '../kube/kinds.ts';
import { objectionToEtcdGuard } from './etcd-guard.ts';
import { asNode, readiness, type LiveNode } from './live-node.ts';
import type { Inspection, OperationContext } from './operation.ts';

const role = 'node-role.kubernetes.io/control-plane';

/** Whether the node belongs to the control plane. */
export function isControlPlane({ metadata }: LiveNode): boolean {
  return metadata.labels?.[role] !== undefined;
}

/**
 * What stands against taking a node of the control plane away: another one is away, or etcd cannot spare its member; undefined when nothing
 * does, and of a node that does not belong to it. A node that is down itself does not wait for others that are down and that nobody works on:
 * that could be forever.
 */
export async function objectionToControlPlane(node: LiveNode, context: OperationContext): Promise<Inspection | undefined> {
  if (!isControlPlane(node)) return undefined;
  return (await objectionToOthers(node, context)) ?? (await objectionToEtcdGuard(node, context));
}

async function objectionToOthers(node: LiveNode, { client }: OperationContext): Promise<Inspection | undefined> {
  const { items } = await client.list(kinds.Node, { labelSelector: role });
  const other = items.map(asNode).find((each) => each.metadata.uid !== node.metadata.uid && isAwayFor(node, each));
  if (!other) return undefined;
  const by = `Node/${other.metadata.name}`;
  const message = `${by} of the control plane is down or takes no pods, and its nodes are worked on one at a time.`;
  return { kind: 'blocked', reason: 'ControlPlaneBusy', message, by };
}

function isAwayFor(node: LiveNode, other: LiveNode): boolean {
  return isCordoned(other) || (readiness(other) !== 'True' && readiness(node) === 'True');
}
