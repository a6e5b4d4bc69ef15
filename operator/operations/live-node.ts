import type { ClaimableNode } from '../domain/execution/claim.ts';
import type { KubeObject } from '../kube/client.ts';
import type { OperationContext } from './operation.ts';

/** What the operations read of a node. */
export interface LiveNode extends ClaimableNode {
  readonly metadata: KubeObject['metadata'];
  readonly spec?: { readonly unschedulable?: boolean; readonly providerID?: string };
  readonly status?: {
    readonly nodeInfo?: { readonly bootID?: string };
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly lastHeartbeatTime?: string }[];
  };
}

/** The API server's object as a node. */
export function asNode(object: KubeObject): LiveNode {
  return object;
}

/** The node as it was read at the start of this pass; undefined when it is gone. */
export function nodeOf({ object }: Pick<OperationContext, 'object'>): LiveNode | undefined {
  return object && asNode(object);
}

/** When the kubelet last reported the node as Ready; undefined when it is not. */
export function readyHeartbeat(node: LiveNode): string | undefined {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  return ready?.status === 'True' ? ready.lastHeartbeatTime : undefined;
}

/** True, False or Unknown, as the kubelet or the node controller says. */
export function readiness(node: LiveNode): string {
  return node.status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'Unknown';
}
