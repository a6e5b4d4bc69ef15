import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CheckType, Layer, RemediationPlan } from '../../operator/api/generated/types.ts';
import { layerChecks } from '../../operator/domain/planning/defaults.ts';
import { buildCheckpoint, type StepWish } from '../../operator/testing/plan-builder.ts';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { api } from '../harness/cluster.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { getNode, setNodeCondition } from '../harness/nodes.ts';
import { applyOpenshiftCrds } from '../harness/openshift-crds.ts';
import { createDeployment, getDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from './bench/journey.ts';
import { actionsOf, applyPlan, conditionOf, untilPlanEnded } from './bench/plans.ts';

const layers: readonly Layer[] = ['infrastructure', 'platform', 'application'];
const combinations = [1, 2, 3, 4, 5, 6, 7].map((bits) => layers.filter((_, i) => bits & (1 << i)));
const shortNames: Readonly<Record<Layer, string>> = { infrastructure: 'infra', platform: 'platform', application: 'app' };
const pathOf = (some: readonly Layer[]) => some.map((layer) => shortNames[layer]).join('>');
const healthy = { infrastructure: 'InfrastructureHealthy', platform: 'PlatformHealthy', application: 'ApplicationHealthy' } as const;

const seen = journey({ nodes: ['j10-apps', 'j10-ill', 'j10-well'], stages: ['ready-needs-restart'] });

beforeAll(async () => {
  const { cluster } = seen;
  await applyOpenshiftCrds(cluster);
  await createDeployment(cluster, { namespace: 'j10', name: 'app', replicas: 2, node: 'j10-apps' });
  await createDeployment(cluster, {
    namespace: 'j10',
    name: 'stuck',
    node: 'j10-apps',
    podLabels: { 'demo.selfheal.dev/ready-needs-restart': 'true' },
  });
  await setNodeCondition(cluster, 'j10-ill', { type: 'DiskPressure', status: 'True' });
  await clusterOperator('well', 'False');
  await clusterOperator('ill', 'True');
  await untilRolledOut(cluster, 'j10', 'app');
});

async function clusterOperator(name: string, degraded: 'True' | 'False'): Promise<void> {
  const apiVersion = 'config.openshift.io/v1';
  await applyObjects(seen.cluster, [{ apiVersion, kind: 'ClusterOperator', metadata: { name: `j10-${name}` }, spec: {} }]);
  const since = new Date().toISOString();
  const row = (type: string, status: string) => ({ type, status, reason: 'SetByTest', message: '', lastTransitionTime: since });
  const conditions = [row('Available', 'True'), row('Progressing', 'False'), row('Degraded', degraded)];
  const path = `/apis/${apiVersion}/clusteroperators/j10-${name}/status`;
  await api(seen.cluster, { method: 'PATCH', path, body: { status: { conditions } } });
}

const steps: Readonly<Record<Layer, StepWish>> = {
  infrastructure: { operation: 'cordon_node', target: 'Node/j10-well' },
  platform: { layer: 'platform', operation: 'monitor_cluster_operator', target: 'ClusterOperator/j10-well', undo: 'None' },
  application: { layer: 'application', operation: 'scale_workload', target: 'Deployment/j10/app', parameters: { replicas: 3 } },
};

/** What fails the checkpoint of the layer, whatever was done. */
const failing: Readonly<Record<Layer, { readonly type: CheckType; readonly target: string }>> = {
  infrastructure: { type: 'no_node_pressure', target: 'Node/j10-ill' },
  platform: { type: 'openshift_operators_ready', target: 'ClusterOperator/j10-ill' },
  application: { type: 'pods_running', target: 'Deployment/j10/stuck' },
};

/** A step and a checkpoint of each layer; the checkpoint of `fails` never passes. */
async function carriedOut(name: string, some: readonly Layer[], fails?: Layer): Promise<RemediationPlan> {
  const checkpoints = some.map((layer, i) => {
    if (layer !== fails) return buildCheckpoint(layer, i + 1, layerChecks[layer], { timeoutSeconds: 20 });
    const { type, target } = failing[layer];
    return buildCheckpoint(layer, i + 1, [type], { timeoutSeconds: 1, targets: [targetFrom(target)] });
  });
  await applyPlan(seen.cluster, { name, layers: [...some], steps: some.map((layer) => steps[layer]), checkpoints });
  return untilPlanEnded(seen.cluster, name);
}

const replicas = async () => (await getDeployment(seen.cluster, 'j10', 'app')).spec.replicas;
const cordoned = async () => (await getNode(seen.cluster, 'j10-well')).spec.unschedulable ?? false;

describe('J10: a plan over every combination of layers, with each of its checkpoints failing once', () => {
  test.each(combinations.flatMap((some) => some.map((fails) => ({ some, fails, path: pathOf(some) }))))(
    '$path, where $fails never gets healthy: the layers below passed, nothing above it began, and what ran is undone',
    async ({ some, fails, path }) => {
      const plan = await carriedOut(`plan-j10-${path.replaceAll('>', '-')}-${shortNames[fails]}`, some, fails);
      const ran = some.slice(0, some.indexOf(fails) + 1);
      const undone = ran.filter((layer) => layer !== 'platform').toReversed();
      expect(plan.status).toMatchObject({ phase: undone.length > 0 ? 'RolledBack' : 'Failed', layerPath: path });
      expect(plan.status?.message).toBeTruthy();
      expect(some.map((layer) => conditionOf(plan, healthy[layer])?.status)).toEqual(
        some.map((layer) => (layer === fails ? 'False' : ran.includes(layer) ? 'True' : 'Unknown')),
      );
      expect(conditionOf(plan, healthy[fails])?.reason).toBe('CheckpointFailed');
      expect(plan.status?.rollback?.map(({ result }) => result) ?? []).toEqual(undone.map(() => 'Undone'));
      const forward = (await actionsOf(seen.cluster, plan)).filter(({ spec }) => spec.compensates === undefined);
      expect(forward).toHaveLength(ran.length);
      expect([await replicas(), await cordoned()]).toEqual([2, false]);
      await untilRolledOut(seen.cluster, 'j10', 'app');
    },
  );
});

describe('J10: a plan over every combination of layers', () => {
  test.each(combinations.map((some) => ({ some, path: pathOf(some) })))(
    '$path ends Succeeded with every layer healthy',
    async ({ some, path }) => {
      const plan = await carriedOut(`plan-j10-${path.replaceAll('>', '-')}`, some);
      expect(plan.status).toMatchObject({
        phase: 'Succeeded',
        reason: 'Completed',
        layerPath: path,
        progress: `${some.length}/${some.length}`,
      });
      expect(some.map((layer) => conditionOf(plan, healthy[layer])?.status)).toEqual(some.map(() => 'True'));
      expect([await replicas(), await cordoned()]).toEqual([some.includes('application') ? 3 : 2, some.includes('infrastructure')]);
      await api(seen.cluster, { method: 'PATCH', path: '/api/v1/nodes/j10-well', body: { spec: { unschedulable: null } } });
      await api(seen.cluster, { method: 'PATCH', path: '/apis/apps/v1/namespaces/j10/deployments/app', body: { spec: { replicas: 2 } } });
      await untilRolledOut(seen.cluster, 'j10', 'app');
    },
  );
});
