import { describe, expect, test } from '@jest/globals';
import type { AnomalyPhase } from '../../api/generated/types.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { isOpenStorm, judgeStorm, placesFor, stormName, stormSpec, stormType, takesPlace, withReports } from './storm.ts';

const now = new Date('2026-01-01T00:10:00Z');
const capacity = { most: 1000, keptSeconds: 300 };
const ago = (seconds: number): string => new Date(now.getTime() - seconds * 1000).toISOString();
const storm = (more: object = {}) => buildAnomaly({ ...stormSpec(capacity, 7, now), ...more });

describe('a storm', () => {
  test('is reported for people only, with what came so far', () => {
    expect(stormSpec(capacity, 7, now)).toMatchObject({
      type: 'alert_storm',
      mode: 'Observe',
      reports: 7,
      detectedAt: now.toISOString(),
      lastReportedAt: now.toISOString(),
      description: expect.stringContaining('(1000)'),
    });
  });

  test('has a name of the day in the form that reports have', () => {
    expect([1, 12].map((number) => stormName(now, number))).toEqual(['anom-20260101-storm1', 'anom-20260101-storm12']);
  });

  test.each([
    { when: 'nobody ended it', more: {}, open: true },
    { when: 'it has ended', more: { resolvedAt: ago(0) }, open: false },
    { when: 'an alert is called so', more: { reporter: 'alertmanager' }, open: false },
    { when: 'it is something else', more: { type: 'storm' }, open: false },
  ])('goes on: $open when $when', ({ more, open }) => {
    expect(isOpenStorm(storm(more))).toBe(open);
  });

  test.each([
    { reports: 7, more: 500, becomes: 507 },
    { reports: 2 ** 31 - 10, more: 500, becomes: 2 ** 31 - 1 },
  ])('of $reports reports has $becomes after $more', ({ reports, more, becomes }) => {
    expect(withReports(storm({ reports }), more, now)).toEqual({ reports: becomes, lastReportedAt: now.toISOString() });
  });

  test.each([
    { when: 'an alert came a moment ago', last: 1, taken: 0, verdict: { kind: 'goesOn', lookAfter: 59 } },
    { when: 'an alert would have no place', last: 60, taken: 900, verdict: { kind: 'goesOn', lookAfter: 60 } },
    {
      when: 'nothing came for a while, and there is place',
      last: 60,
      taken: 899,
      verdict: { kind: 'over', resolvedAt: now.toISOString() },
    },
  ])('is $verdict.kind when $when', ({ last, taken, verdict }) => {
    expect(judgeStorm(storm({ lastReportedAt: ago(last) }), { taken, capacity }, now)).toEqual(verdict);
  });

  test('does not end between two counts, however short a place is kept', () => {
    const short = { most: 20, keptSeconds: 1 };
    const verdicts = [9, 10].map((last) => judgeStorm(storm({ lastReportedAt: ago(last) }), { taken: 0, capacity: short }, now).kind);
    expect(verdicts).toEqual(['goesOn', 'over']);
  });
});

test.each([
  { made: 10, phase: undefined, takes: true },
  { made: 10, phase: 'Suppressed', takes: true },
  { made: 299, phase: 'Resolved', takes: true },
  { made: 300, phase: 'Resolved', takes: false },
  { made: 300, phase: 'Failed', takes: false },
  { made: 9000, phase: 'Planned', takes: true },
  { made: 9000, phase: undefined, takes: true },
])('what was made $made s ago and is $phase takes a place: $takes', ({ made, phase, takes }) => {
  const anomaly = buildAnomaly({ creationTimestamp: ago(made), status: { phase: phase as AnomalyPhase } });
  expect(takesPlace(anomaly, capacity, now)).toBe(takes);
});

test('the storm itself takes none', () => {
  expect(takesPlace(storm(), capacity, now)).toBe(false);
  expect(storm().spec.type).toBe(stormType);
});

test.each([
  { most: 1000, severity: 'medium', places: 900 },
  { most: 1000, severity: 'low', places: 900 },
  { most: 1000, severity: 'high', places: 900 },
  { most: 1000, severity: 'critical', places: 950 },
  { most: 20, severity: 'medium', places: 18 },
  { most: 20, severity: 'critical', places: 19 },
] as const)('of $most places alerts that are $severity fill $places', ({ most, severity, places }) => {
  expect(placesFor(severity, { most, keptSeconds: 1 })).toBe(places);
});
