import { describe, expect, test } from '@jest/globals';
import type { StepStatus } from '../../api/generated/types.ts';
import { at } from '../../testing/action-builder.ts';
import { buildCheckpoint, buildPlan, type PlanWish } from '../../testing/plan-builder.ts';
import { buildSeen, simulatePlan } from '../../testing/simulate-plan.ts';
import { decidePlan } from './decide-plan.ts';
import type { Verdict } from './seen.ts';

const gate = buildCheckpoint('infrastructure', 1, ['node_ready', 'no_node_pressure']);
const says = (...results: Verdict['result'][]): ReadonlyMap<string, Verdict> =>
  new Map(results.map((result, index) => [`infrastructure-healthy/${gate.checks[index]?.type ?? ''}`, { result, message: '' }]));

/** A plan whose first step ended at 900 s and waits until 1500 s at the latest; an application step stands behind its checkpoint. */
function settling(wish: PlanWish = {}, status: Partial<StepStatus> = {}, second: Partial<StepStatus> = {}) {
  const plan = buildPlan({ steps: [{}, { layer: 'application' }], checkpoints: [gate], ...wish });
  const steps: StepStatus[] = plan.spec.steps.map(({ name }, index) =>
    index > 0
      ? { name, phase: 'Pending', ...second }
      : { name, phase: 'Waiting', actionRef: { name: 'act-test-01' }, finishedAt: at(900), notBefore: at(1500), ...status },
  );
  const checkpoints = (plan.spec.checkpoints ?? []).map(({ name, layer }) => ({ name, layer, result: 'Pending' as const }));
  return { ...plan, status: { phase: 'Executing' as const, steps, checkpoints, conditions: [] } };
}

function decide(plan: ReturnType<typeof settling>, second: number, verdicts?: ReadonlyMap<string, Verdict>) {
  return decidePlan(buildSeen(plan, { answers: { checks: verdicts ? { 'settled/infrastructure': verdicts } : {} } }), new Date(at(second)));
}

function step(plan: ReturnType<typeof settling>, second: number, verdicts?: ReadonlyMap<string, Verdict>) {
  const decision = decide(plan, second, verdicts);
  if (decision.kind === 'ask') throw new Error(`it asks for ${JSON.stringify(decision.ask)}`);
  return { ...decision.status.steps?.[0], again: decision.requeueAfter };
}

