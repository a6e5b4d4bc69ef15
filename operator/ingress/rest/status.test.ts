import { describe, expect, test } from '@jest/globals';
import { Gauge, Registry } from 'prom-client';
import { buildAction } from '../../testing/action-builder.ts';
import { asAlice, openDesk } from '../../testing/open-desk.ts';
import type { Access } from '../auth/authorize.ts';
import { statusRoutes } from './status.ts';

function asking(may?: (access: Access) => boolean) {
  const registry = new Registry();
  new Gauge({ name: 'here', help: 'Where it is', registers: [registry] }).set(7);
  const open = openDesk((door, desk) => statusRoutes(door, desk, registry), may ? { may } : {});
  const get = (url: string, headers: object = asAlice) => open.door.inject({ url, headers: { ...headers } });
  return { ...open, get };
}

/** A right as `verb resource namespace`. */
const only =
  (right: string) =>
  ({ verb, resource, namespace = '*' }: Access): boolean =>
    `${verb} ${resource} ${namespace}` === right;

describe('GET /api/v1/status', () => {
  test('tells what the caches and the ledger say', async () => {
    const { get, desk } = asking();
    desk.caches.actions.upsert(buildAction({ name: 'a', status: { phase: 'Running' } }));
    desk.caches.actions.upsert(buildAction({ name: 'b', source: 'ai_driven', confidence: 0.9, status: { phase: 'Failed' } }));
    const conflicts = { day: '2026-01-01', count: 1, winners: ['RemediationAction/x/a'] };
    desk.caches.actions.upsert(buildAction({ name: 'c', status: { phase: 'Blocked', conflicts } }));
    const answer = await get('/api/v1/status');
    expect({ code: answer.statusCode, ...answer.json<object>() }).toEqual({
      code: 200,
      engine_status: 'operational',
      active_actions: 1,
      queued_actions: 1,
      conflicts_detected_today: 1,
      conflicts_resolved_today: 1,
      layers: {
        deterministic: { status: 'healthy', actions_processed: 0 },
        ai_driven: { status: 'healthy', actions_processed: 1 },
      },
    });
  });

  test.each([
    { right: 'list remediationactions *', code: 200 },
    { right: 'list remediationactions self-healing-platform', code: 200 },
    { right: 'get /api/v1/status *', code: 403 },
    { right: 'list remediationactions shop', code: 403 },
    { right: 'get /metrics *', code: 403 },
  ])('answers $code to who may only $right', async ({ right, code }) => {
    const { get } = asking(only(right));
    expect((await get('/api/v1/status')).statusCode).toBe(code);
  });

  test('names what a caller without any right would need', async () => {
    const { get, asked } = asking(() => false);
    expect((await get('/api/v1/status')).json()).toMatchObject({
      status: 403,
      message: 'alice may not list remediationactions.coordination.selfheal.dev',
    });
    expect(asked).toEqual(['list remediationactions */*', 'list remediationactions self-healing-platform/*']);
  });
});

describe('GET /metrics', () => {
  test('is what Prometheus reads, for who may get that path', async () => {
    const { get } = asking(only('get /metrics *'));
    const { statusCode, headers, body } = await get('/metrics');
    expect({ statusCode, type: headers['content-type'], body }).toEqual({
      statusCode: 200,
      type: expect.stringContaining('version=0.0.4') as unknown,
      body: expect.stringContaining('here 7') as unknown,
    });
  });

  test('is closed to everybody else', async () => {
    const { get } = asking(only('list remediationactions *'));
    expect((await get('/metrics')).json()).toMatchObject({ status: 403, message: 'alice may not get /metrics' });
    for (const url of ['/metrics', '/api/v1/status']) expect((await get(url, {})).statusCode).toBe(401);
  });
});
