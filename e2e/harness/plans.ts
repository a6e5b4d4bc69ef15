import type { CheckStatus, RemediationPlan } from '../../operator/api/generated/types.ts';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { buildPlan, type PlanWish } from '../../operator/testing/plan-builder.ts';
import { api, type Cluster } from './cluster.ts';
import { untilAsWanted } from './eventually.ts';
import { applyObjects } from './kubectl.ts';

/** The namespace whose plans may target anything. */
const system = usualNamespace;

/** Applies a plan in the system namespace as a person does. */
export async function applyPlan(cluster: Cluster, wish: PlanWish & { readonly name: string }): Promise<void> {
  const { apiVersion, kind, metadata, spec } = buildPlan(wish);
  await applyObjects(cluster, [{ apiVersion, kind, metadata: { name: metadata.name, namespace: system }, spec }]);
}

/** The plan as the API server has it now. */
export async function getPlan(cluster: Cluster, name: string): Promise<RemediationPlan> {
  return api<RemediationPlan>(cluster, { path: `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${system}/remediationplans/${name}` });
}

/** The plan once it is as `isAsWanted` says; fails with its status after a minute, or after `within` milliseconds. */
export async function untilPlan(
  cluster: Cluster,
  name: string,
  isAsWanted: (plan: RemediationPlan) => boolean,
  within = 60_000,
): Promise<RemediationPlan> {
  return untilAsWanted(`plan ${name}`, () => getPlan(cluster, name), isAsWanted, within);
}

/** The plan once it is in that phase. */
export async function untilPlanPhase(cluster: Cluster, name: string, phase: string, within?: number): Promise<RemediationPlan> {
  return untilPlan(cluster, name, ({ status }) => status?.phase === phase, within);
}

/** What the first check of the plan's first checkpoint has said last. */
export function firstCheckOf({ status }: RemediationPlan): CheckStatus | undefined {
  return status?.checkpoints?.[0]?.checks?.[0];
}
