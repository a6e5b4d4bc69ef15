import { describe, expect, test } from '@jest/globals';
import { buildLimitWorld, buildWish } from '../../testing/limit-world.ts';
import { coolingDown } from './cooling-down.ts';
import type { TargetRecord } from './record.ts';

const now = new Date('2026-01-05T10:00:00Z');
const endedAgo = (seconds: number, name = 'plan-a'): TargetRecord => ({
  failures: 0,
  lastPlan: { kind: 'plan', ref: `RemediationPlan/shop/${name}`, endedAt: now.getTime() - seconds * 1000, result: 'success' },
});
const records = { 'Deployment/shop/pay': endedAgo(299), 'Node/w1': endedAgo(100, 'plan-b'), 'Node/w2': endedAgo(300) };

describe('cooling down', () => {
  test.each([
    { what: 'an action on a target whose plan ended', wish: {}, until: '10:00:01' },
    { what: 'a plan on such a target', wish: { kind: 'plan' as const }, until: '10:00:01' },
    {
      what: 'a plan on several: the one that lasts longest counts',
      wish: { works: ['restart_deployment Deployment/shop/pay', 'cordon_node Node/w1'] },
      until: '10:03:20',
    },
    { what: 'an action on a target whose time is over', wish: { works: ['cordon_node Node/w2'] }, until: undefined },
    { what: 'an action on a target that no plan ended on', wish: { works: ['cordon_node Node/w3'] }, until: undefined },
    { what: 'a step of an executing plan', wish: { planUid: 'uid-p' }, until: undefined },
    { what: 'one that takes something back', wish: { compensates: true }, until: undefined },
    { what: 'a dry run', wish: { dryRun: true }, until: undefined },
    { what: 'one that only looks', wish: { works: ['observe Deployment/shop/pay'] }, until: undefined },
  ])('$what: until $until', ({ wish, until }) => {
    const hold = coolingDown(buildWish(wish), buildLimitWorld(now, { records }), now);
    expect(hold?.until?.toISOString().slice(11, 19)).toBe(until);
  });

  test('says what ended, on what and until when it holds', () => {
    expect(coolingDown(buildWish(), buildLimitWorld(now, { records }), now)).toEqual({
      reason: 'CoolingDown',
      message: 'RemediationPlan/shop/plan-a ended on Deployment/shop/pay a short while ago, and what it did needs time to show.',
      until: new Date('2026-01-05T10:00:01Z'),
      by: 'RemediationPlan/shop/plan-a',
    });
  });

  test('a Pod counts as what it stands for, which is named all the same', () => {
    const locks = [{ key: 'apps/deployment/shop/pay', nodes: [] }];
    const wish = buildWish({ works: ['delete_pod Pod/shop/pay-1'], locks });
    expect(coolingDown(wish, buildLimitWorld(now, { records }), now)?.message).toContain('ended on deployment/shop/pay');
  });

  test.each([
    { cooldownSeconds: 0, held: false },
    { cooldownSeconds: 299, held: false },
    { cooldownSeconds: 300, held: true },
  ])('lasts $cooldownSeconds s as the policy says: $held', ({ cooldownSeconds, held }) => {
    const world = buildLimitWorld(now, { records, policy: { cooldownSeconds } });
    expect(coolingDown(buildWish(), world, now) !== undefined).toBe(held);
  });
});
