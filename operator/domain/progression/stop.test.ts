import { describe, expect, test } from '@jest/globals';
import { at, buildAction } from '../../testing/action-builder.ts';
import { buildCheckpoint, buildPlan } from '../../testing/plan-builder.ts';
import { actionOf, kindsOf, next, running } from '../../testing/running-plan.ts';
import { effectDone, testRules } from '../../testing/simulate-plan.ts';

const another = 'RemediationAction/self-healing-platform/act-other';
const others = new Map([[another, buildAction({ name: 'act-other', status: { phase: 'Running' } })]]);
const yielded = { phase: 'Superseded', reason: 'DuplicateOf', arbitration: { winner: another, decidedAt: at(950) } } as const;

describe('a plan that somebody stops', () => {
  test('first ends its running action, and records before that it asked for it', () => {
    const executing = running({ cancel: 'Stop' });
    const { status, effects } = next(executing, { actions: [actionOf(executing, { phase: 'Running' })] });
    expect(status).toMatchObject({
      phase: 'Executing',
      reason: 'Stopping',
      steps: [{ phase: 'Running', reason: 'CancelRequested' }, { phase: 'Pending' }],
    });
    expect(effects).toEqual([{ kind: 'cancelAction', name: 'act-test-01', uid: 'uid-act-test-01' }]);
    const again = next({ ...executing, status }, { actions: [actionOf(executing, { phase: 'Running' }, true)] });
    expect(again).toEqual({ kind: 'next', status, effects: [] });
  });

  test.each([
    { how: 'Stop', done: undefined, phase: 'Cancelled', reason: 'CancelRequested' },
    { how: 'Stop', done: effectDone(), phase: 'Cancelled', reason: 'CancelRequested' },
    { how: 'Rollback', done: undefined, phase: 'Cancelled', reason: 'CancelRequested' },
    { how: 'Rollback', done: effectDone(), phase: 'RollingBack', reason: 'CancelRequested' },
  ] as const)('by $how with effects $done is then $phase', ({ how, done, phase, reason }) => {
    const stopping = running(
      { cancel: how },
      {
        steps: [
          { name: 'step-1', phase: 'Running', reason: 'CancelRequested', actionRef: { name: 'act-test-01', uid: 'uid-act-test-01' } },
          { name: 'step-2', phase: 'Pending' },
        ],
      },
    );
    const cancelled = actionOf(
      stopping,
      { phase: 'Cancelled', reason: 'CancelRequested', intents: done?.slice(), result: done && { undo: { effect: 'Undone' } } },
      true,
    );
    expect(next(stopping, { actions: [cancelled] }).status).toMatchObject({ phase, reason });
  });

  test('keeps what is done when it is deleted, even if a rollback was asked for', () => {
    const executing = running({ cancel: 'Rollback', deleted: true });
    const done = actionOf(executing, { phase: 'Succeeded', intents: effectDone() });
    const { status, effects } = next(executing, { actions: [done] });
    expect(status).toMatchObject({ phase: 'Cancelled', reason: 'Deleted', steps: [{ phase: 'Succeeded' }, { phase: 'Cancelled' }] });
    expect(kindsOf(effects)).toEqual(['planEnded', 'removeFinalizer']);
  });

  test('takes the name of an action that may still arrive, so that it cannot run', () => {
    const uncreated = {
      steps: [
        { name: 'step-1', phase: 'Running' as const, actionRef: { name: 'act-test-01' } },
        { name: 'step-2', phase: 'Pending' as const },
      ],
    };
    const [, create] = next(running({ cancel: 'Stop' }, uncreated)).effects;
    expect(create).toMatchObject({ kind: 'createAction', action: { spec: { cancel: true } } });
    expect(next(running({ deleted: true }, uncreated)).status).toMatchObject({ phase: 'Cancelled', reason: 'Deleted' });
  });

  test.each([
    { how: 'Stop', wish: { cancel: 'Stop' }, rules: {}, reason: 'CancelRequested' },
    { how: 'a rollback of nothing', wish: { cancel: 'Rollback' }, rules: {}, reason: 'CancelRequested' },
    { how: 'deletion', wish: { deleted: true }, rules: {}, reason: 'Deleted' },
    { how: 'the kill switch', wish: {}, rules: { suspended: true }, reason: 'EmergencyStopped' },
  ] as const)('does not wait for the action that goes before its own: $how', ({ wish, rules, reason }) => {
    const executing = running(wish);
    const more = { actions: [actionOf(executing, yielded)], others, rules: { ...testRules, ...rules } };
    const { status, effects } = next(executing, more);
    expect(status).toMatchObject({ phase: 'Cancelled', reason, steps: [{ phase: 'Cancelled', reason }, { phase: 'Cancelled' }] });
    expect(kindsOf(effects)).not.toContain('cancelAction');
  });

  test('is released once more when the process died before the finalizer was gone', () => {
    const ended = { ...buildPlan({ deleted: true }), status: { phase: 'Cancelled' as const } };
    expect(next(ended)).toEqual({ kind: 'next', status: ended.status, effects: [{ kind: 'removeFinalizer' }] });
  });
});

