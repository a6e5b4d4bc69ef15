import { expect, test } from '@jest/globals';
import type { Anomaly, Severity } from '../../api/generated/types.ts';
import { Cache } from '../../kube/cache.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { settableClock } from '../../testing/clock.ts';
import { Places, type Place } from './places.ts';

const capacity = { most: 20, keptSeconds: 300 };
const inShop = (index: number, more: Parameters<typeof buildAnomaly>[0] = {}): Anomaly =>
  buildAnomaly({ name: `anom-${index}`, namespace: 'shop', ...more });

function placesOver(existing: readonly Anomaly[] = []) {
  const anomalies = new Cache<Anomaly>({ name: 'anomalies' });
  for (const one of existing) anomalies.upsert(one);
  const clock = settableClock();
  const places = new Places({ anomalies, capacity, clock });
  const takeAll = (namespace = 'shop', severity: Severity = 'medium'): Place[] => {
    const taken: Place[] = [];
    for (let place = places.take(namespace, severity); place; place = places.take(namespace, severity)) taken.push(place);
    return taken;
  };
  return { anomalies, clock, places, takeAll };
}

const some = (count: number, more = {}) => Array.from({ length: count }, (_, index) => inShop(index, more));

test.each([
  { when: 'it is empty', existing: [], free: 18 },
  { when: 'it has anomalies', existing: some(10), free: 8 },
  { when: 'others have them', existing: some(10, { namespace: 'bank' }), free: 18 },
  { when: 'some have just ended', existing: some(10, { status: { phase: 'Suppressed' } }), free: 8 },
  {
    when: 'some have ended long ago',
    existing: some(10, { status: { phase: 'Resolved' }, creationTimestamp: '2025-12-31T00:00:00Z' }),
    free: 18,
  },
  { when: 'it has a storm', existing: [inShop(1, { type: 'alert_storm', reporter: 'coordination-engine' })], free: 18 },
  { when: 'it has more than it may', existing: some(30), free: 0 },
])('a namespace has $free places when $when', ({ existing, free }) => {
  expect(placesOver(existing).takeAll()).toHaveLength(free);
});

test('the last places are for critical alerts, and the very last for nobody', () => {
  const { takeAll } = placesOver();
  expect(takeAll()).toHaveLength(18);
  expect(takeAll('shop', 'critical')).toHaveLength(1);
  expect(takeAll('bank', 'critical')).toHaveLength(19);
});

test('a place is free again when the anomaly was not made, and taken by the anomaly when it was', () => {
  const { anomalies, takeAll, places } = placesOver();
  const [first, second] = takeAll();
  first?.giveBack();
  expect(takeAll()).toHaveLength(1);
  anomalies.upsert(inShop(1));
  second?.giveBack();
  expect(places.take('shop', 'medium')).toBeUndefined();
});

test('places come free when what ended is old enough, and at once when it is deleted', () => {
  const ended = some(18, { status: { phase: 'Resolved' } });
  const { anomalies, clock, takeAll } = placesOver(ended);
  expect(takeAll()).toHaveLength(0);
  for (const one of ended.slice(0, 3)) anomalies.remove(one);
  expect(takeAll()).toHaveLength(3);
  clock.advance(300_000);
  expect(takeAll()).toHaveLength(15);
});

test('nothing is remembered of a namespace in which nothing is, and what is being made there keeps its place', () => {
  const existing = inShop(1);
  const { anomalies, places, takeAll } = placesOver([existing]);
  const [first, ...others] = takeAll();
  anomalies.remove(existing);
  for (const place of others) place.giveBack();
  expect(takeAll()).toHaveLength(17);
  expect(places.remembered).toBe(1);
  first?.giveBack();
  const elsewhere = placesOver();
  for (let index = 0; index < 100; index += 1) elsewhere.places.take(`never-was-${index}`, 'medium')?.giveBack();
  expect(elsewhere.places.remembered).toBe(0);
});

test('what goes on keeps its place, however old it is', () => {
  const { clock, takeAll } = placesOver(some(18));
  clock.advance(3_600_000);
  expect(takeAll()).toHaveLength(0);
});

test('a full namespace is not counted for every alert', () => {
  const { anomalies, clock, places } = placesOver(some(18));
  let looks = 0;
  const look = anomalies.getByUid.bind(anomalies);
  anomalies.getByUid = (uid) => {
    looks += 1;
    return look(uid);
  };
  for (let time = 0; time < 1_000; time += 1) places.take('shop', 'medium');
  expect(looks).toBe(18);
  clock.advance(100);
  places.take('shop', 'medium');
  expect(looks).toBe(36);
});
