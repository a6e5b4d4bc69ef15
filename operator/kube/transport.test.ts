import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../testing/eventually.ts';
import { answer, answerStatus, configFor, StubServer, type StubHandler } from '../testing/stub-server.ts';
import type { MutationOptions } from './client.ts';
import {
  Conflict,
  isAlreadyExists,
  isDisruptionBudget,
  isExpired,
  isForbidden,
  isInvalid,
  isKindNotInstalled,
  isNotFound,
  isUngranted,
  Terminal,
  Transient,
} from './errors.ts';
import { kinds } from './kinds.ts';
import type { PooledKubeConfig } from './kubeconfig.ts';
import type { CallObservation } from './metrics.ts';
import { Transport } from './transport.ts';

let stub: StubServer;
let config: PooledKubeConfig;
let client: Transport;
let calls: CallObservation[];
beforeEach(async () => {
  stub = await StubServer.start();
  config = configFor(stub.url);
  calls = [];
  client = new Transport({ config, userAgent: 'coordination-engine/test', metrics: { onCall: (call) => calls.push(call) } });
});
afterEach(async () => {
  await config.close();
  await stub.stop();
});

const key = { namespace: 'shop', name: 'web' };
const metadata = { ...key, uid: 'u', resourceVersion: '1', creationTimestamp: '' };
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: {} };
const error = async (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'no error').catch((thrown: unknown) => thrown);
const patch = (options: MutationOptions = {}) => client.patch(kinds.Deployment, key, { spec: {} }, options);

describe('the id of an audit record', () => {
  test('goes with the request', async () => {
    stub.answerWith((_, response) => answerStatus(response, 409, 'Conflict', {}));
    await error(patch({ auditID: 'id-1' }));
    await error(patch());
    expect(stub.requests.map(({ headers }) => headers['audit-id'])).toEqual(['id-1', undefined]);
  });
});

