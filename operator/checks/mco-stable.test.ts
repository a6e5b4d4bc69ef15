import { describe, expect, test } from '@jest/globals';
import { aNode, aPool, configured } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { target } from '../testing/targets.ts';
import { mcoStable } from './mco-stable.ts';

const worker = { 'node-role.kubernetes.io/worker': '' };
const infra = { ...worker, 'node-role.kubernetes.io/infra': '' };
const objects = [
  aPool('worker'),
  aPool('infra', { conditions: { Updating: 'True', Updated: 'False' } }),
  aPool('bad', { conditions: { Degraded: 'True' } }),
  aNode('w1', { labels: worker, annotations: configured() }),
  aNode('w2', { labels: worker, annotations: configured('rendered-1', 'rendered-2', 'Working') }),
  aNode('i1', { labels: infra, annotations: configured() }),
  aNode('free', {}),
];

describe('mco_stable', () => {
  test.each([
    { when: 'pool and node are done', targets: ['Node/w1'], result: 'Passed', message: /MachineConfigPool worker is updated; Node w1 has/ },
    { when: 'the node waits for its configuration', targets: ['Node/w2'], result: 'Failed', message: /Node w2 does not have its desired/ },
    {
      when: 'the custom pool of the node updates',
      targets: ['Node/i1'],
      result: 'Failed',
      message: /MachineConfigPool infra is not updated yet/,
    },
    { when: 'no pool covers the node', targets: ['Node/free'], result: 'NotApplicable', message: /No MachineConfigPool covers Node free/ },
    { when: 'one node is covered and done', targets: ['Node/free', 'Node/w1'], result: 'Passed', message: /worker is updated/ },
    { when: 'the node is gone', targets: ['Node/w9'], result: 'Failed', message: /does not exist/ },
    { when: 'the target pool is done', targets: ['MachineConfigPool/worker'], result: 'Passed', message: /worker is updated/ },
    { when: 'the target pool is degraded', targets: ['MachineConfigPool/bad'], result: 'Failed', message: /bad is degraded/ },
    { when: 'the target pool is gone', targets: ['MachineConfigPool/old'], result: 'Failed', message: /does not exist/ },
    { when: 'no target has to do with it', targets: ['Deployment/shop/pay'], result: 'NotApplicable', message: /No target is/ },
  ])('is $result when $when', async ({ targets, result, message }) => {
    const client = new FakeCluster({ objects });
    const verdict = await mcoStable.run({ client, targets: targets.map(target), parameters: {} });
    expect(verdict.result).toBe(result);
    expect(verdict.message).toMatch(message);
  });

  test('reads the pools once for many nodes', async () => {
    const client = new FakeCluster({ objects });
    await mcoStable.run({ client, targets: ['Node/w1', 'Node/w2', 'Node/i1'].map(target), parameters: {} });
    expect(client.calls.map(({ verb, what }) => `${verb} ${what}`).toSorted()).toEqual([
      'get Node',
      'get Node',
      'get Node',
      'list MachineConfigPool',
    ]);
  });
});
