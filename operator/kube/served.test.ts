import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { answer, answerStatus, configFor, StubServer } from '../testing/stub-server.ts';
import { isForbidden, isKindNotInstalled } from './errors.ts';
import { kinds } from './kinds.ts';
import type { PooledKubeConfig } from './kubeconfig.ts';
import { Transport } from './transport.ts';

let stub: StubServer;
let config: PooledKubeConfig;
let client: Transport;
beforeEach(async () => {
  stub = await StubServer.start();
  config = configFor(stub.url);
  client = new Transport({ config, userAgent: 'coordination-engine/test' });
});
afterEach(async () => {
  await config.close();
  await stub.stop();
});

const resources = [
  { name: 'proxies', kind: 'Proxy', namespaced: true },
  { name: 'proxies/status', kind: 'Proxy', namespaced: true },
  { name: 'fleets', kind: 'Fleet', namespaced: false },
];

describe('the kind that a server serves', () => {
  test.each([
    { kind: 'Proxy', found: { apiVersion: 'nets.example.com/v1', kind: 'Proxy', plural: 'proxies', namespaced: true } },
    { kind: 'Fleet', found: { apiVersion: 'nets.example.com/v1', kind: 'Fleet', plural: 'fleets', namespaced: false } },
    { kind: 'Router', found: undefined },
  ])('of $kind is $found', async ({ kind, found }) => {
    stub.answerWith((_request, response) => answer(response, 200, { kind: 'APIResourceList', resources }));
    expect(await client.served('nets.example.com/v1', kind)).toEqual(found);
    expect(stub.requests.map(({ path }) => path)).toEqual(['/apis/nets.example.com/v1']);
  });

  test('is none where the group is not installed', async () => {
    stub.answerWith((_request, response) => answerStatus(response, 404, 'NotFound'));
    expect(await client.served('nets.example.com/v1', 'Proxy')).toBeUndefined();
  });

  test('of the core group is asked for where it lies', async () => {
    stub.answerWith((_request, response) => answer(response, 200, { resources: [{ name: 'pods', kind: 'Pod', namespaced: true }] }));
    expect(await client.served('v1', 'Pod')).toMatchObject({ plural: 'pods' });
    expect(stub.requests.map(({ path }) => path)).toEqual(['/api/v1']);
  });

  test('is not known to one who may not ask', async () => {
    stub.answerWith((_request, response) => answerStatus(response, 403, 'Forbidden'));
    expect(await client.served('nets.example.com/v1', 'Proxy').catch((error: unknown) => isForbidden(error))).toBe(true);
  });
});

const [v1beta1, v1beta2] = ['cluster.x-k8s.io/v1beta1', 'cluster.x-k8s.io/v1beta2'] as const;
const machine = { namespace: 'cloud', name: 'm1' };
const stored = { metadata: { ...machine, uid: 'u', resourceVersion: '1', creationTimestamp: '' } };
const machines = [{ name: 'machines', kind: 'Machine', namespaced: true }];

/** From now on the server has Cluster API in these versions, and nothing else. */
function serve(...versions: readonly string[]): void {
  stub.answerWith(({ path }, response) => {
    const version = versions.find((one) => path.startsWith(`/apis/${one}`));
    if (version === undefined) return answerStatus(response, 404, 'NotFound');
    const isObject = path.endsWith('/m1');
    return answer(
      response,
      200,
      isObject ? { apiVersion: version, kind: 'Machine', ...stored } : { items: [stored], resources: machines, metadata: {} },
    );
  });
}

/** The versions in which it was asked, in order. */
const asked = () => stub.requests.map(({ path }) => path.split('/').slice(2, 4).join('/'));

describe('a kind of Cluster API', () => {
  const calls = {
    get: () => client.get(kinds.ClusterMachine, machine),
    list: async () => (await client.list(kinds.ClusterMachine, { namespace: 'cloud', metadataOnly: true })).items[0],
    patch: () => client.patch(kinds.ClusterMachine, machine, { metadata: { annotations: { a: '' } } }),
    served: () => client.served(v1beta1, 'Machine'),
  };

  test.each([
    { where: 'both versions are served', has: [v1beta1, v1beta2], first: [v1beta2], again: [v1beta2] },
    { where: 'only the newer one is', has: [v1beta2], first: [v1beta2], again: [v1beta2] },
    { where: 'only the older one is', has: [v1beta1], first: [v1beta2, v1beta1], again: [v1beta1] },
  ])('is asked for in $first, then in $again, where $where', async ({ has, first, again }) => {
    serve(...has);
    await calls.get();
    await calls.patch();
    expect(asked()).toEqual([...first, ...again]);
  });

  test.each(['get', 'list', 'patch', 'served'] as const)('is what %s gives in the version that is there', async (verb) => {
    serve(v1beta1);
    expect(await calls[verb]()).toMatchObject({ apiVersion: v1beta1, kind: 'Machine' });
    serve(v1beta2);
    expect(await calls[verb]()).toMatchObject({ apiVersion: v1beta2, kind: 'Machine' });
  });

  test('is found as soon as it is installed', async () => {
    serve();
    expect(await calls.get().catch(isKindNotInstalled)).toBe(true);
    expect(await calls.served()).toBeUndefined();
    serve(v1beta1);
    expect(await calls.get()).toMatchObject({ apiVersion: v1beta1 });
  });

  test('that may not be read is not asked for in another version', async () => {
    stub.answerWith((_request, response) => answerStatus(response, 403, 'Forbidden'));
    expect(await calls.get().catch(isForbidden)).toBe(true);
    expect(asked()).toEqual([v1beta2]);
  });
});

test('any other kind is asked for in its own version alone', async () => {
  serve();
  expect(await client.get(kinds.Machine, machine).catch(isKindNotInstalled)).toBe(true);
  expect(asked()).toEqual(['machine.openshift.io/v1beta1']);
});
