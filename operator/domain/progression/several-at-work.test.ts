import { describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationActionStatus, RemediationPlan, StepStatus } from '../../api/generated/types.ts';
import { at, buildAction } from '../../testing/action-builder.ts';
import { buildPlan, type PlanWish } from '../../testing/plan-builder.ts';
import { kindsOf, next } from '../../testing/running-plan.ts';
import { effectDone, simulatePlan, testRules } from '../../testing/simulate-plan.ts';
import { stepAction } from './children.ts';

const names = ['a', 'b', 'c'];

/** A plan with three steps at work. */
function working(wish: PlanWish = {}, steps: readonly Partial<StepStatus>[] = []): RemediationPlan {
  const plan = buildPlan({ steps: names.map((name) => ({ target: `Node/${name}` })), ...wish });
  const states = names.map((_, index): StepStatus => {
    const action = `act-test-0${index + 1}`;
    return { name: `step-${index + 1}`, phase: 'Running', actionRef: { name: action, uid: `uid-${action}` }, ...steps[index] };
  });
  return { ...plan, status: { phase: 'Executing', steps: states, conditions: [] } };
}

/** Their actions with those statuses; undefined: somebody deleted it. */
function actionsOf(plan: RemediationPlan, statuses: readonly (RemediationActionStatus | undefined)[], cancel = false): RemediationAction[] {
  return statuses.flatMap((status, index) => {
    const step = plan.spec.steps[index];
    if (!status || !step) return [];
    const name = `act-test-0${index + 1}`;
    return [{ ...buildAction({ name, plan: plan.metadata, status }), spec: { ...stepAction(plan, step, name).spec, cancel } }];
  });
}

const runs: RemediationActionStatus = { phase: 'Running' };
const fails: RemediationActionStatus = { phase: 'Failed', reason: 'TimedOut', message: 'Too slow.', finishedAt: at(990) };
const done: RemediationActionStatus = { phase: 'Succeeded', intents: effectDone(), finishedAt: at(990) };
const phasesOf = (status: RemediationPlan['status']) =>
  status?.steps?.map(({ phase, reason }) => [phase, reason].filter(Boolean).join('/'));

