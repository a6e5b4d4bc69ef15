import { describe, expect, test } from '@jest/globals';
import type { RemediationActionStatus } from '../../api/generated/types.ts';
import { at, buildAction } from '../../testing/action-builder.ts';
import { buildCheckpoint, buildPlan, type PlanWish, type StepWish } from '../../testing/plan-builder.ts';
import { effectDone, simulatePlan, type Surroundings } from '../../testing/simulate-plan.ts';
import { findCondition } from '../conditions.ts';
import { undoVerdict } from './rollback.ts';

const cordon: StepWish = { operation: 'cordon_node' };
const scale: StepWish = { layer: 'application', operation: 'scale_workload', parameters: { replicas: 3 } };
const restart: StepWish = { layer: 'application', operation: 'restart_deployment', undo: 'Irreversible' };

/** Three steps of which the last cannot be undone, and a last check that never passes. */
const neverHealthy: PlanWish = {
  steps: [cordon, scale, restart],
  checkpoints: [buildCheckpoint('application', 3, ['pods_running'], { timeoutSeconds: 10 })],
};
const unhealthy: Surroundings = { checkSays: () => 'Failed' };

/** Each inverse ends so, by the name of its action. */
const undoEnds = (ends: Record<string, RemediationActionStatus>): Surroundings => ({
  ...unhealthy,
  actionEnds: ({ metadata }) => ends[metadata.name],
});

describe('a checkpoint that never passes', () => {
  const run = simulatePlan(buildPlan(neverHealthy), unhealthy);
  const { status } = run.plan;

  test('undoes what ran from the last step back, one inverse after the other, each once', () => {
    expect(run.created).toEqual(['act-test-01', 'act-test-02', 'act-test-03', 'act-test-02-undo', 'act-test-01-undo']);
    expect(status?.rollback).toMatchObject([
      { step: 'step-3', result: 'Irreversible' },
      { step: 'step-2', result: 'Undone', actionRef: { name: 'act-test-02-undo' } },
      { step: 'step-1', result: 'Undone', actionRef: { name: 'act-test-01-undo' } },
    ]);
  });

  test('waits for its own timeout first', () => {
    const begun = run.history.find(({ phase }) => phase === 'RollingBack');
    expect(begun?.checkpoints?.[0]).toMatchObject({ startedAt: at(0), finishedAt: at(10), result: 'Failed' });
  });

  test('ends RolledBack, and says what is left, which check failed and why', () => {
    expect(status).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial', rollbackSummary: '2 undone, 1 irreversible' });
    expect(status?.message).toBe(
      'The application checkpoint failed: pods_running: pods_running says so. Rollback: 2 undone, 1 irreversible.',
    );
    expect(findCondition(status?.conditions, 'Failed')).toMatchObject({ status: 'True', reason: 'CheckpointFailed' });
    expect(findCondition(status?.conditions, 'ApplicationHealthy')).toMatchObject({ status: 'False', reason: 'CheckpointFailed' });
    expect(findCondition(status?.conditions, 'Complete')).toMatchObject({ status: 'False' });
  });

  test('shows the reason while it rolls back', () => {
    expect(run.history.find(({ phase }) => phase === 'RollingBack')).toMatchObject({ reason: 'CheckpointFailed' });
  });

  test('makes an inverse that copies the action that it undoes and goes first', () => {
    const [undo, undone] = ['act-test-02-undo', 'act-test-02'].map((name) => run.actions.get(name));
    expect(undo?.spec).toMatchObject({
      compensates: { name: 'act-test-02', uid: undone?.metadata.uid },
      type: undone?.spec.type,
      operation: 'scale_workload',
      target: undone?.spec.target,
      parameters: { replicas: 3 },
      priority: 1,
      source: 'manual',
    });
  });

  test('is RolledBack for just that when everything was undone', () => {
    const { plan } = simulatePlan(
      buildPlan({ ...neverHealthy, steps: [cordon, scale], checkpoints: [buildCheckpoint('application', 2, ['pods_running'])] }),
      unhealthy,
    );
    expect(plan.status).toMatchObject({ phase: 'RolledBack', reason: 'CheckpointFailed' });
  });

  test('tells what happened in the order in which it did', () => {
    const told = run.happenings.map((happening) =>
      happening.what === 'stepRolledBack' ? `${happening.step} ${happening.result}` : happening.what,
    );
    expect(told.slice(-6)).toEqual([
      'checkpointJudged',
      'rollbackStarted',
      'step-3 Irreversible',
      'step-2 Undone',
      'step-1 Undone',
      'planEnded',
    ]);
  });
});

