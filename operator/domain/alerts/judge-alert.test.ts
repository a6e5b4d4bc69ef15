import { describe, expect, test } from '@jest/globals';
import type { Alert } from './alert.ts';
import { alertAnomalyName } from './alert-name.ts';
import { endOf, objectionToAge, severityOfAlert } from './judge-alert.ts';

const now = new Date('2026-06-15T12:00:00Z');
const at = (time: string): Date => new Date(time);
const alert = (labels: Alert['labels']): Alert => ({ fingerprint: 'f', status: 'firing', labels, annotations: {}, startsAt: now });

describe('how bad an alert is', () => {
  test.each<{ labels: Alert['labels']; judged: unknown }>([
    { labels: { alertname: 'A', severity: 'major' }, judged: 'high' },
    { labels: { alertname: 'A' }, judged: 'medium' },
    { labels: { alertname: 'A', severity: 'none' }, judged: { reason: 'SeverityNone' } },
    { labels: { alertname: 'Watchdog', severity: 'critical' }, judged: { reason: 'MetaAlert' } },
    { labels: { alertname: 'InfoInhibitor' }, judged: { reason: 'MetaAlert' } },
  ])('is told by its labels: $labels', ({ labels, judged }) => {
    const found = severityOfAlert(alert(labels));
    expect(typeof found === 'string' ? found : { reason: found.reason }).toEqual(judged);
  });
});

test.each([
  { startsAt: '2026-06-15T11:59:00Z', reason: undefined },
  { startsAt: '2026-06-13T12:00:00Z', reason: undefined },
  { startsAt: '2026-05-16T12:00:00Z', reason: undefined },
  { startsAt: '2026-05-16T11:59:59Z', reason: 'TooOld' },
  { startsAt: '1970-01-01T00:00:00Z', reason: 'TooOld' },
  { startsAt: '2026-06-15T12:10:00Z', reason: undefined },
  { startsAt: '2026-06-15T12:10:01Z', reason: 'InTheFuture' },
  { startsAt: '2099-01-01T00:00:00Z', reason: 'InTheFuture' },
])('what began at $startsAt is left alone: $reason', ({ startsAt, reason }) => {
  expect(objectionToAge({ startsAt: at(startsAt) }, now)?.reason).toBe(reason);
});

test.each([
  { when: 'it says so', endsAt: '2026-06-15T11:30:00Z', end: '2026-06-15T11:30:00Z' },
  { when: 'it says nothing', endsAt: undefined, end: '2026-06-15T12:00:00Z' },
  { when: 'it says what it says while it fires', endsAt: '0001-01-01T00:00:00Z', end: '2026-06-15T12:00:00Z' },
  { when: 'it speaks of the future', endsAt: '2026-06-15T12:05:00Z', end: '2026-06-15T12:00:00Z' },
])('it ended at $end when $when', ({ endsAt, end }) => {
  const told = endsAt === undefined ? {} : { endsAt: at(endsAt) };
  expect(endOf({ startsAt: at('2026-06-15T11:00:00Z'), ...told }, now)).toEqual(at(end));
});

describe('the name of its anomaly', () => {
  const first = { fingerprint: '7af7d74ea647b967', startsAt: at('2026-06-15T23:59:59.123Z') };

  test('has the UTC day of its start and ten hex digits', () => {
    expect(alertAnomalyName(first)).toMatch(/^anom-20260615-[0-9a-f]{10}$/);
    expect(alertAnomalyName({ ...first, startsAt: at('2026-06-16T01:59:59.123+02:00') })).toBe(alertAnomalyName(first));
  });

  test('is the same for what Alertmanager tells by nanoseconds in one place and milliseconds in the other', () => {
    expect(alertAnomalyName({ ...first, startsAt: at('2026-06-15T23:59:59.123987654Z') })).toBe(alertAnomalyName(first));
  });

  test.each([
    { what: 'start', other: { ...first, startsAt: at('2026-06-15T23:59:59.124Z') } },
    { what: 'labels', other: { ...first, fingerprint: '7af7d74ea647b968' } },
  ])('is another with other $what', ({ other }) => {
    expect(alertAnomalyName(other)).not.toBe(alertAnomalyName(first));
  });
});
