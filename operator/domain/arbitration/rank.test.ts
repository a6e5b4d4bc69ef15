import { expect, test } from '@jest/globals';
import { agedPriority } from './rank.ts';

const now = new Date(10_000_000);
const ago = (seconds: number): number => now.getTime() - seconds * 1000;

test.each([
  { when: 'it never waited', waits: {}, priority: 4 },
  { when: 'it waits for 299 s', waits: { blockedSince: ago(299) }, priority: 4 },
  { when: 'it waits for 300 s', waits: { blockedSince: ago(300) }, priority: 3 },
  { when: 'it waited for 300 s and was only asked about since', waits: { waitedMs: 300_000 }, priority: 3 },
  { when: 'it waited for 200 s and then for 100 s', waits: { waitedMs: 200_000, blockedSince: ago(100) }, priority: 3 },
  { when: 'the clock was set back since', waits: { waitedMs: 300_000, blockedSince: ago(-9000) }, priority: 3 },
  { when: 'it waits for a day', waits: { blockedSince: ago(86_400) }, priority: 1 },
  { when: 'it takes something back', waits: { compensates: true }, priority: 0 },
])('a priority of 4 counts as $priority when $when', ({ waits, priority }) =>
  expect(agedPriority({ uid: 'a', priority: 4, createdAt: 0, ...waits }, now)).toBe(priority),
);
