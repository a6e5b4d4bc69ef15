import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { api } from '../harness/cluster.ts';
import { auditPosition, auditSince, committedWrites, isByEngine } from '../harness/audit.ts';
import { applyCapacityCrds, removeCapacityCrds } from '../harness/capacity-crds.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { machineConfigPool } from '../harness/machine-config-operator.ts';
import { createNodes, getNode, setNodeCondition } from '../harness/nodes.ts';
import { applyOpenshiftCrds, removeOpenshiftCrds } from '../harness/openshift-crds.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, planNow, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { request, untilBlocked, untilEnded } from '../operations/actions.ts';

const workers = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `g-w${n}`);
const planes = ['g-m1', 'g-m2', 'g-m3'];
const exclude = 'remediation.medik8s.io/exclude-from-remediation';
const seen = journey({ nodes: workers });

const patchNode = (name: string, body: object) => api(seen.cluster, { method: 'PATCH', path: `/api/v1/nodes/${name}`, body });
const label = (name: string, value: string | null) => patchNode(name, { metadata: { labels: { [exclude]: value } } });
const cordon = (name: string, node: string) => request(seen.cluster, { name, operation: 'cordon_node', target: `Node/${node}` });
const untilDone = async (name: string) =>
  expect((await untilEnded(seen.cluster, name, 60_000)).status).toMatchObject({ phase: 'Succeeded' });

beforeAll(async () => {
  const { cluster } = seen;
  await applyOpenshiftCrds(cluster);
  await applyCapacityCrds(cluster);
  await createNodes(
    cluster,
    planes.map((name) => ({ name, labels: { 'node-role.kubernetes.io/control-plane': '' } })),
  );
  await createDeployment(cluster, { namespace: 'g-shop', name: 'web', node: 'g-w8' });
  await untilRolledOut(cluster, 'g-shop', 'web');
});

afterAll(async () => {
  const { cluster } = seen;
  await dropPolicy(cluster);
  await kubectl(cluster, ['delete', 'nodes', '--wait=false', '--ignore-not-found', ...planes]);
  await removeOpenshiftCrds(cluster);
  await removeCapacityCrds(cluster);
});

