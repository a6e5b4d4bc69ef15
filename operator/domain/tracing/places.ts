import type { Anomaly, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { keys } from '../../api/resource.ts';
import type { TracePlace } from './span.ts';
import { placeFrom, spanIdOf, traceIdOf } from './trace-ids.ts';

type Annotated = Pick<Anomaly | RemediationPlan | RemediationAction, 'metadata'>;

/** Where whoever asked for the object was, if they said so. */
export function askedFrom({ metadata }: Annotated): Required<TracePlace> | undefined {
  return placeFrom(metadata.annotations?.[keys.traceparent]);
}

/** The span of the plan itself: everything that is done for it is one trace. */
export function placeOfPlan(plan: RemediationPlan): Required<TracePlace> {
  const { uid } = plan.metadata;
  return { traceId: plan.status?.traceId ?? askedFrom(plan)?.traceId ?? traceIdOf(uid), spanId: spanIdOf(uid) };
}

/** The span of one step of the plan. */
export function placeOfStep(plan: RemediationPlan, step: string): Required<TracePlace> {
  return { ...placeOfPlan(plan), spanId: spanIdOf(`${plan.metadata.uid}/step/${step}`) };
}

/** The span of the action itself, in the trace of its plan when it has one. */
export function placeOfAction(action: RemediationAction, plan: RemediationPlan | undefined): Required<TracePlace> {
  const { uid } = action.metadata;
  const traceId = plan ? placeOfPlan(plan).traceId : (askedFrom(action)?.traceId ?? traceIdOf(uid));
  return { traceId, spanId: spanIdOf(uid) };
}

/** The span above that of the action: its step, the plan when it undoes one, or whatever whoever asked for it was in. */
export function placeAboveAction(action: RemediationAction, plan: RemediationPlan | undefined): TracePlace {
  if (!plan) return askedFrom(action) ?? { traceId: placeOfAction(action, plan).traceId };
  const step = plan.status?.steps?.find(({ actionRef }) => actionRef?.name === action.metadata.name);
  return step ? placeOfStep(plan, step.name) : placeOfPlan(plan);
}
