import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../harness/eventually.ts';
import { send, type Answer } from '../harness/http-request.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { api } from '../harness/cluster.ts';
import { FaultProxy } from './proxy.ts';

const path = '/api/v1/namespaces/default/configmaps';
let cluster: WorkerCluster;
let proxy: FaultProxy;
let server: string;
let made = 0;

beforeAll(async () => {
  cluster = await workerCluster();
  proxy = new FaultProxy(cluster);
  server = await proxy.listen();
});

afterAll(() => proxy.stop());

/** One request through the proxy. */
function through(method: string, url: string, body?: object, timeoutMs = 60_000): Promise<Answer> {
  const { ca, adminToken: token } = cluster;
  return send({ url: server + url, method, ca, token, body: body && JSON.stringify(body), timeoutMs });
}

const newMap = (): { metadata: { name: string } } => ({ metadata: { name: `proxied-${process.pid}-${(made += 1)}` } });
const exists = async (name: string): Promise<boolean> => (await through('GET', `${path}/${name}`)).status === 200;

describe('the proxy', () => {
  test('passes requests and answers on as they are, and numbers those that change something', async () => {
    const map = newMap();
    proxy.takeMutations();
    expect((await through('POST', path, map)).status).toBe(201);
    const { body } = await through('GET', `${path}/${map.metadata.name}`);
    expect(JSON.parse(body)).toEqual(await api(cluster, { path: `${path}/${map.metadata.name}` }));
    await through('DELETE', `${path}/${map.metadata.name}`);
    expect(proxy.takeMutations().map(({ verb, name }) => [verb, name])).toEqual([
      ['create', map.metadata.name],
      ['delete', map.metadata.name],
    ]);
  });

  test.each([
    { when: 'before', fault: { kind: 'code', code: 500 }, made: false, answer: 500 },
    { when: 'after-commit', fault: { kind: 'code', code: 504 }, made: true, answer: 504 },
    { when: 'before', fault: { kind: 'reset' }, made: false, answer: undefined },
    { when: 'after-commit', fault: { kind: 'reset' }, made: true, answer: undefined },
    { when: 'before', fault: { kind: 'hang' }, made: false, answer: undefined },
    { when: 'before', fault: { kind: 'delay', ms: 50 }, made: true, answer: 201 },
    { when: 'after-commit', fault: { kind: 'kill', kill: () => undefined }, made: true, answer: undefined },
  ] as const)('breaks a chosen request: $fault.kind $when it is made', async ({ when, fault, made: isMade, answer }) => {
    const map = newMap();
    const armed = proxy.arm({ match: ({ name }) => name === map.metadata.name, when, do: fault });
    const answered = await through('POST', path, map, answer === undefined ? 3_000 : undefined).then(
      ({ status }) => status,
      () => undefined,
    );
    armed.disarm();
    expect(armed.hits()).toBe(1);
    expect(answered).toBe(answer);
    expect(await exists(map.metadata.name)).toBe(isMade);
  });

  test('holds a request while something else happens', async () => {
    const map = newMap();
    const act = async (): Promise<void> => void (await api(cluster, { method: 'POST', path, body: map }));
    proxy.arm({
      match: ({ name, verb }) => verb === 'create' && name === map.metadata.name,
      when: 'before',
      do: { kind: 'meanwhile', act },
    });
    expect((await through('POST', path, map)).status).toBe(409);
  });

  test('passes a watch on line by line, leaves out what is to be lost, and says that it is too old', async () => {
    const [first, second] = [newMap(), newMap()];
    const { metadata } = await api<{ metadata: { resourceVersion: string } }>(cluster, { path });
    const watch = through('GET', `${path}?watch=1&resourceVersion=${metadata.resourceVersion}`);
    const dropped = proxy.watches.drop(({ object }) => object.metadata?.name === first.metadata.name);
    await through('POST', path, second);
    await through('POST', path, first);
    await eventually(() => dropped() === 1, { within: 30_000, describe: 'the lost line came, and the other one before it' });
    expect(proxy.watches.expire()).toBe(1);
    const lines = (await watch).body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; object: { metadata?: { name?: string }; code?: number } });
    expect(lines.map(({ type, object }) => [type, object.metadata?.name ?? object.code])).toEqual([
      ['ADDED', second.metadata.name],
      ['ERROR', 410],
    ]);
    expect(dropped()).toBe(1);
  });
});