describe('addresses', () => {
  test.each([
    { call: () => client.get(kinds.Deployment, key), method: 'GET', path: '/apis/apps/v1/namespaces/shop/deployments/web', query: {} },
    { call: () => client.get(kinds.Node, { name: 'n1' }), method: 'GET', path: '/api/v1/nodes/n1', query: {} },
    {
      call: () => client.get(kinds.Deployment, key, { subresource: 'scale' }),
      method: 'GET',
      path: '/apis/apps/v1/namespaces/shop/deployments/web/scale',
      query: {},
    },
    {
      call: () => client.create(kinds.Deployment, deployment),
      method: 'POST',
      path: '/apis/apps/v1/namespaces/shop/deployments',
      query: { fieldManager: 'coordination-engine', fieldValidation: 'Strict' },
    },
    {
      call: () => client.create(kinds.Pod, { metadata: key, apiVersion: 'policy/v1', kind: 'Eviction' }, { subresource: 'eviction' }),
      method: 'POST',
      path: '/api/v1/namespaces/shop/pods/web/eviction',
      query: { fieldManager: 'coordination-engine', fieldValidation: 'Strict' },
    },
    {
      call: () => client.patch(kinds.RemediationPlan, key, {}, { subresource: 'status', dryRun: true }),
      method: 'PATCH',
      path: '/apis/coordination.selfheal.dev/v1alpha1/namespaces/shop/remediationplans/web/status',
      query: { fieldManager: 'coordination-engine', fieldValidation: 'Strict', dryRun: 'All' },
    },
    {
      call: () => client.update(kinds.Deployment, deployment),
      method: 'PUT',
      path: '/apis/apps/v1/namespaces/shop/deployments/web',
      query: { fieldManager: 'coordination-engine', fieldValidation: 'Strict' },
    },
    {
      call: () => client.delete(kinds.Deployment, key),
      method: 'DELETE',
      path: '/apis/apps/v1/namespaces/shop/deployments/web',
      query: {},
    },
  ])('$method $path', async ({ call, method, path, query }) => {
    await call();
    expect(stub.requests).toMatchObject([{ method, path, headers: { 'user-agent': 'coordination-engine/test' } }]);
    expect(stub.requests[0]?.query).toEqual(query);
  });

  test('a delete that is a dry run says so in its body, which counts, and in its query, which audit logs show', async () => {
    await client.delete(kinds.Job, key, { dryRun: true });
    expect(stub.requests).toMatchObject([{ query: { dryRun: 'All' }, body: { dryRun: ['All'] } }]);
  });

  test.each([
    { type: undefined, contentType: 'application/merge-patch+json' },
    { type: 'json' as const, contentType: 'application/json-patch+json' },
    { type: 'strategic' as const, contentType: 'application/strategic-merge-patch+json' },
  ])('a patch of type $type is sent as $contentType', async ({ type, contentType }) => {
    await client.patch(kinds.Node, { name: 'n1' }, {}, { type });
    expect(stub.requests[0]?.headers['content-type']).toBe(contentType);
  });

  test('an apply is made in the name of the engine, which takes what another had set', async () => {
    await client.patch(kinds.ConfigMap, key, { metadata: key }, { type: 'apply' });
    expect(stub.requests[0]).toMatchObject({
      method: 'PATCH',
      query: { fieldManager: 'coordination-engine', force: 'true', fieldValidation: 'Strict' },
      headers: { 'content-type': 'application/apply-patch+yaml' },
    });
  });

  test('an apply in another name takes nothing from anybody', async () => {
    await client.patch(kinds.ConfigMap, key, { metadata: key }, { type: 'apply', as: 'somebody' });
    expect(stub.requests[0]?.query).toEqual({ fieldManager: 'somebody', fieldValidation: 'Strict' });
  });

  test('an eviction keeps its own type, another object gets the type of its kind', async () => {
    await client.create(kinds.Pod, { metadata: key, apiVersion: 'policy/v1', kind: 'Eviction' }, { subresource: 'eviction', key });
    await client.create(kinds.Job, { metadata: key });
    expect(stub.requests.map(({ body }) => body)).toMatchObject([
      { apiVersion: 'policy/v1', kind: 'Eviction' },
      { apiVersion: 'batch/v1', kind: 'Job' },
    ]);
  });

  test('a delete carries its preconditions', async () => {
    await client.delete(kinds.Job, key, { uid: 'u1', resourceVersion: '7', propagation: 'Background' });
    expect(stub.requests[0]?.body).toMatchObject({ propagationPolicy: 'Background', preconditions: { uid: 'u1', resourceVersion: '7' } });
  });

  test('keeps the managed fields of an object only for whoever asks for them', async () => {
    const managedFields = [{ manager: 'kubectl', time: '2026-01-01T00:00:00Z' }];
    stub.answerWith((_request, response) => answer(response, 200, { metadata: { ...metadata, name: 'n', managedFields } }));
    expect((await client.get(kinds.Node, { name: 'n' }))?.metadata).not.toHaveProperty('managedFields');
    expect((await client.get(kinds.Node, { name: 'n' }, { managedFields: true }))?.metadata).toMatchObject({ managedFields });
    expect(stub.requests.map(({ headers }) => headers.accept?.includes('drop=metadata.managedFields'))).toEqual([true, false]);
  });

  test('a namespaced object without a namespace is a defect, not a request to somewhere else', async () => {
    expect(await error(client.get(kinds.Pod, { name: 'p' }))).toBeInstanceOf(TypeError);
    expect(stub.requests).toEqual([]);
  });
});

