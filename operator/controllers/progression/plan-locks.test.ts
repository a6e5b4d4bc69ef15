import { expect, test } from '@jest/globals';
import type { RemediationPlan } from '../../api/generated/types.ts';
import { Transient } from '../../kube/errors.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { PlanLocks } from './plan-locks.ts';

const labels = { app: 'pay' };
const objects = [
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'w1' } },
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'pay', namespace: 'shop' }, spec: { selector: { matchLabels: labels } } },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pay-a', namespace: 'shop', labels }, spec: { nodeName: 'w1' } },
];
const away = new Transient({ code: 503, reason: 'ServiceUnavailable', message: 'away' });
const onNode = buildPlan({ name: 'plan-node' });
const onPay = (phase: 'Pending' | 'Executing') => buildPlan({ name: 'plan-pay', steps: [{ layer: 'application' }], status: { phase } });

const onMachines = (phase: 'Pending' | 'Executing') =>
  buildPlan({
    name: 'plan-machines',
    steps: [{ operation: 'add_node_capacity', target: 'MachineDeployment/shop/workers' }],
    status: { phase },
  });

function known() {
  const { deps, cluster, clock } = fakeEngine({ objects });
  const locks = new PlanLocks(deps);
  const refresh = (plans: readonly RemediationPlan[], candidate: RemediationPlan): Promise<void> => {
    for (const plan of plans) locks.follow(plan);
    return locks.refresh(candidate);
  };
  return { locks, refresh, cluster, clock };
}

test('the locks of a workload are its own and the nodes that it runs on', async () => {
  const { locks, refresh } = known();
  await refresh([onPay('Pending')], onNode);
  expect(locks.of(onPay('Pending'))).toEqual([{ key: 'apps/deployment/shop/pay', nodes: ['w1'] }]);
});

test('a waiting plan whose target cannot be read keeps no other from starting', async () => {
  const { locks, refresh, cluster } = known();
  cluster.failNext('get Deployment', away);
  await refresh([onPay('Pending'), onNode], onNode);
  expect(locks.of(onPay('Pending'))).toEqual([{ key: 'apps/deployment/shop/pay', nodes: [] }]);
});

test.each([
  { when: 'the plan itself wants to start', plan: onPay('Pending'), candidate: onPay('Pending') },
  { when: 'the plan executes and may contain what the other wants', plan: onPay('Executing'), candidate: onNode },
])('what cannot be read has to be when $when', async ({ plan, candidate }) => {
  const { refresh, cluster } = known();
  cluster.failNext('get Deployment', away);
  await expect(refresh([plan], candidate)).rejects.toThrow('away');
});

test.each([
  { when: 'its own plan wants to start', plan: onMachines('Pending'), candidate: onMachines('Pending') },
  { when: 'its plan executes', plan: onMachines('Executing'), candidate: onNode },
])('what stands for nothing but itself need not be read when $when', async ({ plan, candidate }) => {
  const { locks, refresh, cluster } = known();
  cluster.failNext('get MachineDeployment', away);
  await refresh([plan], candidate);
  expect(locks.of(plan)).toEqual([{ key: 'cluster.x-k8s.io/machinedeployment/shop/workers', nodes: [] }]);
});

test('what was read before counts while it cannot be read again', async () => {
  const { locks, refresh, cluster, clock } = known();
  await refresh([onPay('Executing')], onNode);
  clock.advance(31_000);
  cluster.failNext('get Deployment', away);
  await refresh([onPay('Executing')], onNode);
  expect(locks.of(onPay('Executing'))).toEqual([{ key: 'apps/deployment/shop/pay', nodes: ['w1'] }]);
});

test('each plan is read once in half a minute, however many want to start meanwhile, and who listens hears of it', async () => {
  const { locks, cluster, clock } = known();
  const plans = Array.from({ length: 20 }, (_, i) => buildPlan({ name: `plan-${i}`, uid: `uid-${i}` }));
  const heard: string[] = [];
  locks.onRead((uid) => heard.push(uid));
  for (const plan of plans) locks.follow(plan);
  await Promise.all(plans.map((plan) => locks.refresh(plan)));
  expect(heard.toSorted()).toEqual(plans.map(({ metadata }) => metadata.uid).toSorted());
  clock.advance(29_000);
  await Promise.all(plans.map((plan) => locks.refresh(plan)));
  expect(cluster.calls.length).toBe(plans.length);

  locks.leave('uid-0');
  clock.advance(2_000);
  await Promise.all(plans.map((plan) => locks.refresh(plan)));
  expect(heard).toHaveLength(2 * plans.length - 1);
});
