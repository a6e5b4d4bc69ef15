import { describe, expect, test } from '@jest/globals';
import type { ActionPhase, OperationName } from '../../api/generated/types.ts';
import { at } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { actionOf, kindsOf, next, running } from '../../testing/running-plan.ts';

const anomaly = buildAnomaly({ name: 'anom-test' });
const ended = { ...anomaly, spec: { ...anomaly.spec, resolvedAt: at(990) } };
const plan = (operation: OperationName = 'restart_deployment', change = {}) =>
  running({ anomalyRef: { name: 'anom-test' }, steps: [{ operation, layer: 'application' }] }, change);

describe('the action of a repair whose anomaly has ended', () => {
  test.each<{ phase: ActionPhase; operation: OperationName; asked: boolean }>([
    { phase: 'Pending', operation: 'restart_deployment', asked: true },
    { phase: 'Blocked', operation: 'restart_deployment', asked: true },
    { phase: 'AwaitingApproval', operation: 'restart_deployment', asked: true },
    { phase: 'Admitted', operation: 'restart_deployment', asked: false },
    { phase: 'Running', operation: 'restart_deployment', asked: false },
    { phase: 'Blocked', operation: 'observe', asked: false },
    { phase: 'Blocked', operation: 'scale_workload', asked: false },
  ])('that is $phase ($operation) is asked to end: $asked', ({ phase, operation, asked }) => {
    const executing = plan(operation);
    const { status, effects } = next(executing, { actions: [actionOf(executing, { phase })], anomaly: ended });
    expect(kindsOf(effects).includes('cancelAction')).toBe(asked);
    expect(status.steps?.[0]).toMatchObject({
      phase: 'Running',
      ...(asked && { reason: 'AlreadyHealthy', message: 'The anomaly ended.' }),
    });
  });

  test('is asked once', () => {
    const executing = plan();
    const before = next(executing, { actions: [actionOf(executing, { phase: 'Blocked' })], anomaly: ended });
    const later = { ...executing, status: before.status };
    const { effects } = next(later, { actions: [actionOf(later, { phase: 'Blocked' }, true)], anomaly: ended });
    expect(kindsOf(effects)).not.toContain('cancelAction');
  });

  const asked = () => plan('restart_deployment', { steps: [askedStep] });
  const askedStep = {
    name: 'step-1',
    phase: 'Running',
    startedAt: at(900),
    actionRef: { name: 'act-test-01', uid: 'uid-act-test-01' },
    reason: 'AlreadyHealthy',
    message: 'The anomaly ended.',
  };

  test('is asked again while nobody has heard it, and only as it was seen', () => {
    const executing = asked();
    const waiting = actionOf(executing, { phase: 'Blocked' });
    const { effects } = next(executing, { actions: [waiting], anomaly: ended });
    const { name, uid, resourceVersion } = waiting.metadata;
    expect(effects).toContainEqual({ kind: 'cancelAction', name, uid, resourceVersion });
  });

  test('that began before it could be asked is left to finish', () => {
    const executing = asked();
    const { status, effects } = next(executing, { actions: [actionOf(executing, { phase: 'Running' })], anomaly: ended });
    expect(kindsOf(effects)).not.toContain('cancelAction');
    expect(status.steps?.[0]).toMatchObject({ phase: 'Running' });
    expect(status.steps?.[0]?.reason).toBeUndefined();
  });

  test.each<{ phase: ActionPhase; reason?: string; step: object }>([
    { phase: 'Cancelled', reason: 'CancelRequested', step: { phase: 'Skipped', reason: 'AlreadyHealthy', message: 'The anomaly ended.' } },
    { phase: 'Cancelled', reason: 'TakenOver', step: { phase: 'Cancelled', reason: 'TakenOver' } },
    { phase: 'Succeeded', step: { phase: 'Succeeded' } },
    { phase: 'Failed', reason: 'TimedOut', step: { phase: 'Failed', reason: 'TimedOut' } },
  ])('that ends $phase leaves its step $step.phase', ({ phase, reason, step }) => {
    const executing = asked();
    const { status } = next(executing, { actions: [actionOf(executing, { phase, reason, finishedAt: at(995) }, true)], anomaly: ended });
    expect(status.steps?.[0]).toMatchObject(step);
  });
});

test('while the anomaly goes on, what waits goes on waiting', () => {
  const executing = plan();
  const { status, effects } = next(executing, { actions: [actionOf(executing, { phase: 'Blocked' })], anomaly });
  expect(kindsOf(effects)).not.toContain('cancelAction');
  expect(status.steps?.[0]?.reason).toBeUndefined();
});
