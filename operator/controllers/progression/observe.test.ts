import { expect, test } from '@jest/globals';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { testRules } from '../../testing/simulate-plan.ts';
import { addIndexes, observePlan } from './observe.ts';

const end = '2026-01-01T01:00:00Z';

test.each([
  { second: undefined, ended: undefined },
  { second: end, ended: end },
])('an alert has ended ($ended) when the other about the same has ($second)', ({ second, ended }) => {
  const { put, deps } = fakeEngine();
  addIndexes(deps.caches);
  const { metadata } = buildAnomaly({ name: 'anom-test' });
  put(buildAnomaly({ name: 'anom-test', reporter: 'alertmanager', resolvedAt: end }));
  const status = { phase: 'Suppressed', duplicateOf: { namespace: metadata.namespace, name: 'anom-test', uid: metadata.uid } } as const;
  put(buildAnomaly({ name: 'anom-other', reporter: 'alertmanager', ...(second !== undefined && { resolvedAt: second }), status }));
  put(buildPlan({ anomalyRef: { name: 'anom-test' } }));
  const seen = observePlan(deps.caches, 'self-healing-platform/plan-test', testRules, new Map());
  expect(seen?.anomaly?.metadata.name).toBe('anom-test');
  expect(seen?.anomaly?.spec.resolvedAt).toBe(ended);
});
