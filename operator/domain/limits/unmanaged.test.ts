import { describe, expect, test } from '@jest/globals';
import { targetFrom } from '../../testing/action-builder.ts';
import { buildLimitWorld, buildWish, type WishWish } from '../../testing/limit-world.ts';
import type { Labels, TargetFacts } from './target-facts.ts';
import { unmanaged } from './unmanaged.ts';

const now = new Date('2026-01-05T10:00:00Z');
const says = (value: string | undefined): Labels => (value === undefined ? {} : { 'coordination.selfheal.dev/managed': value });

/** Facts of shop/pay: what the pod or workload says, what its controller says, what its namespace says. */
function facts(own?: string, namespace?: string, top?: string): TargetFacts {
  return {
    objects: [
      { target: targetFrom('Deployment/shop/pay'), labels: says(own) },
      ...(top === undefined ? [] : [{ target: targetFrom('ReplicaSet/shop/pay'), labels: says(top) }]),
    ],
    namespace: { name: 'shop', labels: says(namespace) },
  };
}

const hold = (known: TargetFacts | undefined, scope: 'OptOut' | 'OptIn' = 'OptOut', wish: WishWish = {}) =>
  unmanaged(buildWish(wish), buildLimitWorld(now, { policy: { scope }, factsOf: () => known }), now);

describe('the label', () => {
  test.each([
    { own: undefined, namespace: undefined, OptOut: true, OptIn: false },
    { own: 'false', namespace: undefined, OptOut: false, OptIn: false },
    { own: undefined, namespace: 'false', OptOut: false, OptIn: false },
    { own: 'true', namespace: undefined, OptOut: true, OptIn: true },
    { own: undefined, namespace: 'true', OptOut: true, OptIn: true },
    { own: 'true', namespace: 'false', OptOut: true, OptIn: true },
    { own: 'false', namespace: 'true', OptOut: false, OptIn: false },
    { own: 'False', namespace: undefined, OptOut: false, OptIn: false },
    { own: 'yes', namespace: undefined, OptOut: true, OptIn: false },
  ])('$own on the object and $namespace on its namespace manages it: OptOut $OptOut, OptIn $OptIn', ({ own, namespace, OptOut, OptIn }) => {
    expect(hold(facts(own, namespace)) === undefined).toBe(OptOut);
    expect(hold(facts(own, namespace), 'OptIn') === undefined).toBe(OptIn);
  });

  test('of the controller of a Pod counts where the Pod has none', () => {
    expect(hold(facts(undefined, 'true', 'false'))?.reason).toBe('Unmanaged');
    expect(hold(facts('true', 'false', 'false'))).toBeUndefined();
  });
});

describe('the hold', () => {
  test('tells whose label it is, and what is missing', () => {
    expect(hold(facts('false'))?.message).toBe(
      'Deployment/shop/pay is not managed: Deployment/shop/pay has the label coordination.selfheal.dev/managed "false".',
    );
    expect(hold(facts(undefined, 'false'))?.message).toContain('the namespace shop has the label');
    expect(hold(facts(), 'OptIn')?.message).toContain('neither it nor its namespace has the label');
  });

  test.each<{ what: string; wish: WishWish; held: boolean }>([
    {
      what: 'a plan, because of any of its steps',
      wish: { kind: 'plan', works: ['observe Node/w1', 'delete_pod Pod/shop/a'] },
      held: true,
    },
    { what: 'the next step of a plan that has begun', wish: { planUid: 'p' }, held: true },
    { what: 'what a person approved', wish: { approved: true }, held: true },
    { what: 'what only looks', wish: { works: ['observe Deployment/shop/pay'] }, held: false },
    { what: 'a dry run', wish: { dryRun: true }, held: false },
    { what: 'what takes back', wish: { compensates: true }, held: false },
  ])('is on $what: $held', ({ wish, held }) => expect(hold(facts('false'), 'OptOut', wish) !== undefined).toBe(held));

  test('is there too while nothing could be read', () => {
    expect(hold(undefined)).toEqual({
      reason: 'TargetUnreadable',
      message: 'Whether Deployment/shop/pay is managed cannot be read just now.',
    });
  });
});
