import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationPlan } from '../../operator/api/generated/types.ts';
import { incidentName } from '../../operator/api/names.ts';
import { targetString } from '../../operator/api/target.ts';
import type { AnomalyWish } from '../../operator/testing/anomaly-builder.ts';
import { target } from '../../operator/testing/targets.ts';
import { api, find } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { applyOpenshiftCrds, removeOpenshiftCrds } from '../harness/openshift-crds.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyStages } from '../harness/stages.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { writtenAnomaly } from './bench/written.ts';

const group = '/apis/coordination.selfheal.dev/v1alpha1';
const system = 'self-healing-platform';
const nodes = ['plan-w1', 'plan-w2', 'plan-w3', 'plan-w4'];
let cluster: WorkerCluster;
let operator: Operator;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await removeOpenshiftCrds(cluster);
  await applyStages(cluster, ['ready-needs-restart']);
  await createNodes(
    cluster,
    nodes.map((name) => ({ name })),
  );
  operator = await startOperator(cluster);
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await kubectl(cluster, ['delete', 'anomalies', '--all', '--all-namespaces', '--wait=false']);
  await kubectl(cluster, ['delete', 'nodes', ...nodes, '--wait=false']);
  await operator.stop();
  await removeOpenshiftCrds(cluster);
});

/** Reported as a user does, with kubectl; the plan waits for approval, so that nothing is done. */
async function report(wish: AnomalyWish & { readonly name: string }): Promise<void> {
  await applyObjects(cluster, [writtenAnomaly({ mode: 'Approval', ...wish })]);
}

const path = (plural: string, name: string, namespace = system) => `${group}/namespaces/${namespace}/${plural}/${name}`;

async function reported(wish: AnomalyWish & { readonly name: string }) {
  await report(wish);
  return settled(wish.name, wish.namespace);
}

/** The anomaly once something was decided, with the steps of its plan. */
async function settled(name: string, namespace = system) {
  const isSettled = async () => {
    const { status } = await api<Anomaly>(cluster, { path: path('anomalies', name, namespace) });
    return status?.finishedAt !== undefined || status?.planRef?.uid !== undefined ? status : undefined;
  };
  const status = await eventually(isSettled, { within: 20_000, describe: `something is decided about ${name}` });
  const plan =
    status.planRef && (await find<RemediationPlan>(cluster, path('remediationplans', status.planRef.name, status.planRef.namespace)));
  const steps = plan?.spec.steps.map(({ action }) => `${action.operation} ${targetString(action.target)}`);
  return { status, plan, steps };
}

/** A condition with a time of our choosing, on the status of any object. */
async function setCondition(where: string, type: string, status: string, lastTransitionTime: Date): Promise<void> {
  const condition = { type, status, reason: 'SetByTest', message: '', lastTransitionTime: lastTransitionTime.toISOString() };
  await api(cluster, { method: 'PATCH', patch: 'strategic-merge', path: `${where}/status`, body: { status: { conditions: [condition] } } });
}

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
const pressure = (node: string, status: string, since = ago(0)) => setCondition(`/api/v1/nodes/${node}`, 'MemoryPressure', status, since);
const stuck = { 'demo.selfheal.dev/ready-needs-restart': 'true' };

