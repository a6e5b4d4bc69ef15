import { describe, expect, test } from '@jest/globals';
import { aPod, aService, aSlice, aWorkload } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { target } from '../testing/targets.ts';
import { endpointsHealthy } from './endpoints-healthy.ts';

const pay = aService('pay');
const cart = aService('cart');
const first = aService('db-first', { spec: { selector: { 'statefulset.kubernetes.io/pod-name': 'db-0' } } });
const elsewhere = aService('pay', { namespace: 'bank' });
const off = {
  spec: { ...aWorkload('Deployment', 'off').spec, replicas: 0 },
  status: { replicas: 0, updatedReplicas: 0, readyReplicas: 0 },
};

const objects = [
  aWorkload('Deployment', 'pay'),
  aWorkload('Deployment', 'cart'),
  aWorkload('Deployment', 'empty'),
  aWorkload('Deployment', 'alone'),
  aWorkload('Deployment', 'off', off),
  aWorkload('StatefulSet', 'db'),
  aPod('pay-1', { labels: { app: 'pay' } }),
  aPod('db-0', { labels: { app: 'db', 'statefulset.kubernetes.io/pod-name': 'db-0' } }),
  aPod('lone', { labels: { app: 'pay' } }),
  pay,
  cart,
  first,
  elsewhere,
  aService('empty'),
  aService('off'),
  aSlice(pay, [{ ready: true }]),
  aSlice(cart, [{ ready: true }, { ready: false }]),
  aSlice(first, [{ ready: false }]),
  aSlice(elsewhere, [{ ready: false }]),
];

describe('endpoints_healthy', () => {
  test.each([
    { when: 'every endpoint is ready', targets: ['Deployment/shop/pay'], result: 'Passed', message: /Service shop\/pay/ },
    { when: 'a lone pod is behind such a Service', targets: ['Pod/shop/lone'], result: 'Passed', message: /Service shop\/pay/ },
    {
      when: 'one endpoint is not ready',
      targets: ['Deployment/shop/pay', 'Deployment/shop/cart'],
      result: 'Failed',
      message: /^Service shop\/cart has endpoints/,
    },
    {
      when: 'a Service selects one pod by name',
      targets: ['StatefulSet/shop/db'],
      result: 'Failed',
      message: /Service shop\/db-first has no ready/,
    },
    {
      when: 'the pods that should be there are not',
      targets: ['Deployment/shop/empty'],
      result: 'Failed',
      message: /Service shop\/empty has no ready/,
    },
    { when: 'no pod is wanted', targets: ['Deployment/shop/off'], result: 'NotApplicable', message: /No Service selects/ },
    { when: 'no Service selects them', targets: ['Deployment/shop/alone'], result: 'NotApplicable', message: /No Service selects/ },
    { when: 'the workload is gone', targets: ['Deployment/shop/old'], result: 'Failed', message: /does not exist/ },
    { when: 'no target has pods', targets: ['Node/w1'], result: 'NotApplicable', message: /No Service selects/ },
  ])('is $result when $when', async ({ targets, result, message }) => {
    const client = new FakeCluster({ objects });
    const verdict = await endpointsHealthy.run({ client, targets: targets.map(target), parameters: {} });
    expect(verdict.result).toBe(result);
    expect(verdict.message).toMatch(message);
  });

  test('lists the Services of a namespace once and the slices of those that matter', async () => {
    const client = new FakeCluster({ objects });
    await endpointsHealthy.run({ client, targets: ['Deployment/shop/pay', 'Deployment/shop/cart'].map(target), parameters: {} });
    const lists = client.calls.filter(({ verb, what }) => verb === 'list' && what !== 'Pod').map(({ what, options }) => [what, options]);
    expect(lists).toEqual([
      ['Service', { namespace: 'shop' }],
      ['EndpointSlice', { namespace: 'shop', labelSelector: 'kubernetes.io/service-name=pay' }],
      ['EndpointSlice', { namespace: 'shop', labelSelector: 'kubernetes.io/service-name=cart' }],
    ]);
  });
});
