import { describe, expect, test } from '@jest/globals';
import { aPod, aWorkload, ownedBy } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { target } from '../testing/targets.ts';
import { podsRunning } from './pods-running.ts';

const stepEnded = new Date('2026-01-01T10:00:00Z');
const pay = aWorkload('Deployment', 'pay');
const paySet = aWorkload('ReplicaSet', 'pay-6f', { ownerReferences: ownedBy(pay) });
const slow = aWorkload('Deployment', 'slow', { status: { readyReplicas: 1 } });
const crashing = aWorkload('StatefulSet', 'db');
const restarted = aWorkload('Deployment', 'cart');
const stuck = [{ name: 'main', state: { waiting: { reason: 'CrashLoopBackOff' } } }];
const late = [{ name: 'main', lastState: { terminated: { finishedAt: '2026-01-01T10:00:09Z' } } }];

const objects = [
  aWorkload('DaemonSet', 'log'),
  pay,
  paySet,
  slow,
  crashing,
  restarted,
  aPod('pay-6f-1', { labels: { app: 'pay' }, ownerReferences: ownedBy(paySet) }),
  aPod('pay-6f-2', { labels: { app: 'pay' }, containers: stuck, deletionTimestamp: '2026-01-01T00:00:00Z' }),
  aPod('pay-6f-3', { labels: { app: 'pay' }, containers: stuck, phase: 'Failed' }),
  aPod('db-0', { labels: { app: 'db' }, containers: stuck, ownerReferences: ownedBy(crashing) }),
  aPod('cart-1', { labels: { app: 'cart' }, containers: late }),
  aPod('lone'),
  aPod('orphan', { ready: false, ownerReferences: ownedBy(aWorkload('ReplicaSet', 'gone')) }),
];

describe('pods_running', () => {
  test.each([
    {
      when: 'all pods that count are ready',
      targets: ['Deployment/shop/pay'],
      result: 'Passed',
      message: /every pod of Deployment shop\/pay/,
    },
    {
      when: 'the workload of a target pod is',
      targets: ['Pod/shop/pay-6f-1'],
      result: 'Passed',
      message: /every pod of Deployment shop\/pay/,
    },
    {
      when: 'the workload of a pod that is gone is',
      targets: ['Pod/shop/pay-6f-x7k2p'],
      result: 'Passed',
      message: /Deployment shop\/pay/,
    },
    { when: 'the DaemonSet of a pod that is gone is', targets: ['Pod/shop/log-x7k2p'], result: 'Passed', message: /DaemonSet shop\/log/ },
    {
      when: 'nobody is known to have made the pod that is gone',
      targets: ['Pod/shop/old-x7k2p'],
      result: 'Failed',
      message: /old-x7k2p does not exist/,
    },
    { when: 'the owner of a target ReplicaSet is', targets: ['ReplicaSet/shop/pay-6f'], result: 'Passed', message: /Deployment shop\/pay/ },
    {
      when: 'a pod is not ready',
      targets: ['Deployment/shop/pay', 'Deployment/shop/slow'],
      result: 'Failed',
      message: /^not every pod of Deployment shop\/slow is ready$/,
    },
    { when: 'a container is stuck', targets: ['StatefulSet/shop/db'], result: 'Failed', message: /Pod shop\/db-0 is in CrashLoopBackOff/ },
    { when: 'a container ended after the step', targets: ['Deployment/shop/cart'], result: 'Failed', message: /cart-1 ended after/ },
    { when: 'a lone pod is ready', targets: ['Pod/shop/lone'], result: 'Passed', message: /Pod shop\/lone is ready/ },
    { when: 'a pod whose owner is gone is not', targets: ['Pod/shop/orphan'], result: 'Failed', message: /orphan is not ready/ },
    { when: 'the workload is gone', targets: ['Deployment/shop/old'], result: 'Failed', message: /Deployment shop\/old does not exist/ },
    { when: 'the pod is gone', targets: ['Pod/shop/old'], result: 'Failed', message: /Pod shop\/old does not exist/ },
    { when: 'no target has pods', targets: ['Node/w1', 'Widget/shop/x'], result: 'NotApplicable', message: /No target is a workload/ },
  ])('is $result when $when', async ({ targets, result, message }) => {
    const client = new FakeCluster({ objects });
    const verdict = await podsRunning.run({ client, targets: targets.map(target), parameters: {}, since: stepEnded });
    expect(verdict.result).toBe(result);
    expect(verdict.message).toMatch(message);
  });

  test('reads the pods of the workload only, and once for two targets that it stands behind', async () => {
    const client = new FakeCluster({ objects });
    await podsRunning.run({ client, targets: ['Deployment/shop/pay', 'ReplicaSet/shop/pay-6f'].map(target), parameters: {} });
    expect(client.calls.filter(({ verb }) => verb === 'list')).toMatchObject([
      { what: 'Pod', options: { namespace: 'shop', labelSelector: 'app=pay' } },
    ]);
  });
});
