import { describe, expect, test } from '@jest/globals';
import type { RemediationPlanStatus } from '../../api/generated/types.ts';
import { at } from '../../testing/action-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { actionOf, kindsOf, next, running } from '../../testing/running-plan.ts';
import { effectDone, testRules } from '../../testing/simulate-plan.ts';

const rules = { ...testRules, suspended: true };
const stopped = { phase: 'Cancelled', reason: 'EmergencyStopped' };

describe('the kill switch, for a plan that has not begun', () => {
  test.each([
    { which: 'any', wish: {} },
    { which: 'one that writes nothing', wish: { mode: 'DryRun' } },
    { which: 'one that waits for a person', wish: { approvalRequired: true } },
  ] as const)('holds $which until a person lifts it', ({ wish }) => {
    const plan = buildPlan(wish);
    const held = next({ ...plan, status: next(plan, { rules }).status }, { rules });
    expect(held.status).toMatchObject({
      phase: 'Pending',
      reason: 'Suspended',
      blocked: { reason: 'Suspended', by: 'RemediationPolicy/cluster', since: at(1000) },
    });
    const lifted = next({ ...plan, status: held.status }, { answers: { start: { kind: 'may' } } }, new Date(at(5000)));
    expect(lifted.status.phase).toBe('approvalRequired' in wish ? 'AwaitingApproval' : 'Executing');
  });

  test('does not end a request for approval, which goes on from when it was first made', () => {
    const plan = buildPlan({ approvalRequired: true });
    const after = (before: RemediationPlanStatus, second: number, more: Parameters<typeof next>[1] = {}) =>
      next({ ...plan, status: before }, more, new Date(at(second))).status;
    const asked = after(next(plan).status, 1000);
    const held = after(asked, 1300, { rules });
    const lifted = after(held, 1600);
    expect(lifted).toMatchObject({ phase: 'AwaitingApproval', approvalAskedAt: at(1000), blocked: { until: at(1900) } });
    expect(after(lifted, 1900)).toMatchObject({ phase: 'Cancelled', reason: 'ApprovalExpired' });
    expect(after(after(asked, 1300, { rules }), 2000)).toMatchObject({ phase: 'Cancelled', reason: 'ApprovalExpired' });
  });

  test('takes no priority from a plan that had waited for a place before', () => {
    const plan = buildPlan();
    const waits = { answers: { start: { kind: 'waits', reason: 'TargetHeld', message: 'Held.' } } } as const;
    const after = (before: RemediationPlanStatus, second: number, more: Parameters<typeof next>[1]) =>
      next({ ...plan, status: before }, more, new Date(at(second))).status;
    const queued = after(next(plan).status, 1000, waits);
    const held = after(queued, 1650, { rules });
    expect(held).toMatchObject({ waitedSeconds: 650, blocked: { reason: 'Suspended', since: at(1650) } });
    const again = after(held, 9000, waits);
    expect(again).toMatchObject({ waitedSeconds: 650, blocked: { reason: 'TargetHeld', since: at(9000) } });
    expect(after(again, 9100, { answers: { start: { kind: 'may' } } })).toMatchObject({ phase: 'Executing', waitedSeconds: 750 });
  });

  test('lets no request for approval begin meanwhile', () => {
    const plan = buildPlan({ approvalRequired: true });
    const held = next({ ...plan, status: next(plan).status }, { rules });
    const lifted = next({ ...plan, status: held.status }, {}, new Date(at(9000)));
    expect(lifted.status).toMatchObject({ phase: 'AwaitingApproval', blocked: { since: at(9000), until: at(9900) } });
  });

  test('lets a person cancel it all the same', () => {
    const plan = buildPlan({ cancel: 'Stop' });
    expect(next({ ...plan, status: next(plan, { rules }).status }, { rules }).status).toMatchObject({
      phase: 'Cancelled',
      reason: 'CancelRequested',
    });
  });
});

describe('the kill switch, for a plan that has begun', () => {
  test('has its running action ended first, records that, and keeps what is done', () => {
    const executing = running();
    const first = next(executing, { rules, actions: [actionOf(executing, { phase: 'Running' })] });
    expect(first.status).toMatchObject({ phase: 'Executing', reason: 'Stopping', steps: [{ reason: 'EmergencyStopped' }, {}] });
    expect(kindsOf(first.effects)).toEqual(['cancelAction']);
    const done = actionOf(executing, { phase: 'Succeeded', intents: effectDone() }, true);
    const last = next({ ...executing, status: first.status }, { rules, actions: [done] });
    expect(last.status).toMatchObject({ ...stopped, steps: [{ phase: 'Succeeded' }, { phase: 'Cancelled' }] });
  });

  test('goes on ending it when it is lifted meanwhile: nothing is revived', () => {
    const executing = running();
    const { status } = next(executing, { rules, actions: [actionOf(executing, { phase: 'Running' })] });
    const lifted = next({ ...executing, status }, { actions: [actionOf(executing, { phase: 'Running' }, true)] });
    expect(lifted).toMatchObject({ status: { phase: 'Executing', reason: 'Stopping' }, effects: [] });
  });

  test('needs no more than the end of its action to be known, whatever the switch says by then', () => {
    const executing = running();
    const ended = actionOf(executing, { phase: 'Cancelled', reason: 'EmergencyStopped', message: 'Off.' });
    const { status } = next(executing, { actions: [ended] });
    expect(status).toMatchObject({ ...stopped, steps: [{ phase: 'Cancelled', reason: 'EmergencyStopped' }, { phase: 'Cancelled' }] });
  });

  test.each(['Executing', 'Verifying'] as const)('ends one that is %s with nothing at work', (phase) => {
    const idle = running(
      {},
      {
        phase,
        steps: [
          { name: 'step-1', phase: 'Succeeded' },
          { name: 'step-2', phase: 'Pending' },
        ],
      },
    );
    expect(next(idle, { rules }).status).toMatchObject({ ...stopped, finishedAt: at(1000) });
  });

  test('ends it without its next action when the API server refused that one for it', () => {
    const executing = running(
      {},
      {
        steps: [
          { name: 'step-1', phase: 'Running', actionRef: { name: 'act-test-01' } },
          { name: 'step-2', phase: 'Pending' },
        ],
      },
    );
    const refused = new Map([['act-test-01', { reason: 'Suspended', message: 'Off.' }]] as const);
    const early = next(executing, { refused });
    expect(early.status).toMatchObject({ phase: 'Executing', reason: 'Suspended', steps: [{ phase: 'Running' }, {}] });
    expect(next(executing, { rules, refused }).status).toMatchObject({ ...stopped, steps: [{ phase: 'Cancelled' }, {}] });
  });

  test('leaves a rollback that has begun alone', () => {
    const failing = running({}, { phase: 'Executing' });
    const failed = actionOf(failing, { phase: 'Failed', reason: 'EffectFailed', intents: effectDone() });
    const begun = next(failing, { actions: [failed] });
    expect(begun.status.phase).toBe('RollingBack');
    expect(next({ ...failing, status: begun.status }, { rules, actions: [failed] }).status).toMatchObject({ phase: 'RolledBack' });
  });

  test('lets a person have the completed steps undone', () => {
    const executing = running({ cancel: 'Rollback' });
    const done = actionOf(executing, { phase: 'Succeeded', intents: effectDone() });
    expect(next(executing, { rules, actions: [done] }).status.phase).toBe('RollingBack');
  });
});
