import { describe, expect, test } from '@jest/globals';
import { reportedAnomalyName } from '../../api/names.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { asAlice, openDesk } from '../../testing/open-desk.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import type { Access } from '../auth/authorize.ts';
import { readingRoutes } from './reading.ts';

const system = 'self-healing-platform';

function reading(may?: (access: Access) => boolean) {
  const open = openDesk(readingRoutes, may ? { may } : {});
  const get = async (url: string) => {
    const answer = await open.door.inject({ url, headers: asAlice });
    return { code: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  return { ...open, get };
}

describe('one', () => {
  test('anomaly is shown with its plan and the action at work', async () => {
    const { desk, get } = reading();
    const { caches } = desk;
    const planRef = { namespace: system, name: 'plan-1' };
    caches.anomalies.upsert(buildAnomaly({ name: 'anom-1', status: { phase: 'Remediating', planRef } }));
    const steps = [{ name: 'a', phase: 'Running' as const, actionRef: { namespace: system, name: 'act-1' } }];
    caches.plans.upsert(buildPlan({ name: 'plan-1', status: { phase: 'Executing', steps } }));
    caches.actions.upsert(buildAction({ name: 'act-1', namespace: system, status: { phase: 'Running' } }));
    expect(await get('/api/v1/anomalies/anom-1')).toMatchObject({
      code: 200,
      body: { anomaly_id: 'anom-1', status: 'in_progress', action: { action_id: 'act-1', status: 'running' }, resolution: null },
    });
  });

  test('anomaly shows nothing of a plan in another namespace', async () => {
    const { desk, get } = reading();
    const { caches } = desk;
    const planRef = { namespace: system, name: 'plan-1' };
    caches.anomalies.upsert(buildAnomaly({ name: 'anom-1', namespace: 'shop', status: { phase: 'Suppressed', planRef } }));
    const steps = [{ name: 'a', phase: 'Running' as const, actionRef: { namespace: system, name: 'act-1' } }];
    caches.plans.upsert(buildPlan({ name: 'plan-1', namespace: system, status: { phase: 'Executing', steps } }));
    caches.actions.upsert(buildAction({ name: 'act-1', namespace: system, status: { phase: 'Running' } }));
    expect(await get('/api/v1/anomalies/anom-1')).toMatchObject({ body: { status: 'suppressed', action: null } });
  });

  test('action and plan are shown in the words of the object', async () => {
    const { desk, get } = reading();
    const blocked = { reason: 'TargetBusy', since: '2026-01-01T00:00:00Z', by: 'RemediationAction/shop/act-2' };
    desk.caches.actions.upsert(buildAction({ name: 'act-1', status: { phase: 'Blocked', reason: 'TargetBusy', blocked } }));
    desk.caches.plans.upsert(buildPlan({ name: 'plan-1', status: { phase: 'Pending', progress: '0/1' } }));
    expect(await get('/api/v1/actions/act-1')).toMatchObject({
      body: {
        action_id: 'act-1',
        status: 'pending',
        phase: 'Blocked',
        reason: 'TargetBusy',
        blocked: { ...blocked, until: null },
        plan_id: null,
      },
    });
    expect(await get('/api/v1/plans/plan-1')).toMatchObject({ body: { plan_id: 'plan-1', phase: 'Pending', progress: '0/1' } });
  });

  test('that is in the system namespace goes before its namesakes', async () => {
    const { desk, get } = reading();
    desk.caches.anomalies.upsert(buildAnomaly({ name: 'anom-1', namespace: 'shop', uid: 'u-1' }));
    desk.caches.anomalies.upsert(buildAnomaly({ name: 'anom-1', namespace: system, uid: 'u-2', status: { phase: 'Resolved' } }));
    expect(await get('/api/v1/anomalies/anom-1')).toMatchObject({ body: { status: 'resolved' } });
  });

  test('that is not in the cache yet is asked for', async () => {
    const { cluster, get } = reading();
    cluster.put(buildAnomaly({ name: 'anom-new' }));
    expect(await get('/api/v1/anomalies/anom-new')).toMatchObject({ code: 200, body: { anomaly_id: 'anom-new' } });
  });

  test('that another replica stored in some namespace a moment ago is waited for', async () => {
    const { desk, get } = reading();
    const name = reportedAnomalyName(desk.clock.now(), 'abcde');
    const answer = get(`/api/v1/anomalies/${name}`);
    setTimeout(() => desk.caches.anomalies.upsert(buildAnomaly({ name, namespace: 'shop' })), 20);
    expect(await answer).toMatchObject({ code: 200, body: { anomaly_id: name } });
  });

  test.each([
    { path: '/api/v1/anomalies/anom-none', calls: 1 },
    { path: '/api/v1/actions/..x', calls: 0 },
    { path: '/api/v1/plans/Not%20A%20Name', calls: 0 },
  ])('that is not there is a 404, and $path asks the API server $calls times', async ({ path, calls }) => {
    const { cluster, get } = reading();
    expect(await get(path)).toMatchObject({ code: 404, body: { error: 'Not found', field: 'id' } });
    expect(cluster.calls).toHaveLength(calls);
  });

  test('that the caller may not see is not there', async () => {
    const { desk, cluster, get } = reading(() => false);
    desk.caches.anomalies.upsert(buildAnomaly({ name: 'anom-1' }));
    expect((await get('/api/v1/anomalies/anom-1')).code).toBe(404);
    expect(cluster.calls).toEqual([]);
  });
});

describe('a list', () => {
  test('has what is in the namespaces that the caller may list, page by page', async () => {
    const { desk, get, asked } = reading(({ namespace }) => namespace === 'shop' || namespace === 'bank');
    for (const [namespace, name] of [
      ['shop', 'anom-2'],
      ['bank', 'anom-1'],
      ['vault', 'anom-3'],
      ['shop', 'anom-1'],
    ] as const)
      desk.caches.anomalies.upsert(buildAnomaly({ namespace, name, uid: `${namespace}-${name}` }));
    const first = await get('/api/v1/anomalies?limit=2');
    expect((first.body['items'] as { anomaly_id: string }[]).map((one) => one.anomaly_id)).toEqual(['anom-1', 'anom-1']);
    const second = await get(`/api/v1/anomalies?limit=2&continue=${String(first.body['continue'])}`);
    expect(second.body).toMatchObject({ items: [{ anomaly_id: 'anom-2' }], continue: null });
    expect(asked).toContain('list anomalies */*');
  });

  test.each([
    { query: 'limit=-1', field: 'limit' },
    { query: 'offset=abc', field: 'offset' },
  ])('with $query is refused', async ({ query, field }) => {
    const { get } = reading();
    expect(await get(`/api/v1/actions?${query}`)).toMatchObject({ code: 400, body: { field } });
  });
});