describe('a wait', () => {
  const once = { healthySince: at(1000) };
  const well = says('Passed', 'Passed');

  test.each<{ when: string; was?: Partial<StepStatus>; second: number; verdicts?: ReadonlyMap<string, Verdict>; is: object }>([
    { when: 'passes for the first time', second: 1000, verdicts: well, is: { phase: 'Waiting', ...once, again: 10_000 } },
    { when: 'passed 9 s ago and is not asked again', was: once, second: 1009, is: { phase: 'Waiting', ...once, again: 1000 } },
    { when: 'passes again 10 s later', was: once, second: 1010, verdicts: well, is: { phase: 'Succeeded', notBefore: at(1500) } },
    { when: 'fails 10 s later', was: once, second: 1010, verdicts: says('Passed', 'Failed'), is: { phase: 'Waiting', again: 5000 } },
    { when: 'cannot be read 10 s later', was: once, second: 1010, verdicts: says('Passed', 'Inconclusive'), is: { phase: 'Waiting' } },
    { when: 'has a check that does not apply', second: 1000, verdicts: says('Passed', 'NotApplicable'), is: once },
    {
      when: 'does not apply at all',
      second: 1000,
      verdicts: says('NotApplicable', 'NotApplicable'),
      is: { phase: 'Waiting', again: 5000 },
    },
    { when: 'is not asked, as the wait ends before a second look', second: 1490, is: { phase: 'Waiting', again: 10_000 } },
    { when: 'is not asked any more, as the wait has gone by', second: 1500, is: { phase: 'Succeeded' } },
  ])('when its layer $when', ({ was, second, verdicts, is }) => {
    const seen = step(settling({}, was), second, verdicts);
    expect(seen).toMatchObject(is);
    if (!('healthySince' in is) && seen.phase === 'Waiting') expect(seen.healthySince).toBeUndefined();
  });

  test('looks at the targets of its layer, after the end of the action', () => {
    const targets = [{ apiVersion: 'v1', kind: 'Node', name: 'w1' }];
    const check = { parameters: {}, targets, since: new Date(at(900)) };
    expect(decide(settling(), 1000)).toEqual({
      kind: 'ask',
      ask: {
        kind: 'checks',
        id: 'settled/infrastructure',
        layer: 'infrastructure',
        checks: [
          { ...check, name: 'infrastructure-healthy/node_ready', type: 'node_ready' },
          { ...check, name: 'infrastructure-healthy/no_node_pressure', type: 'no_node_pressure' },
        ],
      },
    });
  });

  const external = { name: 'ok', type: 'external_condition', parameters: { conditionType: 'Ok' } } as const;

  test.each<{ when: string; wish?: PlanWish; second?: Partial<StepStatus> }>([
    { when: 'its layer has no checkpoint', wish: { checkpoints: [] } },
    {
      when: 'another step of its layer is at work',
      wish: { steps: [{}, {}] },
      second: { phase: 'Running', actionRef: { name: 'act-test-02' } },
    },
    { when: 'an outside verifier has a say', wish: { checkpoints: [{ ...gate, checks: [...gate.checks, external] }] } },
  ])('goes on to its end when $when', ({ wish, second }) => {
    expect(step(settling(wish, {}, second), 1000)).toMatchObject({ phase: 'Waiting' });
  });

  const mco = buildCheckpoint('infrastructure', 1, ['node_ready', 'mco_stable']);

  test.each([
    { operation: 'monitor_mco', mcoSays: 'NotApplicable', phase: 'Waiting' },
    { operation: 'monitor_mco', mcoSays: 'Passed', phase: 'Succeeded' },
    { operation: 'rollback_machine_config', mcoSays: 'NotApplicable', phase: 'Waiting' },
    { operation: 'drain_and_reboot_node', mcoSays: 'NotApplicable', phase: 'Succeeded' },
  ] as const)('after $operation is $phase when mco_stable is $mcoSays', ({ operation, mcoSays, phase }) => {
    const verdicts = new Map<string, Verdict>([
      ['infrastructure-healthy/node_ready', { result: 'Passed', message: '' }],
      ['infrastructure-healthy/mco_stable', { result: mcoSays, message: '' }],
    ]);
    const plan = settling({ steps: [{ operation }, { layer: 'application' }], checkpoints: [mco] }, once);
    expect(step(plan, 1010, verdicts).phase).toBe(phase);
  });
});

describe('a plan with a wait of ten minutes', () => {
  const plan = () => buildPlan({ steps: [{ waitSeconds: 600 }], checkpoints: [gate] });
  const seconds = (time: string | undefined) => (Date.parse(time ?? '') - Date.parse(at(0))) / 1000;

  test('that is well at once ends after ten seconds, with no write more for that', () => {
    const { plan: ended, history } = simulatePlan(plan());
    expect(ended.status?.phase).toBe('Succeeded');
    expect(seconds(ended.status?.finishedAt)).toBe(10);
    expect(history.filter(({ steps }) => steps?.[0]?.phase === 'Waiting')).toHaveLength(1);
  });

  test.each([
    { until: 100, ends: 110 },
    { until: 583, ends: 595 },
    { until: 595, ends: 600 },
    { until: 900, ends: 900 },
  ])('that is ill until $until s goes on after $ends s, and polls without a write', ({ until, ends }) => {
    const { plan: ended, history } = simulatePlan(plan(), {
      checkSays: (id, _check, now) => (id.startsWith('settled/') && now < new Date(at(until)) ? 'Failed' : 'Passed'),
    });
    expect(seconds(ended.status?.finishedAt)).toBe(Math.min(ends, 600));
    expect(history.filter(({ steps }) => steps?.[0]?.phase === 'Waiting').length).toBeLessThanOrEqual(2);
  });

  test('that flaps has to be well for ten seconds anew', () => {
    const ill = (second: number): boolean => second === 10;
    const { plan: ended } = simulatePlan(plan(), {
      checkSays: (_id, _check, now) => (ill(seconds(now.toISOString())) ? 'Failed' : 'Passed'),
    });
    expect(seconds(ended.status?.finishedAt)).toBe(25);
  });
});
