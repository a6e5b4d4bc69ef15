import { expect, test } from '@jest/globals';
import type { Approval } from '../../api/generated/types.ts';
import { actionOf, next, running } from '../../testing/running-plan.ts';

const denied: Approval = { decision: 'Denied', by: 'anna', reason: 'not now' };
const approved: Approval = { decision: 'Approved', by: 'anna' };

test.each([
  { when: 'is denied', approval: denied, observed: 1, told: 1 },
  { when: 'was denied before the last pass', approval: denied, observed: 2, told: 0 },
  { when: 'is approved', approval: approved, observed: 1, told: 0 },
  { when: 'has another knob turned', approval: undefined, observed: 1, told: 0 },
])('a plan at work that $when goes on, and tells $told times that it is too late', ({ approval, observed, told }) => {
  const plan = running({}, { observedGeneration: observed });
  const late = { ...plan, metadata: { ...plan.metadata, generation: 2 }, spec: { ...plan.spec, ...(approval && { approval }) } };
  const { status, effects } = next(late, { actions: [actionOf(plan, { phase: 'Running' })] });
  expect(status).toMatchObject({ phase: 'Executing', observedGeneration: 2 });
  const happening = { what: 'deniedTooLate', by: 'anna' };
  expect(effects).toEqual(told === 1 ? [{ kind: 'happened', happening }] : []);
});
