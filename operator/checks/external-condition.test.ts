import { describe, expect, test } from '@jest/globals';
import { parameterFault } from '../operations/parameter-fault.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { externalCondition } from './external-condition.ts';

const type = 'example.com/Verified';
const condition = (status: 'True' | 'False' | 'Unknown', message = '') => ({
  type,
  status,
  reason: 'SmokeTest',
  message,
  lastTransitionTime: '2026-01-01T00:00:00Z',
});

describe('external_condition', () => {
  test.each([
    { when: 'it is True', planConditions: [condition('True')], result: 'Passed', message: `The condition ${type} is True: SmokeTest` },
    {
      when: 'it is False',
      planConditions: [condition('False', '3 of 5 requests failed')],
      result: 'Failed',
      message: `The condition ${type} is False: SmokeTest, 3 of 5 requests failed`,
    },
    {
      when: 'it is Unknown',
      planConditions: [condition('Unknown')],
      result: 'Inconclusive',
      message: `The condition ${type} is Unknown: SmokeTest`,
    },
    { when: 'nobody has set it', planConditions: [], result: 'Inconclusive', message: `Nobody has set the condition ${type} yet` },
    {
      when: 'no plan asks',
      planConditions: undefined,
      result: 'NotApplicable',
      message: 'Only a plan has conditions that somebody else may set',
    },
  ])('is $result when $when', async ({ planConditions, result, message }) => {
    const client = new FakeCluster();
    const verdict = await externalCondition.run({ client, targets: [], parameters: { conditionType: type }, planConditions });
    expect(verdict).toEqual({ result, message });
    expect(client.calls).toEqual([]);
  });

  test.each([
    { conditionType: type, fits: true },
    { conditionType: 'SloMet', fits: true },
    { conditionType: 'CompleteAgain', fits: true },
    { conditionType: 'Complete', fits: false },
    { conditionType: 'ApplicationHealthy', fits: false },
    { conditionType: 'a b', fits: false },
    { conditionType: '', fits: false },
    { conditionType: undefined, fits: false },
  ])('can wait for $conditionType: $fits', ({ conditionType, fits }) => {
    expect(parameterFault(externalCondition, { ...(conditionType !== undefined && { conditionType }) }) === undefined).toBe(fits);
  });
});
