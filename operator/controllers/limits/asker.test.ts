import { expect, test } from '@jest/globals';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { askerOf } from './asker.ts';
import { wishOfPlan } from './limits.ts';

const named = { kind: 'Deployment', namespace: 'shop', name: 'pay' };

test.each([
  { which: 'founded it', uid: 'uid-anom-1', names: [named] },
  { which: 'has the name of the one that founded it', uid: 'uid-of-one-before', names: [] },
  { which: 'a person pointed to by its name', uid: undefined, names: [named] },
])('of a plan what the anomaly names counts that $which: $names', ({ uid, names }) => {
  const { deps, put } = fakeEngine();
  put(buildAnomaly({ name: 'anom-1', namespace: 'shop', targets: ['Deployment/shop/pay'] }));
  const plan = buildPlan({ namespace: 'shop', requestedBy: 'ann', anomalyRef: { name: 'anom-1', ...(uid !== undefined && { uid }) } });
  put(plan);
  expect(askerOf(deps.caches, wishOfPlan(plan))).toMatchObject({ requestedBy: 'ann', named: names });
});