describe('what stands on an ill node', () => {
  beforeAll(async () => {
    await createDeployment(cluster, { namespace: 'plan-shop', name: 'pay', node: 'plan-w1' });
    await createDeployment(cluster, {
      namespace: 'plan-shop',
      name: 'cart',
      node: 'plan-w1',
      annotations: { 'meta.helm.sh/release-name': 'cart' },
    });
    await createDeployment(cluster, {
      namespace: 'plan-bank',
      name: 'ledger',
      node: 'plan-w1',
      annotations: { 'argocd.argoproj.io/tracking-id': 'bank:apps/Deployment:plan-bank/ledger' },
    });
    await Promise.all([
      untilRolledOut(cluster, 'plan-shop', 'pay'),
      untilRolledOut(cluster, 'plan-bank', 'ledger'),
      untilRolledOut(cluster, 'plan-shop', 'cart'),
    ]);
    await pressure('plan-w1', 'True');
  });

  test('the node is drained and what runs there is repaired as it was deployed', async () => {
    const { status, steps, plan } = await reported({ name: 'anom-w1', targets: ['Node/plan-w1'], severity: 'critical' });
    expect(steps).toEqual([
      'drain_and_reboot_node Node/plan-w1',
      'argocd_sync Deployment/plan-bank/ledger',
      'observe Deployment/plan-shop/cart',
      'restart_deployment Deployment/plan-shop/pay',
    ]);
    expect(plan?.spec).toMatchObject({ priority: 1, approvalRequired: true, layers: ['infrastructure', 'application'] });
    expect(status).toMatchObject({ phase: 'Planned', rootCause: { layer: 'infrastructure', target: { name: 'plan-w1' } } });
    const line = await kubectl(cluster, ['get', 'anom', 'anom-w1', '-n', system, '--no-headers']);
    expect(line).toMatch(/^anom-w1 +Planned +critical +something_wrong +infrastructure +plan-w1 +plan-w1 /);
  });

  test('the same again is counted and makes no plan', async () => {
    expect((await reported({ name: 'anom-w1-again', targets: ['Node/plan-w1'], type: 'another_word' })).status).toMatchObject({
      reason: 'DuplicateOf',
      duplicateOf: { name: 'anom-w1' },
    });
    const counted = async () => (await settled('anom-w1')).status.occurrences === 2;
    await eventually(counted, { within: 30_000, describe: 'both reports are counted' });
  });

  test('an anomaly of a tenant becomes part of what is open in the system namespace', async () => {
    const { status, plan } = await reported({ name: 'anom-pay', namespace: 'plan-shop', targets: ['Deployment/plan-shop/pay'] });
    expect(status).toMatchObject({ phase: 'Suppressed', reason: 'PartOfIncident', planRef: { namespace: system, name: 'plan-w1' } });
    expect(plan?.metadata.uid).toBe(status.planRef?.uid);
  });
});

test('two tenants on one ill node meet in an anomaly that planning reports', async () => {
  for (const [namespace, name] of [
    ['plan-a', 'one'],
    ['plan-b', 'two'],
  ] as const) {
    await createDeployment(cluster, { namespace, name, node: 'plan-w2' });
    await untilRolledOut(cluster, namespace, name);
  }
  await pressure('plan-w2', 'True');
  const [first] = await podsOf(cluster, 'plan-a', 'one');
  const one = await reported({ name: 'anom-one', namespace: 'plan-a', targets: [target(`Pod/plan-a/${first?.metadata.name}`)] });
  const two = await reported({ name: 'anom-two', namespace: 'plan-b', targets: ['Deployment/plan-b/two'] });
  expect([one.status.reason, two.status.reason]).toEqual(['PartOfIncident', 'PartOfIncident']);
  expect(two.status.planRef).toEqual(one.status.planRef);
  expect(two.steps).toEqual([
    'drain_and_reboot_node Node/plan-w2',
    'restart_deployment Deployment/plan-a/one',
    'restart_deployment Deployment/plan-b/two',
  ]);
  const incident = path('anomalies', incidentName(target('Node/plan-w2')));
  const counted = async () => (await api<Anomaly>(cluster, { path: incident })).spec.reports === 2;
  await eventually(counted, { within: 30_000, describe: 'the incident has two reports' });
});

describe('who was first', () => {
  test.each([
    {
      name: 'pressure-after',
      since: () => ago(0),
      cause: 'Deployment',
      steps: ['restart_deployment Deployment/plan-first/pressure-after'],
    },
    {
      name: 'pressure-before',
      since: () => ago(3600),
      cause: 'Node',
      steps: ['drain_and_reboot_node Node/plan-w3', 'restart_deployment Deployment/plan-first/pressure-before'],
    },
  ])('$name: the cause is the $cause', async ({ name, since, cause, steps }) => {
    await pressure('plan-w3', 'False', ago(7200));
    await createDeployment(cluster, { namespace: 'plan-first', name, node: 'plan-w3', podLabels: stuck });
    const placed = async () => (await podsOf(cluster, 'plan-first', name))[0]?.spec.nodeName;
    await eventually(placed, { within: 20_000, describe: 'its pod has a node' });
    const [pod] = await podsOf(cluster, 'plan-first', name);
    await setCondition(`/api/v1/namespaces/plan-first/pods/${pod?.metadata.name}`, 'Ready', 'False', ago(60));
    await pressure('plan-w3', 'True', since());
    const found = await reported({ name: `anom-${name}`, targets: [`Deployment/plan-first/${name}`] });
    expect(found.status.rootCause?.target?.kind).toBe(cause);
    expect(found.steps).toEqual(steps);
    // with its pod, which would stand on the node of the next one for a while
    await kubectl(cluster, ['delete', 'deployment', name, '-n', 'plan-first', '--cascade=foreground']);
  });
});

