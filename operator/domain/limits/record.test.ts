import { describe, expect, test } from '@jest/globals';
import { blankRecord, recordOf, type Outcome } from './record.ts';

/** `plan a failure 3`: the kind, its name, the result, and when it ended. */
const outcome = (text: string): Outcome => {
  const [kind, name, result, endedAt] = text.split(' ') as [Outcome['kind'], string, Outcome['result'], string];
  return { kind, ref: `${kind}/${name}`, result, endedAt: Number(endedAt) };
};

describe('the record of a target', () => {
  test.each([
    { with: 'nothing', outcomes: [], record: { failures: 0, plan: undefined, failed: undefined } },
    { with: 'one success', outcomes: ['plan a success 1'], record: { failures: 0, plan: 'plan/a', failed: undefined } },
    {
      with: 'two failures',
      outcomes: ['plan a failure 1', 'action b failure 2'],
      record: { failures: 2, plan: 'plan/a', failed: 'action/b' },
    },
    {
      with: 'a success between failures',
      outcomes: ['plan a failure 1', 'plan b failure 2', 'action c success 3', 'plan d failure 4'],
      record: { failures: 1, plan: 'plan/d', failed: 'plan/d' },
    },
    {
      with: 'failures before a success',
      outcomes: ['plan a failure 1', 'action b failure 2', 'plan c success 3'],
      record: { failures: 0, plan: 'plan/c', failed: undefined },
    },
    {
      with: 'one that was stopped, which says nothing',
      outcomes: ['plan a failure 1', 'plan b neither 2', 'plan c failure 3', 'plan d neither 4'],
      record: { failures: 2, plan: 'plan/d', failed: 'plan/c' },
    },
  ])('with $with', ({ outcomes, record }) => {
    for (const order of [outcomes, outcomes.toReversed()]) {
      const { failures, lastPlan, lastFailure } = recordOf(order.map(outcome));
      expect({ failures, plan: lastPlan?.ref, failed: lastFailure?.ref }).toEqual(record);
    }
  });

  test('with nothing is the blank one', () => expect(recordOf([])).toEqual(blankRecord));
});
