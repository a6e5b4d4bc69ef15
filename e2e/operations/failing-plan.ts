import type { PlanStep } from '../../operator/api/generated/types.ts';
import { usualNamespace as namespace } from '../../operator/api/usual-namespace.ts';
import type { Cluster } from '../harness/cluster.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { createNodes, setNodeCondition } from '../harness/nodes.ts';

/** A node whose pressure never ends, so that no checkpoint which asks for it ever passes. */
export async function createIllNode(cluster: Cluster, name: string): Promise<void> {
  await createNodes(cluster, [{ name }]);
  await setNodeCondition(cluster, name, { type: 'MemoryPressure', status: 'True' });
}

/**
 * A plan of this one step that does not help: the checkpoint behind it asks for `seconds` in vain whether the node has no pressure, so
 * what the step did is taken back.
 */
export async function applyFailingPlan(
  cluster: Cluster,
  name: string,
  { action, undo, illNode, seconds = 2 }: Pick<PlanStep, 'action' | 'undo'> & { readonly illNode: string; readonly seconds?: number },
): Promise<void> {
  const step = { name: 'change', layer: 'application', order: 1, waitSeconds: 0, undo, action };
  const targets = [{ apiVersion: 'v1', kind: 'Node', name: illNode }];
  const checks = [{ name: 'helped', type: 'no_node_pressure', targets, timeoutSeconds: seconds }];
  const spec = { steps: [step], checkpoints: [{ name: 'helped', layer: 'application', afterStep: 1, checks }] };
  await applyObjects(cluster, [
    { apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'RemediationPlan', metadata: { name, namespace }, spec },
  ]);
}
