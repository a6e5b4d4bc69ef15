import { randomBytes } from 'node:crypto';
import type { Anomaly, RemediationAction, RemediationPlan } from '../api/generated/types.ts';
import { planUidOf } from '../controllers/runtime/owning-plan.ts';
import type { EngineDeps } from '../controllers/runtime/deps.ts';
import { spansOfAction } from '../domain/tracing/action-spans.ts';
import { askedFrom, placeOfAction, placeOfPlan } from '../domain/tracing/places.ts';
import { spansOfPlan } from '../domain/tracing/plan-spans.ts';
import type { TracePlace } from '../domain/tracing/span.ts';
import { parseKey } from '../kube/client.ts';
import type { LoopMetrics } from '../metrics/runtime-metrics.ts';
import type { SpanSink } from './span-sink.ts';

/** What the controllers tell whoever collects traces. */
export interface Traces {
  /** The plan was stored; what ended by that is told. */
  planStored(before: RemediationPlan, after: RemediationPlan): void;
  /** The action was stored; what ended by that is told. */
  actionStored(before: RemediationAction, after: RemediationAction): void;
  /** One reconcile of a controller ended just now. */
  reconciled(controller: string, key: string, outcome: string, seconds: number): void;
  /** The trace that the work on this key of a controller belongs to, when it belongs to any. */
  traceOf(controller: string, key: string): string | undefined;
  /** The trace in which all that is done for the plan is found. */
  idFor(plan: RemediationPlan): string;
}

type Seen = Pick<EngineDeps, 'clock'> & { readonly caches: Pick<EngineDeps['caches'], 'anomalies' | 'plans' | 'actions'> };

/** Traces of what this process does, told to `sink`. */
export function makeTraces({ caches, clock }: Seen, sink: SpanSink): Traces {
  const planOf = (action: RemediationAction): RemediationPlan | undefined => {
    const uid = planUidOf({ caches }, action);
    return uid === undefined ? undefined : caches.plans.getByUid(uid);
  };
  const placeOf = (controller: string, key: string): TracePlace | undefined => placeOfWork(caches, planOf, controller, key);
  return {
    planStored: (before, after) => spansOfPlan(before, after, clock.now()).forEach((span) => sink.take(span)),
    actionStored: (before, after) => spansOfAction({ before, after, plan: planOf(after) }, clock.now()).forEach((span) => sink.take(span)),
    reconciled(controller, key, outcome, seconds) {
      const { traceId, spanId: parentSpanId } = placeOf(controller, key) ?? { traceId: hex(16) };
      const finishedAt = clock.now();
      sink.take({
        name: 'reconcile',
        ...{ traceId, spanId: hex(8), ...(parentSpanId !== undefined && { parentSpanId }) },
        ...{ startedAt: new Date(finishedAt.getTime() - seconds * 1000), finishedAt },
        facts: { 'coordination.controller': controller, 'coordination.key': key, 'coordination.result': outcome },
        ...(outcome === 'error' && { fault: 'the log says why' }),
      });
    },
    traceOf: (controller, key) => placeOf(controller, key)?.traceId,
    idFor: (plan) => placeOfPlan(plan).traceId,
  };
}

/** The same engine, but that what it does is told to `sink`, where there is one. */
export function withTraces(deps: EngineDeps, sink: SpanSink | undefined): EngineDeps {
  if (!sink) return deps;
  const traces = makeTraces(deps, sink);
  return { ...deps, traces, loopMetrics: tracedLoop(deps.loopMetrics, traces) };
}

/** The same, but that every reconcile is a span. */
export function tracedLoop(metrics: LoopMetrics, traces: Pick<Traces, 'reconciled' | 'traceOf'>): LoopMetrics {
  return {
    ...metrics,
    onReconcile(controller, outcome, seconds, key) {
      metrics.onReconcile(controller, outcome, seconds, key);
      traces.reconciled(controller, key, outcome, seconds);
    },
    traceOf: (controller, key) => traces.traceOf(controller, key),
  };
}

type PlanOf = (action: RemediationAction) => RemediationPlan | undefined;

/** Keys of other controllers are about no single incident. */
function placeOfWork(caches: Seen['caches'], planOf: PlanOf, controller: string, key: string): TracePlace | undefined {
  if (controller === 'planning') return placeOfPlanning(caches, caches.anomalies.get(parseKey(key)));
  if (controller === 'progression') return existing(caches.plans.get(parseKey(key)), placeOfPlan);
  if (controller !== 'execution') return undefined;
  return existing(caches.actions.get(parseKey(key)), (action) => placeOfAction(action, planOf(action)));
}

function existing<T>(object: T | undefined, placeOf: (object: T) => TracePlace): TracePlace | undefined {
  return object && placeOf(object);
}

/** Until there is a plan, an anomaly is part of whatever it was reported in. */
function placeOfPlanning({ plans }: Seen['caches'], anomaly: Anomaly | undefined): TracePlace | undefined {
  const { planRef } = anomaly?.status ?? {};
  const plan = planRef && plans.get({ namespace: planRef.namespace, name: planRef.name });
  return plan ? placeOfPlan(plan) : anomaly && askedFrom(anomaly);
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
