import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitGroups } from './fit-groups.ts';
import type { Group } from './group-anomalies.ts';

const group = (cause: string, size: number, name = 'anom'): Group => ({
  cause,
  tie: 'node',
  members: Array.from({ length: size }, (_, i) => ({
    name: `${name}-${i}`,
    uid: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
  })),
});
const facts = { windowSeconds: 300, anomalies: 9 };

test('groups that fit are kept as they are', () => {
  const groups = [group('Node/w1', 3), group('Node/w2', 2)];
  expect(fitGroups(groups, facts)).toEqual({ groups, ...facts, leftOut: 0 });
});

test('a large group loses its latest members', () => {
  const { groups, leftOut } = fitGroups([group('Node/w1', 500)], facts);
  const kept = groups[0]?.members.length ?? 0;
  expect(kept).toBeGreaterThan(50);
  expect(groups[0]?.members).toEqual(group('Node/w1', kept).members);
  expect(leftOut).toBe(500 - kept);
});

test('whatever there is, the result stays within its bounds and counts what is left out', () => {
  const some = fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 253, unit: 'binary' }), fc.integer({ min: 2, max: 90 })), {
    maxLength: 90,
  });
  fc.assert(
    fc.property(some, (all) => {
      const wanted = all.map(([cause, size]) => group(cause, size, cause.slice(0, 60)));
      const fitted = fitGroups(wanted, facts);
      expect(JSON.stringify(fitted).length).toBeLessThan(8192);
      expect(fitted.groups.length).toBeLessThanOrEqual(64);
      const kept = fitted.groups.flatMap(({ members }) => members);
      expect(fitted.groups.every(({ members }) => members.length >= 2 && members.length <= 64)).toBe(true);
      expect(kept.length + fitted.leftOut).toBe(wanted.reduce((sum, { members }) => sum + members.length, 0));
    }),
  );
});
