import { expect, test } from '@jest/globals';
import { at } from '../testing/action-builder.ts';
import { waitedAfter } from './waits.ts';

test.each([
  { when: 'it never waited', waits: {}, seconds: undefined },
  { when: 'it waited for a part of a second', waits: { blocked: { since: at(99.5) } }, seconds: undefined },
  { when: 'it waited once', waits: { blocked: { since: at(40) } }, seconds: 60 },
  { when: 'it waited before', waits: { blocked: { since: at(40) }, waitedSeconds: 300 }, seconds: 360 },
  { when: 'it waits no more', waits: { waitedSeconds: 300 }, seconds: 300 },
  { when: 'the clock was set back', waits: { blocked: { since: at(4000) }, waitedSeconds: 300 }, seconds: 300 },
])('$seconds s of waiting are remembered when $when', ({ waits, seconds }) => expect(waitedAfter(waits, new Date(at(100)))).toBe(seconds));
