import { describe, expect, test } from '@jest/globals';
import { statusRecorder } from '../controllers/runtime/record.ts';
import type { Span } from '../domain/tracing/span.ts';
import { placeOfAction, placeOfPlan } from '../domain/tracing/places.ts';
import { buildAction } from '../testing/action-builder.ts';
import { buildAnomaly } from '../testing/anomaly-builder.ts';
import { fakeEngine } from '../testing/fake-engine.ts';
import { buildPlan } from '../testing/plan-builder.ts';
import { withTraces } from './traces.ts';

const plan = buildPlan({
  name: 'plan-1',
  status: { phase: 'Executing', steps: [{ name: 'step-1', phase: 'Running', actionRef: { name: 'act-1' } }] },
});
const action = buildAction({ name: 'act-1', plan: { name: 'plan-1', uid: plan.metadata.uid }, status: { phase: 'Running' } });

function tracedEngine() {
  const engine = fakeEngine({ allow: ['patch RemediationPlan/status', 'patch RemediationAction/status'] });
  engine.put(plan);
  engine.put(action);
  const spans: Span[] = [];
  const deps = withTraces(engine.deps, { take: (span) => void spans.push(span), stop: () => Promise.resolve() });
  const stored = () => {
    const found = engine.deps.caches.plans.getByUid(plan.metadata.uid);
    if (!found) throw new Error('the plan is there');
    return found;
  };
  return { ...engine, deps, spans, stored };
}

describe('a write', () => {
  test('tells what ended by it, and the plan says where to find that', async () => {
    const { deps, spans, stored } = tracedEngine();
    await statusRecorder(deps).plan(stored(), { ...stored().status, phase: 'Succeeded' });
    expect(spans.map(({ name }) => name)).toEqual(['plan']);
    expect(stored().status?.traceId).toBe(placeOfPlan(plan).traceId);
  });

  test('is not made for the sake of the trace', async () => {
    const { deps, cluster, spans, stored } = tracedEngine();
    await statusRecorder(deps).plan(stored(), { ...stored().status });
    expect(cluster.calls.filter(({ verb }) => verb === 'patch')).toEqual([]);
    expect(stored().status?.traceId).toBeUndefined();
    expect(spans).toEqual([]);
  });

  test('without traces leaves the trace that the plan names', async () => {
    const { deps, stored } = tracedEngine();
    await statusRecorder(deps).plan(stored(), { phase: 'Verifying' });
    const traceId = stored().status?.traceId;
    await statusRecorder({ ...deps, traces: undefined }).plan(stored(), { phase: 'Executing' });
    expect(traceId).toBe(placeOfPlan(plan).traceId);
    expect(stored().status).toMatchObject({ phase: 'Executing', traceId });
  });

  test('of an action tells its effects in the trace of its plan', async () => {
    const { deps, spans } = tracedEngine();
    const seen = deps.caches.actions.getByUid(action.metadata.uid) ?? action;
    await statusRecorder(deps).action(seen, {
      phase: 'Succeeded',
      intents: [{ step: 'cordon', token: 't', at: '2026-01-01T00:00:01.000Z', outcome: 'Done' }],
    });
    expect(spans.map(({ name, traceId }) => [name, traceId])).toEqual([
      ['effect', placeOfPlan(plan).traceId],
      ['action', placeOfPlan(plan).traceId],
    ]);
  });
});

describe('a reconcile', () => {
  const key = ({ metadata }: { metadata: { namespace?: string; name: string } }) => `${metadata.namespace}/${metadata.name}`;
  const anomaly = buildAnomaly({ name: 'anom-1' });

  test.each([
    { of: 'a plan', controller: 'progression', about: key(plan), place: placeOfPlan(plan) },
    { of: 'an action', controller: 'execution', about: key(action), place: placeOfAction(action, plan) },
    { of: 'an anomaly with a plan', controller: 'planning', about: key(anomaly), place: placeOfPlan(plan) },
  ])('of $of is part of its trace', ({ controller, about, place }) => {
    const { deps, spans, put } = tracedEngine();
    put({ ...anomaly, status: { phase: 'Remediating', planRef: { namespace: plan.metadata.namespace, name: 'plan-1' } } });
    deps.loopMetrics.onReconcile(controller, 'success', 0.25, about);
    const [span] = spans;
    expect(span).toMatchObject({ name: 'reconcile', traceId: place.traceId, parentSpanId: place.spanId });
    expect((span?.finishedAt.getTime() ?? 0) - (span?.startedAt.getTime() ?? 0)).toBe(250);
    expect(deps.loopMetrics.traceOf?.(controller, about)).toBe(place.traceId);
  });

  test.each([
    { of: 'what is no incident', controller: 'arbitration', about: 'all' },
    { of: 'a plan that is gone', controller: 'progression', about: 'shop/plan-gone' },
    { of: 'an anomaly that nothing is planned for yet', controller: 'planning', about: 'shop/anom-new' },
  ])('of $of is a trace of its own', ({ controller, about }) => {
    const { deps, spans } = tracedEngine();
    deps.loopMetrics.onReconcile(controller, 'error', 0.1, about);
    expect(spans[0]).toMatchObject({
      name: 'reconcile',
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      fault: 'the log says why',
      facts: { 'coordination.controller': controller, 'coordination.key': about, 'coordination.result': 'error' },
    });
    expect(spans[0]?.parentSpanId).toBeUndefined();
    expect(deps.loopMetrics.traceOf?.(controller, about)).toBeUndefined();
  });
});

test('an engine that nobody collects traces of is the one that it was', () => {
  const { deps } = fakeEngine();
  expect(withTraces(deps, undefined)).toBe(deps);
});
