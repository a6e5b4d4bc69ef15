import type { PlanStep, RemediationPlan } from '../../operator/api/generated/types.ts';
import { usualNamespace as namespace } from '../../operator/api/usual-namespace.ts';
import { api, type Cluster } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { createNodes, setNodeCondition } from '../harness/nodes.ts';

const path = (name: string) => `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${namespace}/remediationplans/${name}`;

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

/** The plan once it has ended, however it did. */
export async function untilPlanEnded(cluster: Cluster, name: string, within = 60_000): Promise<RemediationPlan> {
  return eventually(
    async () => {
      const plan = await api<RemediationPlan>(cluster, { path: path(name) });
      if (plan.status?.finishedAt !== undefined) return plan;
      throw new Error(JSON.stringify(plan.status));
    },
    { within, describe: `${name} has ended` },
  );
}
