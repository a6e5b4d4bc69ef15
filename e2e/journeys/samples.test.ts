import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { applyFiles, kubectl } from '../harness/kubectl.ts';
import { getNode, setNodeCondition } from '../harness/nodes.ts';
import { eventually } from '../harness/eventually.ts';
import { podsOf, untilRolledOut } from '../harness/workloads.ts';
import { untilEnded } from '../operations/actions.ts';
import { journey } from './bench/journey.ts';
import { untilAnomaly, untilPlan, untilPlanEnded, system } from './bench/plans.ts';

/* The cluster that the samples speak of: three nodes of these names, and the Deployments of the demo. */
const seen = journey({
  nodes: ['worker-1', 'worker-2', 'worker-3'],
  stages: ['reboot-clears-memory-pressure', 'ready-needs-restart'],
});
const samples = join(import.meta.dirname, '../../samples');
const apply = (name: string) => applyFiles(seen.cluster, [join(samples, name)]);

async function shopIsThere(): Promise<void> {
  await applyFiles(seen.cluster, [join(import.meta.dirname, '../demo/files/workloads.yaml')]);
  const run = async () => (await podsOf(seen.cluster, 'shop', 'cart')).filter(({ status }) => status.phase === 'Running').length === 3;
  await eventually(run, { within: 30_000, describe: 'the pods of shop/cart run' });
}

test('samples/workload-unavailable.yaml: the Deployment is restarted, and its anomaly Resolved', async () => {
  await shopIsThere();
  await apply('workload-unavailable.yaml');
  await untilAnomaly(seen.cluster, 'anom-cart-unavailable', ({ status }) => status?.phase === 'Resolved', 'shop');
  await untilRolledOut(seen.cluster, 'shop', 'cart');
  await kubectl(seen.cluster, ['delete', 'namespace', 'shop', '--wait=true', '--timeout=60s']);
}, 120_000);

test('samples/node-memory-pressure.yaml: the node is drained, rebooted and well, what ran there restarted, and the anomaly Resolved', async () => {
  await shopIsThere();
  await setNodeCondition(seen.cluster, 'worker-1', { type: 'MemoryPressure', status: 'True' });
  await apply('node-memory-pressure.yaml');
  await untilAnomaly(seen.cluster, 'anom-node-memory-pressure', ({ status }) => status?.phase === 'Resolved');
  expect((await getNode(seen.cluster, 'worker-1')).spec.unschedulable ?? false).toBe(false);
  await untilRolledOut(seen.cluster, 'shop', 'cart');
}, 120_000);

test('samples/plan-by-hand.yaml waits for approval, and is carried out when approved as its comment says', async () => {
  await apply('plan-by-hand.yaml');
  await untilPlan(seen.cluster, 'plan-maintenance', ({ status }) => status?.phase === 'AwaitingApproval');
  const approval = '{"spec":{"approval":{"decision":"Approved","by":"your name"}}}';
  await kubectl(seen.cluster, ['patch', 'rplan', 'plan-maintenance', '-n', system, '--type', 'merge', '-p', approval]);
  const plan = await untilPlanEnded(seen.cluster, 'plan-maintenance');
  expect(plan.status).toMatchObject({ phase: 'Succeeded', reason: 'Completed' });
  expect((await getNode(seen.cluster, 'worker-2')).spec.unschedulable ?? false).toBe(false);
}, 60_000);

test('samples/dry-run.yaml lists what a drain would write, and writes nothing', async () => {
  const revision = await currentRevision(seen.cluster);
  await apply('dry-run.yaml');
  const { status } = await untilEnded(seen.cluster, 'act-what-would-a-drain-do');
  expect(status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun' });
  expect(status?.changes?.[0]).toMatchObject({ resource: 'Node/worker-3.spec.unschedulable', from: 'false', to: 'true' });
  const cordoned = versionsOf(await historySince(seen.cluster, revision), 'Node', 'worker-3').filter(({ object }) =>
    JSON.stringify(object['spec']).includes('unschedulable'),
  );
  expect(cordoned).toEqual([]);
}, 60_000);

test('no sample is left out', async () => {
  const tried = ['workload-unavailable.yaml', 'node-memory-pressure.yaml', 'plan-by-hand.yaml', 'dry-run.yaml'];
  expect((await readdir(samples)).filter((name) => name !== 'kustomization.yaml').toSorted()).toEqual(tried.toSorted());
});
