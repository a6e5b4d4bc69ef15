import { describe, expect, test } from '@jest/globals';
import { waitOf, type Waiter } from './waits.ts';

const condition = { type: 'Blocked', status: 'True', reason: 'TargetHeld', message: 'Held.' };
const held: NonNullable<Waiter['status']> = {
  phase: 'Blocked',
  reason: 'TargetHeld',
  message: 'Held.',
  blocked: { reason: 'TargetHeld', since: '2026-01-01T00:00:00Z' },
  conditions: [condition],
};
const judged = (status: Waiter['status']) => waitOf({ kind: 'RemediationAction', metadata: { namespace: 'x', name: 'a' }, status });

describe('an object that waits', () => {
  test('is known by its reason', () => {
    expect(judged(held)).toEqual({ kind: 'RemediationAction', reason: 'TargetHeld' });
    expect(judged({ phase: 'Running', reason: 'Running' })).toBeUndefined();
  });

  test.each([
    { when: 'it does not say for what', status: { ...held, blocked: undefined }, fault: 'it does not say for what it waits' },
    {
      when: 'its reason ends things',
      status: { ...held, blocked: { reason: 'Failed', since: 'x' } },
      fault: 'Failed is no reason to wait',
    },
    { when: 'it has no beginning', status: { ...held, blocked: { reason: 'TargetHeld' } }, fault: 'TargetHeld has no beginning' },
    { when: 'its condition is missing', status: { ...held, conditions: [] }, fault: 'TargetHeld, and the condition Blocked is not True' },
    {
      when: 'kubectl prints something else',
      status: { ...held, reason: 'Running' },
      fault: 'it waits for TargetHeld, its condition says TargetHeld, kubectl prints Running',
    },
    {
      when: 'its words differ',
      status: { ...held, message: 'Free.' },
      fault: 'TargetHeld: "Held." in the condition, "Free." else',
    },
  ])('is at fault when $when', ({ status, fault }) => {
    expect(judged(status)?.fault).toBe(`x/a: ${fault}`);
  });
});
