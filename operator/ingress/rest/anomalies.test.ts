import { expect, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import { Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { eventually } from '../../testing/eventually.ts';
import { asAlice, openDesk } from '../../testing/open-desk.ts';
import type { Access } from '../auth/authorize.ts';
import { anomalyRoutes } from './anomalies.ts';

const report = { type: 'memory_leak', severity: 'high', source: 'deterministic', details: { namespace: 'shop', pod: 'app-1' } };

function reporting(may?: (access: Access) => boolean, planWithinMs?: number) {
  const open = openDesk(anomalyRoutes, { ...(may && { may }), ...(planWithinMs !== undefined && { planWithinMs }) });
  const post = async (payload: object) => {
    const answer = await open.door.inject({ method: 'POST', url: '/api/v1/anomalies', headers: asAlice, payload });
    return { code: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const stored = async (): Promise<Anomaly[]> => (await open.cluster.list<Anomaly>(kinds.Anomaly)).items;
  return { ...open, post, stored };
}

test('a report is answered as soon as it has a plan', async () => {
  const { desk, post } = reporting(undefined, 10_000);
  const answer = post(report);
  await eventually(() => expect(desk.caches.anomalies.size).toBe(1));
  const [anomaly] = desk.caches.anomalies.list();
  if (!anomaly) throw new Error('it is there');
  const planRef = { namespace: 'shop', name: anomaly.metadata.name.replace('anom-', 'plan-') };
  desk.caches.anomalies.upsert({
    ...anomaly,
    metadata: { ...anomaly.metadata, resourceVersion: '9999' },
    status: { phase: 'Planned', planRef },
  });
  expect(await answer).toEqual({
    code: 201,
    body: {
      anomaly_id: anomaly.metadata.name,
      status: 'accepted',
      assigned_layer: 'deterministic',
      priority: 2,
      estimated_resolution_time: '5m',
      action_id: `${anomaly.metadata.name.replace('anom-', 'act-')}-01`,
    },
  });
});

test('a report is stored in the name of who sent it, where they may', async () => {
  const { post, stored, asked } = reporting();
  await post({ ...report, source: 'a-notebook' });
  expect(await stored()).toMatchObject([
    { metadata: { namespace: 'shop' }, spec: { requestedBy: 'alice', reporter: 'a-notebook', mode: 'Observe' } },
  ]);
  expect(asked).toEqual(['create anomalies shop/*']);
});

test.each([
  { when: 'they may not report there', denied: 'create', says: 'alice may not create anomalies.coordination.selfheal.dev in shop' },
  { when: 'they are no rule', denied: 'use', says: 'alice may not use sources/deterministic of coordination.selfheal.dev in shop' },
])('nothing is stored when $when', async ({ denied, says }) => {
  const { post, stored } = reporting(({ verb }) => verb !== denied);
  expect(await post(report)).toMatchObject({ code: 403, body: { message: says } });
  expect(await stored()).toEqual([]);
});

test('what names a node too goes to the namespace that the caller may report in', async () => {
  const { post, stored } = reporting(({ namespace }) => namespace === 'shop');
  await post({ ...report, details: { ...report.details, node: 'worker-1' } });
  expect(await stored()).toMatchObject([{ metadata: { namespace: 'shop' } }]);
});

test('what an application measures of a node of the cluster is stored with what is about nodes', async () => {
  const { post, stored } = reporting();
  const details = { generator_url: 'http://prometheus/graph?g0.expr=ring_size+%3E+1', namespace: 'shop', node: 'w1' };
  await post({ ...report, details });
  await post({ ...report, details: { ...details, node: 'ring-1' } });
  const namespaces = (await stored()).map(({ metadata }) => metadata.namespace);
  expect(namespaces.toSorted()).toEqual(['self-healing-platform', 'shop']);
});

test('a name that is taken is not the end of a report', async () => {
  const { cluster, post, stored } = reporting();
  cluster.failNext('create Anomaly', new Terminal({ reason: 'AlreadyExists', code: 409, message: 'taken' }));
  expect((await post({ ...report, source: 'x' })).code).toBe(201);
  expect(await stored()).toHaveLength(1);
});

test.each([
  { when: 'the namespace does not exist', reason: 'NotFound', error: 404, message: 'namespaces "shop" not found', code: 400 },
  { when: 'a policy refuses it', reason: 'Forbidden', error: 403, message: 'ValidatingAdmissionPolicy denied it', code: 403 },
  {
    when: 'the engine lacks the right',
    reason: 'Forbidden',
    error: 403,
    message: 'User "e" cannot create resource "anomalies"',
    code: 500,
  },
])('a report is answered with $code when $when', async ({ reason, error, message, code }) => {
  const { cluster, post } = reporting();
  cluster.failNext('create Anomaly', new Terminal({ reason, code: error, message }));
  const { code: answered, body } = await post(report);
  expect(answered).toBe(code);
  expect(body['message']).toEqual(code === 500 ? expect.not.stringContaining(message) : message);
});
