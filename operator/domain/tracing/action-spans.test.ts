import { describe, expect, test } from '@jest/globals';
import type { Intent, RemediationActionStatus } from '../../api/generated/types.ts';
import { keys } from '../../api/resource.ts';
import { at, buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { spansOfAction } from './action-spans.ts';
import { placeOfAction, placeOfPlan, placeOfStep } from './places.ts';

const now = new Date(at(100));
const plan = buildPlan({ status: { phase: 'Executing', steps: [{ name: 'step-1', phase: 'Running', actionRef: { name: 'act-01' } }] } });
const wish: ActionWish = { name: 'act-01', plan: { name: 'plan-test', uid: plan.metadata.uid } };
const ended = (
  before: RemediationActionStatus,
  after: RemediationActionStatus,
  more: ActionWish = {},
  of: typeof plan | undefined = plan,
) =>
  spansOfAction(
    { before: buildAction({ ...wish, ...more, status: before }), after: buildAction({ ...wish, ...more, status: after }), plan: of },
    now,
  );

describe('an effect', () => {
  const open: Intent = { step: 'cordon', token: 't1', at: at(10) };

  test('is a span of its action, from its announcement until its outcome was known', () => {
    const [span, ...others] = ended({ intents: [open] }, { intents: [{ ...open, outcome: 'Done' }] });
    expect(others).toEqual([]);
    expect(span).toMatchObject({
      name: 'effect',
      traceId: placeOfPlan(plan).traceId,
      parentSpanId: placeOfAction(buildAction(wish), plan).spanId,
      startedAt: new Date(at(10)),
      finishedAt: now,
      facts: { 'coordination.effect': 'cordon', 'coordination.outcome': 'Done', 'coordination.target': 'Node/w1' },
    });
    expect(span?.fault).toBeUndefined();
  });

  test.each([
    { when: 'it is announced', before: [], after: [open], spans: 0 },
    { when: 'its outcome was known before', before: [{ ...open, outcome: 'Done' }], after: [{ ...open, outcome: 'Undone' }], spans: 0 },
    { when: 'it was announced and made between two writes', before: [], after: [{ ...open, outcome: 'Done' }], spans: 1 },
  ] as const)('is told $spans times when $when', ({ before, after, spans }) => {
    expect(ended({ intents: [...before] }, { intents: [...after] })).toHaveLength(spans);
  });

  test('that failed says why', () => {
    const [span] = ended({ intents: [open] }, { intents: [{ ...open, outcome: 'Failed', message: 'It is gone.' }] });
    expect(span?.fault).toBe('It is gone.');
  });
});

describe('an action', () => {
  test('is a span of its step', () => {
    const [span] = ended({ phase: 'Running' }, { phase: 'Succeeded', finishedAt: at(60) });
    expect(span).toMatchObject({
      name: 'action',
      ...placeOfAction(buildAction(wish), plan),
      parentSpanId: placeOfStep(plan, 'step-1').spanId,
      startedAt: new Date(at(0)),
      finishedAt: new Date(at(60)),
    });
  });

  test('that undoes another is a span of the plan', () => {
    const undo = { name: 'act-01-undo', compensates: { name: 'act-01', uid: 'uid-act-01' } };
    const [span] = ended({ phase: 'Running' }, { phase: 'Succeeded' }, undo);
    expect(span).toMatchObject({ name: 'undo', parentSpanId: placeOfPlan(plan).spanId, finishedAt: now });
  });

  test('of nobody is a trace of its own, or part of that of whoever asked for it', () => {
    const alone = { name: 'act-alone', plan: undefined } as unknown as ActionWish;
    const [span] = spansOfAction(
      {
        before: buildAction(alone),
        after: buildAction({ ...alone, status: { phase: 'Rejected', reason: 'Unsupported' } }),
        plan: undefined,
      },
      now,
    );
    expect(span).toMatchObject({ name: 'action', fault: 'Unsupported' });
    expect(span?.parentSpanId).toBeUndefined();
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const asked = buildAction({ ...alone, status: { phase: 'Succeeded' } });
    asked.metadata.annotations = { [keys.traceparent]: `00-${traceId}-00f067aa0ba902b7-01` };
    const [continued] = spansOfAction({ before: buildAction(alone), after: asked, plan: undefined }, now);
    expect(continued).toMatchObject({ traceId, parentSpanId: '00f067aa0ba902b7' });
  });

  test('ends once', () => {
    expect(ended({ phase: 'Failed' }, { phase: 'Failed', message: 'more' })).toEqual([]);
  });
});
