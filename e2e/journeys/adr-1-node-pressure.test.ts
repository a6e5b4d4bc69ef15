import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationPlan } from '../../operator/api/generated/types.ts';
import { createApplication, isCompared, syncByHand, untilApplication } from '../harness/argocd-application.ts';
import { argocdPatience, startArgoCd, type ArgoCd } from '../harness/argocd.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { applyCapacityCrds, removeCapacityCrds } from '../harness/capacity-crds.ts';
import { api } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { createRepository } from '../harness/git-repository.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createGroup, playMachineProvider } from '../harness/machine-provider.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import type { Playing } from '../harness/play.ts';
import { getNode, isReady, setNodeCondition, untilNode } from '../harness/nodes.ts';
import { deployment, isPodReady, managersOf, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { untilAction } from '../operations/actions.ts';
import { journey, shortLease } from './bench/journey.ts';
import { conditionOf, report, untilPlan } from './bench/plans.ts';

const defaults = { ...{ operations: { drain_and_reboot_node: { waitSeconds: 1 }, argocd_sync: { waitSeconds: 1 } } }, pollSeconds: 1 };

/** The ADR's first scenario: an application's pods fail because its node is under memory pressure; Argo CD manages the application. */
const seen = journey({
  nodes: ['adr1-worker-3', 'adr1-worker-4', 'adr1-worker-5'],
  stages: ['reboot-clears-memory-pressure', 'ready-needs-restart'],
  operator: { defaults },
});
const namespace = 'adr1-shop';
const isOver = ({ status }: RemediationPlan) => status?.finishedAt !== undefined;
let argocd: ArgoCd;

beforeAll(async () => {
  argocd = await startArgoCd(seen.cluster);
  await applyObjects(seen.cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
}, argocdPatience);

afterAll(async () => {
  await argocd.stop();
});

/** Synced from git, and then somebody's hotfix, which never gets ready, on top of it. */
async function application(name: string, node?: string, syncPolicy?: object): Promise<void> {
  const { cluster } = seen;
  const stuck = 'demo.selfheal.dev/ready-needs-restart';
  const repository = await createRepository(cluster);
  const manifest = deployment({ namespace, name, replicas: 2, node, podLabels: { [stuck]: 'false' } });
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name },
    spec: { selector: { app: name }, ports: [{ port: 80 }] },
  };
  await repository.commit({ 'deployment.json': manifest, 'service.json': service });
  await createApplication(cluster, { name, repository, namespace, syncPolicy });
  await untilApplication(cluster, name, ({ status }) => (status?.resources ?? []).length === 2);
  if (!syncPolicy) await syncByHand(cluster, name);
  await untilApplication(cluster, name, isCompared('Synced'));
  await untilRolledOut(cluster, namespace, name);
  if (syncPolicy) return;
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  const body = { spec: { template: { metadata: { labels: { [stuck]: 'true' } } } } };
  await api(cluster, { method: 'PATCH', patch: 'strategic-merge', path, body });
  await untilApplication(cluster, name, isCompared('OutOfSync'));
  const unready = async () => (await podsOf(cluster, namespace, name)).some(({ metadata }) => metadata.labels?.[stuck] === 'true');
  await eventually(unready, { within: 30_000, describe: 'the hotfix rolls out' });
}

