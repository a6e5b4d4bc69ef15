import { describe, expect, test } from '@jest/globals';
import { aPod, aWorkload, ownedBy } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { target } from '../testing/targets.ts';
import { workloadAvailable } from './workload-available.ts';

const said = (status: string) => ({ conditions: [{ type: 'Available', status }] });
const pay = aWorkload('Deployment', 'pay', { status: said('True') });
const paySet = aWorkload('ReplicaSet', 'pay-6f', { ownerReferences: ownedBy(pay) });
const objects = [
  pay,
  paySet,
  aWorkload('Deployment', 'ill', { status: said('False') }),
  aWorkload('StatefulSet', 'db', { status: { availableReplicas: 2 } }),
  aPod('pay-6f-1', { ownerReferences: ownedBy(paySet) }),
  aPod('lone'),
];

describe('workload_available', () => {
  test.each([
    { when: 'the Deployment is', targets: ['Deployment/shop/pay'], result: 'Passed', message: 'Deployment shop/pay is available' },
    {
      when: 'the workload of a target pod is',
      targets: ['Pod/shop/pay-6f-1'],
      result: 'Passed',
      message: 'Deployment shop/pay is available',
    },
    {
      when: 'one of two is not',
      targets: ['StatefulSet/shop/db', 'Deployment/shop/ill'],
      result: 'Failed',
      message: 'Deployment shop/ill is not available',
    },
    { when: 'it is gone', targets: ['Deployment/shop/old'], result: 'Failed', message: 'Deployment shop/old does not exist' },
    { when: 'the pod is of no workload', targets: ['Pod/shop/lone'], result: 'NotApplicable', message: 'Pod shop/lone is of no workload' },
    { when: 'no target has pods', targets: ['Node/w1'], result: 'NotApplicable', message: 'No target is a workload or a Pod of one' },
  ])('is $result when $when', async ({ targets, result, message }) => {
    const client = new FakeCluster({ objects });
    expect(await workloadAvailable.run({ client, targets: targets.map(target), parameters: {} })).toEqual({ result, message });
    expect(client.calls.filter(({ verb }) => verb === 'list')).toEqual([]);
  });
});
