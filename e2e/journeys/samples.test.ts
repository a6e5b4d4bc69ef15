import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { eventually } from '../harness/eventually.ts';
import { applyFiles, kubectl } from '../harness/kubectl.ts';
import { getNode, setNodeCondition } from '../harness/nodes.ts';
import { createDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { untilEnded } from '../operations/actions.ts';
import { journey } from './bench/journey.ts';
import { conditionOf, planNow, untilAnomaly, untilPlan, untilPlanEnded } from './bench/plans.ts';

const folder = join(import.meta.dirname, '../../samples');
const stuck = { 'demo.selfheal.dev/ready-needs-restart': 'true' };
const seen = journey({
  nodes: ['worker-1', 'worker-2', 'worker-3'],
  stages: ['reboot-clears-memory-pressure', 'ready-needs-restart'],
});

afterAll(async () => {
  await kubectl(seen.cluster, ['delete', 'namespace', 'samples', 'shop', '--wait=false']);
});

const apply = (file: string) => applyFiles(seen.cluster, [join(folder, file)]);

/** The objects of some YAML, as kind/name. */
function objectsIn(yaml: string): string[] {
  const documents = parseAllDocuments(yaml).map((document) => document.toJS() as { kind: string; metadata?: { name: string } });
  return documents.map(({ kind, metadata }) => `${kind}/${metadata?.name}`);
}

beforeAll(async () => {
  const { cluster } = seen;
  await createDeployment(cluster, { namespace: 'samples', name: 'front', replicas: 2, node: 'worker-1' });
  await createDeployment(cluster, { namespace: 'samples', name: 'search', replicas: 2, node: 'worker-3' });
  await createDeployment(cluster, { namespace: 'shop', name: 'cart', node: 'worker-2', podLabels: stuck });
  await untilRolledOut(cluster, 'samples', 'front');
  await untilRolledOut(cluster, 'samples', 'search');
  const running = async () => (await podsOf(cluster, 'shop', 'cart'))[0]?.status.phase === 'Running';
  await eventually(running, { within: 30_000, describe: 'the cart runs and is not ready' });
}, 120_000);

test('the kustomization holds the objects of every file of the folder', async () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  const inFiles = files.flatMap((name) => objectsIn(readFileSync(join(folder, name), 'utf8')));
  const built = await kubectl(seen.cluster, ['kustomize', folder]);
  expect(objectsIn(built).toSorted()).toEqual(inFiles.toSorted());
  await kubectl(seen.cluster, ['apply', '-k', folder, '--dry-run=server']);
}, 30_000);

test('node-memory-pressure.yaml: the node is drained and rebooted, what ran there is restarted, and the anomaly is Resolved', async () => {
  const { cluster } = seen;
  await setNodeCondition(cluster, 'worker-1', { type: 'MemoryPressure', status: 'True' });
  const { status: before } = await getNode(cluster, 'worker-1');
  await apply('node-memory-pressure.yaml');
  const plan = await untilPlanEnded(cluster, 'plan-node-memory-pressure');
  expect(plan.status).toMatchObject({ phase: 'Succeeded', layerPath: 'infra>app' });
  expect(plan.spec.steps.map(({ action }) => `${action.operation} ${action.target.name}`)).toEqual([
    'drain_and_reboot_node worker-1',
    'restart_deployment front',
  ]);
  const { status, spec } = await getNode(cluster, 'worker-1');
  expect(status.nodeInfo?.bootID).not.toBe(before.nodeInfo?.bootID);
  expect(spec.unschedulable ?? false).toBe(false);
  await untilAnomaly(cluster, 'anom-node-memory-pressure', (anomaly) => anomaly.status?.phase === 'Resolved');
}, 120_000);

test('workload-unavailable.yaml: the cart is restarted and available', async () => {
  const { cluster } = seen;
  await apply('workload-unavailable.yaml');
  const { status } = await untilAnomaly(cluster, 'anom-cart-unavailable', ({ status }) => status?.finishedAt !== undefined, 'shop');
  expect(status).toMatchObject({ phase: 'Resolved', reason: 'PlanSucceeded', rootCause: { layer: 'application' } });
  expect((await planNow(cluster, 'plan-cart-unavailable', 'shop'))?.status?.phase).toBe('Succeeded');
  await untilRolledOut(cluster, 'shop', 'cart');
}, 120_000);

test('plan-by-hand.yaml: it waits until somebody approves it as its comment says, and then does both steps', async () => {
  const { cluster } = seen;
  await apply('plan-by-hand.yaml');
  await untilPlan(cluster, 'plan-maintenance', ({ status }) => status?.phase === 'AwaitingApproval');
  await kubectl(cluster, patchIn(readFileSync(join(folder, 'plan-by-hand.yaml'), 'utf8')));
  const plan = await untilPlanEnded(cluster, 'plan-maintenance');
  expect(plan.status).toMatchObject({ phase: 'Succeeded', progress: '2/2' });
  expect(conditionOf(plan, 'InfrastructureHealthy')?.status).toBe('True');
  expect((await getNode(cluster, 'worker-2')).spec.unschedulable ?? false).toBe(false);
}, 120_000);

/** The words of the kubectl command that a file's comment gives. */
function patchIn(text: string): string[] {
  const command = /^# {3}kubectl ([^]*?)\n(?!#)/m.exec(text)?.[1] ?? '';
  const words = command.replaceAll(/\\\n#\s+/g, '').match(/'[^']*'|\S+/g) ?? [];
  return words.map((word) => word.replaceAll(/^'|'$/g, ''));
}

test('dry-run.yaml: it lists what a drain would change, and nothing is written outside our own objects', async () => {
  const { cluster } = seen;
  const position = await auditPosition(cluster);
  await apply('dry-run.yaml');
  const { status } = await untilEnded(cluster, 'act-what-would-a-drain-do');
  expect(status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun' });
  const pods = (await podsOf(cluster, 'samples', 'search')).map(({ metadata }) => metadata.name);
  expect(pods).toHaveLength(2);
  for (const word of ['worker-3', ...pods]) expect(JSON.stringify(status?.changes)).toContain(word);

  const writes = committedWrites(await auditSince(cluster, position)).filter(({ user }) => user === engineUser);
  const outside = writes.filter(({ group, resource }) => group !== 'coordination.selfheal.dev' && !['leases', 'events'].includes(resource));
  expect(outside).toEqual([]);
  expect(writes.filter(({ resource }) => resource === 'remediationactions')).not.toEqual([]);
  expect((await getNode(cluster, 'worker-3')).spec.unschedulable ?? false).toBe(false);
}, 60_000);

test('GitOps that compares the samples with the cluster sees no difference, approval and all', async () => {
  expect(await kubectl(seen.cluster, ['diff', '-k', folder])).toBe('');
}, 30_000);