test('a node under memory pressure is drained and rebooted, then Argo CD puts back its application, and both layers are healthy', async () => {
  const { cluster } = seen;
  await application('payment-service', 'adr1-worker-3');
  const bootID = (await getNode(cluster, 'adr1-worker-3')).status.nodeInfo?.bootID;
  await setNodeCondition(cluster, 'adr1-worker-3', { type: 'MemoryPressure', status: 'True' });
  const position = await auditPosition(cluster);
  await report(cluster, { name: 'anom-adr1', targets: ['Node/adr1-worker-3'], type: 'node_memory_pressure', severity: 'critical' });
  const plan = await untilPlan(cluster, 'plan-adr1', isOver, 120_000);
  const { spec, status } = plan;

  expect(spec.steps.map(({ layer, undo, action }) => [layer, action.operation, action.target.name, undo])).toEqual([
    ['infrastructure', 'drain_and_reboot_node', 'adr1-worker-3', 'Partial'],
    ['application', 'argocd_sync', 'payment-service', 'Reversible'],
  ]);
  expect(status).toMatchObject({ phase: 'Succeeded', reason: 'Completed', layerPath: 'infra>app', cause: 'Node/adr1-worker-3' });
  expect(status?.steps?.map(({ phase }) => phase)).toEqual(['Succeeded', 'Succeeded']);
  const results = status?.checkpoints?.map(({ layer, checks }) => [
    layer,
    ...(checks ?? []).map(({ type, result }) => `${type} ${result}`),
  ]);
  expect(results).toEqual([
    ['infrastructure', 'node_ready Passed', 'no_node_pressure Passed', 'mco_stable NotApplicable'],
    ['application', 'pods_running Passed', 'endpoints_healthy Passed'],
  ]);
  for (const layer of ['InfrastructureHealthy', 'ApplicationHealthy'] as const) expect(conditionOf(plan, layer)?.status).toBe('True');

  expect((await getNode(cluster, 'adr1-worker-3')).status.nodeInfo?.bootID).not.toBe(bootID);
  await untilRolledOut(cluster, namespace, 'payment-service');
  await untilApplication(cluster, 'payment-service', isCompared('Synced'));
  const writes = committedWrites(await auditSince(cluster, position)).filter(({ user }) => user === engineUser);
  const on = (resource: string) => writes.filter((entry) => entry.resource === resource).map(({ verb, name }) => `${verb} ${name}`);
  expect(on('applications')).toEqual(['patch payment-service']);
  expect(on('deployments')).toEqual([]);
  expect(await managersOf(cluster, namespace, 'payment-service')).not.toContain('coordination-engine');
}, 240_000);

test('that a sync of an Application which syncs by itself cannot be undone stands in the plan before anybody approves it', async () => {
  const { cluster } = seen;
  await application('loyalty', 'adr1-worker-4', { automated: { selfHeal: true } });
  await setNodeCondition(cluster, 'adr1-worker-4', { type: 'MemoryPressure', status: 'True' });
  await report(cluster, { name: 'anom-adr1-auto', targets: ['Node/adr1-worker-4'], mode: 'Approval' });
  const plan = await untilPlan(cluster, 'plan-adr1-auto', ({ status }) => status?.phase === 'AwaitingApproval');
  expect(plan.spec.steps.at(-1)).toMatchObject({
    undo: 'Irreversible',
    description: expect.stringContaining('syncs by itself') as unknown,
  });
});

test('the same by two replicas, of which the leader is killed while it drains, and the next one while Argo CD syncs', async () => {
  const { cluster } = seen;
  const standby = await startOperator(cluster, { replica: 'engine-1', env: shortLease, defaults });
  await standby.ready();
  await application('checkout', 'adr1-worker-5');
  const bootID = (await getNode(cluster, 'adr1-worker-5')).status.nodeInfo?.bootID;
  await setNodeCondition(cluster, 'adr1-worker-5', { type: 'MemoryPressure', status: 'True' });
  const position = await auditPosition(cluster);
  await report(cluster, { name: 'anom-adr1-ha', targets: ['Node/adr1-worker-5'], type: 'node_memory_pressure', severity: 'critical' });

  await untilAction(cluster, 'act-adr1-ha-01', ({ status }) => (status?.intents ?? []).some(({ step }) => step === 'evict'));
  await killed(seen.operator);
  await seen.startOperator();
  await untilAction(cluster, 'act-adr1-ha-02', ({ status }) => (status?.intents ?? []).length > 0, 120_000);
  await killed(standby);

  const { status } = await untilPlan(cluster, 'plan-adr1-ha', isOver, 120_000);
  expect(status).toMatchObject({ phase: 'Succeeded', reason: 'Completed', layerPath: 'infra>app', cause: 'Node/adr1-worker-5' });
  expect(status?.steps?.map(({ phase }) => phase)).toEqual(['Succeeded', 'Succeeded']);
  expect(status?.checkpoints?.map(({ layer, result }) => [layer, result])).toEqual([
    ['infrastructure', 'Passed'],
    ['application', 'Passed'],
  ]);
  expect((await getNode(cluster, 'adr1-worker-5')).status.nodeInfo?.bootID).not.toBe(bootID);
  await untilApplication(cluster, 'checkout', isCompared('Synced'));
  const writes = committedWrites(await auditSince(cluster, position)).filter(({ user }) => user === engineUser);
  const made = (...resources: string[]) => writes.filter(({ resource, verb }) => resources.includes(resource) && verb !== 'delete');
  expect(made('applications', 'jobs').map(({ resource, verb }) => `${verb} ${resource}`)).toEqual(['create jobs', 'patch applications']);
}, 300_000);

