import { describe, expect, test } from '@jest/globals';
import { aNode, type Conditions } from '../../testing/cluster-objects.ts';
import { judgeNetwork, judgePressure, judgeReady } from './node.ts';

describe('a node is ready', () => {
  test.each([
    { status: 'True', result: 'Passed', message: 'Node w1 is Ready' },
    { status: 'False', result: 'Failed', message: 'Node w1 is not Ready' },
    { status: 'Unknown', result: 'Failed', message: 'Node w1 does not report whether it is Ready' },
  ])('$result when it says $status', ({ status, result, message }) => {
    expect(judgeReady(aNode('w1', { conditions: { Ready: status } }))).toEqual({ result, message });
  });

  test('Failed when it never reported', () => {
    expect(judgeReady({ ...aNode('w1'), status: undefined }).result).toBe('Failed');
  });

  test('Passed though it is cordoned', () => {
    expect(judgeReady(aNode('w1', { spec: { unschedulable: true } })).result).toBe('Passed');
  });
});

describe('a node has no pressure', () => {
  test.each<{ when: string; conditions: Conditions; result: string; message: string }>([
    { when: 'all are denied', conditions: {}, result: 'Passed', message: 'Node w1 has no pressure' },
    { when: 'memory is short', conditions: { MemoryPressure: 'True' }, result: 'Failed', message: 'Node w1 has MemoryPressure' },
    {
      when: 'disk and pids are short',
      conditions: { DiskPressure: 'True', PIDPressure: 'True' },
      result: 'Failed',
      message: 'Node w1 has DiskPressure, PIDPressure',
    },
    { when: 'one is unknown', conditions: { PIDPressure: 'Unknown' }, result: 'Failed', message: 'Node w1 does not report PIDPressure' },
  ])('$result when $when', ({ conditions, result, message }) => {
    expect(judgePressure(aNode('w1', { conditions }))).toEqual({ result, message });
  });

  test('Failed when it reports none of them', () => {
    expect(judgePressure({ ...aNode('w1'), status: { conditions: [] } }).result).toBe('Failed');
  });
});

describe('a node has a network', () => {
  test.each([
    { status: 'False', result: 'Passed' },
    { status: 'True', result: 'Failed' },
    { status: 'Unknown', result: 'Failed' },
  ])('$result when NetworkUnavailable is $status', ({ status, result }) => {
    expect(judgeNetwork(aNode('w1', { conditions: { NetworkUnavailable: status } })).result).toBe(result);
  });

  test('NotApplicable when nobody reports on it', () => {
    expect(judgeNetwork({ ...aNode('w1'), status: {} }).result).toBe('NotApplicable');
  });
});
