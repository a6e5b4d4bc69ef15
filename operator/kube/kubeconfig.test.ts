import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CoreV1Api, HttpMethod, KubeConfig, RequestContext } from '@kubernetes/client-node';
import { settableClock } from '../testing/clock.ts';
import { answer, answerStatus, configFor, StubServer } from '../testing/stub-server.ts';
import { kinds } from './kinds.ts';
import { PooledKubeConfig } from './kubeconfig.ts';
import { Transport } from './transport.ts';

let stub: StubServer;
let folder: string;
let open: PooledKubeConfig[];
beforeEach(async () => {
  stub = await StubServer.start((_, response) => answer(response, 200, { kind: 'NodeList', items: [] }));
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  open = [];
});
afterEach(async () => {
  for (const config of open) await config.close();
  await stub.stop();
  await rm(folder, { recursive: true });
});

function pooled(options: Parameters<typeof configFor>[1] = {}): PooledKubeConfig {
  const config = configFor(stub.url, options);
  open.push(config);
  return config;
}
const transportOf = (config: PooledKubeConfig) => new Transport({ config, userAgent: 'test' });
const tokens = () => stub.requests.map(({ headers }) => headers.authorization);

describe('the pool', () => {
  test('trap: client-node opens a connection per call; over our config its API classes and the transport share a pool', async () => {
    const plain = new KubeConfig();
    plain.loadFromString(pooled().exportConfig());
    const naive = plain.makeApiClient(CoreV1Api);
    for (let index = 0; index < 10; index += 1) await naive.listNode();
    expect(stub.connections).toBe(10);

    stub.connections = 0;
    const config = pooled();
    const api = config.makeApiClient(CoreV1Api);
    const client = transportOf(config);
    for (let index = 0; index < 10; index += 1) {
      await api.listNode();
      await client.list(kinds.Node);
    }
    expect(stub.connections).toBeLessThanOrEqual(2);
  });

  test('trap: calls of client-node have no deadline; ours get one', async () => {
    const context = new RequestContext(stub.url, HttpMethod.GET);
    await pooled().applySecurityAuthentication(context);
    expect(context.getSignal()).toBeDefined();
  });

  test('a changed CA makes a new pool, an unchanged one keeps it', async () => {
    const clock = settableClock();
    const caFile = join(folder, 'ca.crt');
    await writeFile(caFile, 'one');
    const config = pooled({ clock, caFile });
    const first = await config.connection();
    clock.advance(61_000);
    expect((await config.connection()).dispatcher).toBe(first.dispatcher);
    await writeFile(caFile, 'two');
    clock.advance(59_000);
    expect((await config.connection()).dispatcher).toBe(first.dispatcher);
    clock.advance(2000);
    expect((await config.connection()).dispatcher).not.toBe(first.dispatcher);
  });

  test('says which proxy it cannot use, and uses an HTTP one', async () => {
    const config = pooled();
    const [cluster] = config.clusters;
    if (cluster) config.clusters = [{ ...cluster, server: 'https://api.example', proxyUrl: 'socks5://127.0.0.1:1' }];
    await expect(config.connection()).rejects.toThrow('SOCKS');
    if (cluster) config.clusters = [{ ...cluster, server: 'https://api.example', proxyUrl: 'http://127.0.0.1:1' }];
    expect(await config.connection()).toMatchObject({ server: 'https://api.example' });
  });
});

describe('credentials', () => {
  test('a token file is read again after a minute', async () => {
    const clock = settableClock();
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'first\n');
    const client = transportOf(pooled({ clock, tokenFile }));
    await client.list(kinds.Node);
    await writeFile(tokenFile, 'second\n');
    clock.advance(59_000);
    await client.list(kinds.Node);
    clock.advance(2000);
    await client.list(kinds.Node);
    expect(tokens()).toEqual(['Bearer first', 'Bearer first', 'Bearer second']);
  });

  test('a token file is read again at once when the server refuses the token, for calls and for watches', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'old');
    const client = transportOf(pooled({ tokenFile }));
    stub.answerWith(({ headers }, response) =>
      headers.authorization === 'Bearer new' ? answer(response, 200, {}) : answerStatus(response, 401, 'Unauthorized'),
    );
    await expect(client.list(kinds.Node)).rejects.toMatchObject({ code: 401, reason: 'Unauthorized', ambiguous: false });
    await writeFile(tokenFile, 'new');
    await client.list(kinds.Node);
    expect(tokens()).toEqual(['Bearer old', 'Bearer old', 'Bearer old', 'Bearer new']);
    await writeFile(tokenFile, 'newest');
    stub.answerWith(({ headers }, response) =>
      headers.authorization === 'Bearer newest' ? answer(response, 200, {}) : answerStatus(response, 401, 'Unauthorized'),
    );
    await client.watch(kinds.Node, { resourceVersion: '1', timeoutSeconds: 1 }, AbortSignal.timeout(60_000));
    expect(tokens().at(-1)).toBe('Bearer newest');
  });

  test('many refused calls read the file once', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'old');
    const config = pooled({ tokenFile });
    const refused = await config.connection();
    await writeFile(tokenFile, 'new');
    const [first, second] = await Promise.all([config.refresh(refused), config.refresh(refused)]);
    expect(first).toBe(second);
    expect(await config.refresh(refused)).toBe(first);
  });

  test('what was read stays in use while the file cannot be read', async () => {
    const clock = settableClock();
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'kept');
    const config = pooled({ clock, tokenFile });
    await config.connection();
    await rm(tokenFile);
    clock.advance(61_000);
    expect((await config.connection()).headers).toMatchObject({ Authorization: 'Bearer kept' });
  });

  test('without any credentials before, the reason is told as a passing error', async () => {
    const client = transportOf(pooled({ tokenFile: join(folder, 'absent') }));
    await expect(client.list(kinds.Node)).rejects.toMatchObject({ name: 'Transient', reason: 'Unreachable', ambiguous: false });
  });

  test("kubectl's tokenFile is understood, relative to the kubeconfig", async () => {
    await writeFile(join(folder, 'token'), 'from-file');
    const text = `
apiVersion: v1
kind: Config
current-context: c
clusters: [{name: c, cluster: {server: '${stub.url}', insecure-skip-tls-verify: true}}]
users: [{name: u, user: {tokenFile: token}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
`;
    await writeFile(join(folder, 'config'), text);
    const config = new PooledKubeConfig();
    open.push(config);
    config.loadFromFile(join(folder, 'config'));
    await transportOf(config).list(kinds.Node);
    expect(tokens()).toEqual(['Bearer from-file']);
  });

  test('a user name and password become basic authentication', async () => {
    const config = pooled();
    config.users = [{ name: 'test', username: 'ann', password: 'secret' }];
    await transportOf(config).list(kinds.Node);
    expect(tokens()).toEqual([`Basic ${Buffer.from('ann:secret').toString('base64')}`]);
  });
});
