import { describe, expect, test } from '@jest/globals';
import { buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { byItself, causeOfAction, causeOfRelease } from './cause.ts';

const at = '2026-01-01T00:00:00Z';
const approval = { decision: 'Approved', by: 'carol', at } as const;
const forward = { direction: 'forward' } as const;
const admitted = { type: 'Admitted', status: 'True', reason: 'Admitted', message: 'It won.', lastTransitionTime: at } as const;

describe('why an action writes', () => {
  test('is told by what stands above it and by the verdict that let it begin', () => {
    const anomaly = buildAnomaly({ namespace: 'shop', name: 'anom-1', uid: 'a', reporter: 'alertmanager', requestedBy: 'alice' });
    const plan = buildPlan({ namespace: 'shop', name: 'plan-1', uid: 'p', requestedBy: 'alice' });
    const action = buildAction({
      ...{ namespace: 'shop', name: 'act-1', uid: 'x', operation: 'cordon_node', source: 'ai_driven', confidence: 0.9 },
      status: {
        phase: 'Running',
        arbitration: { rule: 'Admitted', decidedAt: at, against: ['RemediationAction/shop/act-2'] },
        conditions: [admitted],
      },
    });
    const cause = causeOfAction(action, { plan, anomaly }, { direction: 'forward', intent: { step: 'cordon', token: 't' } });
    expect(cause).toEqual({
      direction: 'forward',
      actor: { source: 'ai_driven', confidence: 0.9, requestedBy: 'alice', reporter: 'alertmanager' },
      allowedBy: { rule: 'Admitted', message: 'It won.', at, against: ['RemediationAction/shop/act-2'] },
      anomaly: { namespace: 'shop', name: 'anom-1', uid: 'a' },
      plan: { namespace: 'shop', name: 'plan-1', uid: 'p' },
      action: { namespace: 'shop', name: 'act-1', uid: 'x' },
      operation: 'cordon_node',
      step: 'cordon',
      token: 't',
    });
  });

  test.each([
    { who: 'of the action', action: { requestedBy: 'bob' }, plan: { requestedBy: 'alice' }, anomaly: {}, is: { requestedBy: 'bob' } },
    { who: 'of the anomaly', action: {}, plan: {}, anomaly: { requestedBy: 'dave' }, is: { requestedBy: 'dave' } },
    { who: 'who approved the action', action: { approval }, plan: {}, anomaly: {}, is: { approvedBy: 'carol' } },
    { who: 'who approved the plan', action: {}, plan: { approval }, anomaly: {}, is: { approvedBy: 'carol' } },
  ])('names the requester, or the approver: $who', ({ action, plan, anomaly, is }) => {
    const origin = { plan: buildPlan(plan), anomaly: buildAnomaly(anomaly) };
    expect(causeOfAction(buildAction(action), origin, forward).actor).toMatchObject(is);
  });

  test('says no more of a lone action than it knows, and of a denial nothing', () => {
    const cause = causeOfAction(buildAction({ approval: { ...approval, decision: 'Denied' } }), {}, forward);
    expect(Object.keys(cause).sort()).toEqual(['action', 'actor', 'allowedBy', 'direction', 'operation']);
    expect(cause.actor).toEqual({ source: 'deterministic' });
  });
});

describe('why a mark is taken away', () => {
  test.each([
    {
      owner: 'a plan',
      of: buildPlan({ namespace: 'shop', name: 'plan-1', uid: 'p' }),
      is: { plan: { namespace: 'shop', name: 'plan-1', uid: 'p' } },
    },
    {
      owner: 'an action',
      of: buildAction({ namespace: 'shop', name: 'act-1', uid: 'x' }),
      is: { action: { namespace: 'shop', name: 'act-1', uid: 'x' } },
    },
    { owner: 'nobody any more', of: undefined, is: {} },
  ])('names whose it was: $owner', ({ of, is }) => {
    expect(causeOfRelease('ClaimReleased', of)).toEqual({ direction: 'release', allowedBy: { rule: 'ClaimReleased' }, ...is });
  });

  test('what nobody asked for is told apart', () => {
    expect(byItself().allowedBy.rule).toBe('EngineItself');
  });
});
