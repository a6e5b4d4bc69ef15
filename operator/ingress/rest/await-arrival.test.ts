import { expect, test } from '@jest/globals';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { openDesk } from '../../testing/open-desk.ts';
import { awaitArrival } from './await-arrival.ts';

const { anomalies } = openDesk(() => undefined).desk.caches;

test('what is there is not waited for', async () => {
  anomalies.upsert(buildAnomaly({ name: 'anom-there' }));
  await awaitArrival(anomalies, 'anom-there', 60_000);
});

test('what comes ends the wait, and others do not', async () => {
  let over = false;
  const waiting = awaitArrival(anomalies, 'anom-late', 60_000).then(() => (over = true));
  anomalies.upsert(buildAnomaly({ name: 'anom-other' }));
  await Promise.resolve();
  expect(over).toBe(false);
  anomalies.upsert(buildAnomaly({ name: 'anom-late', namespace: 'shop' }));
  await waiting;
});

test('what does not come is waited for no longer than that', async () => {
  await awaitArrival(anomalies, 'anom-never', 5);
  expect(anomalies.byIndex('name', 'anom-never')).toEqual([]);
});
