import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../limits/record.ts';
import { countsOnTarget } from './still-counts.ts';

const terms = {
  cooldownSeconds: 300,
  breakers: { target: { failures: 3, openSeconds: 3600 }, aiDriven: { failures: 3, windowSeconds: 3600 } },
};

/** `plan a failure 3`: the kind, its name, the result, and the second in which it ended. */
const outcome = (text: string): Outcome => {
  const [kind, ref = '', result, second] = text.split(' ') as [Outcome['kind'], string, Outcome['result'], string];
  return { kind, ref, result, endedAt: Number(second) * 1000 };
};

describe('what was done to a target counts', () => {
  test.each<{ when: string; outcomes: string[]; seconds: number }>([
    { when: 'for no time if it was stopped before it showed anything', outcomes: ['action own neither 10'], seconds: 0 },
    { when: 'for the cooldown if it was a plan', outcomes: ['plan own success 10'], seconds: 310 },
    { when: 'for no cooldown if it was no plan', outcomes: ['action own success 10'], seconds: 0 },
    { when: 'for the cooldown only if no other plan ended later', outcomes: ['plan own success 10', 'plan b success 20'], seconds: 0 },
    { when: 'for as long as a breaker looks back if it failed', outcomes: ['plan own failure 10'], seconds: 3610 },
    { when: 'for longer if something failed after it', outcomes: ['action own failure 10', 'plan b failure 3000'], seconds: 6600 },
    {
      when: 'for the try that comes after a breaker, too',
      outcomes: ['plan own failure 10', 'plan b failure 20', 'plan c failure 30'],
      seconds: 7230,
    },
    { when: 'no more if something succeeded since', outcomes: ['action own failure 10', 'action b success 20'], seconds: 0 },
    { when: 'for as long as failures before it are kept', outcomes: ['action b failure 10', 'action own success 20'], seconds: Infinity },
    {
      when: 'no more if another success came after those failures',
      outcomes: ['action b failure 10', 'action own success 20', 'action c success 30'],
      seconds: 0,
    },
  ])('$when', ({ outcomes, seconds }) => {
    for (const order of [outcomes, outcomes.toReversed()])
      expect(countsOnTarget(order.map(outcome), ({ ref }) => ref === 'own', terms)).toBe(seconds * 1000);
  });

  test('in no way that its own failures make longer', () =>
    expect(countsOnTarget(['action own failure 10', 'action own success 20'].map(outcome), () => true, terms)).toBe(0));
});
