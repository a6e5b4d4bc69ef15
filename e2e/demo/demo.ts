import { join } from 'node:path';
import { parse } from 'yaml';
import { readFile } from 'node:fs/promises';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { openChosenCluster, type ChosenCluster } from '../harness/chosen-cluster.ts';
import { find, type Cluster } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyFiles, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyStages } from '../harness/stages.ts';
import { podsOf, untilRolledOut } from '../harness/workloads.ts';
import { endedAsTold, follow, stories, type Story } from './story.ts';
import { narrator, paint } from './terminal.ts';

const files = join(import.meta.dirname, 'files');

const usage = `Usage: make demo [KEEP=1] [OPERATOR=0]

Shows two incidents on a small cluster of its own (3 kwok nodes, two Deployments): one is repaired, one is rolled back.
  KEEP=1      leave the cluster and the operator running until Ctrl-C, and print how to look at them
  OPERATOR=0  leave the operator out, to see that the demo fails without it
  CLUSTER=kind|kubeconfig  use a kind cluster, or the one of KUBECONFIG; YES=1 lets it touch nodes there that are no kwok nodes`;

function say(text: string): void {
  console.log(paint(text, 'bold'));
}

/** The cluster has the kinds, the roles, three nodes and two Deployments, one of them stuck. */
async function prepare(cluster: ChosenCluster): Promise<void> {
  say('Installing the kinds and the roles (crds/, config/rbac/)');
  await installEngine(cluster);
  say('Making 3 nodes and the Deployments shop/cart and shop/catalog');
  for (const name of ['worker-1', 'worker-2', 'worker-3']) await provideNode(cluster, name);
  await providePolicy(cluster);
  await applyStages(cluster, ['ready-needs-restart']);
  await applyFiles(cluster, [join(files, 'workloads.yaml')]);
  await untilRolledOut(cluster, 'shop', 'catalog');
  await eventually(async () => (await podsOf(cluster, 'shop', 'cart')).every(({ status }) => status.phase === 'Running'), {
    within: 30_000,
    describe: 'the pods of shop/cart run (they get Ready by a restart only)',
  });
}

/** The cluster has a policy; one that is there already is somebody's and stays as it is. */
async function providePolicy(cluster: ChosenCluster): Promise<void> {
  if (await find(cluster, '/apis/coordination.selfheal.dev/v1alpha1/remediationpolicies/cluster')) return;
  say('Applying the policy of the demo: the usual limits, but no cooldown between the two stories');
  await applyFiles(cluster, [join(files, 'policy.yaml')]);
}

/** A node of that name that the demo may play with: a new one, a kwok node, or with YES=1 whatever has the name. */
async function provideNode(cluster: ChosenCluster, name: string): Promise<void> {
  const there = await find(cluster, `/api/v1/nodes/${name}`);
  if (!there) return createNodes(cluster, [{ name, labels: { 'node-role.kubernetes.io/worker': '' } }]);
  if (there.metadata.labels?.['type'] === 'kwok' || process.env['YES'] === '1') return;
  throw new Error(`node ${name} of this cluster is not a kwok node; the demo drains and reboots it only with YES=1`);
}

async function startEngine(cluster: Cluster): Promise<Operator | undefined> {
  if (process.env['OPERATOR'] === '0') return undefined;
  say('Starting the operator with the token of its own ServiceAccount');
  const defaults = parse(await readFile(join(files, 'defaults.yaml'), 'utf8')) as object;
  const operator = await startOperator(cluster, { defaults, limits: 'usual' });
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

async function run(cluster: ChosenCluster): Promise<boolean> {
  await prepare(cluster);
  const operator = await startEngine(cluster);
  let right = true;
  for (const story of stories) right = (await play(cluster, story)) && right;
  await show(cluster, 'get', 'anomalies,remediationplans,remediationactions', '-n', usualNamespace);
  await show(cluster, 'get', 'remediationplans', '-n', usualNamespace, '-o', 'wide');
  if (process.env['KEEP'] === '1') await keep(cluster);
  await operator?.stop();
  return right;
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(usage);
  say('Opening a cluster (an embedded control plane is built the first time, which takes some minutes)');
  const cluster = await openChosenCluster((line) => console.log(`  ${line}`));
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
