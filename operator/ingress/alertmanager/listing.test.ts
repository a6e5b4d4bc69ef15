import { describe, expect, test } from '@jest/globals';
import { nameOf } from '../../domain/alerts/alert.ts';
import { alertAnomalyName } from '../../domain/alerts/alert-name.ts';
import type { Reply } from '../../outbound/http-get.ts';
import { makeAlertLister, type Listing } from './listing.ts';

/** An alert as GET /api/v2/alerts gives it. */
const gettable = (alertname: string, state = 'active') => ({
  annotations: { summary: 'x' },
  endsAt: '2026-01-01T10:05:00.000Z',
  fingerprint: '4eda1c1864b90576',
  receivers: [{ name: 'coordination-engine' }],
  startsAt: '2026-01-01T10:00:00.123Z',
  status: { inhibitedBy: [], mutedBy: [], silencedBy: [], state },
  updatedAt: '2026-01-01T10:00:01.000Z',
  generatorURL: 'http://prometheus/graph',
  labels: { alertname, namespace: 'shop' },
});

function lister(reply: Reply, receiver = '') {
  const asked: unknown[] = [];
  const get = (path: string, parameters: object) => {
    asked.push([path, parameters]);
    return Promise.resolve(reply);
  };
  const made = makeAlertLister(get, receiver);
  return { asked, list: (which: { quiet: boolean }) => made.list(which) };
}

const reply = (body: unknown, code = 200): Reply => ({ kind: 'reply', code, text: typeof body === 'string' ? body : JSON.stringify(body) });

const namesIn = (listing: Listing): unknown => listing.kind === 'listed' && [...listing.alerts.values()].map(nameOf);

describe('the list of Alertmanager', () => {
  test('is of firing alerts, as its webhook would tell them', async () => {
    const { list, asked } = lister(reply([gettable('KubePodCrashLooping')]));
    const alert = {
      fingerprint: '4eda1c1864b90576',
      status: 'firing',
      labels: { alertname: 'KubePodCrashLooping', namespace: 'shop' },
      annotations: { summary: 'x' },
      startsAt: new Date('2026-01-01T10:00:00.123Z'),
      endsAt: new Date('2026-01-01T10:05:00.000Z'),
      generatorURL: 'http://prometheus/graph',
    };
    expect(await list({ quiet: false })).toEqual({ kind: 'listed', unread: [], alerts: new Map([[alertAnomalyName(alert), alert]]) });
    expect(asked).toEqual([['/api/v2/alerts', { active: 'true', silenced: 'false', inhibited: 'false' }]]);
  });

  test.each([
    { quiet: false, names: ['A'] },
    { quiet: true, names: ['A', 'B', 'C'] },
  ])('has what is kept quiet only when it is asked for that ($quiet), whatever was given', async ({ quiet, names }) => {
    const others = [
      { ...gettable('B', 'suppressed'), fingerprint: 'b' },
      { ...gettable('C', 'unprocessed'), fingerprint: 'c' },
    ];
    expect(namesIn(await lister(reply([gettable('A'), ...others])).list({ quiet }))).toEqual(names);
  });

  test('is asked for one receiver by its name, not by a pattern', async () => {
    const { list, asked } = lister(reply([]), 'shop/team.a+b');
    await list({ quiet: true });
    expect(asked).toEqual([['/api/v2/alerts', { active: 'true', silenced: 'true', inhibited: 'true', receiver: 'shop/team\\.a\\+b' }]]);
  });

  const { fingerprint } = gettable('A');
  test.each<{ bad: unknown; unread: string }>([
    ...[null, 'A', 7, []].map((bad) => ({ bad, unread: '' })),
    { bad: { ...gettable('A'), labels: {} }, unread: fingerprint },
    { bad: { ...gettable('A'), startsAt: 'yesterday' }, unread: fingerprint },
    { bad: { ...gettable('A'), startsAt: '2025-12-31T23:59:60Z' }, unread: fingerprint },
  ])('loses nothing else to $bad, and knows it by $unread', async ({ bad, unread }) => {
    const { list } = lister(reply([bad, gettable('A')]));
    const listing = await list({ quiet: true });
    expect(listing).toMatchObject({ unread: [unread] });
    expect(namesIn(listing)).toEqual(['A']);
  });

  test.each([
    { when: 'it cannot be reached', answer: { kind: 'none', cause: 'ECONNREFUSED' } as const, cause: 'could not be asked: ECONNREFUSED' },
    { when: 'it refuses the token', answer: reply('Unauthorized', 401), cause: 'answered 401' },
    { when: 'it is moved', answer: reply('', 302), cause: 'answered 302' },
    { when: 'it is something else', answer: reply('<html>'), cause: 'gave an answer that is no list of alerts' },
    { when: 'it answers with an object', answer: reply({ alerts: [] }), cause: 'gave an answer that is no list of alerts' },
  ])('is unknown when $when', async ({ answer, cause }) => {
    expect(await lister(answer).list({ quiet: false })).toEqual({ kind: 'unlisted', cause });
  });
});