describe('an inverse', () => {
  const drifted = { 'act-test-02-undo': { phase: 'Succeeded', reason: 'Drifted', message: 'replicas is 5 now' } } as const;
  const refused = { 'act-test-02-undo': { phase: 'Failed', reason: 'Forbidden', message: 'not allowed' } } as const;

  test('that finds the target changed by somebody else leaves it alone', () => {
    const { plan } = simulatePlan(buildPlan(neverHealthy), undoEnds(drifted));
    expect(plan.status).toMatchObject({
      phase: 'RolledBack',
      reason: 'RollbackPartial',
      rollbackSummary: '1 undone, 1 irreversible, 1 drifted',
    });
    expect(plan.status?.rollback?.[1]).toMatchObject({ result: 'Drifted', message: 'replicas is 5 now' });
  });

  test('that fails does not keep the others from being made, and the plan is RollbackFailed', () => {
    const { plan, created } = simulatePlan(buildPlan(neverHealthy), undoEnds(refused));
    expect(created).toContain('act-test-01-undo');
    expect(plan.status).toMatchObject({
      phase: 'RollbackFailed',
      reason: 'RollbackFailed',
      rollbackSummary: '1 undone, 1 irreversible, 1 failed',
    });
  });

  test('that somebody deletes counts as failed', () => {
    const { plan } = simulatePlan(buildPlan(neverHealthy), {
      ...unhealthy,
      actionEnds: ({ metadata }) => (metadata.name === 'act-test-02-undo' ? 'never' : undefined),
      meanwhile: ({ actions, plan: { status } }) => {
        if (status?.rollback?.some(({ actionRef }) => actionRef?.name === 'act-test-02-undo' && actionRef.uid !== undefined))
          actions.delete('act-test-02-undo');
      },
    });
    expect(plan.status?.rollback).toMatchObject([
      { result: 'Irreversible' },
      { step: 'step-2', result: 'Failed' },
      { step: 'step-1', result: 'Undone' },
    ]);
  });

  test('takes another name when its own is taken, and is given up when both are', () => {
    const taken = (names: readonly string[]): Surroundings => ({
      ...unhealthy,
      meanwhile: ({ actions }) => {
        for (const name of names) if (!actions.has(name)) actions.set(name, buildAction({ name, status: { phase: 'Succeeded' } }));
      },
    });
    const plan = buildPlan({ ...neverHealthy, uid: 'abcdef12-3456' });
    const one = simulatePlan(plan, taken(['act-test-02-undo'])).plan.status;
    expect(one?.rollback?.[1]).toMatchObject({ result: 'Undone', actionRef: { name: 'act-test-02-undo-abcde' } });
    const both = simulatePlan(plan, taken(['act-test-02-undo', 'act-test-02-undo-abcde'])).plan.status;
    expect(both?.rollback?.[1]).toMatchObject({ result: 'Failed' });
    expect(both?.phase).toBe('RollbackFailed');
  });

  test.each([
    { phase: undefined, result: undefined },
    { phase: 'Running', result: undefined },
    { phase: 'Blocked', result: undefined },
    { phase: 'Succeeded', reason: 'Undone', result: 'Undone' },
    { phase: 'Succeeded', reason: 'Drifted', result: 'Drifted' },
    { phase: 'Succeeded', reason: 'Irreversible', result: 'Irreversible' },
    { phase: 'Cancelled', reason: 'TakenOver', result: 'Drifted' },
    { phase: 'Cancelled', reason: 'CancelRequested', result: 'Failed' },
    { phase: 'Rejected', reason: 'InvalidCompensation', result: 'Failed' },
    { phase: 'Failed', reason: 'UndoFailed', result: 'Failed' },
  ] as const)(
    'that is $phase/$reason counts as $result',
    ({ phase, reason, result }: { phase?: RemediationActionStatus['phase']; reason?: string; result?: string }) => {
      expect(undoVerdict(buildAction({ status: { phase, reason } }))?.result).toBe(result);
    },
  );
});