test.each<{ when: string; wish: AnomalyWish & { readonly name: string }; reason: string; message: RegExp }>([
  {
    when: 'a tenant names a node',
    wish: { name: 'anom-not-for-tenants', namespace: 'plan-shop', targets: ['Node/plan-w1'] },
    reason: 'ClusterScopedTarget',
    message: /Node\/plan-w1/,
  },
  {
    when: 'a tenant names what is not its own',
    wish: { name: 'anom-of-others', namespace: 'plan-shop', targets: ['Deployment/plan-bank/ledger'] },
    reason: 'CrossNamespaceTarget',
    message: /plan-bank/,
  },
])('the anomaly is Failed/$reason when $when', async ({ wish, reason, message }) => {
  const { status, plan } = await reported(wish);
  expect(status).toMatchObject({ phase: 'Failed', reason, message: expect.stringMatching(message) });
  expect(plan).toBeUndefined();
});

test.each([
  { when: 'a target does not exist', name: 'anom-nobody', on: 'Node/nobody', layer: 'infrastructure' },
  { when: 'its API is not installed', name: 'anom-no-api', on: 'ClusterOperator/dns', layer: 'platform' },
])('the anomaly has the layer of what it names, and a plan that looks on, when $when', async ({ name, on, layer }) => {
  const { status, steps, plan } = await reported({ name, targets: [on] });
  expect(status).toMatchObject({ phase: 'Planned', affectedLayers: [layer], rootCause: { layer } });
  expect(status.rootCause?.evidence).toContainEqual({ what: 'it does not exist', where: on });
  expect(steps).toEqual([`observe Anomaly/${system}/${name}`]);
  expect(plan?.spec.checkpoints?.map((checkpoint) => checkpoint.layer)).toEqual([layer]);
});

test('a healthy target needs no plan', async () => {
  await pressure('plan-w3', 'False');
  await createDeployment(cluster, { namespace: 'plan-well', name: 'well', node: 'plan-w3' });
  await untilRolledOut(cluster, 'plan-well', 'well');
  const { status, plan } = await reported({ name: 'anom-well', namespace: 'plan-well', targets: ['Deployment/plan-well/well'] });
  expect([status.phase, status.reason, plan]).toEqual(['Suppressed', 'NothingWrong', undefined]);
});

test('a plan that somebody deletes is not made again', async () => {
  await createDeployment(cluster, { namespace: 'plan-gone', name: 'gone', node: 'plan-w4', podLabels: stuck });
  const { status } = await reported({ name: 'anom-gone', namespace: 'plan-gone', targets: ['Deployment/plan-gone/gone'] });
  await kubectl(cluster, ['delete', 'rplan', status.planRef?.name ?? '', '-n', 'plan-gone']);
  const deleted = async () => (await settled('anom-gone', 'plan-gone')).status.reason === 'PlanDeleted';
  await eventually(deleted, { within: 20_000, describe: 'the anomaly fails with its plan' });
  expect((await settled('anom-gone', 'plan-gone')).plan).toBeUndefined();
});

test('on OpenShift three layers make one plan, lowest first', async () => {
  await applyOpenshiftCrds(cluster);
  const pool = { apiVersion: 'machineconfiguration.openshift.io/v1', kind: 'MachineConfigPool', metadata: { name: 'plan' }, spec: {} };
  const dns = { apiVersion: 'config.openshift.io/v1', kind: 'ClusterOperator', metadata: { name: 'plan-network' }, spec: {} };
  await applyObjects(cluster, [pool, dns]);
  const written = (type: string) => [{ type, status: 'True', reason: 'SetByTest', message: '', lastTransitionTime: ago(5).toISOString() }];
  const setStatus = (where: string, type: string) =>
    api(cluster, { method: 'PATCH', path: `${where}/status`, body: { status: { conditions: written(type) } } });
  await setStatus('/apis/machineconfiguration.openshift.io/v1/machineconfigpools/plan', 'Updating');
  await setStatus('/apis/config.openshift.io/v1/clusteroperators/plan-network', 'Degraded');
  await createDeployment(cluster, { namespace: 'plan-three', name: 'app', podLabels: stuck });
  const targets = ['Deployment/plan-three/app', 'ClusterOperator/plan-network', 'MachineConfigPool/plan'];
  const { steps, plan } = await reported({ name: 'anom-three', targets });
  expect(steps).toEqual([
    'monitor_mco MachineConfigPool/plan',
    'monitor_cluster_operator ClusterOperator/plan-network',
    'restart_deployment Deployment/plan-three/app',
  ]);
  expect(plan?.spec.checkpoints?.map(({ afterStep }) => afterStep)).toEqual([1, 2, 3]);
});
