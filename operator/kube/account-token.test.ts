import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { answer, answerStatus, configFor, StubServer } from '../testing/stub-server.ts';
import { tokenOf, tryTokenOf } from './account-token.ts';
import { isForbidden } from './errors.ts';
import { kinds } from './kinds.ts';
import type { PooledKubeConfig } from './kubeconfig.ts';
import { Transport } from './transport.ts';

let stub: StubServer;
let config: PooledKubeConfig;
let client: Transport;
beforeEach(async () => {
  stub = await StubServer.start((_, response) => answer(response, 201, { kind: 'TokenRequest', status: { token: 'another' } }));
  config = configFor(stub.url);
  client = new Transport({ config, userAgent: 'coordination-engine/test' });
});
afterEach(async () => {
  await config.close();
  await stub.stop();
});

const account = { namespace: 'platform', name: 'rollout-undo' };

describe('a token of another ServiceAccount', () => {
  test('is asked for by its name, for ten minutes', async () => {
    await expect(tokenOf(client, account)).resolves.toBe('another');
    expect(stub.requests).toMatchObject([
      {
        method: 'POST',
        path: '/api/v1/namespaces/platform/serviceaccounts/rollout-undo/token',
        body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } },
      },
    ]);
    expect(stub.requests[0]?.query['dryRun']).toBeUndefined();
  });

  test('can be asked for on trial, whether or not a token comes of that', async () => {
    stub.answerWith((_, response) => answer(response, 201, { kind: 'TokenRequest', status: {} }));
    await tryTokenOf(client, account);
    expect(stub.requests[0]?.query).toMatchObject({ dryRun: 'All' });
  });

  test('is refused as the API server refuses it', async () => {
    stub.answerWith((_, response) => answerStatus(response, 403, 'Forbidden'));
    expect(isForbidden(await tokenOf(client, account).catch((error: unknown) => error))).toBe(true);
    expect(isForbidden(await tryTokenOf(client, account).catch((error: unknown) => error))).toBe(true);
  });

  test('makes a write in its name, and that write alone', async () => {
    await client.patch(kinds.Deployment, { namespace: 'shop', name: 'web' }, {}, { token: 'another' });
    await client.patch(kinds.Deployment, { namespace: 'shop', name: 'web' }, {});
    const [theirs, own] = stub.requests.map(({ headers }) => headers.authorization);
    expect(theirs).toBe('Bearer another');
    expect(own).not.toBe(theirs);
  });
});
