import { selectorText, type LabelSelector } from '../domain/health/label-selector.ts';
import type { SeenPod } from '../domain/health/objects.ts';
import type { KubeClient, StoredObject } from './client.ts';
import { kinds } from './kinds.ts';

type Reader = Pick<KubeClient, 'list'>;

/** What selects pods of its own namespace. */
interface Selecting {
  readonly metadata: { readonly namespace?: string };
  readonly spec: { readonly selector?: LabelSelector };
}

/** Live: the pods that it selects; none where its selector fits everything or nothing. */
export async function readPodsOf(client: Reader, { metadata: { namespace }, spec }: Selecting): Promise<SeenPod[]> {
  const labelSelector = selectorText(spec.selector);
  if (labelSelector === undefined) return [];
  return (await client.list<SeenPod>(kinds.Pod, { namespace, labelSelector })).items;
}

/** Live: the pods on the node, of every namespace unless one is named. */
export async function readPodsOn<T extends StoredObject = SeenPod>(client: Reader, node: string, namespace?: string): Promise<T[]> {
  const where = namespace === undefined ? {} : { namespace };
  return (await client.list<T>(kinds.Pod, { ...where, fieldSelector: `spec.nodeName=${node}` })).items;
}
