import type { SeenNode } from '../../domain/health/objects.ts';
import type { Cache } from '../../kube/cache.ts';
import type { KubeObject } from '../../kube/client.ts';

/** The watched object as a node: the cache holds nodes as they came from the API server. */
export function seenNode(object: KubeObject): SeenNode {
  return object as unknown as SeenNode;
}

/** The watched node of that name. */
export function nodeNamed(nodes: Cache<KubeObject>, name: string): SeenNode | undefined {
  const object = nodes.get({ name });
  return object && seenNode(object);
}
