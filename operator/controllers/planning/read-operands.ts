import { isIll } from '../../domain/diagnosis/hits.ts';
import type { SeenTarget } from '../../domain/diagnosis/seen.ts';
import type { TimedCondition } from '../../domain/health/timed-condition.ts';
import type { SeenClusterOperator, SeenNode, SeenPod } from '../../domain/health/objects.ts';
import { seenNode } from '../runtime/seen-node.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { podsOn } from './read-residents.ts';

/** Of how many ill nodes the pods are read. */
const mostNodes = 4;

/**
 * Live: the ClusterOperators among the targets with the pods that they have on nodes which are ill, or were until a short while ago, by the
 * namespaces that they name as theirs. Nothing is read while there is no such node.
 */
export async function withOperands(
  { client, caches, clock, policy }: Pick<EngineDeps, 'client' | 'caches' | 'clock' | 'policy'>,
  targets: readonly SeenTarget[],
): Promise<SeenTarget[]> {
  if (!targets.some(({ kind }) => kind === 'operator')) return [...targets];
  const nodes = caches.nodes.list().map(seenNode);
  const lately = clock.now().getTime() - policy().incidents.joinSeconds * 1000;
  const [ill, recovered] = [(node: SeenNode) => isIll(node, { pools: [] }), (node: SeenNode) => changedAt(node) > lately];
  const read = [...nodes.filter(ill), ...nodes.filter((node) => !ill(node) && recovered(node))].slice(0, mostNodes);
  const pods = (await Promise.all(read.map(({ metadata }) => podsOn(client, metadata.name)))).flat();
  return targets.map((seen) => (seen.kind === 'operator' ? { ...seen, operands: operandsOf(seen.operator, pods) } : seen));
}

/** When a condition of the node last changed; milliseconds since the epoch. */
function changedAt({ status }: SeenNode): number {
  const conditions: readonly TimedCondition[] = status?.conditions ?? [];
  return Math.max(0, ...conditions.map(({ lastTransitionTime = '' }) => Date.parse(lastTransitionTime) || 0));
}

function operandsOf({ status }: SeenClusterOperator, pods: readonly SeenPod[]): SeenPod[] {
  const own = new Set((status?.relatedObjects ?? []).flatMap(({ resource, name }) => (resource === 'namespaces' ? [name] : [])));
  return pods.filter(({ metadata }) => own.has(metadata.namespace ?? ''));
}
