import { expect, test } from '@jest/globals';
import type { RemediationAction } from '../../api/generated/types.ts';
import { Cache } from '../../kube/cache.ts';
import { correlation } from '../../kube/correlation.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { idsOfAction, idsOfAnomaly, idsOfPlan, namingIn } from './ids-of.ts';

const plan = { name: 'plan-1', uid: 'uid-of-plan-1' };

test.each([
  { what: 'an anomaly', ids: idsOfAnomaly(buildAnomaly({ name: 'anom-1' })), are: { anomaly: 'anom-1' } },
  { what: 'a plan made by hand', ids: idsOfPlan(buildPlan({ name: 'plan-1' })), are: { plan: 'plan-1' } },
  {
    what: 'a plan of an anomaly',
    ids: idsOfPlan(buildPlan({ name: 'plan-1', anomalyRef: { namespace: 'shop', name: 'anom-1', uid: 'u' } })),
    are: { plan: 'plan-1', anomaly: 'anom-1' },
  },
  { what: 'a lone action', ids: idsOfAction(buildAction({ name: 'act-1' })), are: { action: 'act-1' } },
  { what: 'an action of a plan', ids: idsOfAction(buildAction({ name: 'act-1', plan })), are: { action: 'act-1', plan: 'plan-1' } },
])('a line about $what names it and what it belongs to', ({ ids, are }) => {
  expect(ids).toEqual(are);
});

test('a reconcile carries the ids of what the cache has, and none of what it does not', () => {
  const cache = new Cache<RemediationAction>({ name: 'actions' });
  cache.upsert(buildAction({ namespace: 'shop', name: 'act-1' }));
  const reconcile = namingIn(cache, idsOfAction, () => correlation());
  expect(reconcile('shop/act-1')).toEqual({ action: 'act-1' });
  expect(reconcile('shop/act-2')).toEqual({});
});
