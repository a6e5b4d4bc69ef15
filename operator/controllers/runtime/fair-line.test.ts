import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FairLine } from './fair-line.ts';

const lineOf = (...items: readonly (readonly [string, number])[]): FairLine<string> => {
  const line = new FairLine<string>();
  for (const [name, rank] of items) line.push(name, { group: name.slice(0, 1), rank });
  return line;
};

function all(line: FairLine<string>, counts?: (item: string) => boolean): string[] {
  const out: string[] = [];
  for (let next = line.pop(counts); next !== undefined; next = line.pop(counts)) out.push(next);
  return out;
}

test('groups take turns, and within one the smallest rank goes first, of equals the one that came first', () => {
  const line = lineOf(['a1', 3], ['a2', 1], ['a3', 1], ['a4', 2], ['b1', 9], ['c1', 0], ['b2', 9]);
  expect(all(line)).toEqual(['a2', 'b1', 'c1', 'a3', 'b2', 'a4', 'a1']);
});

test('a group that comes late has its turn after the groups that wait, however many others wait in them', () => {
  const line = lineOf(['a1', 0], ['a2', 0], ['a3', 0], ['b1', 0], ['b2', 0]);
  expect(line.pop()).toBe('a1');
  line.push('c1', { group: 'c', rank: 0 });
  expect(all(line)).toEqual(['b1', 'a2', 'c1', 'b2', 'a3']);
});

test('what no longer counts is passed over and takes nobody the turn', () => {
  const line = lineOf(['a1', 0], ['a2', 0], ['b1', 0], ['c1', 0], ['b2', 0]);
  expect(all(line, (item) => !['a1', 'b1', 'b2'].includes(item))).toEqual(['a2', 'c1']);
  expect(line.pop()).toBeUndefined();
});

test('nothing waits after it was cleared', () => {
  const line = lineOf(['a1', 0]);
  line.clear();
  expect(line.pop()).toBeUndefined();
});

test('everything comes out once, and nobody is overtaken by more than one of each other group', () => {
  const group = fc.constantFrom('a', 'b', 'c', 'd');
  const items = fc.array(fc.tuple(group, fc.nat({ max: 3 })), { maxLength: 60 });
  fc.assert(
    fc.property(items, (given) => {
      const names = given.map(([one, rank], index) => [`${one}${index}`, rank] as const);
      const out = all(lineOf(...names));
      expect(out.toSorted()).toEqual(names.map(([name]) => name).toSorted());
      for (const one of new Set(out.map((name) => name.slice(0, 1)))) {
        const turns = out.flatMap((name, at) => (name.startsWith(one) ? [at] : []));
        const waits = turns.map((at, index) => at - (turns[index - 1] ?? -1));
        expect(Math.max(...waits)).toBeLessThanOrEqual(4);
      }
    }),
  );
});
