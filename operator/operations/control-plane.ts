import { isCordoned } from '../domain/execution/claim.ts';
import { kinds } from '../kube/kinds.ts';
import { asNode, readiness, type LiveNode } from './live-node.ts';
import type { Inspection, OperationContext } from './operation.ts';

const role = 'node-role.kubernetes.io/control-plane';

/** Whether the node belongs to the control plane. */
export function isControlPlane({ metadata }: LiveNode): boolean {
  return metadata.labels?.[role] !== undefined;
}

/** That another node of the control plane is down or being worked on; undefined when none is, and of a node that does not belong to it. */
export async function objectionToControlPlane(node: LiveNode, { client }: OperationContext): Promise<Inspection | undefined> {
  if (!isControlPlane(node)) return undefined;
  const { items } = await client.list(kinds.Node, { labelSelector: role });
  const other = items.map(asNode).find((each) => each.metadata.uid !== node.metadata.uid && isAway(each));
  if (!other) return undefined;
  const by = `Node/${other.metadata.name}`;
  const message = `${by} of the control plane is down or takes no pods, and its nodes are worked on one at a time.`;
  return { kind: 'blocked', reason: 'ControlPlaneBusy', message, by };
}

function isAway(node: LiveNode): boolean {
  return isCordoned(node) || readiness(node) !== 'True';
}
