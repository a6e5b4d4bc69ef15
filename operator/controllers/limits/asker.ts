import type { Anomaly, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { resolveNamespace, type TargetLike } from '../../api/target.ts';
import type { Wish } from '../../domain/limits/hold-on.ts';
import type { Asker } from '../../domain/limits/protected-target.ts';
import { isOfDetector } from '../../domain/detection/new-report.ts';
import { incidentReporter } from '../../domain/planning/incident.ts';
import { reportedBy } from '../../domain/planning/related-incident.ts';
import { isApproved } from '../../domain/progression/approval.ts';
import type { EngineDeps } from '../runtime/deps.ts';

type Caches = Pick<EngineDeps['caches'], 'anomalies' | 'plans' | 'actions'>;

/**
 * Who stands behind a wish: of an object that somebody made, what it names; of a plan that planning made, what its anomaly names. What the
 * engine itself reports, for a tenant or by a detector, names nothing, since admission asks nobody about it. An approval stands for all of them.
 */
export function askerOf(caches: Caches, wish: Wish): Asker {
  const planUid = wish.kind === 'plan' ? wish.uid : wish.planUid;
  const plan = planUid === undefined ? undefined : caches.plans.getByUid(planUid);
  if (plan) return askerOfPlan(caches, plan);
  const action = wish.kind === 'action' ? caches.actions.getByUid(wish.uid) : undefined;
  return action ? ofAction(action) : { named: [] };
}

function ofAction({ metadata, spec }: RemediationAction): Asker {
  return { ...by(spec), named: [resolveNamespace(spec.target, metadata.namespace)] };
}

function askerOfPlan(caches: Caches, plan: RemediationPlan): Asker {
  const { metadata, spec } = plan;
  const { anomalyRef } = spec;
  if (isApproved(plan)) return { ...by(spec), named: 'any' };
  if (!anomalyRef) return { ...by(spec), named: spec.steps.map(({ action }) => resolveNamespace(action.target, metadata.namespace)) };
  const anomaly = caches.anomalies.get({ namespace: metadata.namespace, name: anomalyRef.name });
  // Whoever asked for the plan did not ask for what another one of that name names.
  const isMeant = anomaly && (anomalyRef.uid ?? anomaly.metadata.uid) === anomaly.metadata.uid;
  return { ...by(spec), named: isMeant ? namedBy(anomaly) : [] };
}

function namedBy(anomaly: Anomaly): readonly TargetLike[] {
  const { reporter } = anomaly.spec;
  return reporter === incidentReporter || isOfDetector(reporter) ? [] : reportedBy(anomaly);
}

function by({ requestedBy }: { readonly requestedBy?: string }): Pick<Asker, 'requestedBy'> {
  return requestedBy === undefined ? {} : { requestedBy };
}
