import { buildCheckpoint, type PlanWish } from '../../operator/testing/plan-builder.ts';
import type { RemediationPlan } from '../../operator/api/generated/types.ts';
import { api, type Cluster } from '../harness/cluster.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes, setNodeCondition } from '../harness/nodes.ts';
import { deployment, untilRolledOut } from '../harness/workloads.ts';
import { applyPlan, pathOf, untilPlan } from '../journeys/bench/plans.ts';

/** Plans that are kept where they are by something outside of the engine, one for each place where a plan can be, on nodes of their own. */
export interface Scene {
  readonly phase: string;
  readonly plan: (id: string) => PlanWish;
  readonly isThere: (plan: RemediationPlan) => boolean;
  /** What the engine does outside of its own kinds, over the whole of it. */
  readonly effects: readonly string[];
  readonly ends: 'Succeeded' | 'RolledBack';
}

/** On a node under pressure no check passes. */
const pressure = (layerAfter: number) => [buildCheckpoint('infrastructure', layerAfter, ['no_node_pressure'], { timeoutSeconds: 900 })];

export const scenes: Readonly<Record<string, Scene>> = {
  asked: {
    phase: 'AwaitingApproval',
    plan: (id) => ({ steps: [{ target: `Node/${id}-asked` }], approvalRequired: true }),
    isThere: ({ status }) => status?.phase === 'AwaitingApproval',
    effects: ['cordon nodes/ID-asked'],
    ends: 'Succeeded',
  },
  draining: {
    phase: 'Executing, its action Running with an effect that is begun',
    plan: (id) => ({ steps: [{ target: `Node/${id}-draining`, operation: 'drain_node', timeoutSeconds: 900 }] }),
    isThere: ({ status }) => status?.phase === 'Executing' && status.blocked?.reason === 'EvictionBlocked',
    effects: ['cordon nodes/ID-draining', 'evict pods/ID/held-POD'],
    ends: 'Succeeded',
  },
  waiting: {
    phase: 'Executing, its step Waiting',
    plan: (id) => ({ steps: [{ target: `Node/${id}-waiting`, waitSeconds: 3600 }], checkpoints: pressure(1) }),
    isThere: ({ status }) => status?.phase === 'Executing' && status.steps?.[0]?.phase === 'Waiting',
    effects: ['cordon nodes/ID-waiting'],
    ends: 'Succeeded',
  },
  verifying: {
    phase: 'Verifying',
    plan: (id) => ({ steps: [{ target: `Node/${id}-verifying` }], checkpoints: pressure(1) }),
    isThere: ({ status }) => status?.phase === 'Verifying',
    effects: ['cordon nodes/ID-verifying'],
    ends: 'Succeeded',
  },
  undoing: {
    phase: 'RollingBack',
    plan: (id) => ({ steps: [{ target: `Node/${id}-undoing` }], checkpoints: pressure(1) }),
    isThere: ({ status }) => status?.phase === 'RollingBack',
    effects: ['cordon nodes/ID-undoing', 'uncordon nodes/ID-undoing'],
    ends: 'RolledBack',
  },
  queued: {
    phase: 'Pending',
    plan: (id) => ({ steps: [{ target: `Node/${id}-undoing` }], priority: 5 }),
    isThere: ({ status }) => status?.phase === 'Pending' && status.blocked?.reason === 'TargetHeld',
    effects: ['cordon nodes/ID-undoing'],
    ends: 'Succeeded',
  },
};

const underPressure = ['waiting', 'verifying', 'undoing'];
export const planOf = (id: string, scene: string): string => `plan-${id}-${scene}`;

async function setPressure(cluster: Cluster, id: string, status: 'True' | 'False'): Promise<void> {
  for (const scene of underPressure) await setNodeCondition(cluster, `${id}-${scene}`, { type: 'MemoryPressure', status });
}

/** True afterwards: every plan is where its scene says, for as long as nobody lets it go on. */
export async function bringAll(cluster: Cluster, id: string): Promise<void> {
  const nodes = Object.keys(scenes).map((scene) => ({ name: `${id}-${scene}` }));
  await createNodes(cluster, nodes);
  await setPressure(cluster, id, 'True');
  const spec = { minAvailable: '100%', selector: { matchLabels: { app: 'held' } } };
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: id } },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace: id, name: 'held' }, spec },
    deployment({ namespace: id, name: 'held', node: `${id}-draining` }),
  ]);
  await untilRolledOut(cluster, id, 'held');
  for (const [scene, { plan }] of Object.entries(scenes).filter(([scene]) => scene !== 'queued')) {
    await applyPlan(cluster, { name: planOf(id, scene), ...plan(id) });
  }
  await untilPlan(cluster, planOf(id, 'undoing'), ({ status }) => status?.phase === 'Verifying');
  await applyPlan(cluster, { name: planOf(id, 'queued'), ...scenes['queued']?.plan(id) });
  await patchSpec(cluster, planOf(id, 'undoing'), { cancel: 'Rollback' });
  for (const [scene, { isThere }] of Object.entries(scenes)) await untilPlan(cluster, planOf(id, scene), isThere);
}

/** What kept the plans where they were is no more. */
export async function letGo(cluster: Cluster, id: string): Promise<void> {
  await patchSpec(cluster, planOf(id, 'asked'), { approval: { decision: 'Approved', by: 'a person' } });
  await kubectl(cluster, ['delete', 'pdb', '-n', id, 'held']);
  await setPressure(cluster, id, 'False');
}

async function patchSpec(cluster: Cluster, name: string, spec: object): Promise<void> {
  await api(cluster, { method: 'PATCH', path: pathOf('remediationplans', name), body: { spec } });
}
