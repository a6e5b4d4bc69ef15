import { describe, expect, test } from '@jest/globals';
import { at } from '../../testing/action-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { buildSeen, testRules } from '../../testing/simulate-plan.ts';
import { decidePlan } from './decide-plan.ts';
import type { Foresight } from './foresight.ts';

const now = new Date(at(100));
const facts = { undo: 'Reversible', targetKinds: 'any', objectionTo: () => undefined, foreseeable: true } as const;
const rules = { ...testRules, operations: new Map([...testRules.operations, ['run_job', facts] as const]) };
const plan = (undo: 'Reversible' | 'Irreversible' = 'Reversible') =>
  buildPlan({ approvalRequired: true, steps: [{ layer: 'application', operation: 'run_job', undo }, { layer: 'application' }] });
const decide = (seen: Partial<Parameters<typeof buildSeen>[1]>, of = plan()) => decidePlan(buildSeen(of, { rules, ...seen }), now);
const foreseen = (foresight: Foresight) => ({ answers: { foresight: new Map([['step-1', foresight]]) } });

test('a plan that is seen for the first time asks about the steps whose parameters do not tell what they can do', () => {
  expect(decide({})).toMatchObject({ kind: 'ask', ask: { kind: 'foresight', steps: [{ name: 'step-1' }] } });
});

test('a plan whose steps tell all by themselves asks about none', () => {
  expect(decide({}, buildPlan())).toMatchObject({ kind: 'next', status: { phase: 'Pending' } });
});

test('a plan that is wrong anyway asks about none', () => {
  const wrong = buildPlan({
    steps: [
      { layer: 'application', operation: 'run_job' },
      { layer: 'application', undo: 'Reversible' },
    ],
  });
  expect(decide({}, wrong).kind).toBe('next');
});

describe('once that is answered', () => {
  test.each([
    { so: 'it can be undone as it promises', foresight: { kind: 'possible', undo: 'Reversible' }, undo: 'Reversible' },
    { so: 'it promises less', foresight: { kind: 'possible', undo: 'Reversible' }, undo: 'Irreversible' },
    { so: 'it says that it cannot be undone', foresight: { kind: 'possible', undo: 'Irreversible' }, undo: 'Irreversible' },
  ] as const)('it is Pending when $so', ({ foresight, undo }) => {
    expect(decide(foreseen(foresight), plan(undo))).toMatchObject({ kind: 'next', status: { phase: 'Pending' } });
  });

  test.each([
    {
      so: 'it promises what is not so',
      foresight: { kind: 'possible', undo: 'Irreversible', why: 'It names no inverse.' },
      message: 'Step step-1: undo says Reversible, but it is Irreversible. It names no inverse.',
    },
    {
      so: 'it cannot be done',
      foresight: { kind: 'impossible', message: 'There is no template.' },
      message: 'Step step-1: There is no template.',
    },
  ] as const)('it is an InvalidPlan before anybody is asked to approve it when $so', ({ foresight, message }) => {
    expect(decide(foreseen(foresight))).toMatchObject({ kind: 'next', status: { phase: 'Failed', reason: 'InvalidPlan', message } });
  });
});
