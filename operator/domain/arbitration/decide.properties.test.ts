import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clash } from '../../../e2e/checker/arbitration-facts.ts';
import { expectedVerdicts, type Expected } from '../../../e2e/checker/arbitration-checker.ts';
import { at, buildAction } from '../../testing/action-builder.ts';
import { judgedAt, randomCase, seenBy, type RandomCase } from '../../testing/arbitrary-actions.ts';
import { crowd } from '../../testing/crowd.ts';
import { usualTerms } from '../../testing/usual-terms.ts';
import { contenderOf, isHolding } from './contender.ts';
import { decide, type Decision, type Seen } from './decide.ts';
import type { Verdict } from './verdict.ts';

const now = new Date(at(judgedAt));

/** A verdict in the words of the checker. */
function shown(verdict: Verdict): Expected | undefined {
  const winner = (rivals: Extract<Verdict, { kind: 'blocked' }>['rivals']) =>
    rivals[0] && { winner: rivals[0].ref.split('/').at(-1), conflictType: rivals[0].conflictType };
  switch (verdict.kind) {
    case 'paused':
      return undefined;
    case 'admitted':
      return { phase: 'Admitted', reason: 'Admitted' };
    case 'awaitingApproval':
      return { phase: 'AwaitingApproval', reason: verdict.reason };
    case 'blocked':
      return { phase: 'Blocked', reason: verdict.reason, ...winner(verdict.rivals) };
    case 'held':
      return { phase: 'Blocked', reason: verdict.reason };
    case 'ended':
      return { phase: verdict.phase, reason: verdict.reason, ...winner(verdict.rivals) };
    default:
      return verdict satisfies never;
  }
}

function verdictsOf({ verdicts }: Decision): Record<string, Expected> {
  const entries = [...verdicts].flatMap(([uid, verdict]) => {
    const one = shown(verdict);
    return one ? [[uid, one] as const] : [];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const sortedByUid = (verdicts: Map<string, Expected>) => Object.fromEntries([...verdicts].sort(([a], [b]) => (a < b ? -1 : 1)));

describe('a decision over a random set', () => {
  test('is what the independent checker expects', () => {
    fc.assert(
      fc.property(randomCase(), (one) => {
        expect(verdictsOf(decide(seenBy(one), now))).toEqual(sortedByUid(expectedVerdicts(one.actions, one.world, now.getTime())));
      }),
      { numRuns: 3000 },
    );
  });

  test('does not depend on the order in which the actions are given', () => {
    const shuffled = randomCase(10).chain((one) =>
      fc.record({ one: fc.constant(one), order: fc.shuffledSubarray([...one.actions], { minLength: one.actions.length }) }),
    );
    fc.assert(
      fc.property(shuffled, ({ one, order }) => {
        const [a, b] = [decide(seenBy(one), now), decide(seenBy({ ...one, actions: order }), now)];
        expect([...b.verdicts].toSorted()).toEqual([...a.verdicts].toSorted());
        expect(b.queue).toEqual(a.queue);
      }),
      { numRuns: 500 },
    );
  });

  test('admits no two that conflict, nor one that conflicts with what is at work', () => {
    fc.assert(
      fc.property(randomCase(20), (one) => {
        expect(pairsTogether(one)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('ends nobody while nothing is at work and no place is free', () => {
    const idle = randomCase().map((one) => ({
      actions: one.actions.filter((action) => !isHolding(action) && !action.spec.compensates && !action.spec.dryRun),
      world: { ...one.world, maxActive: 0 },
    }));
    fc.assert(
      fc.property(idle, (one) => {
        const ended = [...decide(seenBy(one), now).verdicts.values()].filter(({ kind }) => kind === 'ended' || kind === 'admitted');
        expect(ended).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** Admitted ones with whatever they conflict with among the admitted and the holding; a compensating one only on its own target. */
function pairsTogether(one: RandomCase): string[] {
  const { verdicts } = decide(seenBy(one), now);
  const admitted = one.actions.filter(({ metadata }) => verdicts.get(metadata.uid)?.kind === 'admitted');
  const atWork = [...admitted, ...one.actions.filter(isHolding)];
  return admitted.flatMap((a) =>
    atWork.flatMap((b) => {
      const why = clash(a, b, one.world);
      const counts = why === 'same_target' || !(a.spec.compensates || b.spec.compensates);
      return why && counts ? [`${a.metadata.name} beside ${b.metadata.name}: ${why}`] : [];
    }),
  );
}

describe('the work of a decision', () => {
  const sizes = [100, 1000, 10_000];
  const compared = new Map(sizes.map((size) => [size, decide(crowd(size), now).comparisons]));

  test.each(sizes)('over %i actions compares no more than 3 n log n times', (size) => {
    expect(compared.get(size)).toBeLessThan(3 * size * Math.log2(size));
  });

  test('grows no faster than n log n', () => {
    const perItem = sizes.map((size) => (compared.get(size) ?? NaN) / (size * Math.log2(size)));
    expect(Math.max(...perItem) / Math.min(...perItem)).toBeLessThan(1.5);
  });
});

describe('nobody starves', () => {
  const first = { name: 'patient', priority: 5, operation: 'drain_node' } as const;
  const newcomer = (index: number) => buildAction({ name: `n${index}`, priority: 1, createdAt: index * 60, parameters: { index } });

  test('the lowest priority is admitted though every minute one of the highest arrives', () => {
    const minutes = Array.from({ length: 60 }, (_, index) => index);
    const wonAt = minutes.find((minute) => {
      const patient = buildAction({ ...first, status: { phase: 'Blocked', blocked: { reason: 'LowerPriority', since: at(0) } } });
      const seen: Seen = { ...emptySeen, waiting: [patient, newcomer(minute)].map((action) => contenderOf(action)) };
      return decide(seen, new Date(at(minute * 60))).verdicts.get(patient.metadata.uid)?.kind === 'admitted';
    });
    expect(wonAt).toBe(20);
  });

  test('a model waiting for a place gets one though rules of the highest priority keep coming', () => {
    const minutes = Array.from({ length: 120 }, (_, index) => index);
    const wonAt = minutes.find((minute) => {
      const blocked = { phase: 'Blocked', blocked: { reason: 'ActiveLimit', since: at(0) } } as const;
      const patient = buildAction({ ...first, target: 'Node/w2', source: 'ai_driven', confidence: 0.9, status: blocked });
      const seen: Seen = { ...emptySeen, maxActive: 1, waiting: [patient, newcomer(minute)].map((action) => contenderOf(action)) };
      return decide(seen, new Date(at(minute * 60))).verdicts.get(patient.metadata.uid)?.kind === 'admitted';
    });
    expect(wonAt).toBe(45);
  });

  const emptySeen: Seen = { ...usualTerms, holding: [], waiting: [] };
});
