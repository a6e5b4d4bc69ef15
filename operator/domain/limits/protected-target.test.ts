import { describe, expect, test } from '@jest/globals';
import type { RemediationPolicySpec } from '../../api/generated/types.ts';
import { targetFrom } from '../../testing/action-builder.ts';
import { buildLimitWorld, buildWish, type WishWish } from '../../testing/limit-world.ts';
import { isProtected, protectedTarget, type Asker } from './protected-target.ts';

const now = new Date('2026-01-05T10:00:00Z');
const dns = 'restart_operator Deployment/openshift-dns/dns';

interface Case {
  readonly wish?: WishWish;
  readonly named?: readonly string[];
  readonly by?: string;
  readonly may?: string;
  readonly policy?: RemediationPolicySpec['protected'];
  readonly top?: string;
}

/** The hold on a wish of somebody who named those targets, when `may` is who has the right. */
function hold({ wish = { works: [dns] }, named = [], by, may, policy, top }: Case) {
  const asker: Asker = { named: named.map(targetFrom), ...(by !== undefined && { requestedBy: by }) };
  const facts = { objects: top === undefined ? [] : [{ target: targetFrom(top), labels: {} }] };
  const world = buildLimitWorld(now, {
    policy: policy ? { protected: policy } : {},
    askerOf: () => asker,
    mayTouch: (user) => user === may,
    factsOf: () => facts,
  });
  return protectedTarget(buildWish(wish), world, now);
}

const pay = { targets: [{ kind: 'Deployment', namespace: 'shop', name: 'pay' }] };
const node = { targets: [{ kind: 'Node', name: 'm1' }] };

describe('what is protected', () => {
  test.each<Case & { what: string; held: boolean }>([
    { what: 'a workload of OpenShift that planning found', held: true },
    { what: 'one of Kubernetes', wish: { works: ['delete_pod Pod/kube-system/dns'] }, held: true },
    { what: 'one beside the engine', wish: { works: ['restart_deployment Deployment/self-healing-platform/db'] }, held: true },
    { what: 'one of anybody else', wish: { works: ['restart_deployment Deployment/shop/pay'] }, held: false },
    { what: 'a node', wish: { works: ['drain_node Node/w1'] }, held: false },
    { what: 'a protected node', wish: { works: ['drain_node Node/m1'] }, policy: node, held: true },
    { what: 'a protected namespace itself', wish: { works: ['run_job Namespace/kube-system'] }, held: true },
    { what: 'a namespace that the policy no longer names', policy: { namespaces: ['vault'] }, held: false },
    {
      what: 'the Pod of a protected Deployment',
      wish: { works: ['delete_pod Pod/shop/pay-a'] },
      named: ['Pod/shop/pay-a'],
      policy: pay,
      top: 'Deployment/shop/pay',
      held: true,
    },
    { what: 'what was named, which admission has judged', named: ['Deployment/openshift-dns/dns'], held: false },
    { what: 'something in the namespace of what was named', named: ['Pod/openshift-dns/dns-a'], held: false },
    { what: 'something in another one', named: ['Pod/openshift-etcd/a'], held: true },
    { what: 'what somebody asked for who may', by: 'ann', may: 'ann', held: false },
    { what: 'what somebody asked for who may not', by: 'bob', may: 'ann', held: true },
    { what: 'what a person approved', wish: { works: [dns], approved: true }, held: false },
    { what: 'a step of a plan', wish: { works: [dns], planUid: 'p' }, held: true },
    { what: 'what only looks', wish: { works: ['observe Deployment/openshift-dns/dns'] }, held: false },
    { what: 'a dry run', wish: { works: [dns], dryRun: true }, held: false },
    { what: 'what takes back', wish: { works: [dns], compensates: true }, held: false },
  ])('holds $what: $held', ({ held, ...given }) => expect(hold(given) !== undefined).toBe(held));

  test('is told with who lacks which right', () => {
    expect(hold({ by: 'bob' })).toEqual({
      reason: 'ProtectedTarget',
      message:
        'Deployment/openshift-dns/dns lies in a protected namespace, and bob may not have it remediated: grant the verb remediate-protected on targets.coordination.selfheal.dev in openshift-dns, or approve it.',
    });
    expect(hold({ wish: { works: ['drain_node Node/m1'] }, policy: node })?.message).toBe(
      'Node/m1 is protected, and nobody who may have it remediated asked for it: grant the verb remediate-protected on targets.coordination.selfheal.dev in the cluster, or approve it.',
    );
  });
});

test.each([
  { target: 'Deployment/kube-system/coredns', is: true },
  { target: 'Namespace/kube-system', is: true },
  { target: 'Node/m1', is: true },
  { target: 'Deployment/shop/pay', is: true },
  { target: 'Deployment/shop/web', is: false },
  { target: 'Node/w1', is: false },
  { target: 'Deployment/not-kube-system/coredns', is: false },
])('$target is protected: $is', ({ target, is }) => {
  const targets = [
    { kind: 'Node', name: 'm1' },
    { kind: 'Deployment', namespace: 'shop', name: 'pay' },
  ];
  expect(isProtected(targetFrom(target), { namespaces: ['kube-*'], targets })).toBe(is);
});
