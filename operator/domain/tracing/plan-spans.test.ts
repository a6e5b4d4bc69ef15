import { describe, expect, test } from '@jest/globals';
import type { RemediationPlan, RemediationPlanStatus } from '../../api/generated/types.ts';
import { keys } from '../../api/resource.ts';
import { at } from '../../testing/action-builder.ts';
import { buildCheckpoint, buildPlan } from '../../testing/plan-builder.ts';
import { placeOfPlan, placeOfStep } from './places.ts';
import { spansOfPlan } from './plan-spans.ts';

const now = new Date(at(100));
const build = (status?: RemediationPlanStatus, annotations?: Record<string, string>): RemediationPlan => {
  const plan = buildPlan({
    steps: [{}, { layer: 'application' }],
    checkpoints: [buildCheckpoint('infrastructure', 1, ['node_ready'])],
    ...(status && { status }),
  });
  return { ...plan, metadata: { ...plan.metadata, ...(annotations && { annotations }) } };
};
const running = { name: 'step-1', phase: 'Running', startedAt: at(10) } as const;
const endedSteps = (before: RemediationPlanStatus, after: RemediationPlanStatus) => spansOfPlan(build(before), build(after), now);

describe('a step', () => {
  test('is a span of its plan, from when its action was asked for until it ended', () => {
    const plan = build();
    const [span, ...others] = endedSteps(
      { steps: [running] },
      { steps: [{ ...running, phase: 'Succeeded', reason: 'Done', finishedAt: at(20) }] },
    );
    expect(others).toEqual([]);
    expect(span).toEqual({
      name: 'step',
      ...placeOfStep(plan, 'step-1'),
      parentSpanId: placeOfPlan(plan).spanId,
      startedAt: new Date(at(10)),
      finishedAt: new Date(at(20)),
      facts: {
        'k8s.namespace.name': 'self-healing-platform',
        'coordination.plan.name': 'plan-test',
        'coordination.step.name': 'step-1',
        'coordination.step.order': 1,
        'coordination.layer': 'infrastructure',
        'coordination.operation': 'cordon_node',
        'coordination.target': 'Node/w1',
        'coordination.phase': 'Succeeded',
        'coordination.reason': 'Done',
      },
    });
  });

  test.each([
    { when: 'it begins', before: { name: 'step-1', phase: 'Pending' }, after: running },
    { when: 'it waits after its success', before: running, after: { ...running, phase: 'Waiting' } },
    { when: 'it had ended before', before: { ...running, phase: 'Failed' }, after: { ...running, phase: 'Failed', message: 'more' } },
  ] as const)('is none while $when', ({ before, after }) => {
    expect(endedSteps({ steps: [before] }, { steps: [after] })).toEqual([]);
  });

  test('that failed says why, and one that never began ends when it is left out', () => {
    const [failed, skipped] = endedSteps(
      { steps: [running, { name: 'step-2', phase: 'Pending' }] },
      {
        steps: [
          { ...running, phase: 'Failed', message: 'It did not help.', finishedAt: at(30) },
          { name: 'step-2', phase: 'Skipped', finishedAt: at(31) },
        ],
      },
    );
    expect(failed?.fault).toBe('It did not help.');
    expect(skipped).toMatchObject({
      startedAt: new Date(at(31)),
      finishedAt: new Date(at(31)),
      facts: { 'coordination.layer': 'application' },
    });
    expect(skipped?.fault).toBeUndefined();
  });
});

describe('a checkpoint', () => {
  const pending = { name: 'infrastructure-healthy', layer: 'infrastructure', startedAt: at(20), result: 'Pending' } as const;

  test('is a span of its plan once it is judged, and names the checks that failed it', () => {
    const checks = [
      { name: 'node_ready', type: 'node_ready', result: 'Failed', message: 'Node w1 is not ready' },
      { name: 'other', type: 'mco_stable', result: 'Passed' },
    ] as const;
    const [span] = endedSteps({ checkpoints: [pending] }, { checkpoints: [{ ...pending, result: 'Failed', checks: [...checks] }] });
    expect(span).toMatchObject({
      name: 'checkpoint',
      parentSpanId: placeOfPlan(build()).spanId,
      startedAt: new Date(at(20)),
      finishedAt: now,
      fault: 'node_ready: Node w1 is not ready',
      facts: { 'coordination.checkpoint.name': 'infrastructure-healthy', 'coordination.result': 'Failed' },
    });
  });

  test('is none while it is judged', () => {
    expect(endedSteps({}, { checkpoints: [pending] })).toEqual([]);
    expect(endedSteps({ checkpoints: [pending] }, { checkpoints: [{ ...pending, startedAt: at(21) }] })).toEqual([]);
  });
});

describe('the plan itself', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const annotations = { [keys.traceparent]: `00-${traceId}-00f067aa0ba902b7-01` };

  test.each([
    { phase: 'Succeeded', fault: undefined },
    { phase: 'Cancelled', fault: undefined },
    { phase: 'RolledBack', fault: 'It did not help.' },
    { phase: 'RollbackFailed', fault: 'It did not help.' },
    { phase: 'Failed', fault: 'It did not help.' },
  ] as const)('is the span above all others once it is $phase', ({ phase, fault }) => {
    const status = { phase, message: 'It did not help.', rollbackSummary: '1 undone', finishedAt: at(50) };
    const [span] = endedSteps({ phase: 'RollingBack' }, status);
    expect(span).toMatchObject({ name: 'plan', ...placeOfPlan(build()), startedAt: new Date(at(0)), finishedAt: new Date(at(50)) });
    expect(span?.fault).toBe(fault);
    expect(span?.parentSpanId).toBeUndefined();
    expect(span?.facts['coordination.rollback']).toBe('1 undone');
  });

  test('continues the trace of whoever asked for it', () => {
    const [span] = spansOfPlan(build({ phase: 'Executing' }, annotations), build({ phase: 'Succeeded' }, annotations), now);
    expect(span).toMatchObject({ traceId, parentSpanId: '00f067aa0ba902b7' });
  });

  test('keeps the trace that it names, whatever is said later', () => {
    const named = 'a'.repeat(32);
    const [span] = spansOfPlan(build({ phase: 'Executing' }), build({ phase: 'Succeeded', traceId: named }, annotations), now);
    expect(span?.traceId).toBe(named);
    expect(span?.parentSpanId).toBeUndefined();
  });

  test('ends once', () => {
    expect(endedSteps({ phase: 'Succeeded' }, { phase: 'Succeeded', message: 'again' })).toEqual([]);
  });
});