describe('a required step that fails', () => {
  const failing = (status: RemediationActionStatus): Surroundings => ({
    actionEnds: ({ metadata }) => (metadata.name === 'act-test-02' ? status : undefined),
  });
  const plan = buildPlan({ steps: [cordon, { operation: 'drain_and_reboot_node', undo: 'Partial' }, restart] });
  const timedOut = { phase: 'Failed', reason: 'TimedOut', message: 'A pod is held.' } as const;

  test('has its own effects as the first row, which its action took back before it ended', () => {
    const run = simulatePlan(plan, failing({ ...timedOut, intents: effectDone(), result: { undo: { cordon: 'Undone' } } }));
    expect(run.created).toEqual(['act-test-01', 'act-test-02', 'act-test-01-undo']);
    expect(run.plan.status).toMatchObject({
      phase: 'RolledBack',
      reason: 'StepFailed',
      message: 'Step 2 (step-2) failed: TimedOut: A pod is held. Rollback: 2 undone.',
      rollback: [
        { step: 'step-2', result: 'Undone' },
        { step: 'step-1', result: 'Undone' },
      ],
      steps: [{ phase: 'Succeeded' }, { phase: 'Failed', reason: 'TimedOut' }, { phase: 'Cancelled', reason: 'StepNotReached' }],
    });
  });

  test('says in its row which of them stay', () => {
    const intents = (['cordon', 'undo-cordon', 'evict', 'reboot'] as const).map((step, index) => ({
      ...{ step, token: `t${index}`, at: '2026-01-01T00:00:00Z' },
      outcome: (['Undone', 'Done', 'Done', 'Failed'] as const)[index],
    }));
    const undo = { cordon: 'Undone', reboot: 'Irreversible' };
    const { plan: ended } = simulatePlan(plan, failing({ ...timedOut, intents, result: { undo } }));
    expect(ended.status?.rollback?.[0]).toEqual({
      step: 'step-2',
      result: 'Undone',
      message: 'The action took its own effects back before it ended. What cannot be taken back stays: evict, reboot.',
    });
  });

  test.each([
    { what: 'could not be taken back', undo: { cordon: 'Failed' }, phase: 'RollbackFailed', reason: 'RollbackFailed' },
    { what: 'were changed by somebody else', undo: { cordon: 'Drifted' }, phase: 'RolledBack', reason: 'RollbackPartial' },
    { what: 'cannot be undone', undo: undefined, phase: 'RolledBack', reason: 'RollbackPartial' },
    { what: 'were made in part', intents: [], undo: { sync: 'Irreversible' }, phase: 'RolledBack', reason: 'RollbackPartial' },
  ])('whose effects $what is $phase/$reason', ({ intents = effectDone(), undo, phase, reason }) => {
    const run = simulatePlan(plan, failing({ ...timedOut, intents, ...(undo && { result: { undo } }) }));
    expect(run.plan.status).toMatchObject({ phase, reason });
  });

  test('before anything was changed leaves the plan Failed, not RolledBack', () => {
    const nothing = simulatePlan(buildPlan({ steps: [{ ...cordon }] }), {
      actionEnds: () => ({ phase: 'Rejected', reason: 'TargetNotFound', message: 'No node w1.' }),
    });
    expect(nothing.plan.status).toMatchObject({
      phase: 'Failed',
      reason: 'StepFailed',
      message: 'Step 1 (step-1) failed: TargetNotFound: No node w1.',
    });
    expect(findCondition(nothing.plan.status?.conditions, 'RolledBack')).toMatchObject({ status: 'False', reason: 'NothingToUndo' });
    expect(nothing.plan.status?.rollback).toBeUndefined();
  });

  test('after steps that found everything done already leaves nothing to undo', () => {
    const run = simulatePlan(plan, {
      actionEnds: ({ metadata }) => (metadata.name === 'act-test-02' ? timedOut : { phase: 'Succeeded', reason: 'AlreadyDone' }),
    });
    expect(run.plan.status?.phase).toBe('Failed');
  });

  test('undoes nothing when the policy is Never', () => {
    const run = simulatePlan({ ...plan, spec: { ...plan.spec, rollbackPolicy: 'Never' } }, failing(timedOut));
    expect(run.created).toEqual(['act-test-01', 'act-test-02']);
    expect(run.plan.status).toMatchObject({ phase: 'Failed', reason: 'StepFailed' });
    expect(findCondition(run.plan.status?.conditions, 'RolledBack')).toMatchObject({ status: 'False', reason: 'RollbackNever' });
  });

  test('leaves a step alone of which its plan says that it is to stay', () => {
    const stays = buildPlan({ steps: [{ ...cordon, undo: 'Irreversible' }, { operation: 'drain_and_reboot_node' }] });
    const run = simulatePlan(stays, failing(timedOut));
    expect(run.plan.status?.rollback).toMatchObject([{ step: 'step-1', result: 'Irreversible' }]);
  });

  test('undoes an action that somebody deletes and that is still held', () => {
    const run = simulatePlan(plan, {
      ...failing(timedOut),
      meanwhile: ({ actions }) => {
        const done = actions.get('act-test-01');
        if (done?.status?.phase === 'Succeeded')
          actions.set('act-test-01', { ...done, metadata: { ...done.metadata, deletionTimestamp: at(0) } });
      },
    });
    expect(run.plan.status).toMatchObject({ phase: 'RolledBack', rollback: [{ step: 'step-1', result: 'Undone' }] });
  });

  test('cannot undo an action whose record somebody deleted', () => {
    const run = simulatePlan(plan, {
      ...failing(timedOut),
      meanwhile: ({ actions, plan: now }) => {
        if (now.status?.steps?.[0]?.phase === 'Succeeded') actions.delete('act-test-01');
      },
    });
    expect(run.plan.status).toMatchObject({ phase: 'RollbackFailed', rollback: [{ step: 'step-1', result: 'Failed' }] });
  });
});

