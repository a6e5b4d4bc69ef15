import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationPolicySpec } from '../../operator/api/generated/types.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { currentRevision, historySince } from '../harness/history.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { setNodeCondition, type Condition } from '../harness/nodes.ts';
import { applyOpenshiftCrds, removeOpenshiftCrds } from '../harness/openshift-crds.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';

const seen = journey({ nodes: ['d-w1', 'd-w2', 'd-w3', 'd-w4'] });
const system = 'self-healing-platform';
const ourGroup = '/apis/coordination.selfheal.dev/v1alpha1';

/** Detects within seconds; the kill switch keeps plans from doing anything about it. */
const watching = {
  suspended: true,
  detectors: {
    nodes: { enabled: true, notReadySeconds: 8, problemSeconds: 2 },
    clusterOperators: { enabled: true, degradedSeconds: 2 },
    machineConfigPools: { enabled: true, degradedSeconds: 2 },
    workloads: { enabled: true, unavailableSeconds: 2 },
    crashLoops: { enabled: true, restarts: 2, windowSeconds: 600 },
  },
} satisfies RemediationPolicySpec;

beforeAll(async () => {
  const { cluster } = seen;
  await removeOpenshiftCrds(cluster);
  await createDeployment(cluster, { namespace: 'd-shop', name: 'pay', node: 'd-w4', replicas: 2 });
  await createDeployment(cluster, { namespace: 'd-shop', name: 'cart', node: 'd-w4' });
  await untilRolledOut(cluster, 'd-shop', 'pay');
  await untilRolledOut(cluster, 'd-shop', 'cart');
  await applyPolicy(cluster, watching);
});

afterAll(async () => {
  await dropPolicy(seen.cluster);
  await removeOpenshiftCrds(seen.cluster);
});

async function reportsAbout(name: string, namespace = system): Promise<Anomaly[]> {
  const { items } = await api<{ items: Anomaly[] }>(seen.cluster, { path: `${ourGroup}/namespaces/${namespace}/anomalies` });
  return items.filter(({ spec }) => spec.reporter?.startsWith('detector/') && spec.targets?.some((target) => target.name === name));
}

const untilReported = (name: string, type: string, namespace = system): Promise<Anomaly> =>
  eventually(
    async () => {
      const found = (await reportsAbout(name, namespace)).find(({ spec }) => spec.type === type);
      if (found?.status?.phase !== 'Planned') throw new Error(`${name} has ${JSON.stringify(await reportsAbout(name, namespace))}`);
      return found;
    },
    { within: 30_000, describe: `${name} is reported with ${type}` },
  );

const untilResolved = (name: string, namespace = system): Promise<unknown> =>
  eventually(
    async () => {
      const phases = (await reportsAbout(name, namespace)).map(({ status }) => status?.phase);
      if (phases.length === 0 || phases.some((phase) => phase !== 'Resolved' && phase !== 'Suppressed')) throw new Error(phases.join(', '));
      return true;
    },
    { within: 20_000, describe: `the reports of ${name} are over` },
  );

/** An Event is written after everything else that is to be written. */
const untilTold = (node: string): Promise<unknown> =>
  eventually(
    async () => {
      const { items } = await api<{ items: { reason: string; regarding: { kind: string; name: string } }[] }>(seen.cluster, {
        path: '/apis/events.k8s.io/v1/events',
      });
      const told = items.some(({ reason, regarding: { kind, name } }) => reason === 'AnomalyDetected' && kind === 'Node' && name === node);
      if (!told) throw new Error(`of ${items.length} Events none does`);
      return true;
    },
    { within: 20_000, describe: `an Event tells that ${node} was detected` },
  );

const condition = (name: string, type: string, status: Condition['status']) => setNodeCondition(seen.cluster, name, { type, status });
const timeOf = (text: string | undefined): number => Date.parse(text ?? '');

