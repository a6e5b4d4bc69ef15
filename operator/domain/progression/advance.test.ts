import { describe, expect, test } from '@jest/globals';
import { at } from '../../testing/action-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { actionOf, next, now, running } from '../../testing/running-plan.ts';
import { buildSeen, simulatePlan, testRules } from '../../testing/simulate-plan.ts';
import { decidePlan } from './decide-plan.ts';

describe('a repair that nobody needs any more', () => {
  const anomaly = {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'Anomaly',
    metadata: { name: 'anom-test', uid: 'a', resourceVersion: '1', creationTimestamp: at(0) },
    spec: { type: 'x', severity: 'high', source: 'manual' },
  } as const;
  const wish = {
    anomalyRef: { name: 'anom-test' },
    steps: [{ operation: 'cordon_node' }, { layer: 'application', operation: 'restart_deployment', undo: 'Irreversible' }],
  } as const;

  test.each([
    { when: 'every check of its layer passes', says: 'Passed', created: ['act-test-01'] },
    { when: 'a check fails', says: 'Failed', created: ['act-test-01', 'act-test-02'] },
    { when: 'a check cannot be read', says: 'Inconclusive', created: ['act-test-01', 'act-test-02'] },
    { when: 'no check applies', says: 'NotApplicable', created: ['act-test-01', 'act-test-02'] },
  ] as const)('is left out only with proof: $when', ({ says, created }) => {
    const run = simulatePlan(buildPlan({ ...wish, steps: [...wish.steps] }), { anomaly, checkSays: () => says });
    expect(run.created).toEqual(created);
    expect(run.plan.status?.phase).toBe('Succeeded');
    expect(run.plan.status?.steps?.[1]?.phase).toBe(created.length === 1 ? 'Skipped' : 'Succeeded');
  });

  test('is left out when the anomaly ended, without a look', () => {
    const executing = running({ ...wish, steps: [...wish.steps] });
    const done = actionOf(executing, { phase: 'Succeeded' });
    const ended = { ...anomaly, spec: { ...anomaly.spec, resolvedAt: at(990) } };
    expect(next(executing, { actions: [done], anomaly: ended }).status.steps?.[1]).toMatchObject({
      phase: 'Skipped',
      reason: 'AlreadyHealthy',
    });
  });

  test('is done all the same when a person made the plan', () => {
    const run = simulatePlan(buildPlan({ steps: [{ layer: 'application' }] }), { checkSays: () => 'Passed' });
    expect(run.created).toEqual(['act-test-01']);
  });

  test('asks the checks of its layer that are built about its target alone', () => {
    const executing = running({ ...wish, steps: [...wish.steps] });
    const seen = buildSeen(executing, { actions: [actionOf(executing, { phase: 'Succeeded' })], anomaly, rules: testRules });
    expect(decidePlan(seen, now)).toEqual({
      kind: 'ask',
      ask: {
        kind: 'checks',
        id: 'healthy/step-2',
        layer: 'application',
        checks: [
          {
            name: 'pods_running',
            type: 'pods_running',
            parameters: {},
            targets: [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'pay' }],
          },
        ],
      },
    });
  });
});

describe('a plan without a checkpoint', () => {
  test('still passes through Verifying before it is Succeeded', () => {
    const { history } = simulatePlan(buildPlan());
    expect(history.map(({ phase }) => phase).slice(-2)).toEqual(['Verifying', 'Succeeded']);
  });

  test('that had an optional step fail says so at its end', () => {
    const run = simulatePlan(buildPlan({ steps: [{ required: false }, {}] }), {
      actionEnds: ({ metadata }) => (metadata.name === 'act-test-01' ? { phase: 'Failed', reason: 'TimedOut', message: '' } : undefined),
    });
    expect(run.plan.status).toMatchObject({ phase: 'Succeeded', reason: 'OptionalStepFailed', progress: '2/2' });
  });
});
