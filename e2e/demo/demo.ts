import { join } from 'node:path';
import { parse } from 'yaml';
import { readFile } from 'node:fs/promises';
import { startControlPlane } from '../harness/control-plane.ts';
import type { Cluster } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { applyFiles, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyStages } from '../harness/stages.ts';
import { untilRolledOut } from '../harness/workloads.ts';
import { endedAsTold, follow, stories, type Story } from './story.ts';
import { narrator, paint } from './terminal.ts';

const files = join(import.meta.dirname, 'files');

const usage = `Usage: make demo [KEEP=1] [OPERATOR=0]

Shows two incidents on a small cluster of its own (3 kwok nodes, two Deployments): one is repaired, one is rolled back.
  KEEP=1      leave the cluster and the operator running until Ctrl-C, and print how to look at them
  OPERATOR=0  leave the operator out, to see that the demo fails without it`;

function say(text: string): void {
  console.log(paint(text, 'bold'));
}

/** The cluster has the kinds, the roles, three nodes and two healthy Deployments. */
async function prepare(cluster: Cluster): Promise<void> {
  say('Installing the kinds and the roles (crds/, config/rbac/)');
  await installEngine(cluster);
  say('Making 3 nodes and the Deployments shop/cart and shop/catalog');
  await createNodes(
    cluster,
    ['worker-1', 'worker-2', 'worker-3'].map((name) => ({ name, labels: { 'node-role.kubernetes.io/worker': '' } })),
  );
  await applyFiles(cluster, [join(files, 'workloads.yaml')]);
  await Promise.all(['cart', 'catalog'].map((name) => untilRolledOut(cluster, 'shop', name)));
  await applyStages(cluster, ['ready-needs-restart']);
}

async function startEngine(cluster: Cluster): Promise<Operator | undefined> {
  if (process.env['OPERATOR'] === '0') return undefined;
  say('Starting the operator with the token of its own ServiceAccount');
  const defaults = parse(await readFile(join(files, 'defaults.yaml'), 'utf8')) as object;
  const operator = await startOperator(cluster, { defaults });
  await operator.ready();
  return operator;
}

/** The fault is there: this is the only thing that the demo does to the cluster besides applying files. */
async function injectMemoryPressure(cluster: Cluster, node: string): Promise<void> {
  console.log(`fault: node ${node} now reports MemoryPressure`);
  const now = new Date().toISOString();
  const condition = { type: 'MemoryPressure', status: 'True', reason: 'KubeletHasInsufficientMemory', message: 'injected by the demo' };
  const status = { conditions: [{ ...condition, lastHeartbeatTime: now, lastTransitionTime: now }] };
  await kubectl(cluster, ['patch', 'node', node, '--subresource=status', '--type=strategic', '-p', JSON.stringify({ status })]);
}

async function play(cluster: Cluster, story: Story): Promise<boolean> {
  say(`\n${story.title}`);
  await applyStages(cluster, [story.phase === 'Succeeded' ? 'reboot-clears-memory-pressure' : 'reboot']);
  await injectMemoryPressure(cluster, story.node);
  console.log((await applyFiles(cluster, [story.file])).trim());
  const plan = await follow(cluster, story, narrator());
  const right = endedAsTold(plan, story);
  const wanted = `${story.phase}${story.because ? ` by ${story.because}` : ''}`;
  console.log(
    right ? paint(`ended as it should: ${wanted}`, 'good') : paint(`ended ${plan.status?.phase}, but should have ended ${wanted}`, 'bad'),
  );
  return right;
}

async function show(cluster: Cluster, ...args: string[]): Promise<void> {
  console.log(`\n$ kubectl ${args.join(' ')}`);
  console.log((await kubectl(cluster, args)).trim());
}

async function keep(cluster: Cluster): Promise<void> {
  say('\nThe cluster and the operator go on running; in another terminal:');
  console.log(`export KUBECONFIG=${cluster.adminKubeconfig}`);
  console.log('kubectl get anomalies,remediationplans,remediationactions -A');
  console.log('Ctrl-C ends them.');
  await new Promise(() => undefined);
}

async function run(cluster: Cluster): Promise<boolean> {
  await prepare(cluster);
  const operator = await startEngine(cluster);
  let right = true;
  for (const story of stories) right = (await play(cluster, story)) && right;
  await show(cluster, 'get', 'anomalies,remediationplans,remediationactions', '-n', 'self-healing-platform');
  await show(cluster, 'get', 'remediationplans', '-n', 'self-healing-platform', '-o', 'wide');
  if (process.env['KEEP'] === '1') await keep(cluster);
  await operator?.stop();
  return right;
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(usage);
  say('Starting a control plane (the first time it is built, which takes some minutes)');
  const cluster = await startControlPlane({ say: (line) => console.log(`  ${line}`) });
  const end = (): void => {
    void cluster.stop().finally(() => process.exit(130));
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    process.exitCode = (await run(cluster)) ? 0 : 1;
  } finally {
    await cluster.stop();
  }
}

await main().catch((error: unknown) => {
  console.error(paint(error instanceof Error ? error.message : String(error), 'bad'));
  process.exitCode = 1;
});
