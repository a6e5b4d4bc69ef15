import { join } from 'node:path';
import type { Anomaly, RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { usualNamespace as namespace } from '../../operator/api/usual-namespace.ts';
import { kubectl } from '../harness/kubectl.ts';
import type { Cluster } from '../harness/cluster.ts';
import { factsOf, type Fact } from './picture.ts';

/** What the demo needs of a cluster: kubectl and a kubeconfig that may install things. */
export type DemoCluster = Pick<Cluster, 'adminKubeconfig' | 'binaries'>;

/** One run: a fault, the file that reports it, and how it must end. */
export interface Story {
  readonly title: string;
  readonly node: string;
  readonly file: string;
  readonly anomaly: string;
  readonly phase: 'Succeeded' | 'RolledBack';
  /** A word that the plan's message must have. */
  readonly because?: string;
}

const root = join(import.meta.dirname, '../..');

/** The story of `samples/`, which ends well, and the same on a node whose reboot does not help. */
export const stories: readonly Story[] = [
  {
    title: 'A node under memory pressure: drain, reboot, verify, restart what ran there',
    node: 'worker-1',
    file: join(root, 'samples/node-memory-pressure.yaml'),
    anomaly: 'anom-node-memory-pressure',
    phase: 'Succeeded',
  },
  {
    title: 'The same, but the reboot does not help: the checkpoint fails and the engine undoes what it did',
    node: 'worker-2',
    file: join(import.meta.dirname, 'files/second-anomaly.yaml'),
    anomaly: 'anom-pressure-that-stays',
    phase: 'RolledBack',
    because: 'no_node_pressure',
  },
];

async function read<T>(cluster: DemoCluster, ...args: string[]): Promise<T> {
  return JSON.parse(await kubectl(cluster as Cluster, ['get', '-n', namespace, '-o', 'json', ...args])) as T;
}

/** The plan as it ended; throws when it has not begun within `startWithin` or not ended within `endWithin` milliseconds. */
export async function follow(cluster: DemoCluster, story: Story, tell: (fact: Fact) => void): Promise<RemediationPlan> {
  const startedAt = Date.now();
  const told = new Map<string, string>();
  for (;;) {
    const plan = await planOf(cluster, story.anomaly);
    if (plan) await tellNews(cluster, plan, (fact) => told.get(fact.key) !== fact.text && (told.set(fact.key, fact.text), tell(fact)));
    if (plan?.status?.finishedAt) return plan;
    const waited = Date.now() - startedAt;
    if (!plan && waited > 45_000) throw new Error(`no plan was made for ${story.anomaly} within 45 s: is the operator running?`);
    if (waited > 180_000) throw new Error(`the plan of ${story.anomaly} has not ended within 180 s`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function planOf(cluster: DemoCluster, anomaly: string): Promise<RemediationPlan | undefined> {
  const { status } = await read<Anomaly>(cluster, 'anomaly', anomaly);
  if (!status?.planRef?.uid) return undefined;
  return read<RemediationPlan>(cluster, 'remediationplan', status.planRef.name);
}

async function tellNews(cluster: DemoCluster, plan: RemediationPlan, tell: (fact: Fact) => void): Promise<void> {
  const { items } = await read<{ items: RemediationAction[] }>(
    cluster,
    'remediationactions',
    '-l',
    `coordination.selfheal.dev/plan-uid=${plan.metadata.uid}`,
  );
  factsOf(plan, items).forEach(tell);
}

/** True when the plan ended as the story says. */
export function endedAsTold({ status }: RemediationPlan, { phase, because }: Story): boolean {
  return status?.phase === phase && (because === undefined || (status.message ?? '').includes(because));
}
