import { afterEach, expect, test } from '@jest/globals';
import type { Anomaly, Severity } from '../../api/generated/types.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import type { Controller } from '../runtime/deps.ts';
import { makePlanningController } from './controller.ts';

let controller: Controller | undefined;
afterEach(async () => controller?.stop());

/** A report that is only observed, and that names nothing. */
const report = (name: string, namespace: string, severity: Severity = 'medium'): Anomaly => {
  const anomaly = buildAnomaly({ name, namespace, severity });
  return { ...anomaly, spec: { ...anomaly.spec, details: { name }, targets: [], mode: 'Observe' } };
};

/** The order in which reports that are all there at once are decided, as namespace/name. */
async function order(reports: readonly Anomaly[]): Promise<string[]> {
  const { deps, put } = fakeEngine({ allow: ['get *', 'list *', 'patch Anomaly/status'] });
  const decided: string[] = [];
  deps.caches.anomalies.onChange(({ object: { metadata, status } }) => {
    if (status?.phase === 'Suppressed') decided.push(`${metadata.namespace}/${metadata.name}`);
  });
  for (const one of reports) put(one);
  controller = makePlanningController(deps);
  controller.start();
  await eventually(() => expect(decided).toHaveLength(reports.length));
  return decided;
}

test('a report of another namespace is not behind a storm of one', async () => {
  const storm = Array.from({ length: 100 }, (_, at) => report(`anom-${at}`, 'noisy', 'critical'));
  const decided = await order([...storm, report('anom-low', 'quiet', 'low'), report('anom-other', 'calm')]);
  expect(decided.indexOf('quiet/anom-low')).toBeLessThan(8);
  expect(decided.indexOf('calm/anom-other')).toBeLessThan(8);
});

test('within a namespace the most severe goes first', async () => {
  const severities: Severity[] = ['low', 'medium', 'high', 'critical'];
  const reports = severities.flatMap((severity) =>
    Array.from({ length: 10 }, (_, at) => report(`anom-${severity}-${at}`, 'noisy', severity)),
  );
  const decided = await order(reports);
  const words = decided.map((name) => name.split('-')[1]);
  // Those that the workers took before the others came.
  expect(words.slice(0, 4)).toEqual(['low', 'low', 'low', 'low']);
  expect(words.slice(4, 10)).toEqual(Array.from({ length: 6 }, () => 'critical'));
  expect(words.slice(-6)).toEqual(Array.from({ length: 6 }, () => 'low'));
});
