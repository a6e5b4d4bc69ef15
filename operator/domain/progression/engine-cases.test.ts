import { describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { caseIds, givenBy } from '../../testing/engine-cases.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { simulatePlan, testRules, type Run, type Surroundings } from '../../testing/simulate-plan.ts';

interface Step {
  readonly layer?: 'infrastructure' | 'application';
  readonly required?: boolean;
  readonly result?: string;
}

interface Given {
  readonly steps: readonly Step[];
  readonly checkpoint?: { readonly after: number; readonly failed_checks?: readonly string[] };
}

const ok: Step = { required: true, result: 'ok' };
const fails: Step = { required: true, result: 'fail' };
const mayFail: Step = { required: false, result: 'fail' };

const rules = { ...testRules, checks: new Map([...testRules.checks, ['mco_stable', { objectionTo: () => undefined }] as const]) };

/** The plan of the case: each step changes a node of its own and can be undone. */
function planOf({ steps, checkpoint }: Given): RemediationPlan {
  const checks = (checkpoint?.failed_checks ?? ['pods_running']).map((name) => ({ name, type: name as 'mco_stable', timeoutSeconds: 10 }));
  const layer = steps[0]?.layer ?? 'infrastructure';
  return buildPlan({
    steps: steps.map(({ required = true }, index) => ({ layer, operation: 'cordon_node', target: `Node/w${index + 1}`, required })),
    ...(checkpoint && { checkpoints: [{ name: 'healthy', layer, afterStep: checkpoint.after, checks }] }),
  });
}

function run(given: Given, around: Surroundings = {}): Run {
  const actionEnds = ({ spec, metadata }: RemediationAction) => {
    const step = given.steps[Number(/^act-test-(\d+)/.exec(metadata.name)?.[1]) - 1];
    return step?.result === 'fail' && !spec.compensates ? ({ phase: 'Failed', reason: 'ApplyFailed', message: 'No.' } as const) : undefined;
  };
  return simulatePlan(planOf(given), { actionEnds, rules, checkSays: () => 'Failed', ...around });
}

const ordersOf = (names: readonly string[]) => names.map((name) => Number(/\d+/.exec(name)?.[0]));
const undone = ({ created }: Run) => ordersOf(created.filter((name) => name.endsWith('-undo')));
const succeeded = ({ plan }: Run) =>
  ordersOf((plan.status?.steps ?? []).filter(({ phase }) => phase === 'Succeeded').map(({ name }) => name));

/** Each case with what comes of it here; the facts in our own words, for where the file is not at hand. */
const cases: readonly { id: string; given: Given; undone: number[]; phase: string; reason?: string; told?: RegExp; done: number[] }[] = [
  { id: 'rb-01-required-step-fails', given: { steps: [ok, fails] }, undone: [1], phase: 'RolledBack', told: /step-2/, done: [1] },
  {
    id: 'rb-02-optional-step-fails',
    given: { steps: [ok, mayFail, ok] },
    undone: [],
    phase: 'Succeeded',
    reason: 'OptionalStepFailed',
    done: [1, 3],
  },
  {
    id: 'rb-03-checkpoint-fails',
    given: { steps: [ok, ok], checkpoint: { after: 2, failed_checks: ['mco_stable'] } },
    undone: [2, 1],
    phase: 'RolledBack',
    reason: 'CheckpointFailed',
    told: /mco_stable/,
    done: [1, 2],
  },
  { id: 'rb-04-only-successful', given: { steps: [ok, mayFail, ok, fails] }, undone: [3, 1], phase: 'RolledBack', done: [1, 3] },
  {
    id: 'rb-neg-optional-last-skips-checkpoint',
    given: { steps: [{ ...mayFail, layer: 'application' }], checkpoint: { after: 1 } },
    undone: [],
    phase: 'Failed',
    reason: 'CheckpointFailed',
    told: /pods_running/,
    done: [],
  },
];

describe('what related engines say of a rollback', () => {
  test.each(cases)('$id: $phase, undone $undone', ({ id, given, phase, reason, told, ...expected }) => {
    const happened = run(givenBy(id, given));
    expect({ undone: undone(happened), done: succeeded(happened) }).toEqual(expected);
    expect(happened.plan.status).toMatchObject({ phase, ...(reason !== undefined && { reason }) });
    expect(happened.plan.status?.message).toMatch(told ?? /./);
  });

  test('rb-neg-double-reverse: what ran is walked back once, whatever stands in the spec', () => {
    const { executed_ok: order } = givenBy('rb-neg-double-reverse', { executed_ok: [1, 2, 3] });
    expect(undone(run({ steps: [...order.map(() => ok), fails] }))).toEqual(order.toReversed());
  });

  test('rb-neg-restart-resume: an engine that dies in every other pass goes on at the wait after step 2, and does nothing twice', () => {
    const plan = buildPlan({ steps: [1, 2, 3, 4].map((n) => ({ target: `Node/w${n}`, waitSeconds: n === 2 ? 600 : 0 })) });
    const { created, history, plan: ended } = simulatePlan(plan, { performs: (pass) => (pass % 2 === 0 ? 0 : undefined) });
    const waits = history.filter(({ steps }) => steps?.[1]?.phase === 'Waiting');
    expect(new Set(waits.map(({ steps }) => steps?.[1]?.notBefore)).size).toBe(1);
    expect(created).toEqual(['act-test-01', 'act-test-02', 'act-test-03', 'act-test-04']);
    expect(ended.status).toMatchObject({ phase: 'Succeeded', progress: '4/4' });
  });

  test('none of their cases is left out', () => {
    const elsewhere = ['rb-neg-kind-is-name']; // operations/engine-cases.test.ts
    const here = [...cases.map(({ id }) => id), 'rb-neg-double-reverse', 'rb-neg-restart-resume'];
    expect(caseIds('rb-').filter((id) => ![...here, ...elsewhere].includes(id))).toEqual([]);
  });
});