describe('of several steps at work', () => {
  test('one that ends lets the others go on', () => {
    const plan = working();
    const { status, effects } = next(plan, { actions: actionsOf(plan, [runs, done, runs]) });
    expect(phasesOf(status)).toEqual(['Running', 'Succeeded', 'Running']);
    expect([status.currentStep, status.progress, status.message, effects]).toEqual([
      1,
      '1/3',
      'Of 3 steps, 1 (step-1) and 3 (step-3) are at work.',
      [],
    ]);
  });

  test('a required one that failed has the others ended first; nothing is undone before that', () => {
    const plan = working();
    const first = next(plan, { actions: actionsOf(plan, [runs, fails, done]) });
    expect(phasesOf(first.status)).toEqual(['Running/PlanEnding', 'Failed/TimedOut', 'Succeeded']);
    expect([first.status.phase, first.status.message]).toEqual(['Executing', 'Step 1 (step-1) is being ended.']);
    expect(kindsOf(first.effects)).toEqual(['stepFailed', 'cancelAction']);
    const cancelled = {
      phase: 'Cancelled',
      reason: 'CancelRequested',
      intents: effectDone(),
      result: { undo: { effect: 'Undone' } },
    } as const;
    const second = next({ ...plan, status: first.status }, { actions: actionsOf(plan, [cancelled, fails, done], true) });
    expect(phasesOf(second.status)).toEqual(['Cancelled/PlanEnding', 'Failed/TimedOut', 'Succeeded']);
    expect(second.status).toMatchObject({
      phase: 'RollingBack',
      reason: 'StepFailed',
      rollback: [{ step: 'step-3', result: 'Pending', actionRef: { name: 'act-test-03-undo' } }],
    });
  });

  test('one that comes to its end before it could be ended is undone as well, later orders first', () => {
    const run = simulatePlan(buildPlan({ steps: names.map((name) => ({ target: `Node/${name}` })) }), {
      standingOf: ({ action }) => ({ owners: [action.target.name], nodes: [action.target.name], controlPlane: false }),
      lasts: ({ metadata }) => (metadata.name === 'act-test-01' ? 60 : 0),
      actionEnds: ({ metadata }) => (metadata.name === 'act-test-02' ? fails : undefined),
    });
    expect(run.plan.status).toMatchObject({
      phase: 'RolledBack',
      rollback: [{ step: 'step-3', result: 'Undone' }],
    });
    expect(run.created).toEqual(['act-test-01', 'act-test-02', 'act-test-03', 'act-test-03-undo']);
  });

  test('an optional one that failed ends none of the others', () => {
    const plan = working({ steps: names.map((name) => ({ target: `Node/${name}`, required: name !== 'b' })) });
    const { status, effects } = next(plan, { actions: actionsOf(plan, [runs, fails, runs]) });
    expect(phasesOf(status)).toEqual(['Running', 'Failed/TimedOut', 'Running']);
    expect(kindsOf(effects)).toEqual(['stepFailed']);
  });

  test('one that a person took over has the others ended, and then the plan leaves all to them', () => {
    const plan = working();
    const taken = { phase: 'Cancelled', reason: 'TakenOver', message: 'Uncordoned.' } as const;
    const first = next(plan, { actions: actionsOf(plan, [runs, taken, done]) });
    expect([phasesOf(first.status), kindsOf(first.effects)]).toEqual([
      ['Running/PlanEnding', 'Cancelled/TakenOver', 'Succeeded'],
      ['cancelAction'],
    ]);
    const cancelled = { phase: 'Cancelled', reason: 'CancelRequested' } as const;
    const second = next({ ...plan, status: first.status }, { actions: actionsOf(plan, [cancelled, taken, done], true) });
    expect(second.status).toMatchObject({ phase: 'Cancelled', reason: 'TakenOver' });
  });

  test.each([
    { how: 'Stop', wish: { cancel: 'Stop' }, rules: {}, reason: 'CancelRequested' },
    { how: 'Rollback', wish: { cancel: 'Rollback' }, rules: {}, reason: 'CancelRequested' },
    { how: 'a deletion', wish: { deleted: true }, rules: {}, reason: 'Deleted' },
    { how: 'the kill switch', wish: {}, rules: { suspended: true }, reason: 'EmergencyStopped' },
    { how: 'a suspension', wish: { suspend: true }, rules: {}, reason: 'Suspended' },
  ] as const)('all are asked to end by $how', ({ wish, rules, reason }) => {
    const plan = working(wish);
    const { status, effects } = next(plan, { actions: actionsOf(plan, [runs, runs, runs]), rules: { ...testRules, ...rules } });
    expect(phasesOf(status)).toEqual(names.map(() => `Running/${reason}`));
    expect(kindsOf(effects)).toEqual(names.map(() => 'cancelAction'));
  });

  test('all begin anew after a suspension', () => {
    const run = simulatePlan(buildPlan({ steps: names.map((name) => ({ target: `Node/${name}` })) }), {
      standingOf: ({ action }) => ({ owners: [action.target.name], nodes: [action.target.name], controlPlane: false }),
      lasts: () => 30,
      meanwhile: (now, pass) => {
        if (pass === 8 || pass === 15) now.plan = { ...now.plan, spec: { ...now.plan.spec, suspend: pass === 8 } };
      },
    });
    expect(run.plan.status?.phase).toBe('Succeeded');
    expect(run.created).toEqual(['', '-r2'].flatMap((repeat) => [1, 2, 3].map((order) => `act-test-0${order}${repeat}`)));
  });

  const blockedBy = (reason: string): RemediationActionStatus => ({
    phase: 'Blocked',
    reason,
    message: reason,
    blocked: { reason, since: at(900) },
  });

  test.each<{ when: string; actions: (RemediationActionStatus | undefined)[]; blocked: string | undefined }>([
    { when: 'one waits and the others do not', actions: [blockedBy('TargetBusy'), runs, runs], blocked: undefined },
    { when: 'all wait', actions: [blockedBy('NodeBudget'), blockedBy('TargetBusy'), blockedBy('ActiveLimit')], blocked: 'NodeBudget' },
    { when: 'all that are left wait', actions: [done, blockedBy('TargetBusy'), done], blocked: 'TargetBusy' },
    { when: 'the action of one is gone', actions: [runs, undefined, blockedBy('TargetBusy')], blocked: 'ActionDeleted' },
  ])('the plan is Blocked by $blocked when $when', ({ actions, blocked }) => {
    const plan = working();
    expect(next(plan, { actions: actionsOf(plan, actions) }).status.blocked?.reason).toBe(blocked);
  });

  test('those that died with the process are asked for again, together', () => {
    const plan = working(
      {},
      names.map((_, index) => ({ actionRef: { name: `act-test-0${index + 1}` } })),
    );
    expect(kindsOf(next(plan, { actions: actionsOf(plan, [undefined, undefined, undefined]) }).effects)).toEqual([
      ...['addFinalizer', 'create act-test-01', 'create act-test-02', 'create act-test-03'],
    ]);
  });

  test('one whose action may not be created is tried again while the others go on', () => {
    const plan = working({}, [{}, { actionRef: { name: 'act-test-02' } }, {}]);
    const refused = new Map([['act-test-02', { reason: 'Forbidden', message: 'No.' } as const]]);
    const { status, requeueAfter } = next(plan, { actions: actionsOf(plan, [runs, undefined, runs]), refused });
    expect([phasesOf(status), status.blocked, requeueAfter]).toEqual([['Running', 'Running', 'Running'], undefined, 30_000]);
  });
});
