import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { answer, answerStatus, configFor, StubServer } from '../testing/stub-server.ts';
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

const metadata = { namespace: 'shop', name: 'web', uid: 'u', resourceVersion: '1', creationTimestamp: '' };

describe('lists', () => {
  const pod = (name: string) => ({ metadata: { ...metadata, name, managedFields: [{}] } });

  test('follow all pages and fill in what the server leaves out of items', async () => {
    stub.answerWith(({ query }, response) =>
      query.continue === undefined
        ? answer(response, 200, { metadata: { resourceVersion: '5', continue: 'more' }, items: [pod('a')] })
        : answer(response, 200, { metadata: { resourceVersion: '5' }, items: [pod('b')] }),
    );
    const { items, resourceVersion } = await client.list(kinds.Pod, { namespace: 'shop', labelSelector: 'a=b', resourceVersion: '3' });
    expect(items).toEqual([
      { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'a' } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'b' } },
    ]);
    expect(resourceVersion).toBe('5');
    expect(stub.requests.map(({ query }) => query)).toEqual([
      { labelSelector: 'a=b', resourceVersion: '3', limit: '500' },
      { labelSelector: 'a=b', continue: 'more', limit: '500' },
    ]);
  });

  test('are empty where a list of metadata only has null for its items', async () => {
    stub.answerWith((_request, response) => answer(response, 200, { metadata: { resourceVersion: '5' }, items: null }));
    expect(await client.list(kinds.ControllerRevision, { metadataOnly: true })).toEqual({ items: [], resourceVersion: '5' });
  });

  test('begin again, all at once, when the server has forgotten where to go on', async () => {
    stub.answerWith(({ query }, response) => {
      if (query.limit === undefined) return answer(response, 200, { metadata: { resourceVersion: '9' }, items: [pod('a'), pod('b')] });
      if (query.continue) return answerStatus(response, 410, 'Expired');
      return answer(response, 200, { metadata: { resourceVersion: '5', continue: 'more' }, items: [pod('a')] });
    });
    const { items, resourceVersion } = await client.list(kinds.Pod);
    expect(items.map(({ metadata: { name } }) => name)).toEqual(['a', 'b']);
    expect(resourceVersion).toBe('9');
  });

  test('trap: 200,000 objects overflow the stack; here they are taken as any other number, and from the server cache at once', async () => {
    const items = Array.from({ length: 200_000 }, () => ({ metadata: {} }));
    stub.answerWith((_, response) => answer(response, 200, { metadata: { resourceVersion: '5' }, items }));
    expect((await client.list(kinds.Pod, { resourceVersion: '0' })).items).toHaveLength(200_000);
    expect(stub.requests.map(({ query }) => query)).toEqual([{ resourceVersion: '0' }]);
  });

  test('stop at the limit', async () => {
    stub.answerWith((_, response) =>
      answer(response, 200, { metadata: { resourceVersion: '5', continue: 'more' }, items: [pod('a'), pod('b')] }),
    );
    expect((await client.list(kinds.Pod, { limit: 1 })).items).toHaveLength(1);
    expect(stub.requests[0]?.query).toEqual({ limit: '1' });
  });

  test('ask for metadata only when that is enough', async () => {
    const item = { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata };
    stub.answerWith((_, response) => answer(response, 200, { metadata: { resourceVersion: '5' }, items: [item] }));
    const { items } = await client.list(kinds.Pod, { metadataOnly: true });
    expect(stub.requests[0]?.headers.accept).toContain('as=PartialObjectMetadataList');
    expect(items).toEqual([{ apiVersion: 'v1', kind: 'Pod', metadata }]);
  });
});