describe('a node is left alone', () => {
  test('by the label of medik8s "true" until it goes; "false" and "" say nothing, of which the latter is told', async () => {
    const { cluster } = seen;
    const position = await auditPosition(cluster);
    await Promise.all([label('g-w1', 'true'), label('g-w2', 'false'), label('g-w3', '')]);
    await Promise.all(['1', '2', '3'].map((n) => cordon(`g-label-${n}`, `g-w${n}`)));
    const held = await untilBlocked(cluster, 'g-label-1', 'NodeExcluded');
    expect(held.status?.message).toBe(`Node/g-w1 is left alone: it has the label ${exclude} "true".`);
    await untilDone('g-label-2');
    await untilDone('g-label-3');
    await eventually(() => hasWarning('g-w3'), { within: 30_000, describe: 'a warning about g-w3' });
    const writes = committedWrites(await auditSince(cluster, position)).filter((entry) => isByEngine(entry) && entry.resource === 'nodes');
    expect(writes.filter(({ name }) => name === 'g-w1')).toEqual([]);
    await label('g-w1', null);
    await untilDone('g-label-1');
  });

  test('when the label comes while the action waits, and between two steps of a plan', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { suspended: true });
    await cordon('g-waiting', 'g-w4');
    await untilBlocked(cluster, 'g-waiting', 'Suspended');
    await label('g-w4', 'true');
    await dropPolicy(cluster);
    await untilBlocked(cluster, 'g-waiting', 'NodeExcluded');
    await label('g-w4', 'false');
    await untilDone('g-waiting');

    await applyPlan(cluster, {
      name: 'g-plan',
      steps: [
        { target: 'Node/g-w5', waitSeconds: 12 },
        { operation: 'drain_node', target: 'Node/g-w5' },
        { operation: 'uncordon_node', target: 'Node/g-w5' },
      ],
    });
    await untilPlan(cluster, 'g-plan', ({ status }) => status?.steps?.[0]?.phase === 'Waiting');
    await label('g-w5', 'true');
    await untilPlan(
      cluster,
      'g-plan',
      ({ status }) => status?.blocked?.reason === 'NodeExcluded' || (status?.message ?? '').includes('left alone'),
    );
    expect((await planNow(cluster, 'g-plan'))?.status?.steps?.map(({ phase }) => phase)).toEqual(['Succeeded', 'Running', 'Pending']);
    await label('g-w5', null);
    expect((await untilPlanEnded(cluster, 'g-plan')).status?.phase).toBe('Succeeded');
  });

  test('but not for ever by a plan that has begun: held for longer than its step may take it is taken back', async () => {
    const { cluster } = seen;
    await applyPlan(cluster, {
      name: 'g-long',
      steps: [
        { target: 'Node/g-w6', waitSeconds: 12 },
        { operation: 'drain_node', target: 'Node/g-w6', timeoutSeconds: 4 },
      ],
    });
    await untilPlan(cluster, 'g-long', ({ status }) => status?.steps?.[0]?.phase === 'Waiting');
    await label('g-w6', 'true');
    const { status } = await untilPlanEnded(cluster, 'g-long');
    expect(status).toMatchObject({ phase: 'RolledBack', rollback: [{ step: 'step-1', result: 'Undone' }] });
    const failed = status?.conditions?.find(({ type }) => type === 'Failed');
    expect(failed?.message).toContain(`NodeExcluded: Node/g-w6 is left alone: it has the label ${exclude} "true".`);
    expect(failed?.message).toContain('did not end within the 4 s that the step may take');
    expect((await getNode(cluster, 'g-w6')).spec?.unschedulable ?? false).toBe(false);
    await label('g-w6', null);
  });

  test('by Cluster API on it or on its Machine, by Karpenter, and when the autoscaler removes it', async () => {
    const { cluster } = seen;
    const machine = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { name: 'g-machine', namespace: 'g-shop' } };
    const marked = { ...machine.metadata, annotations: { 'cluster.x-k8s.io/skip-remediation': '' } };
    const spec = {
      clusterName: 'c',
      bootstrap: { dataSecretName: 's' },
      infrastructureRef: { apiGroup: 'x.io', kind: 'X', name: 'x' },
    };
    await applyObjects(cluster, [{ ...machine, metadata: marked, spec }]);
    const ofMachine = { 'cluster.x-k8s.io/machine': 'g-machine', 'cluster.x-k8s.io/cluster-namespace': 'g-shop' };
    await patchNode('g-w1', { metadata: { annotations: ofMachine } });
    await patchNode('g-w2', { metadata: { annotations: { 'cluster.x-k8s.io/paused': 'true' } } });
    await patchNode('g-w3', { metadata: { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } } });
    await patchNode('g-w4', { spec: { taints: [{ key: 'ToBeDeletedByClusterAutoscaler', value: '1', effect: 'NoSchedule' }] } });
    const said = [
      'its Machine g-shop/g-machine has the annotation cluster.x-k8s.io/skip-remediation',
      'cluster.x-k8s.io/paused',
      'do-not-disrupt',
      'ToBeDeleted',
    ];
    for (const [place, words] of said.entries()) {
      const drain = { operation: 'drain_node', target: `Node/g-w${place + 1}` } as const;
      await request(cluster, { name: `g-veto-${place + 1}`, ...drain });
      expect((await untilBlocked(cluster, `g-veto-${place + 1}`, 'NodeExcluded')).status?.message).toContain(words);
    }
    await patchNode('g-w3', { metadata: { annotations: { 'karpenter.sh/do-not-disrupt': null } } });
    await untilDone('g-veto-3');
    await kubectl(cluster, ['delete', 'machines.cluster.x-k8s.io', '-n', 'g-shop', 'g-machine']);
    await untilDone('g-veto-1');
  });
});

async function hasWarning(node: string): Promise<boolean> {
  const { items } = await api<{ items: readonly { type: string; reason: string; regarding: { name: string } }[] }>(seen.cluster, {
    path: '/apis/events.k8s.io/v1/events',
  });
  return items.some(({ type, reason, regarding }) => type === 'Warning' && reason === 'ExcludeLabelUnclear' && regarding.name === node);
}

