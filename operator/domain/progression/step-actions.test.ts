import { describe, expect, test } from '@jest/globals';
import { at, buildAction } from '../../testing/action-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { actionOf, kindsOf, next, running } from '../../testing/running-plan.ts';
import { stepAction } from './children.ts';

describe('the action of a step', () => {
  test('has everything that it needs from the plan', () => {
    const plan = buildPlan({
      source: 'ai_driven',
      confidence: 0.9,
      priority: 2,
      requestedBy: 'ann',
      steps: [{ timeoutSeconds: 60, parameters: { force: true } }],
    });
    const [step] = plan.spec.steps;
    if (!step) throw new Error('no step');
    expect(stepAction(plan, step, 'act-test-01')).toMatchObject({
      metadata: {
        name: 'act-test-01',
        namespace: 'self-healing-platform',
        labels: { 'coordination.selfheal.dev/plan-uid': 'uid-plan-test' },
      },
      spec: {
        source: 'ai_driven',
        confidence: 0.9,
        priority: 2,
        requestedBy: 'ann',
        timeoutSeconds: 60,
        operation: 'cordon_node',
        parameters: { force: true },
        dryRun: false,
      },
    });
  });

  test('counts as manual when a person approved the plan', () => {
    const plan = buildPlan({ source: 'ai_driven', confidence: 0.5, approval: { decision: 'Approved', by: 'ann' } });
    const [step] = plan.spec.steps;
    expect(step && stepAction(plan, step, 'act-test-01').spec.source).toBe('manual');
  });

  test('is asked for again when the process died before it was created', () => {
    const executing = running(
      {},
      {
        steps: [
          { name: 'step-1', phase: 'Running', actionRef: { name: 'act-test-01' } },
          { name: 'step-2', phase: 'Pending' },
        ],
      },
    );
    expect(kindsOf(next(executing).effects)).toEqual(['addFinalizer', 'create act-test-01']);
  });

  test('is known by its uid from when it is first seen', () => {
    const executing = running(
      {},
      {
        steps: [
          { name: 'step-1', phase: 'Running', actionRef: { name: 'act-test-01' } },
          { name: 'step-2', phase: 'Pending' },
        ],
      },
    );
    expect(next(executing, { actions: [actionOf(executing)] }).status.steps?.[0]?.actionRef).toMatchObject({ uid: 'uid-act-test-01' });
  });

  test('stays its own when a person approves the plan after it was created and before it was seen', () => {
    const uncounted = { steps: [{ name: 'step-1', phase: 'Running' as const, actionRef: { name: 'act-test-01' } }] };
    const before = running({ steps: [{}], source: 'ai_driven', confidence: 0.9 }, uncounted);
    const action = actionOf(before);
    const approved = { ...before, spec: { ...before.spec, approval: { decision: 'Approved', by: 'ann' } as const } };
    const { status, effects } = next(approved, { actions: [action] });
    expect(status.steps?.[0]?.actionRef).toMatchObject({ name: 'act-test-01', uid: 'uid-act-test-01' });
    expect(kindsOf(effects)).toEqual([]);
  });

  test.each([
    { when: 'it has no owner', foreign: buildAction({ name: 'act-test-01' }) },
    {
      when: 'it asks for something else',
      foreign: buildAction({ name: 'act-test-01', plan: { name: 'plan-test', uid: 'uid-plan-test' }, priority: 1 }),
    },
  ])('gets a name with the uid of the plan when the first one is taken: $when', ({ foreign }) => {
    const executing = running(
      { uid: 'abcdef12-3456' },
      {
        steps: [
          { name: 'step-1', phase: 'Running', actionRef: { name: 'act-test-01' } },
          { name: 'step-2', phase: 'Pending' },
        ],
      },
    );
    const { status, effects } = next(executing, { actions: [foreign] });
    expect(status.steps?.[0]?.actionRef).toMatchObject({ name: 'act-test-01-abcde' });
    expect(kindsOf(effects)).toEqual(['addFinalizer', 'create act-test-01-abcde']);
    const second = next(
      { ...executing, status },
      { actions: [foreign, { ...foreign, metadata: { ...foreign.metadata, name: 'act-test-01-abcde' } }] },
    );
    expect(second.status).toMatchObject({ phase: 'Failed', reason: 'NameCollision' });
  });

  test('that somebody deleted fails its step', () => {
    const blocked = { reason: 'ActionDeleted', since: at(990), until: at(1000) };
    expect(next(running({}, { blocked })).status).toMatchObject({
      phase: 'RollingBack',
      steps: [{ phase: 'Failed', reason: 'ActionDeleted' }, { phase: 'Cancelled' }],
    });
  });

  test.each([
    { reason: 'Forbidden', phase: 'Executing', shown: 'Forbidden', requeueAfter: 30_000 },
    { reason: 'ApplyFailed', phase: 'Failed', shown: 'StepFailed', requeueAfter: undefined },
  ] as const)('that is refused as $reason leaves the plan $phase/$shown', ({ reason, phase, shown, requeueAfter }) => {
    const executing = running(
      {},
      {
        steps: [
          { name: 'step-1', phase: 'Running', actionRef: { name: 'act-test-01' } },
          { name: 'step-2', phase: 'Pending' },
        ],
      },
    );
    const decision = next(executing, { refused: new Map([['act-test-01', { reason, message: 'No.' }]]) });
    expect(decision.status).toMatchObject({ phase, reason: shown });
    expect(decision.requeueAfter).toBe(requeueAfter);
    expect(kindsOf(decision.effects)).not.toContain('create act-test-01');
  });
});
