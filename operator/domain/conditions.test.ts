import { describe, expect, test } from '@jest/globals';
import { dropCondition, findCondition, setCondition } from './conditions.ts';

const early = new Date('2026-01-01T00:00:00Z');
const late = new Date('2026-01-01T00:05:00Z');
const first = setCondition(undefined, { type: 'Progressing', status: 'True', reason: 'Executing', message: 'Step 1.' }, early, 1);

describe('a condition', () => {
  test('is added with the time at which its status began', () => {
    expect(first).toEqual([
      {
        type: 'Progressing',
        status: 'True',
        reason: 'Executing',
        message: 'Step 1.',
        lastTransitionTime: early.toISOString(),
        observedGeneration: 1,
      },
    ]);
  });

  test.each([
    { when: 'nothing changes', status: 'True', reason: 'Executing', since: early },
    { when: 'only the reason changes', status: 'True', reason: 'Verifying', since: early },
    { when: 'the status changes', status: 'False', reason: 'Completed', since: late },
  ] as const)('has its transition time of $since when $when', ({ status, reason, since }) => {
    const [next] = setCondition(first, { type: 'Progressing', status, reason, message: 'Step 1.' }, late, 1);
    expect(next).toMatchObject({ status, reason, lastTransitionTime: since.toISOString() });
  });

  test('that says the same again is equal to what was there', () => {
    expect(setCondition(first, { type: 'Progressing', status: 'True', reason: 'Executing', message: 'Step 1.' }, late, 1)).toEqual(first);
  });

  test('keeps its place among the others', () => {
    const two = setCondition(first, { type: 'Complete', status: 'False', reason: 'Executing', message: '' }, early);
    const changed = setCondition(two, { type: 'Progressing', status: 'False', reason: 'Completed', message: '' }, late);
    expect(changed.map(({ type }) => type)).toEqual(['Progressing', 'Complete']);
  });

  test('has a message that the schema takes', () => {
    const [next] = setCondition(undefined, { type: 'Failed', status: 'True', reason: 'StepFailed', message: 'x'.repeat(5000) }, early);
    expect(next?.message).toHaveLength(2048);
  });

  test('is found and dropped by its type', () => {
    expect(findCondition(first, 'Progressing')?.reason).toBe('Executing');
    expect(dropCondition(first, 'Progressing')).toEqual([]);
  });
});