describe('what an error means', () => {
  const absent: StubHandler = (_, response) => answerStatus(response, 404, 'NotFound', { details: { name: 'web', kind: 'deployments' } });
  const unknownGroup: StubHandler = (_, response) => response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
  const unknownResource: StubHandler = (_, response) => answerStatus(response, 404, 'NotFound', { details: {} });

  test('an absent object is undefined to get and NotFound to a write', async () => {
    stub.answerWith(absent);
    expect(await client.get(kinds.Deployment, key)).toBeUndefined();
    expect(isNotFound(await error(patch()))).toBe(true);
  });

  test.each([
    { which: 'group', handler: unknownGroup },
    { which: 'resource', handler: unknownResource },
  ])('a $which that is not installed is told apart from an absent object', async ({ handler }) => {
    stub.answerWith(handler);
    for (const promise of [
      client.get(kinds.Application, key),
      client.list(kinds.Application),
      client.create(kinds.Application, { metadata: key }),
    ]) {
      const thrown = await error(promise);
      expect(isKindNotInstalled(thrown)).toBe(true);
      expect(isNotFound(thrown)).toBe(false);
    }
  });

  test.each([
    { code: 409, reason: 'Conflict', is: (thrown: unknown) => thrown instanceof Conflict },
    { code: 409, reason: 'AlreadyExists', is: isAlreadyExists },
    { code: 403, reason: 'Forbidden', is: isForbidden },
    { code: 422, reason: 'Invalid', is: isInvalid },
    { code: 410, reason: 'Expired', is: isExpired },
    { code: 400, reason: 'BadRequest', is: (thrown: unknown) => thrown instanceof Terminal },
  ])('$code $reason', async ({ code, reason, is }) => {
    stub.answerWith((_, response) => answerStatus(response, code, reason, { details: { name: 'web' } }));
    const thrown = await error(patch());
    expect(is(thrown)).toBe(true);
    expect(thrown).toMatchObject({ code, reason, verb: 'patch', resource: 'deployments', details: { name: 'web' } });
    expect(stub.requests).toHaveLength(1);
  });

  test.each([400, 404, 405, 409])('a write that an admission webhook denies with %i is forbidden', async (code) => {
    const message = 'admission webhook "labels.example.org" denied the request: the label owner is missing';
    const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code };
    stub.answerWith((_, response) => response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(status)));
    const thrown = await error(patch());
    expect([isForbidden(thrown), isUngranted(thrown), isKindNotInstalled(thrown)]).toEqual([true, false, false]);
    expect(thrown).toMatchObject({ code: 403, reason: 'Forbidden', message: `patch deployments: ${message}` });
  });

  test.each([
    { code: 500, ambiguous: true },
    { code: 502, ambiguous: true },
    { code: 503, ambiguous: true },
    { code: 504, ambiguous: true },
    { code: 429, ambiguous: false },
  ])('a write answered with $code may have happened: $ambiguous; it is not repeated', async ({ code, ambiguous }) => {
    stub.answerWith((_, response) => response.writeHead(code).end());
    const thrown = await error(patch());
    expect(thrown).toBeInstanceOf(Transient);
    expect(thrown).toMatchObject({ code, ambiguous });
    expect(await error(client.get(kinds.Deployment, key))).toMatchObject({ ambiguous: false });
    expect(stub.requests).toHaveLength(2);
  });

  test('another uid than the one asked for is a conflict, also where the server calls it an immutable field', async () => {
    const details = { name: 'web', causes: [{ reason: 'FieldValueInvalid', field: 'metadata.uid', message: 'field is immutable' }] };
    stub.answerWith((_, response) => answerStatus(response, 422, 'Invalid', { details }));
    expect(await error(patch())).toBeInstanceOf(Conflict);
  });

  test('a budget that holds an eviction is not throttling', async () => {
    const details = { causes: [{ reason: 'DisruptionBudget', message: 'needs 1 healthy pod' }] };
    stub.answerWith((_, response) => answerStatus(response, 429, 'TooManyRequests', { details, retryAfter: '1' }));
    const thrown = await error(client.create(kinds.Pod, { metadata: key }, { subresource: 'eviction', key }));
    expect(isDisruptionBudget(thrown)).toBe(true);
    expect(stub.requests).toHaveLength(1);
  });

  test('a cut connection makes a write ambiguous, a refused one does not', async () => {
    stub.answerWith(() => stub.cutAll());
    expect(await error(patch())).toMatchObject({ reason: 'ConnectionLost', ambiguous: true });
    await stub.stop();
    expect(await error(patch())).toMatchObject({ reason: 'Unreachable', ambiguous: false });
    stub = await StubServer.start();
  });

  test('an answer that is cut off is passing, and ambiguous for a write', async () => {
    stub.answerWith((_, response) => response.writeHead(200).end('{"metadata":{"na'));
    expect(await error(patch())).toMatchObject({ reason: 'BadAnswer', ambiguous: true });
  });

  test('a read is sent once more when its pooled socket turns out to be dead', async () => {
    stub.answerWith((_, response) => (stub.requests.length === 1 ? stub.cutAll() : answer(response, 200, deployment)));
    expect(await client.get(kinds.Deployment, key)).toMatchObject({ kind: 'Deployment' });
  });
});

