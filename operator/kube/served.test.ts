import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { answer, answerStatus, configFor, StubServer } from '../testing/stub-server.ts';
import { isForbidden } from './errors.ts';
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
