import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { eventually } from '../harness/eventually.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { applyFiles, kubectl } from '../harness/kubectl.ts';
import { getNode, setNodeCondition } from '../harness/nodes.ts';
import { createDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { untilEnded } from '../operations/actions.ts';
import { journey } from './bench/journey.ts';
import { conditionOf, planNow, untilAnomaly, untilPlan, untilPlanEnded } from './bench/plans.ts';

const folder = join(import.meta.dirname, '../../samples');
const stuck = { 'demo.selfheal.dev/ready-needs-restart': 'true' };

/* Others have playbooks too. */
afterAll(async () => void (await kubectl(seen.cluster, ['delete', '-f', join(folder, 'playbooks.yaml'), '--ignore-not-found'])));

/* Before the nodes go, without which no pod is ever gone: others have a shop too. */
afterAll(async () => deleteNamespaces());

const seen = journey({
  nodes: ['worker-1', 'worker-2', 'worker-3'],
  stages: ['reboot-clears-memory-pressure', 'ready-needs-restart'],
});

async function deleteNamespaces(): Promise<void> {
  await kubectl(seen.cluster, ['delete', 'namespace', 'shop', 'samples', '--ignore-not-found', '--timeout=90s']);
}

beforeAll(async () => {
  const { cluster } = seen;
  await deleteNamespaces();
  await createDeployment(cluster, { namespace: 'samples', name: 'front', replicas: 2, node: 'worker-1' });
  await createDeployment(cluster, { namespace: 'samples', name: 'search', replicas: 2, node: 'worker-3' });
  await createDeployment(cluster, { namespace: 'shop', name: 'cart', node: 'worker-2', podLabels: stuck });
  await untilRolledOut(cluster, 'samples', 'front');
  await untilRolledOut(cluster, 'samples', 'search');
  const running = async () => (await podsOf(cluster, 'shop', 'cart'))[0]?.status.phase === 'Running';
  await eventually(running, { within: 30_000, describe: 'the cart runs and is not ready' });
}, 200_000);

/** The objects of some YAML, as kind/name. */
function objectsIn(yaml: string): string[] {
  const documents = parseAllDocuments(yaml).map((document) => document.toJS() as { kind: string; metadata?: { name: string } });
  return documents.map(({ kind, metadata }) => `${kind}/${metadata?.name}`);
}

/** What the tests below hold against its documented end. */
const tried = ['dry-run.yaml', 'node-memory-pressure.yaml', 'plan-by-hand.yaml', 'playbooks.yaml', 'workload-unavailable.yaml'];

test('the kustomization builds and holds the objects of every file of the folder, and no file is left untried', async () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  expect(files.toSorted()).toEqual(tried);
  const inFiles = files.flatMap((name) => objectsIn(readFileSync(join(folder, name), 'utf8')));
  expect(objectsIn(await kubectl(seen.cluster, ['kustomize', folder])).toSorted()).toEqual(inFiles.toSorted());
});

test('dry-run.yaml lists a drain with its pods, and the engine writes nothing but its own objects', async () => {
  const { cluster } = seen;
  const [position, revision] = [await auditPosition(cluster), await currentRevision(cluster)];
  await applyFiles(cluster, [join(folder, 'dry-run.yaml')]);
  const { status } = await untilEnded(cluster, 'act-what-would-a-drain-do');
  expect(status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun' });
  expect(status?.changes?.[0]).toMatchObject({ resource: 'Node/worker-3.spec.unschedulable', from: 'false', to: 'true' });
  const pods = (await podsOf(cluster, 'samples', 'search')).map(({ metadata }) => metadata.name);
  expect(pods).toHaveLength(2);
  for (const word of ['worker-3', ...pods]) expect(JSON.stringify(status?.changes)).toContain(word);

  const writes = committedWrites(await auditSince(cluster, position)).filter(({ user }) => user === engineUser);
  const outside = writes.filter(({ group, resource }) => group !== 'coordination.selfheal.dev' && !['leases', 'events'].includes(resource));
  expect(outside).toEqual([]);
  expect(writes.filter(({ resource }) => resource === 'remediationactions')).not.toEqual([]);
  const nodes = versionsOf(await historySince(cluster, revision), 'Node', 'worker-3');
  expect(nodes.filter(({ object }) => JSON.stringify(object['spec']).includes('unschedulable'))).toEqual([]);
});

test('playbooks.yaml is taken: one more playbook is in force, two others in place of shipped ones, and nothing of it is refused', async () => {
  const { cluster, operator } = seen;
  const counts = async () =>
    /^coordination_playbooks (\d+)$[^]*^coordination_playbooks_refused (\d+)$/m
      .exec(await operator.metrics())
      ?.slice(1)
      .map(Number);
  const [before = 0] = (await counts()) ?? [];
  await applyFiles(cluster, [join(folder, 'playbooks.yaml')]);
  await eventually(async () => String(await counts()) === `${before + 1},0`, { within: 30_000, describe: 'the ConfigMap is read' });
});

test('all samples applied at once, as GitOps does: each reaches its documented end, and the cluster does not differ from the folder', async () => {
  const { cluster } = seen;
  await setNodeCondition(cluster, 'worker-1', { type: 'MemoryPressure', status: 'True' });
  const { status: before } = await getNode(cluster, 'worker-1');
  await kubectl(cluster, ['apply', '-k', folder]);
  await untilPlan(cluster, 'plan-maintenance', ({ status }) => status?.phase === 'AwaitingApproval');
  await kubectl(cluster, commandIn(readFileSync(join(folder, 'plan-by-hand.yaml'), 'utf8')));

  const byHand = await untilPlanEnded(cluster, 'plan-maintenance');
  expect(byHand.status).toMatchObject({ phase: 'Succeeded', reason: 'Completed', progress: '2/2' });
  expect(conditionOf(byHand, 'InfrastructureHealthy')?.status).toBe('True');
  expect((await getNode(cluster, 'worker-2')).spec.unschedulable ?? false).toBe(false);

  const pressure = await untilPlanEnded(cluster, 'plan-node-memory-pressure');
  expect(pressure.status).toMatchObject({ phase: 'Succeeded', layerPath: 'infra>app' });
  expect(pressure.spec.steps.map(({ action }) => action.operation)).toEqual(['drain_and_reboot_node', 'restart_deployment']);
  const { status, spec } = await getNode(cluster, 'worker-1');
  expect([status.nodeInfo?.bootID === before.nodeInfo?.bootID, spec.unschedulable ?? false]).toEqual([false, false]);

  await untilAnomaly(cluster, 'anom-node-memory-pressure', (anomaly) => anomaly.status?.phase === 'Resolved');
  await untilAnomaly(cluster, 'anom-cart-unavailable', (anomaly) => anomaly.status?.phase === 'Resolved', 'shop');
  expect((await planNow(cluster, 'plan-cart-unavailable', 'shop'))?.status?.phase).toBe('Succeeded');
  await untilRolledOut(cluster, 'shop', 'cart');
  expect(await kubectl(cluster, ['diff', '-k', folder])).toBe('');
});

/** The words of the kubectl command that a file's comment gives. */
function commandIn(text: string): string[] {
  const command = /^# {3}kubectl ([^]*?)\n(?!#)/m.exec(text)?.[1] ?? '';
  const words = command.replaceAll(/\\\n#\s+/g, '').match(/'[^']*'|\S+/g) ?? [];
  return words.map((word) => word.replaceAll(/^'|'$/g, ''));
}
