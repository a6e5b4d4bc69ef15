import { buildCheckpoint, type PlanWish } from '../../operator/testing/plan-builder.ts';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { api, type Cluster } from '../harness/cluster.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { writtenAnomaly, writtenPlan } from '../journeys/bench/written.ts';
import { planName, provide, submit, type Scenario } from './scenario.ts';

const stuck = { 'demo.selfheal.dev/ready-needs-restart': 'true' };

/** J1: a node under memory pressure is drained and rebooted, and then one of two Deployments there needs its restart. */
export const repair: Scenario = {
  name: 'J1',
  ends: 'Succeeded',
  prepare: (cluster, id) =>
    provide(cluster, id, {
      nodes: [`${id}-w1`],
      deployments: [
        { name: 'cart', node: `${id}-w1`, podLabels: stuck },
        { name: 'catalog', node: `${id}-w1` },
      ],
    }),
  begin: async (cluster, id) => {
    await setNodeCondition(cluster, `${id}-w1`, { type: 'MemoryPressure', status: 'True' });
    const anomaly = writtenAnomaly({
      name: `anom-${id}`,
      type: 'node_memory_pressure',
      severity: 'critical',
      source: 'deterministic',
      targets: [targetFrom(`Node/${id}-w1`)],
    });
    await submit(cluster, 'anomalies', anomaly);
  },
};

/** J2: a node is cordoned and a Deployment scaled, but the checkpoint never passes, so both are undone. */
export const rollback: Scenario = {
  name: 'J2',
  ends: 'RolledBack',
  prepare: (cluster, id) =>
    provide(cluster, id, {
      nodes: [`${id}-w1`, `${id}-w2`],
      deployments: [
        { name: 'pay', node: `${id}-w2`, replicas: 2 },
        { name: 'stuck', node: `${id}-w2`, podLabels: stuck },
      ],
    }),
  begin: (cluster, id) =>
    submitPlan(cluster, id, {
      steps: [
        { operation: 'cordon_node', target: `Node/${id}-w1` },
        { layer: 'application', operation: 'scale_workload', target: `Deployment/${id}/pay`, parameters: { replicas: 3 } },
      ],
      checkpoints: [
        buildCheckpoint('infrastructure', 1, ['node_ready']),
        buildCheckpoint('application', 2, ['pods_running'], { timeoutSeconds: 1, targets: [targetFrom(`Deployment/${id}/stuck`)] }),
      ],
    }),
};

/** S21: a node is cordoned, a Deployment scaled and another restarted, which nothing can undo; the last check never passes. */
export const compensation: Scenario = {
  name: 'S21',
  ends: 'RolledBack',
  prepare: (cluster, id) =>
    provide(cluster, id, {
      nodes: [`${id}-w1`, `${id}-w2`],
      deployments: [
        { name: 'pay', node: `${id}-w2`, replicas: 2 },
        { name: 'app', node: `${id}-w2` },
        { name: 'stuck', node: `${id}-w2`, podLabels: stuck },
      ],
    }),
  begin: (cluster, id) =>
    submitPlan(cluster, id, {
      steps: [
        { operation: 'cordon_node', target: `Node/${id}-w1` },
        { layer: 'application', operation: 'scale_workload', target: `Deployment/${id}/pay`, parameters: { replicas: 3 } },
        { layer: 'application', operation: 'restart_deployment', target: `Deployment/${id}/app`, undo: 'Irreversible' },
      ],
      checkpoints: [
        buildCheckpoint('application', 3, ['pods_running'], { timeoutSeconds: 1, targets: [targetFrom(`Deployment/${id}/stuck`)] }),
      ],
    }),
};

/** Submits a plan made by hand. */
export async function submitPlan(cluster: Cluster, id: string, wish: PlanWish): Promise<void> {
  await submit(cluster, 'remediationplans', writtenPlan({ ...wish, name: planName(id) }));
}

/** Cordons or uncordons a node as a person does. */
export async function setUnschedulable(cluster: Cluster, name: string, unschedulable: boolean): Promise<void> {
  await api(cluster, { method: 'PATCH', path: `/api/v1/nodes/${name}`, body: { spec: { unschedulable } } });
}
