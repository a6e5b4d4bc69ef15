import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { api, type KubeObject } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { system, untilPlanEnded } from '../journeys/bench/plans.ts';
import { request, untilEnded } from './actions.ts';

const namespace = 'ops-other';
const labels = { app: 'other' };
const podTemplate = (app: string) => ({
  metadata: { labels: { ...labels, app } },
  spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'one', image: 'registry.invalid/one:1' }] },
});
/** As a network plugin's: it is to run before the node's network does. */
const everywhereTemplate = {
  metadata: { labels: { ...labels, app: 'everywhere' } },
  spec: { ...podTemplate('everywhere').spec, tolerations: [{ key: 'node.kubernetes.io/network-unavailable', operator: 'Exists' }] },
};
const workload = (kind: string, name: string, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { namespace, name },
  spec: { selector: { matchLabels: { app: name } }, template: podTemplate(name), ...spec },
});

interface Workload extends KubeObject {
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } };
  };
  readonly status?: { readonly readyReplicas?: number; readonly numberReady?: number };
}

let cluster: WorkerCluster;
let operator: Operator;
const read = (plural: string, name: string) => api<Workload>(cluster, { path: `/apis/apps/v1/namespaces/${namespace}/${plural}/${name}` });

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await createNodes(cluster, [{ name: 'ops-other-1' }]);
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    workload('StatefulSet', 'ordered', { replicas: 2, serviceName: 'ordered' }),
    ...['one', 'two', 'three', 'four'].map((name) => workload('StatefulSet', name, { replicas: 1, serviceName: name })),
    // More of one kind than are read one by one.
    ...['five', 'six', 'seven', 'eight'].map((name) => workload('Deployment', name, { replicas: 1 })),
    workload('DaemonSet', 'everywhere', { template: everywhereTemplate }),
    workload('ReplicaSet', 'bare', { replicas: 1 }),
  ]);
  const ready = async (plural: string, name: string, wanted: number): Promise<boolean> => {
    const { status } = await read(plural, name);
    return (status?.readyReplicas ?? status?.numberReady ?? 0) === wanted;
  };
  await eventually(() => ready('statefulsets', 'ordered', 2), { within: 60_000, describe: 'the StatefulSet is ready' });
  await eventually(() => ready('daemonsets', 'everywhere', 1), { within: 60_000, describe: 'the DaemonSet is ready' });
  await eventually(() => ready('deployments', 'eight', 1), { within: 60_000, describe: 'the last Deployment is ready' });
  operator = await startOperator(cluster, { defaults: { pollSeconds: 1 } });
  await operator.ready();
});
judgeEachTest(() => cluster);
afterAll(() => operator.stop());

test.each([
  { kind: 'StatefulSet', plural: 'statefulsets', name: 'ordered' },
  { kind: 'DaemonSet', plural: 'daemonsets', name: 'everywhere' },
])('restart_deployment restarts a $kind', async ({ kind, plural, name }) => {
  await request(cluster, { name: `restart-${name}`, type: 'application_remediation', target: `${kind}/${namespace}/${name}` });
  expect((await untilEnded(cluster, `restart-${name}`, 60_000)).status).toMatchObject({ phase: 'Succeeded' });
  expect((await read(plural, name)).spec.template.metadata.annotations).toHaveProperty(['kubectl.kubernetes.io/restartedAt']);
});

test.each([
  { kind: 'StatefulSet', plural: 'statefulsets', name: 'ordered' },
  { kind: 'ReplicaSet', plural: 'replicasets', name: 'bare' },
])('scale_workload scales a $kind', async ({ kind, plural, name }) => {
  await request(cluster, {
    name: `scale-${name}`,
    type: 'resource_scaling',
    target: `${kind}/${namespace}/${name}`,
    parameters: { replicas: 3 },
  });
  expect((await untilEnded(cluster, `scale-${name}`, 60_000)).status).toMatchObject({ phase: 'Succeeded' });
  expect((await read(plural, name)).spec.replicas).toBe(3);
});

test('a node that they stand on is reported, and the plan knows each of them', async () => {
  const now = new Date().toISOString();
  const condition = { type: 'DiskPressure', status: 'True', reason: 'SetByTest', lastHeartbeatTime: now, lastTransitionTime: now };
  await api(cluster, {
    method: 'PATCH',
    patch: 'strategic-merge',
    path: '/api/v1/nodes/ops-other-1/status',
    body: { status: { conditions: [condition] } },
  });
  const anomaly = {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'Anomaly',
    metadata: { name: 'anom-other', namespace: 'self-healing-platform' },
  };
  const target = { apiVersion: 'v1', kind: 'Node', name: 'ops-other-1' };
  await applyObjects(cluster, [{ ...anomaly, spec: { type: 'disk_pressure', severity: 'low', targets: [target] } }]);
  const path = '/apis/coordination.selfheal.dev/v1alpha1/namespaces/self-healing-platform/remediationplans/plan-other';
  interface Plan extends KubeObject {
    readonly spec: {
      readonly steps: readonly { readonly action: { readonly operation: string; readonly target: { readonly name: string } } }[];
    };
  }
  const plan = await eventually(() => api<Plan>(cluster, { path }), { within: 30_000, describe: 'there is a plan' });
  expect(plan.spec.steps.map(({ action }) => `${action.operation} ${action.target.name}`)).toEqual(
    expect.arrayContaining(['restart_deployment ordered', 'restart_deployment four', 'restart_deployment eight']),
  );
  await api(cluster, { method: 'PATCH', path, body: { spec: { cancel: 'Stop' } } });
});

test('networking_functional asks for the DaemonSets that make the network of a node', async () => {
  const target = { apiVersion: 'v1', kind: 'Node', name: 'ops-other-1' };
  const step = {
    name: 'look',
    layer: 'platform',
    order: 1,
    undo: 'None',
    action: { type: 'platform_remediation', operation: 'observe', target },
  };
  const checks = [{ name: 'network', type: 'networking_functional', targets: [target] }];
  const spec = { steps: [step], checkpoints: [{ name: 'platform', layer: 'platform', afterStep: 1, checks }] };
  const metadata = { name: 'plan-network', namespace: system };
  await applyObjects(cluster, [{ apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'RemediationPlan', metadata, spec }]);
  expect(await untilPlanEnded(cluster, metadata.name)).toMatchObject({
    status: { phase: 'Succeeded', checkpoints: [{ checks: [{ result: 'Passed' }] }] },
  });
});
