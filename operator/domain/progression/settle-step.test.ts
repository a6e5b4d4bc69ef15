import { describe, expect, test } from '@jest/globals';
import type { RemediationActionStatus } from '../../api/generated/types.ts';
import { at, buildAction } from '../../testing/action-builder.ts';
import { actionOf, kindsOf, next, running, type More } from '../../testing/running-plan.ts';

describe('the step of an action', () => {
  const winner = 'RemediationAction/self-healing-platform/act-other';
  const superseded = (phase?: RemediationActionStatus['phase']): More => ({
    others: phase === undefined ? new Map() : new Map([[winner, buildAction({ name: 'act-other', status: { phase } })]]),
  });

  test.each([
    { action: { phase: 'Pending' }, step: 'Running', plan: 'Executing' },
    { action: { phase: 'Blocked' }, step: 'Running', plan: 'Executing' },
    { action: { phase: 'Running' }, step: 'Running', plan: 'Executing' },
    {
      action: { phase: 'Rejected', reason: 'TargetNotFound', message: 'No such node.' },
      step: 'Failed/TargetNotFound',
      plan: 'Failed/StepFailed',
    },
    { action: { phase: 'Failed', reason: 'TimedOut', message: 'Too slow.' }, step: 'Failed/TimedOut', plan: 'Failed/StepFailed' },
    { action: { phase: 'Cancelled', reason: 'CancelRequested' }, step: 'Failed/ActionCancelled', plan: 'Failed/StepFailed' },
    {
      action: { phase: 'Cancelled', reason: 'TakenOver', message: 'Uncordoned.' },
      step: 'Cancelled/TakenOver',
      plan: 'Cancelled/TakenOver',
    },
    { action: { phase: 'Succeeded' }, step: 'Succeeded', plan: 'Executing' },
  ] as const)('is $step, and the plan $plan, when the action is $action.phase/$action.reason', ({ action, step, plan }) => {
    const executing = running();
    const { status } = next(executing, { actions: [actionOf(executing, action)] });
    const [first] = status.steps ?? [];
    expect([first?.phase, first?.reason].filter(Boolean).join('/')).toBe(step);
    expect(plan.includes('/') ? `${status.phase}/${status.reason}` : status.phase).toBe(plan);
  });

  test.each([
    { winner: 'Running', step: 'Running', name: 'act-test-01' },
    { winner: 'Succeeded', step: 'Skipped', name: 'act-test-01' },
    { winner: 'Failed', step: 'Running', name: 'act-test-01-r2' },
    { winner: undefined, step: 'Running', name: 'act-test-01-r2' },
  ] as const)('is $step by $name when it was superseded and the winner is $winner', ({ winner: phase, step, name }) => {
    const executing = running();
    const action = actionOf(executing, { phase: 'Superseded', reason: 'DuplicateOf', arbitration: { winner, decidedAt: at(950) } });
    const { status } = next(executing, { actions: [action], ...superseded(phase) });
    expect(status.steps?.[0]).toMatchObject({ phase: step, actionRef: { name } });
    if (phase === 'Running') expect(status.blocked).toMatchObject({ reason: 'WinnerPending', by: winner });
    if (phase === 'Succeeded') expect(status.steps?.[1]?.phase).toBe('Running');
  });

  test.each(['Running', 'Succeeded'] as const)(
    'is begun anew when what has the name of the winner is %s and does something else',
    (phase) => {
      const executing = running();
      const action = actionOf(executing, { phase: 'Superseded', reason: 'DuplicateOf', arbitration: { winner, decidedAt: at(950) } });
      const namesake = buildAction({ name: 'act-other', operation: 'uncordon_node', status: { phase } });
      const { status } = next(executing, { actions: [action], others: new Map([[winner, namesake]]) });
      expect(status.steps?.[0]).toMatchObject({ phase: 'Running', actionRef: { name: 'act-test-01-r2' } });
    },
  );

  test('that is a dry run says what its action found, and the next one begins without a wait', () => {
    const executing = running({ mode: 'DryRun', steps: [{ waitSeconds: 600 }, { waitSeconds: 600 }] });
    const message = 'Dry run: would cordon w1; missing: patch nodes.';
    const { status } = next(executing, { actions: [actionOf(executing, { phase: 'Succeeded', reason: 'DryRun', message })] });
    expect(status.steps).toMatchObject([{ phase: 'Succeeded', reason: 'DryRun', message }, { phase: 'Running' }]);
  });

  test('that ended and the next one that begins are one write', () => {
    const executing = running();
    const { status, effects } = next(executing, { actions: [actionOf(executing, { phase: 'Succeeded', finishedAt: at(990) })] });
    expect(status.steps).toMatchObject([
      { phase: 'Succeeded', finishedAt: at(990) },
      { phase: 'Running', startedAt: at(1000), actionRef: { name: 'act-test-02' } },
    ]);
    expect(status).toMatchObject({ progress: '1/2', currentStep: 2, reason: 'StepRunning' });
    expect(kindsOf(effects)).toEqual(['addFinalizer', 'create act-test-02', 'stepStarted']);
  });

  test('shows what its action waits for', () => {
    const executing = running();
    const blocked = { reason: 'EvictionBlocked', since: at(950), until: at(1030), by: 'PodDisruptionBudget/shop/pay' };
    const { status } = next(executing, { actions: [actionOf(executing, { phase: 'Running', blocked, message: 'A pod is held.' })] });
    expect(status).toMatchObject({ phase: 'Executing', reason: 'EvictionBlocked', message: 'A pod is held.' });
    expect(status.blocked).toEqual({ ...blocked, since: at(1000) });
  });

  test('names its action where that names nobody, and waits for nothing once that goes on', () => {
    const executing = running();
    const blocked = { reason: 'ApprovalRequired', since: at(950) };
    const waiting = next(executing, { actions: [actionOf(executing, { phase: 'AwaitingApproval', blocked, message: 'A person.' })] });
    expect(waiting.status.blocked).toEqual({
      reason: 'ApprovalRequired',
      since: at(1000),
      by: 'RemediationAction/self-healing-platform/act-test-01',
    });
    const again = next({ ...executing, status: waiting.status }, { actions: [actionOf(executing, { phase: 'Admitted' })] });
    expect(again.status).toMatchObject({ phase: 'Executing', reason: 'StepRunning' });
    expect(again.status.blocked).toBeUndefined();
    expect(again.status.conditions?.map(({ type }) => type)).not.toContain('Blocked');
  });

  test('says the same on every pass while its action waits for the same', () => {
    const executing = running();
    const actions = [actionOf(executing, { phase: 'Blocked', blocked: { reason: 'TargetBusy', since: at(950) }, message: 'Busy.' })];
    const { status } = next(executing, { actions });
    expect(next({ ...executing, status }, { actions }, new Date(at(1400))).status).toEqual(status);
  });

  test('waits from when its action ended, however late that is noticed', () => {
    const executing = running({ steps: [{ waitSeconds: 300 }, {}] });
    const actions = [actionOf(executing, { phase: 'Succeeded', finishedAt: at(950) })];
    const { status, requeueAfter, effects } = next(executing, { actions });
    expect(status.steps?.[0]).toMatchObject({ phase: 'Waiting', notBefore: at(1250) });
    expect(status).toMatchObject({ phase: 'Executing', reason: 'Settling', progress: '0/2' });
    expect(requeueAfter).toBe(250_000);
    expect(kindsOf(effects)).toEqual(['stepSettling']);
    const waiting = { ...executing, status };
    expect(next(waiting, { actions }, new Date(at(1249))).status.steps?.[1]?.phase).toBe('Pending');
    expect(next(waiting, { actions }, new Date(at(1250))).status.steps?.[1]?.phase).toBe('Running');
  });

  test('waits as long as the table of defaults says when the plan does not', () => {
    const executing = running({ steps: [{ operation: 'drain_and_reboot_node', waitSeconds: undefined }] });
    const { status } = next(executing, { actions: [actionOf(executing, { phase: 'Succeeded', finishedAt: at(1000) })] });
    expect(status.steps?.[0]?.notBefore).toBe(at(1600));
  });

  test('that is optional and failed has no wait, and the plan goes on', () => {
    const executing = running({ steps: [{ required: false, waitSeconds: 300 }, {}] });
    const { status, effects } = next(executing, { actions: [actionOf(executing, { phase: 'Failed', reason: 'TimedOut', message: '' })] });
    expect(status.steps).toMatchObject([{ phase: 'Failed', reason: 'TimedOut' }, { phase: 'Running' }]);
    expect(kindsOf(effects)).toContain('stepFailed');
  });
});
