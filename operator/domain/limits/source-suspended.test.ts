import { describe, expect, test } from '@jest/globals';
import { buildLimitWorld, buildWish } from '../../testing/limit-world.ts';
import type { Outcome } from './record.ts';
import { sourceSuspended } from './source-suspended.ts';

const now = new Date('2026-01-05T10:00:00Z');
const failure = (minutesAgo: number): Outcome => ({
  kind: 'action',
  ref: `RemediationAction/shop/act-${minutesAgo}`,
  endedAt: now.getTime() - minutesAgo * 60_000,
  result: 'failure',
});
const hold = (minutesAgo: readonly number[], wish = {}, policy = {}) =>
  sourceSuspended(buildWish({ source: 'ai_driven', ...wish }), buildLimitWorld(now, { aiFailures: minutesAgo.map(failure), policy }), now);

describe('what models ask for', () => {
  test.each([
    { when: 'nothing of it failed', ago: [], until: undefined },
    { when: 'two failed', ago: [1, 2], until: undefined },
    { when: 'three failed within an hour', ago: [1, 2, 59], until: '10:01:00' },
    { when: 'three failed, one of them an hour ago', ago: [1, 2, 60], until: undefined },
    { when: 'more failed: the third newest counts', ago: [1, 2, 3, 50], until: '10:57:00' },
  ])('is held until $until when $when', ({ ago, until }) => {
    expect(hold(ago)?.until?.toISOString().slice(11, 19)).toBe(until);
  });

  test.each([
    { what: 'a plan of a model', wish: { kind: 'plan' as const }, held: true },
    { what: 'what a person approved', wish: { approved: true }, held: false },
    { what: 'what a rule asks for', wish: { source: 'deterministic' as const }, held: false },
    { what: 'what a person asks for', wish: { source: 'manual' as const }, held: false },
    { what: 'a step of an executing plan', wish: { planUid: 'uid-p' }, held: false },
    { what: 'one that only looks', wish: { works: ['observe Deployment/shop/pay'] }, held: false },
  ])('holds $what: $held', ({ wish, held }) => expect(hold([1, 2, 3], wish) !== undefined).toBe(held));

  test('is held as the policy says', () => {
    const policy = { breakers: { aiDriven: { failures: 1, windowSeconds: 120 } } };
    expect(hold([1], {}, policy)).toMatchObject({
      reason: 'SourceSuspended',
      until: new Date('2026-01-05T10:01:00Z'),
      by: 'RemediationAction/shop/act-1',
    });
  });
});
