import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupAnomalies, tieKinds, type Suspect, type Tie, type TieKind } from './group-anomalies.ts';

const short: Readonly<Record<string, TieKind>> = { cause: 'rootCause', owner: 'owner', node: 'node' };

/** `cause:Node/w1 node:Node/w2`, and the second at which it began. */
function suspect(uid: string, ties: string, second = 0): Suspect {
  const read = ties.split(' ').map((text): Tie => {
    const [kind = '', resource = ''] = text.split(':');
    return { kind: short[kind] ?? 'node', key: resource.toLowerCase(), resource };
  });
  return { name: `anom-${uid}`, uid, since: second * 1000, ties: read };
}

/** Each group as `cause (tie): a b`. */
function group(suspects: readonly Suspect[], windowSeconds = 60): string[] {
  return groupAnomalies(suspects, windowSeconds).map(
    ({ cause, tie, members }) => `${cause} (${tie}): ${members.map(({ uid }) => uid).join(' ')}`,
  );
}

describe('anomalies are grouped', () => {
  test.each<{ when: string; suspects: Suspect[]; groups: string[] }>([
    { when: 'there are none', suspects: [], groups: [] },
    { when: 'there is one', suspects: [suspect('a', 'cause:Node/w1')], groups: [] },
    {
      when: 'they have one root cause',
      suspects: [suspect('a', 'cause:Node/w1'), suspect('b', 'cause:Node/w1'), suspect('c', 'cause:Node/w2')],
      groups: ['Node/w1 (rootCause): a b'],
    },
    {
      when: 'they have one owner',
      suspects: [suspect('a', 'cause:Pod/x owner:Deployment/s/pay'), suspect('b', 'cause:Pod/y owner:Deployment/s/pay')],
      groups: ['Deployment/s/pay (owner): a b'],
    },
    {
      when: 'they share a node alone',
      suspects: [suspect('a', 'cause:Deployment/s/pay node:Node/w1'), suspect('b', 'cause:Deployment/s/cart node:Node/w1')],
      groups: ['Node/w1 (node): a b'],
    },
    {
      when: 'the node of some is the root cause of another',
      suspects: [
        suspect('a', 'cause:Node/w1'),
        suspect('b', 'cause:Deployment/s/pay node:Node/w1'),
        suspect('c', 'cause:Deployment/s/cart node:Node/w1'),
      ],
      groups: ['Node/w1 (rootCause): a b c'],
    },
    {
      when: 'one could be in two groups, a root cause goes before a node though fewer have it',
      suspects: [
        suspect('a', 'cause:Deployment/s/pay node:Node/w1'),
        suspect('b', 'cause:Deployment/s/pay node:Node/w2'),
        suspect('c', 'cause:Deployment/s/x node:Node/w1'),
        suspect('d', 'cause:Deployment/s/y node:Node/w1'),
      ],
      groups: ['Deployment/s/pay (rootCause): a b', 'Node/w1 (node): c d'],
    },
    {
      when: 'one could be in two groups of like ties, the larger goes first',
      suspects: [
        suspect('a', 'node:Node/w1 node:Node/w2'),
        suspect('b', 'node:Node/w1'),
        suspect('c', 'node:Node/w2'),
        suspect('d', 'node:Node/w2'),
      ],
      groups: ['Node/w2 (node): a c d'],
    },
  ])('when $when', ({ suspects, groups }) => {
    expect(group(suspects)).toEqual(groups);
  });

  test.each([
    { seconds: [0, 60, 120], groups: ['Node/w1 (rootCause): a b c'] },
    { seconds: [0, 61, 120], groups: ['Node/w1 (rootCause): b c'] },
    { seconds: [0, 61, 122], groups: [] },
    { seconds: [100, 0, 50], groups: ['Node/w1 (rootCause): b c a'] },
  ])('by what began close together: $seconds', ({ seconds, groups }) => {
    const [a = 0, b = 0, c = 0] = seconds;
    expect(group([suspect('a', 'cause:Node/w1', a), suspect('b', 'cause:Node/w1', b), suspect('c', 'cause:Node/w1', c)])).toEqual(groups);
  });

  test('anew where the one between two others went to another group', () => {
    const between = suspect('b', 'cause:Node/w9 node:Node/w1', 50);
    const suspects = [suspect('a', 'node:Node/w1', 0), between, suspect('c', 'node:Node/w1', 100), suspect('x', 'cause:Node/w9', 50)];
    expect(group(suspects)).toEqual(['Node/w9 (rootCause): b x']);
  });
});

const resources = ['Node/w1', 'Node/w2', 'Deployment/s/pay', 'Deployment/s/cart', 'Application/shop'];
const someTies = fc.array(fc.tuple(fc.constantFrom(...Object.keys(short)), fc.constantFrom(...resources)), { minLength: 1, maxLength: 4 });
const someSuspects = fc
  .array(fc.tuple(someTies, fc.integer({ min: 0, max: 400 })), { maxLength: 14 })
  .map((all) => all.map(([ties, second], i) => suspect(`u${i}`, ties.map(([kind, on]) => `${kind}:${on}`).join(' '), second)));

describe('whatever is reported', () => {
  test('the order of the reports does not matter', () => {
    fc.assert(
      fc.property(
        someSuspects.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(groupAnomalies(shuffled, 60)).toEqual(groupAnomalies(all, 60));
        },
      ),
    );
  });

  test('nobody is in two groups, and everybody hangs on the cause of his group, within the window of his neighbours', () => {
    fc.assert(
      fc.property(someSuspects, (all) => {
        const byUid = new Map(all.map((one) => [one.uid, one]));
        const groups = groupAnomalies(all, 60);
        const members = groups.flatMap((one) => one.members.map(({ uid }) => uid));
        expect(new Set(members).size).toBe(members.length);
        for (const { cause, tie, members: those } of groups) {
          expect(those.length).toBeGreaterThan(1);
          const found = those.flatMap(({ uid }) => byUid.get(uid) ?? []);
          for (const one of found) expect(one.ties.map(({ resource }) => resource)).toContain(cause);
          const strongest = found
            .flatMap((one) => one.ties.filter(({ resource }) => resource === cause))
            .map(({ kind }) => tieKinds.indexOf(kind));
          expect(tieKinds[Math.min(...strongest)]).toBe(tie);
          found.slice(1).forEach((one, i) => expect(one.since - (found[i]?.since ?? 0)).toBeLessThanOrEqual(60_000));
        }
      }),
    );
  });

  test('two that are left have no resource in common within the window', () => {
    fc.assert(
      fc.property(someSuspects, (all) => {
        const taken = new Set(groupAnomalies(all, 60).flatMap(({ members }) => members.map(({ uid }) => uid)));
        const left = all.filter(({ uid }) => !taken.has(uid));
        for (const a of left)
          for (const b of left) {
            if (a === b || Math.abs(a.since - b.since) > 60_000) continue;
            expect(a.ties.filter(({ key }) => b.ties.some((tie) => tie.key === key))).toEqual([]);
          }
      }),
    );
  });
});

test('a thousand anomalies on a hundred nodes are grouped at once', () => {
  const storm = Array.from({ length: 1000 }, (_, i) => suspect(`u${i}`, `cause:Deployment/s/${i} node:Node/w${i % 100}`));
  const groups = groupAnomalies(storm, 60);
  expect(groups.length).toBe(100);
  expect(groups.every(({ members }) => members.length === 10)).toBe(true);
});
