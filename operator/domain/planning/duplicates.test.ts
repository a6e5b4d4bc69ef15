import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Anomaly, AnomalyPhase, Mode } from '../../api/generated/types.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { primaryOf, sightings } from './duplicates.ts';

const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
const one = (name: string, second: number, more: { phase?: AnomalyPhase; mode?: Mode; plan?: string } = {}): Anomaly =>
  buildAnomaly({
    name,
    creationTimestamp: at(second),
    ...(more.mode && { mode: more.mode }),
    status: { phase: more.phase ?? 'Pending', ...(more.plan && { planRef: { name: more.plan } }) },
  });
const me = one('me', 5);

test.each([
  { when: 'nobody else is there', others: [], primary: undefined },
  { when: 'another is older', others: [one('a', 4)], primary: 'a' },
  { when: 'another is younger', others: [one('a', 6)], primary: undefined },
  { when: 'a younger one has a plan', others: [one('a', 6, { phase: 'Planned', plan: 'p' })], primary: 'a' },
  {
    when: 'one with a plan is younger than one without',
    others: [one('a', 1), one('b', 6, { phase: 'Planned', plan: 'p' })],
    primary: 'b',
  },
  { when: 'both are of one second: the smaller uid', others: [one('aaa', 5)], primary: 'aaa' },
  { when: 'both are of one second: the larger uid', others: [one('zzz', 5)], primary: undefined },
  { when: 'the older one is finished', others: [one('a', 1, { phase: 'Resolved', plan: 'p' })], primary: undefined },
  { when: 'the older one is a preview', others: [one('a', 1, { mode: 'DryRun', phase: 'Planned', plan: 'p' })], primary: undefined },
  { when: 'the older one only observes', others: [one('a', 1, { mode: 'Observe' })], primary: undefined },
  { when: 'it is itself among them', others: [me], primary: undefined },
])('the primary is $primary when $when', ({ others, primary }) => {
  expect(primaryOf(me, others)?.metadata.name).toBe(primary);
});

test('of any set without plans exactly one is its own primary, and all others have that one', () => {
  const arbitrary = fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z]{1,4}$/), second: fc.integer({ min: 0, max: 3 }) }), {
    selector: ({ name }) => name,
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(arbitrary, (wishes) => {
      const all = wishes.map(({ name, second }) => one(name, second));
      const primaries = all.map((anomaly) => primaryOf(anomaly, all)?.metadata.name ?? anomaly.metadata.name);
      expect(new Set(primaries).size).toBe(1);
    }),
    { numRuns: 200 },
  );
});

test('the count never falls, even when duplicates are deleted', () => {
  const counted = buildAnomaly({ status: { occurrences: 7, lastSeenAt: at(9) } });
  expect(sightings(counted, [])).toEqual({ occurrences: 7, lastSeenAt: at(9) });
});
