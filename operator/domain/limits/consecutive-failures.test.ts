import { describe, expect, test } from '@jest/globals';
import { buildLimitWorld, buildWish } from '../../testing/limit-world.ts';
import { consecutiveFailures } from './consecutive-failures.ts';
import type { TargetRecord } from './record.ts';

const now = new Date('2026-01-05T10:00:00Z');
const failed = (failures: number, secondsAgo: number): TargetRecord => ({
  failures,
  lastFailure: { kind: 'plan', ref: 'RemediationPlan/shop/plan-c', endedAt: now.getTime() - secondsAgo * 1000, result: 'failure' },
});
const holdWith = (record: TargetRecord, wish = {}, policy = {}) =>
  consecutiveFailures(buildWish(wish), buildLimitWorld(now, { records: { 'Deployment/shop/pay': record }, policy }), now);

describe('a target on which things failed', () => {
  test.each([
    { when: 'two failed', failures: 2, ago: 10, until: undefined },
    { when: 'three failed', failures: 3, ago: 10, until: '10:59:50' },
    { when: 'four failed', failures: 4, ago: 10, until: '10:59:50' },
    { when: 'the last of three was almost an hour ago', failures: 3, ago: 3599, until: '10:00:01' },
    { when: 'the last of three was an hour ago, so one try is made', failures: 3, ago: 3600, until: undefined },
    { when: 'that try failed too', failures: 4, ago: 0, until: '11:00:00' },
  ])('is left alone until $until when $when', ({ failures, ago, until }) => {
    expect(holdWith(failed(failures, ago))?.until?.toISOString().slice(11, 19)).toBe(until);
  });

  test.each([
    { what: 'a plan', wish: { kind: 'plan' as const }, held: true },
    { what: 'what a person asks for', wish: { source: 'manual' as const }, held: true },
    { what: 'what a person wants tried all the same', wish: { cleared: true }, held: false },
    { what: 'a step of an executing plan', wish: { planUid: 'uid-p' }, held: false },
    { what: 'one that takes something back', wish: { compensates: true }, held: false },
    { what: 'one that only looks', wish: { works: ['observe Deployment/shop/pay'] }, held: false },
    { what: 'one on a namesake in another namespace', wish: { works: ['restart_deployment Deployment/pub/pay'] }, held: false },
  ])('holds $what: $held', ({ wish, held }) => expect(holdWith(failed(3, 10), wish) !== undefined).toBe(held));

  test('is left alone as the policy says', () => {
    const policy = { breakers: { target: { failures: 2, openSeconds: 20 } } };
    expect(holdWith(failed(2, 10), {}, policy)?.until).toEqual(new Date('2026-01-05T10:00:10Z'));
  });

  test('is named, and what failed last', () => {
    expect(holdWith(failed(3, 10))).toMatchObject({
      reason: 'ConsecutiveFailures',
      message:
        'What was tried on Deployment/shop/pay failed again and again, RemediationPlan/shop/plan-c last; it is left alone for a while, and then one try is made; the annotation coordination.selfheal.dev/clear-block with a reason makes this one at once.',
      by: 'RemediationPlan/shop/plan-c',
    });
  });
});
