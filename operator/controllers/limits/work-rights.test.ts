import { expect, test } from '@jest/globals';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildWish } from '../../testing/limit-world.ts';
import { makeWorkRights } from './work-rights.ts';

const restart = 'restart_deployment Deployment/shop/pay';

/** An engine that was told which rights it lacks in the whole cluster; `denied` may be changed afterwards. */
async function stage(denied: string[], operation = restart) {
  const { cluster, deps, clock, logged } = fakeEngine({ denied });
  await deps.rights.known.ask('all');
  const granted: string[] = [];
  const rights = makeWorkRights({ ...deps, rights: { ...deps.rights, onGranted: () => void granted.push('told') } });
  const wish = buildWish({ works: [operation] });
  const [work] = wish.works;
  if (!work) throw new Error('there is no work');
  const before = cluster.calls.length;
  const asked = () => cluster.calls.slice(before).map(({ key }) => key);
  return { known: deps.rights.known, rights, wish, work, clock, logged, granted, asked, lacked: () => rights.lackedBy(work) };
}

test('who has every right asks for none', async () => {
  const { rights, wish, asked, lacked } = await stage([]);
  expect(rights.isUnknown(wish)).toBe(false);
  await rights.read([wish], 0);
  expect([asked(), lacked()]).toEqual([[], undefined]);
});

test('who lacks what something else needs asks for none either', async () => {
  const { rights, wish, asked, lacked } = await stage(['patch nodes']);
  await rights.read([wish], 0);
  expect([asked(), lacked()]).toEqual([[], undefined]);
});

test('what is missing in the whole cluster is asked for on the target, where it may be granted', async () => {
  const { rights, wish, asked, lacked } = await stage(['patch deployments.apps']);
  expect(rights.isUnknown(wish)).toBe(true);
  await rights.read([wish], 0);
  expect(rights.isUnknown(wish)).toBe(false);
  expect([asked(), lacked()]).toEqual([['patch deployments.apps in shop'], undefined]);
});

test('what is missing there too is told with what grants it', async () => {
  const { rights, wish, lacked } = await stage(['patch deployments.apps', 'patch deployments.apps in shop']);
  await rights.read([wish], 0);
  expect(lacked()).toBe('patch deployments.apps in shop, which config/rbac grants');
});

test.each([
  {
    when: 'one folder grants all of it',
    denied: ['patch nodes', 'delete leases.coordination.k8s.io in medik8s-leases', 'update leases.coordination.k8s.io in medik8s-leases'],
    words:
      'patch nodes, update leases.coordination.k8s.io in medik8s-leases or delete leases.coordination.k8s.io in medik8s-leases, which config/opt-in/node-drain grants',
  },
  {
    when: 'some of it is granted in two ways',
    denied: ['patch nodes', 'create pods/eviction'],
    words:
      'patch nodes, which config/opt-in/node-drain grants, nor create pods/eviction, which config/opt-in/node-drain or config/opt-in/pod-eviction grants',
  },
])('of several that are missing each is told with what grants it when $when', async ({ denied, words }) => {
  const { rights, wish, lacked } = await stage(denied, 'drain_node Node/w1');
  await rights.read([wish], 0);
  expect(lacked()).toBe(words);
});

const jobsOnNodes = ['create jobs.batch in self-healing-node-jobs'];

test.each([
  { of: 'Jobs that people grant in a namespace', operation: 'run_job Deployment/shop/pay', denied: jobsOnNodes },
  { of: 'the rollback of a release', operation: 'helm_rollback Deployment/shop/pay', denied: jobsOnNodes },
  { of: 'an Application that is not found yet', operation: 'argocd_sync Deployment/shop/pay', denied: ['patch applications.argoproj.io'] },
  { of: 'an operation of a newer engine', operation: 'paint_node Node/w1', denied: ['patch nodes'] },
])('nothing is asked for $of', async ({ operation, denied }) => {
  const { rights, wish, asked, lacked } = await stage(denied, operation);
  await rights.read([wish], 0);
  expect([rights.isUnknown(wish), asked(), lacked()]).toEqual([false, [], undefined]);
});

test('what was answered is asked again when it is old, and that it was granted is told on', async () => {
  const denied = ['patch nodes'];
  const { rights, wish, clock, asked, lacked, granted } = await stage(denied, 'cordon_node Node/w1');
  await rights.read([wish], 3000);
  await rights.read([wish], 3000);
  expect([asked().length, lacked()]).toEqual([1, 'patch nodes, which config/opt-in/node-drain grants']);
  denied.pop();
  clock.advance(3000);
  await rights.read([wish], 3000);
  expect([asked().length, lacked(), granted]).toEqual([2, undefined, ['told']]);
});

test('what the engine was told since holds at once', async () => {
  const denied = ['patch nodes'];
  const { known, rights, wish, lacked } = await stage(denied, 'cordon_node Node/w1');
  await rights.read([wish], 0);
  denied.pop();
  await known.ask('all');
  expect(lacked()).toBeUndefined();
  denied.push('patch nodes');
  await known.ask('all');
  expect(lacked()).toBe('patch nodes, which config/opt-in/node-drain grants');
});

test.each([
  { of: 'a step of what has begun', more: { planUid: 'uid-plan' } },
  { of: 'a dry run', more: { dryRun: true } },
  { of: 'an undo', more: { compensates: true } },
])('nothing is asked for $of', async ({ more }) => {
  const { rights, wish, asked } = await stage(['patch deployments.apps']);
  await rights.read([{ ...wish, ...more }], 0);
  expect([rights.isUnknown({ ...wish, ...more }), asked()]).toEqual([false, []]);
});