describe('a node', () => {
  test('that is not Ready for eight seconds is reported once, not before; what is over sooner never is', async () => {
    const { cluster } = seen;
    const start = await currentRevision(cluster);
    await condition('d-w2', 'Ready', 'False');
    const began = Date.now();
    await condition('d-w1', 'Ready', 'False');
    await condition('d-w2', 'Ready', 'True');
    const report = await untilReported('d-w1', 'node_not_ready');
    expect(timeOf(report.spec.detectedAt) - began).toBeGreaterThanOrEqual(7000);
    await condition('d-w1', 'Ready', 'Unknown');
    await condition('d-w1', 'MemoryPressure', 'True');
    await untilTold('d-w1');
    await condition('d-w1', 'MemoryPressure', 'False');
    await condition('d-w1', 'Ready', 'True');
    await untilResolved('d-w1');
    const made = (await historySince(cluster, start)).filter(({ type, object }) => type === 'ADDED' && object.kind === 'Anomaly');
    expect(made.map(({ object }) => targetNames(object)).flat()).toEqual(['d-w1']);
  });

  test.each(['DiskPressure', 'KernelDeadlock'])('with %s is reported and told when that is over', async (type) => {
    await condition('d-w3', type, 'True');
    await untilReported('d-w3', type === 'DiskPressure' ? 'disk_pressure' : 'node_problem');
    await condition('d-w3', type, 'False');
    await untilResolved('d-w3');
  });

  test('is not looked at while the policy says so', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, {
      ...watching,
      detectors: { ...watching.detectors, nodes: { ...watching.detectors.nodes, enabled: false } },
    });
    const before = (await reportsAbout('d-w2')).length;
    await condition('d-w2', 'PIDPressure', 'True');
    await moveTo('cart', 'd-nowhere');
    await untilReported('cart', 'workload_unavailable', 'd-shop');
    expect(await reportsAbout('d-w2')).toHaveLength(before);
    await applyPolicy(cluster, watching);
    await untilReported('d-w2', 'pid_pressure');
    await condition('d-w2', 'PIDPressure', 'False');
    await moveTo('cart', 'd-w4');
    await untilResolved('cart', 'd-shop');
    await untilResolved('d-w2');
  });
});

function targetNames(object: KubeObject): string[] {
  return ((object as unknown as Anomaly).spec.targets ?? []).map(({ name }) => name);
}

/** The deployment has one pod, on that node; on none if there is no such node. */
async function moveTo(name: string, node: string): Promise<void> {
  await api(seen.cluster, {
    method: 'PATCH',
    patch: 'strategic-merge',
    path: `/apis/apps/v1/namespaces/d-shop/deployments/${name}`,
    body: {
      spec: {
        strategy: { type: 'Recreate', rollingUpdate: null },
        template: { spec: { nodeSelector: { 'kubernetes.io/hostname': node } } },
      },
    },
  });
}

describe('on an OpenShift whose kinds are installed when the detectors look already', () => {
  const bad = (type: string) => [{ type, status: 'True', reason: 'SetByTest', message: '', lastTransitionTime: new Date().toISOString() }];
  const good = (type: string) => [{ ...bad(type)[0], status: 'False' }];
  const status = (path: string, body: object) => api(seen.cluster, { method: 'PATCH', path: `${path}/status`, body: { status: body } });

  test('a ClusterOperator and a MachineConfigPool that are degraded are reported, and told when they are not', async () => {
    const { cluster } = seen;
    const operator = '/apis/config.openshift.io/v1/clusteroperators/d-network';
    const pool = '/apis/machineconfiguration.openshift.io/v1/machineconfigpools/d-pool';
    await applyOpenshiftCrds(cluster);
    await applyObjects(cluster, [
      { apiVersion: 'config.openshift.io/v1', kind: 'ClusterOperator', metadata: { name: 'd-network' }, spec: {} },
      {
        ...{ apiVersion: 'machineconfiguration.openshift.io/v1', kind: 'MachineConfigPool', metadata: { name: 'd-pool' } },
        spec: { nodeSelector: { matchLabels: { 'd-pool': '' } } },
      },
    ]);
    await status(operator, { conditions: bad('Degraded') });
    await status(pool, { conditions: bad('Degraded') });
    await untilReported('d-network', 'cluster_operator_degraded');
    await untilReported('d-pool', 'machine_config_pool_degraded');
    await status(operator, { conditions: good('Degraded') });
    await status(pool, { conditions: good('Degraded') });
    await untilResolved('d-network');
    await untilResolved('d-pool');
  });
});

describe('a workload', () => {
  test('whose container was restarted again and again is reported as a crash loop, in its own namespace', async () => {
    const { cluster } = seen;
    const pods = '/api/v1/namespaces/d-shop/pods';
    const { items } = await api<{ items: KubeObject[] }>(cluster, { path: `${pods}?labelSelector=app%3Dpay` });
    const [pod] = items;
    const crashing = {
      name: 'main',
      image: 'registry.invalid/nothing:1',
      imageID: '',
      ready: false,
      restartCount: 2,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
    };
    const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: new Date().toISOString() }];
    await api(cluster, {
      method: 'PATCH',
      patch: 'strategic-merge',
      path: `${pods}/${pod?.metadata.name}/status`,
      body: { status: { conditions, containerStatuses: [crashing] } },
    });
    const report = await untilReported('pay', 'crash_loop', 'd-shop');
    expect(report).toMatchObject({
      spec: { source: 'deterministic', targets: [{ kind: 'Deployment', namespace: 'd-shop', name: 'pay' }] },
    });
    await kubectl(cluster, ['delete', 'pod', '-n', 'd-shop', pod?.metadata.name ?? '', '--wait=false']);
    await untilResolved('pay', 'd-shop');
  });
});
