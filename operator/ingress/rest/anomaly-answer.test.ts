import { describe, expect, test } from '@jest/globals';
import type { AnomalyPhase, PlanPhase } from '../../api/generated/types.ts';
import { at, buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { acceptedAnswer, actionView, anomalyView } from './anomaly-answer.ts';

const planRef = { namespace: 'self-healing-platform', name: 'plan-20251210-001' };
const anomaly = (phase: AnomalyPhase | undefined, more: object = {}) =>
  buildAnomaly({ name: 'anom-20251210-001', severity: 'critical', source: 'ai_driven', ...(phase && { status: { phase, ...more } }) });

describe('what was accepted', () => {
  test.each([
    { when: 'nothing is planned yet', phase: undefined, ref: {}, action: null },
    { when: 'its plan is recorded', phase: 'Planned', ref: { planRef }, action: 'act-20251210-001-01' },
    { when: 'it is part of an incident', phase: 'Suppressed', ref: { planRef }, action: null },
  ] as const)('names the first action when $when: $action', ({ phase, ref, action }) => {
    expect(acceptedAnswer(anomaly(phase, ref), undefined)).toEqual({
      anomaly_id: 'anom-20251210-001',
      status: 'accepted',
      assigned_layer: 'ai_driven',
      priority: 2,
      estimated_resolution_time: '5m',
      action_id: action,
    });
  });

  test.each([
    { waits: [0], time: '1m' },
    { waits: [60], time: '1m' },
    { waits: [600, 61], time: '12m' },
  ])('takes about as long as its plan waits: $waits s are $time', ({ waits, time }) => {
    const plan = buildPlan({ steps: waits.map((waitSeconds) => ({ waitSeconds })) });
    expect(acceptedAnswer(anomaly('Planned', { planRef }), plan).estimated_resolution_time).toBe(time);
  });
});

describe('an anomaly', () => {
  test.each([
    { phase: undefined, status: 'accepted' },
    { phase: 'Pending', status: 'accepted' },
    { phase: 'Planned', status: 'queued' },
    { phase: 'Remediating', status: 'in_progress' },
    { phase: 'Suppressed', status: 'suppressed' },
  ] as const)('that is $phase is $status and has no resolution', ({ phase, status }) => {
    expect(anomalyView(anomaly(phase), undefined, [])).toEqual({ anomaly_id: 'anom-20251210-001', status, action: null, resolution: null });
  });

  test.each([
    { phase: 'Resolved', plan: 'Succeeded', outcome: 'resolved' },
    { phase: 'Resolved', plan: undefined, outcome: 'resolved' },
    { phase: 'Failed', plan: 'RolledBack', outcome: 'rolled_back' },
    { phase: 'Failed', plan: 'RollbackFailed', outcome: 'rollback_failed' },
    { phase: 'Failed', plan: 'Cancelled', outcome: 'cancelled' },
    { phase: 'Failed', plan: 'Failed', outcome: 'failed' },
    { phase: 'Failed', plan: undefined, outcome: 'failed' },
  ] as const)('that is $phase by a plan that is $plan ended $outcome', ({ phase, plan, outcome }) => {
    const made = plan && buildPlan({ status: { phase: plan as PlanPhase } });
    const ended = anomaly(phase, { planRef, finishedAt: at(9), message: 'So it is.' });
    expect(anomalyView(ended, made, []).resolution).toEqual({ outcome, at: at(9), message: 'So it is.', plan: planRef.name });
  });

  const actions = ['a', 'b', 'c'].map((name) => buildAction({ name, status: { phase: 'Running', startedAt: at(1) } }));
  const step = (name: string, more: object) => ({ name, phase: 'Succeeded' as const, actionRef: { name }, ...more });

  test.each([
    { when: 'one is at work', steps: [step('a', { finishedAt: at(5) }), step('b', { phase: 'Running' })], shown: 'b' },
    {
      when: 'all have ended',
      steps: [step('a', { finishedAt: at(5) }), step('b', { finishedAt: at(7) }), step('c', { finishedAt: at(6) })],
      shown: 'b',
    },
    { when: 'none has begun', steps: [{ name: 'a', phase: 'Pending' as const }], shown: undefined },
  ])('shows action $shown when $when', ({ steps, shown }) => {
    const plan = buildPlan({ status: { phase: 'Executing', steps } });
    expect(anomalyView(anomaly('Remediating', { planRef }), plan, actions).action?.action_id).toBe(shown);
  });
});

test.each([
  { phase: undefined, status: 'pending' },
  { phase: 'Blocked', status: 'pending' },
  { phase: 'AwaitingApproval', status: 'pending' },
  { phase: 'Admitted', status: 'pending' },
  { phase: 'Running', status: 'running' },
  { phase: 'Succeeded', status: 'completed' },
  { phase: 'Failed', status: 'failed' },
  { phase: 'Superseded', status: 'failed' },
  { phase: 'Rejected', status: 'failed' },
  { phase: 'Cancelled', status: 'failed' },
] as const)('an action that is $phase is $status in the words of the document', ({ phase, status }) => {
  const action = buildAction({ name: 'act-1', type: 'resource_scaling', ...(phase && { status: { phase } }) });
  expect(actionView(action)).toEqual({ action_id: 'act-1', type: 'resource_scaling', status, started_at: null });
});
