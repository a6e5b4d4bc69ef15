import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationPlan } from '../../operator/api/generated/types.ts';
import { auditPosition, auditSince, committedWrites, isByEngine } from '../harness/audit.ts';
import { api, find } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { currentRevision, historySince } from '../harness/history.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { getNode, setNodeCondition } from '../harness/nodes.ts';
import { applyOpenshiftCrds } from '../harness/openshift-crds.ts';
import { createDeployment, getDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { journey, shortDefaults } from '../journeys/bench/journey.ts';
import { conditionOf, pathOf, report, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { createdAt, firstTrue, storedOneAfterTheOther } from '../journeys/bench/transitions.ts';

const operations = { ...shortDefaults.operations, monitor_cluster_operator: { waitSeconds: 1 } };
const checks = { ...shortDefaults.checks, node_ready: { timeoutSeconds: 60 } };
const seen = journey({
  nodes: ['ord-w1', 'ord-w2', 'ord-w7'],
  stages: ['reboot', 'ready-needs-restart'],
  operator: { defaults: { ...shortDefaults, operations, checks }, env: { NODES_MAX_UNHEALTHY: '9', NODES_MAX_IN_FLIGHT: '9' } },
});
const stuck = { 'demo.selfheal.dev/ready-needs-restart': 'true' };
const conditions = ['InfrastructureHealthy', 'PlatformHealthy', 'ApplicationHealthy'] as const;

beforeAll(() => applyOpenshiftCrds(seen.cluster));

async function clusterOperator(name: string, degraded: 'True' | 'False'): Promise<void> {
  const apiVersion = 'config.openshift.io/v1';
  await applyObjects(seen.cluster, [{ apiVersion, kind: 'ClusterOperator', metadata: { name }, spec: {} }]);
  const since = new Date().toISOString();
  const row = (type: string, status: string) => ({
    type,
    status,
    reason: 'SetByTest',
    message: '',
    lastTransitionTime: since,
  });
  const status = { conditions: [row('Available', 'True'), row('Progressing', 'False'), row('Degraded', degraded)] };
  await api(seen.cluster, { method: 'PATCH', path: `/apis/${apiVersion}/clusteroperators/${name}/status`, body: { status } });
}

const ready = (node: string, status: 'True' | 'False') => setNodeCondition(seen.cluster, node, { type: 'Ready', status });

/** A node that is not Ready, a degraded ClusterOperator, and a workload with no ready pod on that node, reported as one. */
async function fallIll(name: string, node: string): Promise<void> {
  const { cluster } = seen;
  await createDeployment(cluster, { namespace: 'ord', name, replicas: 2, node, podLabels: stuck });
  const running = async () => (await podsOf(cluster, 'ord', name)).filter(({ status }) => status.phase === 'Running').length === 2;
  await eventually(running, { within: 30_000, describe: 'the pods run (a restart only makes them Ready)' });
  await ready(node, 'False');
  await clusterOperator(`ord-${name}`, 'True');
  await report(cluster, {
    name: `anom-${name}`,
    type: 'node_not_ready',
    targets: [`Node/${node}`, `ClusterOperator/ord-${name}`, `Deployment/ord/${name}`],
    severity: 'critical',
  });
}

/** The node comes back from its reboot, and is Ready. */
async function boot(node: string, bootID: string | undefined): Promise<void> {
  const rebooted = async () => (await getNode(seen.cluster, node)).status.nodeInfo?.bootID !== bootID;
  await eventually(rebooted, { within: 60_000, describe: `${node} has rebooted` });
  await ready(node, 'True');
}

const isJudged = ({ status }: RemediationPlan): boolean => status?.phase === 'Verifying';
const action = (name: string) => find(seen.cluster, pathOf('remediationactions', name));

describe('a node, a cluster operator and a workload that are ill together', () => {
  test('S19: are one plan from the node up; nothing of a layer begins before the gate of the one below', async () => {
    const { cluster } = seen;
    const revision = await currentRevision(cluster);
    const { bootID } = (await getNode(cluster, 'ord-w1')).status.nodeInfo ?? {};
    await ready('ord-w7', 'False');
    await fallIll('pay', 'ord-w1');
    await boot('ord-w1', bootID);
    const watched = await untilPlan(cluster, 'plan-pay', ({ status }) => status?.steps?.[1]?.phase === 'Running');
    expect(conditionOf(watched, 'InfrastructureHealthy')?.status).toBe('True');
    expect(await action('act-pay-03')).toBeUndefined();
    await clusterOperator('ord-pay', 'False');

    const plan = await untilPlanEnded(cluster, 'plan-pay');
    expect(plan.status).toMatchObject({ phase: 'Succeeded', layerPath: 'infra>platform>app', cause: 'Node/ord-w1' });
    expect(plan.spec.steps.map((step) => step.action.operation)).toEqual([
      'drain_and_reboot_node',
      'monitor_cluster_operator',
      'restart_deployment',
    ]);
    const { status } = await api<Anomaly>(cluster, { path: pathOf('anomalies', 'anom-pay') });
    expect(status?.rootCause).toMatchObject({ layer: 'infrastructure', target: { kind: 'Node', name: 'ord-w1' } });

    const history = await historySince(cluster, revision);
    const gates = conditions.map((type) => firstTrue(history, 'plan-pay', type) ?? NaN);
    const begun = [1, 2, 3].map((order) => createdAt(history, 'RemediationAction', `act-pay-0${order}`) ?? NaN);
    const inOrder = begun.flatMap((at, index) => [at, gates[index] ?? NaN]);
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
    for (const type of conditions) {
      const told = storedOneAfterTheOther(history, 'plan-pay', (stored) => conditionOf(stored, type)?.status);
      expect(told.filter((one) => one !== undefined)).toEqual(['Unknown', 'True']);
    }
  });

  test('S20: the workload that healed on the way is left alone', async () => {
    const { cluster } = seen;
    const { bootID } = (await getNode(cluster, 'ord-w2')).status.nodeInfo ?? {};
    await fallIll('cart', 'ord-w2');
    await boot('ord-w2', bootID);
    await untilPlan(cluster, 'plan-cart', (plan) => isJudged(plan) || plan.status?.steps?.[1]?.phase === 'Running');
    // Whoever owns it gives up what keeps its pods from being Ready.
    const body = { spec: { template: { metadata: { labels: { 'demo.selfheal.dev/ready-needs-restart': null } } } } };
    await api(cluster, { method: 'PATCH', path: '/apis/apps/v1/namespaces/ord/deployments/cart', body });
    await untilRolledOut(cluster, 'ord', 'cart');
    const position = await auditPosition(cluster);
    const { metadata, spec } = await getDeployment(cluster, 'ord', 'cart');
    await clusterOperator('ord-cart', 'False');

    const plan = await untilPlanEnded(cluster, 'plan-cart');
    expect(plan.status).toMatchObject({
      phase: 'Succeeded',
      steps: [{ phase: 'Succeeded' }, { phase: 'Succeeded' }, { phase: 'Skipped', reason: 'AlreadyHealthy' }],
    });
    expect(await action('act-cart-03')).toBeUndefined();
    const after = await getDeployment(cluster, 'ord', 'cart');
    expect([after.metadata.generation, after.spec]).toEqual([metadata.generation, spec]);
    const writes = committedWrites(await auditSince(cluster, position)).filter((entry) => isByEngine(entry));
    expect(writes.filter(({ resource }) => resource === 'deployments')).toEqual([]);
  });
});
