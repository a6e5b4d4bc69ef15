import { describe, expect, test } from '@jest/globals';
import { aNode, aWorkload } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { target } from '../testing/targets.ts';
import { nodeReady } from './node-ready.ts';

describe('node_ready', () => {
  const objects = [aNode('w1'), aNode('w2', { conditions: { Ready: 'False' } }), aWorkload('Deployment', 'pay')];

  test.each([
    { when: 'the target is', targets: ['Node/w1'], result: 'Passed', message: 'Node w1 is Ready' },
    { when: 'one of two is not', targets: ['Node/w1', 'Node/w2'], result: 'Failed', message: 'Node w2 is not Ready' },
    { when: 'the node is gone', targets: ['Node/w3'], result: 'Failed', message: 'Node w3 does not exist' },
    { when: 'no target is a node', targets: ['Deployment/shop/pay'], result: 'NotApplicable', message: 'No target is a Node' },
  ])('is $result when $when', async ({ targets, result, message }) => {
    const client = new FakeCluster({ objects });
    expect(await nodeReady.run({ client, targets: targets.map(target), parameters: {} })).toEqual({ result, message });
  });

  test('looks at the target nodes only, at each once', async () => {
    const client = new FakeCluster({ objects });
    await nodeReady.run({ client, targets: ['Node/w1', 'Node/w1', 'Deployment/shop/pay'].map(target), parameters: {} });
    expect(client.calls.map(({ verb, what, key }) => `${verb} ${what} ${key}`)).toEqual(['get Node w1']);
  });
});