describe('while something upgrades', () => {
  const versions = '/apis/config.openshift.io/v1/clusterversions/version';
  const progressing = (status: string) => ({
    status: {
      desired: { version: '4.20.0', image: 'x' },
      observedGeneration: 1,
      versionHash: 'x',
      availableUpdates: [],
      conditions: [{ type: 'Progressing', status, lastTransitionTime: '2026-01-01T00:00:00Z', reason: 'X', message: '' }],
    },
  });
  const upgrade = (status: string) => api(seen.cluster, { method: 'PATCH', path: `${versions}/status`, body: progressing(status) });
  const pause = (paused: boolean) =>
    api(seen.cluster, {
      method: 'PATCH',
      path: '/apis/machineconfiguration.openshift.io/v1/machineconfigpools/g-pool',
      body: { spec: { paused } },
    });

  test('nodes are left to it, applications are not; and each goes on by itself', async () => {
    const { cluster } = seen;
    await applyObjects(cluster, [
      {
        apiVersion: 'config.openshift.io/v1',
        kind: 'ClusterVersion',
        metadata: { name: 'version' },
        spec: { clusterID: '00000000-0000-4000-8000-000000000000' },
      },
      machineConfigPool('g-pool'),
    ]);
    await pause(true);
    await upgrade('True');
    await patchNode('g-w6', { metadata: { labels: { 'node-role.kubernetes.io/g-pool': '' } } });
    const configs = (current: string) => ({
      'machineconfiguration.openshift.io/currentConfig': current,
      'machineconfiguration.openshift.io/desiredConfig': 'rendered-2',
    });
    await patchNode('g-w7', { metadata: { annotations: configs('rendered-1') } });
    await seen.stopOperator();
    await seen.startOperator(); // one that remembers nothing from before the upgrade
    await cordon('g-paused', 'g-w6');
    await cordon('g-updating', 'g-w7');
    await applyPlan(cluster, { name: 'g-infra', steps: [{ target: 'Node/g-w6' }] });
    for (const name of ['g-paused', 'g-updating']) await untilBlocked(cluster, name, 'ClusterUpgrading');
    await untilPlan(cluster, 'g-infra', ({ status }) => status?.blocked?.reason === 'ClusterUpgrading');
    await applyPlan(cluster, { name: 'g-app', steps: [{ layer: 'application', target: 'Deployment/g-shop/web' }] });
    expect((await untilPlanEnded(cluster, 'g-app')).status?.phase).toBe('Succeeded');
    await upgrade('False');
    expect((await untilBlocked(cluster, 'g-paused', 'PoolPaused')).status?.blocked?.by).toBe('MachineConfigPool/g-pool');
    expect((await untilBlocked(cluster, 'g-updating', 'PoolUpdating')).status?.blocked?.by).toBe('Node/g-w7');
    await patchNode('g-w7', { metadata: { annotations: configs('rendered-2') } });
    await untilDone('g-updating');
    await pause(false);
    await untilDone('g-paused');
    await untilPlanEnded(cluster, 'g-infra');
  });
});

describe('of the control plane', () => {
  const ready = (node: string, status: 'True' | 'False') => setNodeCondition(seen.cluster, node, { type: 'Ready', status });
  const workOn = (name: string, node: string) =>
    applyPlan(seen.cluster, {
      name,
      steps: [
        { operation: 'drain_node', target: `Node/${node}`, waitSeconds: 2 },
        { operation: 'uncordon_node', target: `Node/${node}` },
      ],
    });

  test('one node of two that are down is worked on, and the other when that has ended', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { nodes: { maxUnhealthy: '100%', maxInFlight: 3 } });
    await Promise.all([ready('g-m1', 'False'), ready('g-m2', 'False')]);
    await Promise.all([workOn('g-plane-1', 'g-m1'), workOn('g-plane-2', 'g-m2')]);
    const [one, two] = await Promise.all([untilPlanEnded(cluster, 'g-plane-1'), untilPlanEnded(cluster, 'g-plane-2')]);
    expect([one.status?.phase, two.status?.phase]).toEqual(['Succeeded', 'Succeeded']);
    const drains = [one, two].map(({ status }) => status?.steps?.[0]);
    const [early, late] = drains.toSorted((a, b) => Date.parse(a?.finishedAt ?? '') - Date.parse(b?.finishedAt ?? ''));
    expect(Date.parse(late?.finishedAt ?? '') - Date.parse(early?.finishedAt ?? '')).toBeGreaterThanOrEqual(2000);
    await Promise.all([ready('g-m1', 'True'), ready('g-m2', 'True')]);
    expect((await getNode(cluster, 'g-m1')).spec.unschedulable ?? false).toBe(false);
  });

  test('none is touched whose member of etcd cannot be spared, until that member is the one that is ill', async () => {
    const { cluster } = seen;
    const labels = { app: 'guard' };
    const namespace = 'openshift-etcd';
    await applyObjects(cluster, [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'etcd-guard-pdb', namespace },
        spec: { minAvailable: 1, selector: { matchLabels: labels } },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'etcd-guard-g-m3', namespace, labels, annotations: { 'kubernetes.io/config.mirror': 'x' } },
        spec: { nodeName: 'g-m3', containers: [{ name: 'guard', image: 'guard' }], tolerations: [{ operator: 'Exists' }] },
      },
    ]);
    await kubectl(cluster, ['wait', '--for=condition=Ready', 'pod/etcd-guard-g-m3', '-n', namespace, '--timeout=30s']);
    await request(cluster, { name: 'g-etcd', operation: 'drain_node', target: 'Node/g-m3' });
    const held = await untilBlocked(cluster, 'g-etcd', 'EtcdGuard');
    expect(held.status?.blocked?.by).toBe('PodDisruptionBudget/openshift-etcd/etcd-guard-pdb');
    expect((await getNode(cluster, 'g-m3')).spec.unschedulable ?? false).toBe(false);
    const unready = { status: { conditions: [{ type: 'Ready', status: 'False' }] } };
    const path = `/api/v1/namespaces/${namespace}/pods/etcd-guard-g-m3/status`;
    await api(cluster, { method: 'PATCH', patch: 'strategic-merge', path, body: unready });
    await untilDone('g-etcd');
  });
});
