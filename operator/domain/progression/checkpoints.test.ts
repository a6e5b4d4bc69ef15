import { describe, expect, test } from '@jest/globals';
import { at } from '../../testing/action-builder.ts';
import { buildCheckpoint, buildPlan } from '../../testing/plan-builder.ts';
import { next, now, running } from '../../testing/running-plan.ts';
import { buildSeen, simulatePlan } from '../../testing/simulate-plan.ts';
import { decidePlan } from './decide-plan.ts';

describe('a checkpoint of a plan', () => {
  const checkpoints = [buildCheckpoint('infrastructure', 1, ['node_ready', 'no_node_pressure'])];

  test("is judged on what its layer's steps target, since the last of them ended, after its beginning is recorded", () => {
    const executing = running({
      steps: [{ target: 'Node/w1' }, { target: 'Node/w2' }, { layer: 'application' }],
      checkpoints: [buildCheckpoint('infrastructure', 2, ['node_ready', 'no_node_pressure'])],
    });
    const done = (name: string, second: number) => ({ name, phase: 'Succeeded' as const, finishedAt: at(second) });
    const after = {
      ...executing,
      status: {
        ...executing.status,
        steps: [done('step-1', 800), done('step-2', 900), { name: 'step-3', phase: 'Pending' as const }],
        checkpoints: [{ name: 'infrastructure-healthy', layer: 'infrastructure' as const, result: 'Pending' as const }],
      },
    };
    const begun = next(after);
    expect(begun.status).toMatchObject({
      phase: 'Verifying',
      reason: 'CheckpointPending',
      checkpoints: [{ startedAt: at(1000), checks: [{ result: 'Pending' }, { result: 'Pending' }] }],
    });
    expect(begun.requeueAfter).toBe(0);
    expect(decidePlan(buildSeen({ ...after, status: begun.status }), now)).toMatchObject({
      kind: 'ask',
      ask: {
        id: 'checkpoint/infrastructure-healthy',
        checks: [{ type: 'node_ready', since: new Date(at(900)), targets: [{ name: 'w1' }, { name: 'w2' }] }, {}],
      },
    });
  });

  test.each(['it says nothing more', 'https://me:hunter2@shop/ answers 500'])(
    'writes nothing while its verdicts stay the same: %s',
    (message) => {
      const run = simulatePlan(buildPlan({ checkpoints }), {
        checkSays: (_id, check, at_) => ({
          result: check === 'node_ready' || at_.getTime() > Date.parse(at(40)) ? 'Passed' : 'Failed',
          message,
        }),
      });
      const verifying = run.history.filter(({ phase }) => phase === 'Verifying');
      expect(verifying).toHaveLength(2);
      expect(run.plan.status?.checkpoints?.[0]?.checks?.map(({ observedAt }) => observedAt)).toEqual([at(0), at(45)]);
    },
  );

  test('writes nothing for another value of the same verdict, but ends with the last one', () => {
    let value = 0;
    const run = simulatePlan(buildPlan({ checkpoints }), {
      checkSays: () => ({ result: 'Failed', message: 'The value is not < 1', observed: String((value += 1)) }),
    });
    const told = run.history.flatMap(({ checkpoints: states }) => states?.[0]?.checks?.map(({ message }) => message) ?? []);
    const [first, last] = [told.find(Boolean), run.plan.status?.checkpoints?.[0]?.checks?.[0]];
    expect(run.history.filter(({ phase }) => phase === 'Verifying')).toHaveLength(2);
    expect(first).toBe('The value is not < 1 (1)');
    expect(last?.message).toMatch(/^The value is not < 1 \(\d{2,}\)$/);
    expect(last?.observedAt).toBe(at(0));
    expect(run.plan.status?.message).toContain(last?.message);
  });

  test('keeps what an outside verifier has set, from before the plan is first seen to its end', () => {
    const said = { type: 'example.com/Verified', status: 'True' as const, reason: 'Seen', message: '', lastTransitionTime: at(0) };
    const plan = buildPlan({ checkpoints });
    const run = simulatePlan({ ...plan, status: { conditions: [said] } });
    expect(run.plan.status?.phase).toBe('Succeeded');
    for (const { conditions } of run.history) expect(conditions).toContainEqual(said);
  });

  test('gates the next layer: its action does not exist before the condition is True', () => {
    const healthyAt: (string | undefined)[] = [];
    simulatePlan(buildPlan({ steps: [{}, { layer: 'application' }], checkpoints }), {
      meanwhile: ({ plan, actions }) => {
        if (!actions.has('act-test-02')) return;
        healthyAt.push(plan.status?.conditions?.find(({ type }) => type === 'InfrastructureHealthy')?.status);
      },
    });
    expect(new Set(healthyAt)).toEqual(new Set(['True']));
  });

  test('that cannot be applied lets the plan go on and says so', () => {
    const { plan } = simulatePlan(buildPlan({ checkpoints }), { checkSays: () => 'NotApplicable' });
    expect(plan.status).toMatchObject({ phase: 'Succeeded', checkpoints: [{ result: 'NotApplicable' }] });
    expect(plan.status?.conditions?.find(({ type }) => type === 'InfrastructureHealthy')).toMatchObject({
      status: 'True',
      reason: 'NotApplicable',
    });
  });

  test('of a dry run is not judged', () => {
    const { plan, created } = simulatePlan(buildPlan({ mode: 'DryRun', checkpoints, steps: [{ waitSeconds: 600 }] }), {
      checkSays: () => 'Failed',
    });
    expect(plan.status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun', checkpoints: [{ result: 'NotApplicable' }] });
    expect(created).toEqual(['act-test-01']);
  });
});
