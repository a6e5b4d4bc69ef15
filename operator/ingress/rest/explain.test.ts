import { expect, test } from '@jest/globals';
import { at, buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { asAlice, openDesk } from '../../testing/open-desk.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import type { Access } from '../auth/authorize.ts';
import { explainRoutes } from './explain.ts';

const system = 'self-healing-platform';
const blocked = { reason: 'TargetBusy', since: at(1), by: `RemediationAction/${system}/act-9` };

/** An anomaly of shop, its plan in `planIn`, and the action of that, which waits. */
function scene({ may, planIn = system }: { may?: (access: Access) => boolean; planIn?: string } = {}) {
  const open = openDesk(explainRoutes, may ? { may } : {});
  const { anomalies, plans, actions } = open.desk.caches;
  const planRef = { namespace: planIn, name: 'plan-1' };
  anomalies.upsert(
    buildAnomaly({ name: 'anom-1', namespace: system, status: { phase: 'Remediating', reason: 'TargetBusy', blocked, planRef } }),
  );
  const steps = [
    { name: 'a', phase: 'Running' as const, actionRef: { name: 'act-1' } },
    { name: 'b', phase: 'Pending' as const, actionRef: { name: 'act-not-yet' } },
  ];
  plans.upsert(buildPlan({ name: 'plan-1', namespace: planIn, status: { phase: 'Executing', reason: 'TargetBusy', blocked, steps } }));
  actions.upsert(buildAction({ name: 'act-1', namespace: planIn, status: { phase: 'Blocked', reason: 'TargetBusy', blocked } }));
  const get = async (url: string) => {
    const answer = await open.door.inject({ url, headers: asAlice });
    return { code: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  return { ...open, get };
}

const waits = { holder: blocked.by, since: blocked.since };
const action = { id: 'act-1', rule: 'TargetBusy', waits };

test.each([
  { path: 'actions/act-1', body: action },
  { path: 'plans/plan-1', body: { id: 'plan-1', rule: 'TargetBusy', waits, actions: [action] } },
  { path: 'anomalies/anom-1', body: { id: 'anom-1', rule: 'TargetBusy', waits, plan: { id: 'plan-1', actions: [action] } } },
])('$path is explained, and no call is made for it', async ({ path, body }) => {
  const { cluster, get } = scene();
  expect(await get(`/api/v1/${path}/explain`)).toMatchObject({ code: 200, body });
  expect(cluster.calls).toEqual([]);
});

test.each([
  { denied: 'remediationplans', body: { id: 'anom-1', plan: null } },
  { denied: 'remediationactions', body: { id: 'anom-1', plan: { id: 'plan-1', actions: [] } } },
])('an anomaly shows nothing of $denied to whoever may not get them', async ({ denied, body }) => {
  const { get } = scene({ may: ({ resource }) => resource !== denied });
  expect(await get('/api/v1/anomalies/anom-1/explain')).toMatchObject({ code: 200, body });
});

test('a plan in another namespace is shown to whoever may get it there', async () => {
  const seen = await scene({ planIn: 'other' }).get('/api/v1/anomalies/anom-1/explain');
  expect(seen.body).toMatchObject({ plan: { namespace: 'other' } });
  const hidden = await scene({ planIn: 'other', may: ({ namespace }) => namespace !== 'other' }).get('/api/v1/anomalies/anom-1/explain');
  expect(hidden.body).toMatchObject({ plan: null });
});

test.each(['actions/act-none', 'plans/plan-none', 'anomalies/anom-none', 'anomalies/..x'])('%s is not there', async (path) => {
  expect(await scene().get(`/api/v1/${path}/explain`)).toMatchObject({ code: 404, body: { error: 'Not found', field: 'id' } });
});

test('what the caller may not get is not there', async () => {
  const { get } = scene({ may: () => false });
  expect((await get('/api/v1/actions/act-1/explain')).code).toBe(404);
});
