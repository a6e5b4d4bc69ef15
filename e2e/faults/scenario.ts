import type { Anomaly, PlanPhase, RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { api, ApiError, find, type Cluster, type KubeObject } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { annotation, isOver } from '../invariants/engine-objects.ts';
import { createNodes, type NodeObject } from '../harness/nodes.ts';
import { deployment, podsOf, isPodReady, type NewDeployment } from '../harness/workloads.ts';

export const system = usualNamespace;
const ours = '/apis/coordination.selfheal.dev/v1alpha1';
const apps = '/apis/apps/v1';

/** A story that can be played any number of times on one cluster, each time with objects of its own. */
export interface Scenario {
  readonly name: string;
  /** Nodes and workloads of this playing are there and as they should be; every name of theirs begins with `id`. */
  prepare(cluster: Cluster, id: string): Promise<void>;
  /** What makes the engine act. */
  begin(cluster: Cluster, id: string): Promise<void>;
  /** The phase in which the plan has to end. */
  readonly ends: PlanPhase;
}

/** Name of the plan of one playing. */
export const planName = (id: string): string => `plan-${id}`;

/** Creates the playing's nodes, and its Deployments in a namespace of its own; returns when their pods run on the nodes. */
export async function provide(
  cluster: Cluster,
  id: string,
  wanted: { readonly nodes: readonly string[]; readonly deployments: readonly Omit<NewDeployment, 'namespace'>[] },
): Promise<void> {
  await createNodes(
    cluster,
    wanted.nodes.map((name) => ({ name })),
  );
  await api(cluster, { method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: id } } });
  for (const one of wanted.deployments) {
    await api(cluster, { method: 'POST', path: `${apps}/namespaces/${id}/deployments`, body: deployment({ namespace: id, ...one }) });
  }
  for (const { name, replicas = 1, podLabels } of wanted.deployments) {
    const stuck = podLabels !== undefined;
    await eventually(
      async () => {
        const pods = (await podsOf(cluster, id, name)).filter((pod) => (stuck ? pod.status.phase === 'Running' : isPodReady(pod)));
        return pods.length === replicas;
      },
      { within: 30_000, describe: `the pods of ${id}/${name} run` },
    );
  }
}

/** Creates one object of the engine's kinds in the system namespace. */
export async function submit(cluster: Cluster, plural: string, object: object): Promise<void> {
  await api(cluster, { method: 'POST', path: `${ours}/namespaces/${system}/${plural}`, body: object });
}

/** All that the engine has of one playing. */
export interface Play {
  readonly plan?: RemediationPlan;
  readonly anomaly?: Anomaly;
  readonly actions: readonly RemediationAction[];
}

/** The playing as it stands now. */
export async function playOf(cluster: Cluster, id: string): Promise<Play> {
  const path = (plural: string): string => `${ours}/namespaces/${system}/${plural}`;
  const plan = await find<RemediationPlan>(cluster, `${path('remediationplans')}/${planName(id)}`);
  const anomaly = await find<Anomaly>(cluster, `${path('anomalies')}/anom-${id}`);
  const { items } = await api<{ items: RemediationAction[] }>(cluster, { path: path('remediationactions') });
  return { plan, anomaly, actions: items.filter(({ metadata }) => metadata.name.startsWith(`act-${id}-`)) };
}

/** The playing's plan once it has ended, however it did; something of it may still be held. */
export async function untilOver(cluster: Cluster, id: string, within = 90_000): Promise<RemediationPlan> {
  const attempt = async (): Promise<RemediationPlan> => {
    const play = await playOf(cluster, id);
    if (play.plan && isOver(play.plan)) return play.plan;
    throw new Error(describe(play));
  };
  return eventually(attempt, { within, describe: `${planName(id)} has ended` });
}

/** Returns when the engine is through with the playing: all has ended, no finalizer and no claim is left. */
export async function untilSettled(cluster: Cluster, id: string, within = 60_000): Promise<Play> {
  const planPath = `${ours}/namespaces/${system}/remediationplans/${planName(id)}`;
  const attempt = async (): Promise<Play> => {
    const plan = await find<RemediationPlan>(cluster, planPath);
    if (!plan || !isOver(plan)) throw new Error(describe({ plan, actions: [] }));
    const play = await playOf(cluster, id);
    const all = [plan, ...play.actions, ...(play.anomaly ? [play.anomaly] : [])];
    const open = all.some((object) => !isOver(object) || (object.metadata.finalizers ?? []).length > 0);
    if (open || (await hasClaim(cluster, id))) throw new Error(describe(play));
    return play;
  };
  return eventually(attempt, { within, describe: `${id} has settled` });
}

function describe({ plan, actions, anomaly }: Play): string {
  return [plan, anomaly, ...actions]
    .flatMap((object) =>
      object ? [`${object.metadata.name} is ${object.status?.phase}/${object.status?.reason}: ${object.status?.message}`] : [],
    )
    .join('\n');
}

async function hasClaim(cluster: Cluster, id: string): Promise<boolean> {
  return (await nodesOf(cluster, id)).some(({ metadata }) => metadata.annotations?.[annotation.claim] !== undefined);
}

/** The nodes of the playing. */
export async function nodesOf(cluster: Cluster, id: string): Promise<NodeObject[]> {
  const { items } = await api<{ items: NodeObject[] }>(cluster, { path: '/api/v1/nodes' });
  return items.filter(({ metadata }) => metadata.name.startsWith(`${id}-`));
}

/** The Deployments of the playing. */
export async function deploymentsOf(cluster: Cluster, id: string): Promise<KubeObject[]> {
  return (await api<{ items: KubeObject[] }>(cluster, { path: `${apps}/namespaces/${id}/deployments` })).items;
}

/** All that the playing left goes away in its own time, but for its namespace: to look through one for what is left costs too much. */
export async function clear(cluster: Cluster, id: string): Promise<void> {
  const engine = `${ours}/namespaces/${system}`;
  const nodes = (await nodesOf(cluster, id)).map(({ metadata }) => `/api/v1/nodes/${metadata.name}`);
  const workloads = `${apps}/namespaces/${id}/deployments`;
  for (const path of [`${engine}/anomalies/anom-${id}`, `${engine}/remediationplans/${planName(id)}`, ...nodes, workloads]) {
    await remove(cluster, path);
  }
}

async function remove(cluster: Cluster, path: string): Promise<void> {
  try {
    await api(cluster, { method: 'DELETE', path });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error; // it may go with its owner
  }
}
