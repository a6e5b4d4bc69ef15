import type { Anomaly, CheckStatus, RemediationAction, RemediationPlan } from '../../../operator/api/generated/types.ts';
import { usualNamespace } from '../../../operator/api/usual-namespace.ts';
import type { AnomalyWish } from '../../../operator/testing/anomaly-builder.ts';
import type { PlanWish } from '../../../operator/testing/plan-builder.ts';
import { api, find, type Cluster } from '../../harness/cluster.ts';
import { eventually, untilAsWanted } from '../../harness/eventually.ts';
import { applyObjects } from '../../harness/kubectl.ts';
import { writtenAnomaly, writtenPlan } from './written.ts';

/** The namespace whose objects may target anything. */
export const system = usualNamespace;

/** Path of an object of ours. */
export function pathOf(plural: string, name: string, namespace = system): string {
  return `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${namespace}/${plural}/${name}`;
}

/** Applies a plan as a person does. */
export async function applyPlan(cluster: Cluster, wish: PlanWish & { readonly name: string }): Promise<void> {
  await applyObjects(cluster, [writtenPlan(wish)]);
}

/** Reports an anomaly as a person does. */
export async function report(cluster: Cluster, wish: AnomalyWish & { readonly name: string }): Promise<void> {
  await applyObjects(cluster, [writtenAnomaly(wish)]);
}

/** The anomaly once it is as wanted; fails with its status. */
export async function untilAnomaly(
  cluster: Cluster,
  name: string,
  isAsWanted: (anomaly: Anomaly) => boolean,
  namespace = system,
): Promise<Anomaly> {
  const read = () => api<Anomaly>(cluster, { path: pathOf('anomalies', name, namespace) });
  return untilAsWanted(`anomaly ${name}`, read, isAsWanted, 30_000);
}

/** The plan as the API server has it now, if it exists. */
export async function planNow(cluster: Cluster, name: string, namespace = system): Promise<RemediationPlan | undefined> {
  return find<RemediationPlan>(cluster, pathOf('remediationplans', name, namespace));
}

/** The plan once it is as wanted; fails with its status. */
export async function untilPlan(
  cluster: Cluster,
  name: string,
  isAsWanted: (plan: RemediationPlan) => boolean,
  within = 60_000,
): Promise<RemediationPlan> {
  return eventually(
    async () => {
      const plan = await planNow(cluster, name);
      if (plan && isAsWanted(plan)) return plan;
      throw new Error(
        `its status is ${JSON.stringify(plan?.status)}\nand of its actions ${JSON.stringify(await statusesOf(cluster, plan))}`,
      );
    },
    { within, describe: `plan ${name} is as wanted` },
  );
}

async function statusesOf(cluster: Cluster, plan: RemediationPlan | undefined): Promise<unknown> {
  return plan && (await actionsOf(cluster, plan)).map(({ metadata, status }) => [metadata.name, status]);
}

/** The plan once it has ended, however it did. */
export async function untilPlanEnded(cluster: Cluster, name: string, within?: number): Promise<RemediationPlan> {
  return untilPlan(cluster, name, ({ status }) => status?.finishedAt !== undefined, within);
}

/** The plan once it is in that phase. */
export async function untilPlanPhase(cluster: Cluster, name: string, phase: string, within?: number): Promise<RemediationPlan> {
  return untilPlan(cluster, name, ({ status }) => status?.phase === phase, within);
}

/** The actions of the plan, in order of their names. */
export async function actionsOf(cluster: Cluster, { metadata }: RemediationPlan): Promise<RemediationAction[]> {
  const selector = encodeURIComponent(`coordination.selfheal.dev/plan-uid=${metadata.uid}`);
  const path = `${pathOf('remediationactions', '', metadata.namespace).slice(0, -1)}?labelSelector=${selector}`;
  const { items } = await api<{ items: RemediationAction[] }>(cluster, { path });
  return items.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** What the first check of the plan's first checkpoint has said last. */
export function firstCheckOf({ status }: RemediationPlan): CheckStatus | undefined {
  return status?.checkpoints?.[0]?.checks?.[0];
}

/** Status of a condition of the plan, or undefined when it has none of that type. */
export function conditionOf({ status }: Pick<RemediationPlan, 'status'>, type: string) {
  return status?.conditions?.find((condition) => condition.type === type);
}
