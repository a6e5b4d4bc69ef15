import { afterEach, expect, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import { stormSpec } from '../../domain/alerts/storm.ts';
import { Conflict } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import type { Controller } from '../runtime/deps.ts';
import { makeStormController, reconcileStorm } from './controller.ts';

let controller: Controller | undefined;
afterEach(async () => controller?.stop());

const capacity = { most: 20, keptSeconds: 300 };
const began = new Date('2026-01-01T00:00:00Z');
const key = 'shop/anom-20260101-storm1';
const storm = (more: AnomalyWish = {}): Anomaly =>
  buildAnomaly({ name: 'anom-20260101-storm1', namespace: 'shop', ...stormSpec(capacity, 5, began), ...more });

/** An engine that knows the storm, so many seconds after its last alert, and so many anomalies in its namespace. */
function engineWith(seconds: number, others: readonly Anomaly[] = [], open = storm()) {
  const engine = fakeEngine({ settings: { alertCapacity: capacity }, allow: ['get Anomaly', 'patch Anomaly'] });
  for (const one of [open, ...others]) engine.put(one);
  engine.clock.advance(seconds * 1000);
  const stored = () => engine.cluster.peek<Anomaly>(kinds.Anomaly, { namespace: 'shop', name: 'anom-20260101-storm1' })?.spec;
  return { ...engine, stored };
}

const crowd = (count: number, more: AnomalyWish = {}) =>
  Array.from({ length: count }, (_, index) => buildAnomaly({ name: `anom-${index}`, namespace: 'shop', ...more }));

test.each([
  { when: 'alerts came until a moment ago', seconds: 20, others: [], after: 40_000 },
  { when: 'there is no place yet', seconds: 600, others: crowd(18), after: 60_000 },
])('a storm goes on while $when, which costs no call', async ({ seconds, others, after }) => {
  const { deps, cluster, stored } = engineWith(seconds, others);
  expect(await reconcileStorm(deps, key)).toEqual({ after });
  expect(stored()?.resolvedAt).toBeUndefined();
  expect(cluster.calls).toEqual([]);
});

test.each([
  { when: 'nobody needs a place', others: [] },
  { when: 'what had them has ended', others: crowd(30, { status: { phase: 'Resolved' } }) },
  { when: 'only other namespaces are full', others: crowd(30, { namespace: 'bank' }) },
])('a storm is over when nothing came for a while and $when', async ({ others }) => {
  const { deps, stored, clock, logged } = engineWith(600, others);
  expect(await reconcileStorm(deps, key)).toBeUndefined();
  expect(stored()).toMatchObject({ resolvedAt: clock.now().toISOString(), reports: 5 });
  expect(logged).toEqual(['A storm of alerts is over']);
});

test('an alert that is counted meanwhile keeps it open', async () => {
  const { deps, cluster, stored, logged } = engineWith(600);
  cluster.put(storm({ reports: 9, lastReportedAt: '2026-01-01T00:09:59Z' }));
  cluster.failNext('patch Anomaly', new Conflict({ message: 'moved', reason: 'Conflict' }));
  await reconcileStorm(deps, key);
  expect(stored()).toMatchObject({ reports: 9 });
  expect(stored()?.resolvedAt).toBeUndefined();
  expect(logged).toEqual([]);
});

test.each([
  { what: 'that has ended', open: storm({ resolvedAt: '2026-01-01T00:01:00Z' }) },
  { what: 'that an alert is called', open: storm({ reporter: 'alertmanager' }) },
])('nothing is done about one $what', async ({ open }) => {
  const { deps, cluster } = engineWith(600, [], open);
  expect(await reconcileStorm(deps, key)).toBeUndefined();
  expect(cluster.calls).toEqual([]);
});

test('a new leader ends what its predecessor left open', async () => {
  const { deps, stored } = engineWith(600);
  controller = makeStormController(deps);
  controller.start();
  await eventually(() => expect(stored()?.resolvedAt).toBeDefined());
});
