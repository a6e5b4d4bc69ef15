import { describe, expect, test } from '@jest/globals';
import type { CheckResult, CheckpointStatus } from '../../api/generated/types.ts';
import { at } from '../../testing/action-builder.ts';
import { buildCheckpoint } from '../../testing/plan-builder.ts';
import { builtInDefaults } from '../planning/defaults.ts';
import { judgeCheckpoint } from './judge-checkpoint.ts';

const checkpoint = {
  ...buildCheckpoint('infrastructure', 1, []),
  checks: [
    { name: 'node-ready', type: 'node_ready', timeoutSeconds: 60 },
    { name: 'latency', type: 'prometheus_query' },
  ],
} as const;

function judge(first: CheckResult, second: CheckResult, second_: number, pausedSeconds = 0) {
  const state: CheckpointStatus = {
    name: 'infrastructure-healthy',
    layer: 'infrastructure',
    result: 'Pending',
    startedAt: at(0),
    pausedSeconds,
    checks: [
      { name: 'node-ready', type: 'node_ready', result: first, message: 'w1 is not ready' },
      { name: 'latency', type: 'prometheus_query', result: second, message: 'no answer' },
    ],
  };
  return judgeCheckpoint({ ...checkpoint, checks: [...checkpoint.checks] }, state, builtInDefaults, new Date(at(second_)));
}

describe('a checkpoint', () => {
  test.each([
    { when: 'all checks pass, even long after their timeouts', first: 'Passed', second: 'Passed', at: 9999, becomes: 'Passed' },
    { when: 'what does not apply stands beside what passes', first: 'Passed', second: 'NotApplicable', at: 1, becomes: 'Passed' },
    { when: 'nothing applies', first: 'NotApplicable', second: 'NotApplicable', at: 1, becomes: 'NotApplicable' },
    { when: 'a check fails one second before its timeout', first: 'Failed', second: 'Passed', at: 59, becomes: 'waiting' },
    { when: 'a check fails at its own timeout', first: 'Failed', second: 'Passed', at: 60, becomes: 'Failed' },
    { when: 'a check without a timeout of its own is within the default', first: 'Passed', second: 'Failed', at: 299, becomes: 'waiting' },
    { when: 'a check without a timeout of its own has used up the default', first: 'Passed', second: 'Failed', at: 300, becomes: 'Failed' },
    { when: 'a check could not be read in time', first: 'Inconclusive', second: 'Passed', at: 60, becomes: 'Failed' },
    { when: 'a check was never read', first: 'Pending', second: 'Passed', at: 10, becomes: 'waiting' },
  ] as const)('is $becomes when $when', ({ first, second, at: second_, becomes }) => {
    const judged = judge(first, second, second_);
    expect(judged.kind === 'judged' ? judged.result : judged.kind).toBe(becomes);
  });

  test('does not count the time for which the plan was suspended', () => {
    expect(judge('Failed', 'Passed', 89, 30)).toEqual({ kind: 'waiting', until: new Date(at(90)) });
    expect(judge('Failed', 'Passed', 90, 30)).toMatchObject({ result: 'Failed' });
  });

  test('waits until the earliest timeout of those that have not passed', () => {
    expect(judge('Failed', 'Failed', 10)).toEqual({ kind: 'waiting', until: new Date(at(60)) });
  });

  test('names the type of each check that failed it, and no other', () => {
    expect(judge('Failed', 'Failed', 100)).toMatchObject({
      reason: 'CheckpointFailed',
      failing: ['node_ready'],
      message: 'The infrastructure checkpoint failed: node_ready: w1 is not ready',
    });
  });

  test('says of a check that could not be read just that', () => {
    expect(judge('Passed', 'Inconclusive', 300)).toMatchObject({
      failing: ['prometheus_query (latency)'],
      message: 'The infrastructure checkpoint failed: prometheus_query (latency): could not be read: no answer',
    });
  });
});