async function killed(operator: Operator): Promise<void> {
  operator.kill('SIGKILL');
  await operator.ended;
}

describe('where machines can be added', () => {
  const group = { kind: 'MachineDeployment', name: 'adr1-workers', replicas: 1 } as const;
  const [old, fresh] = ['adr1-workers-1', 'adr1-workers-2'];
  let provider: Playing;

  beforeAll(async () => {
    await applyCapacityCrds(seen.cluster);
    await createGroup(seen.cluster, group);
    provider = await playMachineProvider(seen.cluster, group);
    await kubectl(seen.cluster, ['cordon', 'adr1-worker-3', 'adr1-worker-4', 'adr1-worker-5']);
  });

  afterAll(async () => {
    await provider.stop();
    await removeCapacityCrds(seen.cluster);
  }, 200_000);

  test('the node is drained and left, a new one is Ready, and Argo CD puts the application back on it', async () => {
    const { cluster } = seen;
    await application('payment-anywhere');
    await setNodeCondition(cluster, old, { type: 'MemoryPressure', status: 'True' });
    const position = await auditPosition(cluster);
    await report(cluster, { name: 'anom-adr1-new', targets: [`Node/${old}`], type: 'node_memory_pressure', severity: 'critical' });
    await untilPlan(cluster, 'plan-adr1-new', ({ status }) => status?.steps?.[0]?.phase === 'Succeeded');
    // What ate its memory is gone, as its kubelet would say.
    await setNodeCondition(cluster, old, { type: 'MemoryPressure', status: 'False' });
    const { spec, status } = await untilPlan(cluster, 'plan-adr1-new', isOver, 120_000);
    expect(spec.steps.map(({ action }) => [action.operation, action.target.name, action.parameters])).toEqual([
      ['drain_node', old, undefined],
      ['add_node_capacity', group.name, { replicas: 2 }],
      ['argocd_sync', 'payment-anywhere', undefined],
    ]);
    expect(status).toMatchObject({ phase: 'Succeeded', reason: 'Completed', layerPath: 'infra>app' });
    expect(status?.steps?.map(({ phase }) => phase)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
    await untilNode(cluster, fresh, isReady);
    expect((await getNode(cluster, old)).spec.unschedulable).toBe(true);
    const pods = (await podsOf(cluster, namespace, 'payment-anywhere')).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    expect(pods.map((pod) => [pod.spec.nodeName, isPodReady(pod)])).toEqual([
      [fresh, true],
      [fresh, true],
    ]);
    const writes = committedWrites(await auditSince(cluster, position)).filter(({ user }) => user === engineUser);
    const on = (resource: string) => writes.filter((entry) => entry.resource === resource).map(({ verb, name }) => `${verb} ${name}`);
    expect([on('applications'), on('deployments')]).toEqual([['patch payment-anywhere'], []]);
  }, 240_000);
});