describe('deadlines', () => {
  test('trap: calls of client-node never end when the server says nothing; ours end in time, ambiguous when something was sent', async () => {
    stub.answerWith(() => undefined);
    expect(await error(patch({ timeoutMs: 1000 }))).toMatchObject({ reason: 'Timeout', ambiguous: true });
    expect(await error(client.get(kinds.Deployment, key, { timeoutMs: 50 }))).toMatchObject({ reason: 'Timeout', ambiguous: false });
  });

  test('include the time that a body takes', async () => {
    stub.answerWith((_, response) => response.writeHead(200).write('{'));
    expect(await error(client.get(kinds.Deployment, key, { timeoutMs: 50 }))).toMatchObject({ reason: 'Timeout' });
  });

  test('include waiting for a place among the writes; the Lease has its own', async () => {
    stub.answerWith(({ path }, response) => (path.includes('leases') ? answer(response, 200, {}) : undefined));
    const stuck = Array.from({ length: 4 }, () => error(patch()));
    const sent = () => stub.requests.filter(({ path }) => path.includes('deployments'));
    await eventually(() => expect(sent()).toHaveLength(4));
    expect(await error(patch({ timeoutMs: 50 }))).toMatchObject({ reason: 'Timeout', ambiguous: false });
    expect(await client.patch(kinds.Lease, key, {}, { priority: 'lease' })).toBeDefined();
    expect(sent()).toHaveLength(4);
    stub.cutAll();
    await Promise.all(stuck);
  });
});

describe('throttling', () => {
  test('waits as long as Retry-After says and tries again within the deadline', async () => {
    stub.answerWith((_, response) =>
      stub.requests.length === 1 ? answerStatus(response, 429, 'TooManyRequests', { retryAfter: '1' }) : answer(response, 200, deployment),
    );
    const started = performance.now();
    await patch();
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
    expect(calls.map(({ code }) => code)).toEqual(['429', '200']);
  });

  test('leaves it to the caller when Retry-After goes beyond the deadline', async () => {
    stub.answerWith((_, response) => answerStatus(response, 429, 'TooManyRequests', { retryAfter: '30' }));
    expect(await error(patch())).toMatchObject({ retryAfterSeconds: 30, ambiguous: false });
    expect(stub.requests).toHaveLength(1);
  });
});

describe('the fence', () => {
  test('is asked before every sending, and its throw means that nothing was sent', async () => {
    stub.answerWith((_, response) => answerStatus(response, 429, 'TooManyRequests', { retryAfter: '0' }));
    const lost = new Terminal({ reason: 'NotLeader', message: 'not the leader' });
    let asked = 0;
    const fence = () => {
      asked += 1;
      if (asked === 3) throw lost;
    };
    expect(await error(patch({ fence }))).toBe(lost);
    expect(stub.requests).toHaveLength(2);
  });
});

test('every exchange is told to the metrics with its code, also the one without an answer', async () => {
  await client.get(kinds.Deployment, key);
  stub.answerWith(() => undefined);
  await error(client.list(kinds.Pod, { timeoutMs: 30 }));
  expect(calls).toMatchObject([
    { verb: 'get', method: 'GET', resource: 'deployments', code: '200' },
    { verb: 'list', method: 'GET', resource: 'pods', code: '<error>' },
  ]);
});
