import type { Resource } from '../api/resource.ts';
import { kinds } from '../kube/kinds.ts';
import type { Inspection, OperationContext } from './operation.ts';

/** The label that every pod of the engine's Deployment carries; it stands in config/manager. */
const enginePods = 'app=coordination-engine';

type EnginePod = Resource<
  { readonly nodeName?: string },
  { readonly conditions?: readonly { readonly type: string; readonly status: string }[] }
>;

/** That the engine itself runs on the node and nobody would carry on; undefined on another node, or when another replica is ready elsewhere. */
export async function objectionToOwnNode({ client, target, ownNode, ownPod }: OperationContext): Promise<Inspection | undefined> {
  if (ownNode === undefined || target.name !== ownNode) return undefined;
  const found = ownPod && (await client.list<EnginePod>(kinds.Pod, { namespace: ownPod.namespace, labelSelector: enginePods }));
  if (found?.items.some((pod) => pod.spec.nodeName !== ownNode && isReady(pod))) return undefined;
  const message = `The engine itself runs on Node ${target.name}, and no other replica of it is ready elsewhere.`;
  return { kind: 'refused', reason: 'OwnNode', message };
}

function isReady({ metadata, status }: EnginePod): boolean {
  const ready = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
  return ready && metadata.deletionTimestamp === undefined;
}
