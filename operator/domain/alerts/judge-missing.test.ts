import { describe, expect, test } from '@jest/globals';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { alertAnomalyName } from './alert-name.ts';
import { isToBeListed, judgeMissing } from './judge-missing.ts';

const alert = { fingerprint: '4eda1c1864b90576', startsAt: new Date('2026-01-01T09:00:00.123Z') };
const name = alertAnomalyName(alert);
const stored: AnomalyWish = {
  name,
  reporter: 'alertmanager',
  details: { alert_fingerprint: alert.fingerprint },
  detectedAt: alert.startsAt.toISOString(),
};
const byWebhook = { requestedBy: 'system:serviceaccount:monitoring:alertmanager' };

describe('an anomaly whose end Alertmanager would tell by silence', () => {
  test.each<{ when: string; wish: AnomalyWish; seen?: string; is: boolean }>([
    { when: 'was fetched from it', wish: {}, is: true },
    { when: 'was brought by a webhook, of whatever Alertmanager', wish: byWebhook, is: false },
    { when: 'was brought by a webhook and was seen there since', wish: byWebhook, seen: name, is: true },
    { when: 'has ended', wish: { resolvedAt: '2026-01-01T09:30:00Z' }, seen: name, is: false },
    { when: 'is of another reporter', wish: { reporter: 'detector' }, seen: name, is: false },
    { when: 'counts a storm of alerts', wish: { name: 'anom-20260101-storm', details: {} }, is: false },
    { when: 'only names a fingerprint', wish: { name: 'anom-20260101-abcde' }, is: false },
    { when: 'has no time', wish: { detectedAt: undefined }, is: false },
  ])('$when: $is', ({ wish, seen, is }) => {
    expect(isToBeListed(buildAnomaly({ ...stored, ...wish }), new Set(seen === undefined ? [] : [seen]))).toBe(is);
  });
});

describe('what is missing', () => {
  test.each([
    { when: 'for the first time', before: {}, now: 1000, since: { a: 1000 }, gone: [] },
    { when: 'not for long enough', before: { a: 1000 }, now: 1299, since: { a: 1000 }, gone: [] },
    { when: 'for long enough', before: { a: 1000 }, now: 1300, since: { a: 1000 }, gone: ['a'] },
    { when: 'beside what is there again', before: { b: 0 }, now: 1300, since: { a: 1300 }, gone: [] },
  ])('$when: gone $gone', ({ before, now, since, gone }) => {
    const judged = judgeMissing(['a'], new Map(Object.entries(before)), now, 300);
    expect({ ...judged, since: Object.fromEntries(judged.since) }).toEqual({ since, gone });
  });
});