describe('a plan that is suspended', () => {
  test('ends its running action, begins no step, and repeats the step when it goes on', () => {
    const executing = running({ suspend: true });
    const first = next(executing, { actions: [actionOf(executing, { phase: 'Running' })] });
    expect(first.status).toMatchObject({
      phase: 'Executing',
      reason: 'Suspended',
      suspendedAt: at(1000),
      steps: [{ phase: 'Running', reason: 'Suspended' }, {}],
    });
    expect(kindsOf(first.effects)).toEqual(['cancelAction']);
    const cancelled = actionOf(executing, { phase: 'Cancelled', reason: 'CancelRequested' }, true);
    const second = next({ ...executing, status: first.status }, { actions: [cancelled] });
    expect(second.status).toMatchObject({ phase: 'Executing', reason: 'Suspended', steps: [{ phase: 'Pending' }, { phase: 'Pending' }] });
    const resumed = { ...executing, spec: { ...executing.spec, suspend: false }, status: second.status };
    const third = next(resumed, { actions: [cancelled] }, new Date(at(1100)));
    expect(third.status).toMatchObject({
      reason: 'StepRunning',
      steps: [{ phase: 'Running', actionRef: { name: 'act-test-01-r2' } }, { phase: 'Pending' }],
    });
    expect(third.status.suspendedAt).toBeUndefined();
  });

  test('takes the name of an action that may still arrive, so that it cannot run', () => {
    const executing = running(
      { suspend: true },
      {
        steps: [
          { name: 'step-1', phase: 'Running', actionRef: { name: 'act-test-01' } },
          { name: 'step-2', phase: 'Pending' },
        ],
      },
    );
    const create = next(executing).effects.find(({ kind }) => kind === 'createAction');
    expect(create).toMatchObject({ action: { metadata: { name: 'act-test-01' }, spec: { cancel: true } } });
  });

  test('does not ask again and again for an action that was refused', () => {
    const executing = running(
      { suspend: true },
      {
        steps: [
          { name: 'step-1', phase: 'Running', actionRef: { name: 'act-test-01' } },
          { name: 'step-2', phase: 'Pending' },
        ],
      },
    );
    const { status, effects } = next(executing, { refused: new Map([['act-test-01', { reason: 'Forbidden', message: 'No.' }]]) });
    expect(status).toMatchObject({ phase: 'Executing', reason: 'Suspended', steps: [{ phase: 'Pending' }, { phase: 'Pending' }] });
    expect(effects).toEqual([]);
  });

  test('asks nothing of an action that had to yield, and learns afterwards what the other one came to', () => {
    const executing = running({ suspend: true });
    const actions = [actionOf(executing, yielded)];
    const held = next(executing, { actions, others });
    expect(held).toMatchObject({ effects: [], status: { reason: 'Suspended', steps: [{ phase: 'Running' }, { phase: 'Pending' }] } });
    const resumed = { ...executing, spec: { ...executing.spec, suspend: false }, status: held.status };
    const done = new Map([[another, buildAction({ name: 'act-other', status: { phase: 'Succeeded' } })]]);
    expect(next(resumed, { actions, others: done }).status.steps).toMatchObject([{ phase: 'Skipped' }, { phase: 'Running' }]);
  });

  test('still rolls back when its running action fails', () => {
    const executing = running({ suspend: true });
    const failed = actionOf(executing, {
      phase: 'Failed',
      reason: 'TimedOut',
      intents: effectDone(),
      result: { undo: { effect: 'Undone' } },
    });
    expect(next(executing, { actions: [failed] }).status).toMatchObject({
      phase: 'RollingBack',
      rollback: [{ step: 'step-1', result: 'Undone' }],
    });
  });

  test('lets the clocks of its checkpoint stand still', () => {
    const checkpoints = [buildCheckpoint('infrastructure', 1, ['node_ready'])];
    const done = {
      name: 'step-1',
      phase: 'Succeeded' as const,
      finishedAt: at(900),
      actionRef: { name: 'act-test-01', uid: 'uid-act-test-01' },
    };
    const state = { name: 'infrastructure-healthy', layer: 'infrastructure' as const, result: 'Pending' as const, startedAt: at(900) };
    const verifying = running(
      { steps: [{}], checkpoints },
      { phase: 'Verifying', steps: [done], checkpoints: [state], suspendedAt: at(950) },
    );
    const verdict = new Map([['node_ready', { result: 'Failed', message: 'Not ready.' } as const]]);
    const decision = next(verifying, {
      actions: [actionOf(verifying, { phase: 'Succeeded' })],
      answers: { checks: { 'checkpoint/infrastructure-healthy': verdict } },
    });
    expect(decision.status.checkpoints?.[0]).toMatchObject({ result: 'Pending', pausedSeconds: 50 });
    expect(decision.requeueAfter).toBe(5000);
  });
});
