import type { Anomaly, RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { buildAction, type ActionWish } from '../../operator/testing/action-builder.ts';
import { buildAnomaly, type AnomalyWish } from '../../operator/testing/anomaly-builder.ts';
import { buildPlan, type PlanWish } from '../../operator/testing/plan-builder.ts';

/** The namespace of the team that asks, unless a wish says another. */
export const team = 'adm-team';

const plurals = { Anomaly: 'anomalies', RemediationPlan: 'remediationplans', RemediationAction: 'remediationactions' } as const;

/** What a client sends. */
export interface Wish {
  readonly apiVersion: string;
  readonly kind: keyof typeof plurals;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly ownerReferences?: readonly object[] };
  readonly spec: object;
}

/** The path of the collection that the wish belongs to. */
export function collectionOf({ kind, metadata: { namespace } }: Wish): string {
  return `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${namespace}/${plurals[kind]}`;
}

let made = 0;

/** An action on the team's Deployment, by a person. */
export function anAction(wish: ActionWish = {}): Wish {
  const target = `Deployment/${team}/web`;
  const usual = { name: `act-${++made}`, namespace: team, source: 'manual', type: 'application_remediation', target } as const;
  return sent(buildAction({ ...usual, ...wish }));
}

/** A plan for the team's Deployment, by a person. */
export function aPlan(wish: PlanWish = {}): Wish {
  const steps = [{ layer: 'application', target: `Deployment/${team}/web` }] as const;
  return sent(buildPlan({ name: `plan-${++made}`, namespace: team, source: 'manual', steps, ...wish }));
}

/** An anomaly of the team's Deployment, by a person. */
export function anAnomaly(wish: AnomalyWish = {}): Wish {
  const targets = [`Deployment/${team}/web`];
  return sent(buildAnomaly({ name: `anom-${++made}`, namespace: team, source: 'manual', targets, ...wish }));
}

/** The wish as a child of these owners. */
export function ownedBy(wish: Wish, ownerReferences: readonly object[]): Wish {
  return { ...wish, metadata: { ...wish.metadata, ownerReferences } };
}

/** Without what the server gives. */
function sent({ apiVersion, kind, metadata: { name, namespace }, spec }: Anomaly | RemediationPlan | RemediationAction): Wish {
  return { apiVersion, kind, metadata: { name, namespace }, spec };
}
