import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { settableClock } from '../../testing/clock.ts';
import { makeTurns } from './turns.ts';

const named = (...names: readonly string[]) => names.map((uid) => ({ uid }));
const namesOf = (all: readonly { readonly uid: string }[]) => all.map(({ uid }) => uid).join('');

/** In each round so many have their turn, of those who are there then. */
function play(most: number, rounds: readonly (readonly string[])[]): string[][] {
  const turns = makeTurns(settableClock());
  return rounds.map((names) => {
    const some = turns.line(named(...names)).slice(0, most);
    turns.give(some);
    return some.map(({ uid }) => uid);
  });
}

describe('turns', () => {
  test('go round, go on where they were, and newcomers come first', () => {
    const all = ['a', 'b', 'c', 'd', 'e'];
    const rounds = [all, all, ['d'], [...all, 'n'], ['b', 'c', 'd', 'e', 'n'], all];
    expect(play(2, rounds).map((some) => some.join(''))).toEqual(['ab', 'cd', 'd', 'en', 'bc', 'ad']);
  });

  test('come to everybody who stays within as many rounds as all of them take, whatever was before', () => {
    const crowd = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { minLength: 1 }), { maxLength: 20 });
    const staying = fc.uniqueArray(fc.integer({ min: 0, max: 60 }).map(String), { minLength: 1 });
    fc.assert(
      fc.property(crowd, staying, fc.integer({ min: 1, max: 5 }), (before, names, most) => {
        const rounds = Array.from({ length: Math.ceil(names.length / most) }, () => names);
        const seen = play(most, [...before, ...rounds])
          .slice(before.length)
          .flat();
        expect(new Set(seen)).toEqual(new Set(names));
      }),
    );
  });

  test('are of those who were met; nobody is met twice, unless they did not show for long', () => {
    const clock = settableClock();
    const turns = makeTurns(clock);
    expect(namesOf(turns.meet(named('a', 'b')))).toBe('ab');
    expect(namesOf(turns.meet(named('a', 'b', 'c')))).toBe('c');
    clock.advance(700_000);
    turns.line(named('a'));
    turns.give(named('z'));
    expect(namesOf(turns.meet(named('a', 'b')))).toBe('b');
  });
});
