import { expect, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import { alertAnomalyName } from '../../domain/alerts/alert-name.ts';
import { Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { makePoll } from './poller.ts';

const goneSeconds = 300;
const detectedAt = '2026-01-01T00:00:00.000Z';

/** What was fetched of an alert. */
function fetched(fingerprint: string): Anomaly {
  const name = alertAnomalyName({ fingerprint, startsAt: new Date(detectedAt) });
  return buildAnomaly({ name, reporter: 'alertmanager', details: { alert_fingerprint: fingerprint }, detectedAt });
}

test('an alert has ended although nobody may write the anomaly of another; the log says so once, and it is tried again', async () => {
  const { clock, cluster, deps, logged, put } = fakeEngine({ allow: ['get *', 'patch Anomaly'] });
  const [frozen, other] = [fetched('aaaaaaaaaaaaaaaa'), fetched('bbbbbbbbbbbbbbbb')];
  for (const one of [frozen, other]) put(one);
  const hasEnded = ({ metadata: { namespace, name } }: Anomaly) =>
    cluster.peek<Anomaly>(kinds.Anomaly, { namespace, name })?.spec.resolvedAt !== undefined;
  const polled: string[] = [];
  const poll = makePoll(
    {
      deps,
      lister: { list: () => Promise.resolve({ kind: 'listed', alerts: new Map(), unread: [] }) },
      intake: { take: () => Promise.resolve([]) },
      metrics: { polled: (result) => void polled.push(result) },
      settings: { pollSeconds: 30, goneSeconds },
    },
    new AbortController().signal,
  );
  await poll();
  clock.advance(goneSeconds * 1000);
  for (let polls = 0; polls < 2; polls += 1) {
    cluster.failNext('patch Anomaly', new Terminal({ code: 403, reason: 'Forbidden', message: 'the namespace is frozen' }));
    await poll();
  }
  expect([frozen, other].map(hasEnded)).toEqual([false, true]);
  expect(polled).toEqual(['success', 'success', 'success']);
  expect(logged.filter((line) => line === 'An alert has ended, but its anomaly may not be written')).toHaveLength(1);
  await poll();
  expect(hasEnded(frozen)).toBe(true);
});
