import type { Judged } from './judge.ts';
import { judge } from './judge.ts';
import type { Row } from './rows.ts';

/** So many of so many. */
export interface Score {
  readonly right: number;
  readonly of: number;
}

/** How many of the alerts of which somebody said so are in the layer that was expected. */
export function layerScore(judged: readonly Judged[]): Score {
  const expected = judged.filter(({ row }) => row.expected !== undefined);
  return { right: expected.filter(isRight).length, of: expected.length };
}

/** Whether the layer is the expected one, or none is expected. */
export function isRight({ row, layer }: Judged): boolean {
  return row.expected === undefined || row.expected === layer;
}

/** How many of the alerts that name an object have the same layer and the same target when they are called something else. */
export function namelessScore(rows: readonly Row[]): Score {
  const pairs = rows.map((row, i) => ({ named: judge(row), other: judge(row, otherName(i)) })).filter(({ named }) => named.target);
  const same = pairs.filter(({ named, other }) => named.layer === other.layer && named.target?.name === other.target?.name);
  return { right: same.length, of: pairs.length };
}

const syllables = ['ba', 'ko', 'mi', 'tu', 're', 'zo', 'li', 'fa'];

/** A name that says nothing, different for each number and the same on each run. */
export function otherName(seed: number): string {
  const digits = (seed + 8 ** 3).toString(8).split('').map(Number);
  const name = digits.map((digit) => syllables[digit] ?? '').join('');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** How many of the alerts are only looked at. */
export function lookedAt(judged: readonly Judged[]): Score {
  return { right: judged.filter(({ playbook }) => playbook === undefined).length, of: judged.length };
}

/** In percent with one decimal; of nothing it is all. */
export function percent({ right, of }: Score): number {
  return of === 0 ? 100 : Math.round((right / of) * 1000) / 10;
}
