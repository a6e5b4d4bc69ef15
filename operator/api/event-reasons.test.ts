import { expect, test } from '@jest/globals';
import { eventReasons, isEventReason } from './event-reasons.ts';
import { isReason, reasons } from './reasons.ts';

test.each(['Succeeded', 'Failed', 'RolledBack', 'RollbackFailed', 'Cancelled'])('the end %s of a plan has an Event of its own', (phase) => {
  expect(eventReasons[`Plan${phase}`]?.type).toBe(phase === 'Succeeded' ? 'Normal' : 'Warning');
});

test('every reason is a CamelCase word of at most 128 characters, with a sentence', () => {
  for (const [name, { on, when }] of Object.entries(eventReasons)) {
    expect(name).toMatch(/^[A-Z][A-Za-z]{2,127}$/);
    expect(on).not.toBe('');
    expect(when).toMatch(/^[A-Z].*\.$/);
  }
});

test.each([
  { reason: 'NodeCordoned', known: true },
  { reason: Object.keys(reasons)[0] ?? '', known: true },
  { reason: 'SomethingElse', known: false },
  { reason: 'toString', known: false },
])('$reason is known: $known', ({ reason, known }) => {
  expect(isEventReason(reason)).toBe(known);
  expect(isReason('NodeCordoned')).toBe(false);
});
