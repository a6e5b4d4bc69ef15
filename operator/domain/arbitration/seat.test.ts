import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { at, buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { judgedAt, randomCase, seenBy } from '../../testing/arbitrary-actions.ts';
import type { RemediationAction } from '../../api/generated/types.ts';
import { heldSince, judge, type Row } from '../../testing/judge-actions.ts';
import { usualTerms } from '../../testing/usual-terms.ts';
import { contenderOf } from './contender.ts';
import { decide, type Seen } from './decide.ts';
import type { TokenBucket } from './token-bucket.ts';

const now = Date.UTC(2026, 0, 1) + 3_600_000;
/** So many tokens are there now, and one more comes every two seconds. */
const tokens = (count: number, burst = 10): TokenBucket => ({ stepMs: 2000, burst, fullAt: now + (burst - count) * 2000 });
const ai = { source: 'ai_driven', confidence: 0.9 } as const;

describe('tokens for admissions', () => {
  test.each<{ when: string; rows: Row[]; settings: Partial<Seen>; expected: Record<string, string> }>([
    {
      when: 'there are two, two are admitted by weight and the others wait for theirs',
      rows: [
        { name: 'a', target: 'Node/w1', priority: 4 },
        { name: 'b', target: 'Node/w2', ...ai, priority: 1 },
        { name: 'c', target: 'Node/w3', priority: 3 },
        { name: 'd', target: 'Node/w4', priority: 1 },
      ],
      settings: { bucket: tokens(2) },
      expected: { a: 'Held/RateLimited', b: 'Held/RateLimited', c: 'Admitted', d: 'Admitted' },
    },
    {
      when: 'there are none, compensating ones and dry runs go all the same',
      rows: [
        { name: 'a', target: 'Node/w1' },
        { name: 'b', target: 'Node/w2', compensates: { name: 'x', uid: 'y' }, source: 'manual', priority: 1 },
        { name: 'c', target: 'Node/w3', dryRun: true },
      ],
      settings: { bucket: tokens(0) },
      expected: { a: 'Held/RateLimited', b: 'Admitted', c: 'Admitted' },
    },
    {
      when: 'there is one place and no token, the first waits for the token and the other for the place',
      rows: [
        { name: 'a', target: 'Node/w1' },
        { name: 'b', target: 'Node/w2', priority: 4 },
      ],
      settings: { bucket: tokens(0), maxActive: 1 },
      expected: { a: 'Held/RateLimited', b: 'Blocked/ActiveLimit' },
    },
    {
      when: 'there are tokens and no place, nobody is admitted',
      rows: [
        { name: 'a', target: 'Node/w1' },
        { name: 'h', target: 'Node/w2', status: heldSince(1) },
      ],
      settings: { bucket: tokens(5), maxActive: 1 },
      expected: { a: 'Blocked/ActiveLimit' },
    },
    {
      when: 'who waits for a token is in the way of what it conflicts with',
      rows: [
        { name: 'a', target: 'Node/w1' },
        { name: 'b', target: 'Node/w1', operation: 'drain_node', priority: 4 },
      ],
      settings: { bucket: tokens(0) },
      expected: { a: 'Held/RateLimited', b: 'Blocked/LowerPriority by a (same_target)' },
    },
  ])('when $when', ({ rows, settings, expected }) => {
    expect(judge(rows, settings)).toEqual(expected);
    expect(judge(rows.toReversed(), settings)).toEqual(expected);
  });

  test('each is told when its own comes', () => {
    const wishes: ActionWish[] = [1, 2, 3, 4, 5].map((n) => ({ name: `a${n}`, target: `Node/w${n}`, createdAt: n, priority: 3 }));
    const waiting = wishes.map((wish) => contenderOf(buildAction(wish)));
    const { verdicts } = decide({ ...usualTerms, holding: [], waiting, bucket: tokens(2) }, new Date(now));
    const told = [...verdicts.values()].map((verdict) => (verdict.kind === 'held' ? (verdict.until?.getTime() ?? 0) - now : verdict.kind));
    expect(told).toEqual(['admitted', 'admitted', 2000, 4000, 6000]);
  });
});

test('of any set as many are admitted as there are tokens, and the same ones in whatever order they are given', () => {
  const time = new Date(at(judgedAt));
  const cases = randomCase(16).chain((one) =>
    fc.record({ one: fc.constant(one), order: fc.shuffledSubarray([...one.actions], { minLength: one.actions.length }), count: fc.nat(5) }),
  );
  fc.assert(
    fc.property(cases, ({ one, order, count }) => {
      const bucket: TokenBucket = { stepMs: 2000, burst: 10, fullAt: time.getTime() + (10 - count) * 2000 };
      const admitted = (actions: readonly RemediationAction[], more: Partial<Seen> = {}): string[] => {
        const { verdicts } = decide({ ...seenBy({ ...one, actions }), ...more }, time);
        const taking = actions.filter(({ spec }) => !spec.compensates && !spec.dryRun).map(({ metadata }) => metadata.uid);
        return taking.filter((uid) => verdicts.get(uid)?.kind === 'admitted').toSorted();
      };
      const freely = admitted(one.actions);
      const limited = admitted(one.actions, { bucket });
      expect(limited).toHaveLength(Math.min(count, freely.length));
      expect(freely).toEqual(expect.arrayContaining(limited));
      expect(admitted(order, { bucket })).toEqual(limited);
    }),
    { numRuns: 500 },
  );
});
