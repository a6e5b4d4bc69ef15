import { buildAction, type ActionWish } from '../../../operator/testing/action-builder.ts';
import { buildPlan, type PlanWish } from '../../../operator/testing/plan-builder.ts';
import { buildAnomaly, type AnomalyWish } from '../../../operator/testing/anomaly-builder.ts';
import type { KubeObject } from '../../harness/cluster.ts';

type Metadata = Partial<Omit<KubeObject['metadata'], 'ownerReferences'>> & { readonly ownerReferences?: readonly object[] };

interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec: object;
}

/** An action as a person writes it, with whatever they put into its metadata. */
export function writtenAction(wish: ActionWish, more?: Metadata): Written {
  return written(buildAction(wish), more);
}

/** A plan as a person writes it, with whatever they put into its metadata. */
export function writtenPlan(wish: PlanWish, more?: Metadata): Written {
  return written(buildPlan(wish), more);
}

/** An anomaly as a person reports it, with whatever they put into its metadata. */
export function writtenAnomaly(wish: AnomalyWish, more?: Metadata): Written {
  return written(buildAnomaly(wish), more);
}

function written(
  { apiVersion, kind, metadata: { name, namespace }, spec }: ReturnType<typeof buildAction | typeof buildPlan | typeof buildAnomaly>,
  more?: Metadata,
): Written {
  return { apiVersion, kind, metadata: { name, namespace, ...more }, spec };
}
