import { describe, expect, test } from '@jest/globals';
import { aClusterOperator, type Conditions } from '../../testing/cluster-objects.ts';
import { judgeOperator, judgeSettledOperator } from './cluster-operator.ts';

describe('a ClusterOperator', () => {
  test.each<{ when: string; conditions: Conditions; ready: string; settled: string }>([
    { when: 'it is available', conditions: {}, ready: 'Passed', settled: 'Passed' },
    { when: 'it is progressing', conditions: { Progressing: 'True' }, ready: 'Passed', settled: 'Failed' },
    { when: 'it does not report progress', conditions: { Progressing: 'Unknown' }, ready: 'Passed', settled: 'Failed' },
    { when: 'it is available and degraded', conditions: { Degraded: 'True' }, ready: 'Failed', settled: 'Failed' },
    { when: 'it is not available', conditions: { Available: 'False' }, ready: 'Failed', settled: 'Failed' },
    { when: 'it does not report whether it is degraded', conditions: { Degraded: 'Unknown' }, ready: 'Failed', settled: 'Failed' },
  ])('is $ready ready and $settled settled when $when', ({ conditions, ready, settled }) => {
    const operator = aClusterOperator('network', conditions);
    expect([judgeOperator(operator).result, judgeSettledOperator(operator).result]).toEqual([ready, settled]);
  });

  test('is not ready before it has reported', () => {
    expect(judgeOperator({ ...aClusterOperator('network'), status: {} }).result).toBe('Failed');
  });
});