describe('an optional step that failed', () => {
  test('has a row at its place when the plan is rolled back later', () => {
    const run = simulatePlan(
      buildPlan({
        steps: [cordon, { operation: 'drain_and_reboot_node', required: false }, scale],
        checkpoints: [buildCheckpoint('application', 3, ['pods_running'])],
      }),
      {
        ...unhealthy,
        actionEnds: ({ metadata }) =>
          metadata.name === 'act-test-02'
            ? { phase: 'Failed', reason: 'TimedOut', intents: effectDone(), result: { undo: { cordon: 'Undone' } } }
            : undefined,
      },
    );
    expect(run.plan.status?.rollback?.map(({ step }) => step)).toEqual(['step-3', 'step-2', 'step-1']);
  });
});

describe('a plan that is deleted while it rolls back', () => {
  test('waits for the inverse that is at work and asks for no other', () => {
    const run = simulatePlan(buildPlan(neverHealthy), {
      ...unhealthy,
      meanwhile: (life) => {
        const { plan, actions } = life;
        if (actions.has('act-test-02-undo') && plan.metadata.deletionTimestamp === undefined) {
          life.plan = { ...plan, metadata: { ...plan.metadata, deletionTimestamp: at(0) } };
        }
      },
    });
    expect(run.created).not.toContain('act-test-01-undo');
    expect(run.plan.status).toMatchObject({
      phase: 'RollbackFailed',
      rollback: [{ result: 'Irreversible' }, { result: 'Undone' }, { result: 'Failed' }],
    });
    expect(run.plan.metadata.finalizers).toEqual([]);
  });
});
