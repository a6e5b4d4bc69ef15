import { describe, expect, test } from '@jest/globals';
import { aNode } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { target } from '../testing/targets.ts';
import { noNodePressure } from './no-node-pressure.ts';

describe('no_node_pressure', () => {
  const objects = [aNode('w1'), aNode('w2', { conditions: { MemoryPressure: 'True' } })];

  test.each([
    { when: 'the target has none', targets: ['Node/w1'], result: 'Passed', message: 'Node w1 has no pressure' },
    { when: 'a target has some', targets: ['Node/w1', 'Node/w2'], result: 'Failed', message: 'Node w2 has MemoryPressure' },
    { when: 'no target is a node', targets: [], result: 'NotApplicable', message: 'No target is a Node' },
  ])('is $result when $when', async ({ targets, result, message }) => {
    const client = new FakeCluster({ objects });
    expect(await noNodePressure.run({ client, targets: targets.map(target), parameters: {} })).toEqual({ result, message });
  });
});
