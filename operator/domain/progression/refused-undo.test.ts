import { describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationActionStatus, RemediationPlan, RemediationPlanStatus } from '../../api/generated/types.ts';
import { at, buildAction } from '../../testing/action-builder.ts';
import { actionOf, kindsOf, next, running } from '../../testing/running-plan.ts';
import { effectDone } from '../../testing/simulate-plan.ts';
import type { Refused } from './seen.ts';

const failing = running(
  {},
  {
    steps: [
      { name: 'step-1', phase: 'Succeeded', actionRef: { name: 'act-test-01', uid: 'uid-act-test-01' } },
      { name: 'step-2', phase: 'Failed', reason: 'TimedOut' },
    ],
  },
);
const actions = [actionOf(failing, { phase: 'Succeeded', intents: effectDone() })];
const asking = next(failing, { actions });
const forbidden: Refused = { reason: 'Forbidden', message: 'The action could not be created: no.' };

/** One pass, `second` seconds after the inverse was asked for. */
function pass(status: RemediationPlanStatus, second: number, refused?: Refused, metadata: Partial<RemediationPlan['metadata']> = {}) {
  const plan = { ...failing, metadata: { ...failing.metadata, ...metadata }, status };
  const more = { actions, ...(refused && { refused: new Map([['act-test-01-undo', refused]]) }) };
  return next(plan, more, new Date(at(1000 + second)));
}

/** The inverse as it was asked for, with that status. */
function inverse(status: RemediationActionStatus): RemediationAction {
  const create = asking.effects.find((effect) => effect.kind === 'createAction');
  const made = buildAction({ name: 'act-test-01-undo', uid: 'u', plan: failing.metadata, status });
  return { ...made, spec: create?.action.spec ?? made.spec };
}

describe('an inverse that waits', () => {
  test('tells its plan for what, until it goes on', () => {
    const held = {
      phase: 'Blocked',
      message: 'Busy.',
      blocked: { reason: 'TargetBusy', since: at(990), by: 'RemediationAction/x/a' },
    } as const;
    const plan = { ...failing, status: asking.status };
    const waiting = next(plan, { actions: [...actions, inverse(held)] });
    expect(waiting.status).toMatchObject({
      phase: 'RollingBack',
      reason: 'TargetBusy',
      message: 'Busy.',
      blocked: { reason: 'TargetBusy', since: at(1000), by: 'RemediationAction/x/a' },
    });
    const { status } = next({ ...plan, status: waiting.status }, { actions: [...actions, inverse({ phase: 'Running' })] });
    expect(status).toMatchObject({ phase: 'RollingBack', reason: 'StepFailed' });
    expect(status.blocked).toBeUndefined();
  });

  test('ends a wait that is not in the rolled back plan any more', () => {
    const waited = { ...asking.status, blocked: { reason: 'TargetBusy', since: at(990) } };
    const { status } = next({ ...failing, status: waited }, { actions: [...actions, inverse({ phase: 'Succeeded', reason: 'Undone' })] });
    expect(status).toMatchObject({ phase: 'RolledBack', reason: 'StepFailed' });
    expect(status.blocked).toBeUndefined();
  });
});

describe('an inverse that the API server refuses', () => {
  test('is waited for while only a right is missing, and asked for again', () => {
    expect(kindsOf(asking.effects)).toContain('create act-test-01-undo');
    const first = pass(asking.status, 0, forbidden);
    expect(first).toMatchObject({ effects: [], requeueAfter: 30_000 });
    expect(first.status).toMatchObject({
      phase: 'RollingBack',
      blocked: { reason: 'Forbidden', since: at(1000) },
      rollback: [{ step: 'step-1', result: 'Pending' }],
    });
    const again = pass(first.status, 30);
    expect(kindsOf(again.effects)).toEqual(['create act-test-01-undo']);
    expect(again.status).toEqual(first.status);
    expect(pass(again.status, 30, forbidden).status).toEqual(first.status);
  });

  test.each([
    { when: 'the right is missing for two minutes', second: 120, refused: forbidden },
    { when: 'it is invalid', second: 0, refused: { reason: 'ApplyFailed', message: 'The action could not be created: no.' } as const },
    { when: 'the plan is being deleted', second: 0, refused: forbidden, metadata: { deletionTimestamp: at(1000) } },
  ])('is given up when $when', ({ second, refused, metadata }) => {
    const waiting = pass(asking.status, 0, forbidden);
    expect(pass(waiting.status, second, refused, metadata).status).toMatchObject({
      phase: 'RollbackFailed',
      rollback: [{ step: 'step-1', result: 'Failed', message: 'The action could not be created: no.' }],
    });
  });

  test('has its own two minutes, whatever its plan waited for before', () => {
    const [done] = asking.status.steps ?? [];
    const refusedStep = { name: 'step-2', phase: 'Running' as const, actionRef: { name: 'act-test-02' } };
    const waited = { reason: 'Forbidden', since: at(10) };
    const stopping = running({ cancel: 'Rollback' }, { steps: [...(done ? [done] : []), refusedStep], blocked: waited });
    const { status } = next(stopping, { actions, refused: new Map([['act-test-02', forbidden]]) });
    expect(status).toMatchObject({ phase: 'RollingBack', rollback: [{ result: 'Pending' }] });
    expect(pass(status, 0, forbidden).status).toMatchObject({ phase: 'RollingBack', blocked: { since: at(1000) } });
  });

  test('no longer blocks the plan once it was made', () => {
    const waiting = pass(asking.status, 0, forbidden);
    const { status } = next({ ...failing, status: waiting.status }, { actions: [...actions, inverse({ phase: 'Running' })] });
    expect(status.blocked).toBeUndefined();
    expect(status).toMatchObject({ phase: 'RollingBack', rollback: [{ result: 'Pending', actionRef: { uid: 'u' } }] });
  });
});
