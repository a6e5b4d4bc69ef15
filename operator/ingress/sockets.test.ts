import { afterEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { silentLog } from '../kube/log.ts';
import { noDoorMetrics } from '../metrics/door-metrics.ts';
import { eventually } from '../testing/eventually.ts';
import { rawClient, type RawClient } from '../testing/raw-client.ts';
import { makeFrontDoor } from './front-door.ts';
import { portOf } from './health-server.ts';
import { httpLimits, type HttpLimits } from './http-limits.ts';

const schema = { body: { type: 'object', additionalProperties: false, properties: { word: { type: 'string' } } } };
const good = '{"word":"a"}';
let door: FastifyInstance | undefined;
const refused: string[] = [];
const clients: RawClient[] = [];

afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.destroy();
  refused.length = 0;
  await door?.close();
  door = undefined;
});

/** A listening door with one route, and limits that a test can wait for; returns how to send it raw bytes. */
async function listening(limits: Partial<HttpLimits> = {}): Promise<(text?: string) => RawClient> {
  const made = makeFrontDoor({
    health: () => ({ version: '1', uptimeSeconds: () => 1, gates: [] }),
    keeper: () => ({
      authenticate: (token) => Promise.resolve(token === 'good' ? { username: 'alice', groups: [] } : undefined),
      authorize: () => Promise.resolve(true),
    }),
    log: silentLog,
    limits: { ...httpLimits, checkEveryMs: 10, ...limits },
    metrics: { ...noDoorMetrics, refused: (reason) => void refused.push(reason) },
  });
  made.post('/word', { schema }, (request) => Promise.resolve(request.body));
  await made.listen({ port: 0, host: '127.0.0.1' });
  door = made;
  return (text) => {
    const client = rawClient(portOf(made.server), text);
    clients.push(client);
    return client;
  };
}

const head = (lines: readonly string[], token = 'good'): string =>
  [`POST /word HTTP/1.1`, 'Host: x', `Authorization: Bearer ${token}`, 'Content-Type: application/json', ...lines, '', ''].join('\r\n');
const whole = (body: string): string => head([`Content-Length: ${body.length}`]) + body;

/** Status code and, of a problem, its body. */
async function told(client: RawClient): Promise<{ code: number; problem: Record<string, unknown> }> {
  const { code, body } = await client.answer();
  return { code, problem: JSON.parse(body || '{}') as Record<string, unknown> };
}

test('what holds in every process is what the documents say', () => {
  expect(httpLimits).toMatchObject({
    ...{ headersMs: 10_000, requestMs: 30_000, checkEveryMs: 5_000, keepAliveMs: 5_000, handshakeMs: 10_000 },
    ...{ headerBytes: 8_192, connections: 512, requestsPerConnection: 1_000, bodyBytes: 262_144, webhookBytes: 2_097_152, jsonDepth: 16 },
  });
});

test('they are those of the server', async () => {
  await listening({ checkEveryMs: httpLimits.checkEveryMs });
  expect(door?.server).toMatchObject({
    ...{ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, maxRequestsPerSocket: 1_000 },
    ...{ maxConnections: 512, timeout: 60_000 },
  });
});

describe('who takes too long', () => {
  test.each([
    { what: 'says nothing', limits: { headersMs: 50, requestMs: 60_000 }, sends: '' },
    { what: 'does not end the headers', limits: { headersMs: 50, requestMs: 60_000 }, sends: 'POST /word HTTP/1.1\r\nHost: x\r\n' },
    { what: 'does not end the body', limits: { headersMs: 50, requestMs: 100 }, sends: head(['Content-Length: 9']) + '{' },
    {
      what: 'does not end a chunked body',
      limits: { headersMs: 50, requestMs: 100 },
      sends: head(['Transfer-Encoding: chunked']) + '1\r\n{\r\n',
    },
  ])('and $what is told and closed', async ({ limits, sends }) => {
    const open = await listening(limits);
    const client = open(sends);
    expect(await told(client)).toMatchObject({ code: 408, problem: { status: 408, error: 'Request timeout' } });
    expect(await client.end()).toContain('Connection: close');
    expect(refused).toEqual(['timeout']);
  });

  test('gains nothing by a byte now and then, and keeps nobody else waiting', async () => {
    const open = await listening();
    const slow = open(head(['Content-Length: 900']));
    const drip = setInterval(() => slow.send('['), 20);
    expect((await told(open(whole(good)))).code).toBe(200);
    Object.assign(door?.server ?? {}, { headersTimeout: 100, requestTimeout: 100 }); // Node looks at them each time
    expect((await told(slow)).code).toBe(408);
    clearInterval(drip);
  });

  test('for the next request is closed', async () => {
    const open = await listening({ keepAliveMs: 50 });
    const client = open(whole(good));
    expect((await told(client)).code).toBe(200);
    expect(await client.end()).toContain(good);
  });
});

describe('who sends too much', () => {
  test.each([
    { what: 'a body that says how long it is', sends: head(['Content-Length: 262145']), code: 413 },
    { what: 'headers', sends: head([`X-Long: ${'x'.repeat(9_000)}`]), code: 431 },
    { what: 'a packed body', sends: head(['Content-Encoding: gzip', 'Content-Length: 20']), code: 415 },
    { what: 'a body that is packed on its way', sends: head(['Transfer-Encoding: gzip, chunked']), code: 415 },
  ])('as $what is told before it is sent', async ({ sends, code }) => {
    const open = await listening();
    expect(await told(open(sends))).toMatchObject({ code, problem: { status: code } });
  });

  test('in chunks without end is told at the limit', async () => {
    const open = await listening({ bodyBytes: 1_000 });
    const client = open(head(['Transfer-Encoding: chunked']));
    const chunk = `64\r\n${'x'.repeat(100)}\r\n`;
    for (let n = 0; n < 10; n += 1) client.send(chunk);
    await eventually(() => expect(client.socket.bytesWritten).toBeGreaterThan(1_000));
    expect(client.received()).toBe('');
    client.send(chunk);
    expect(await told(client)).toMatchObject({ code: 413, problem: { error: 'Request too large' } });
  });
});

describe('before a byte of the body', () => {
  test.each([
    { token: 'nothing', code: 401 },
    { token: 'good good', code: 401 },
  ])('is read, $token is told $code, and is not asked for one', async ({ token, code }) => {
    const open = await listening();
    for (const more of [[], ['Expect: 100-continue']]) {
      const client = open(head(['Content-Length: 12', ...more], token));
      expect((await told(client)).code).toBe(code);
      expect(client.received()).not.toContain('100 Continue');
    }
  });

  test('whoever may come in and waits to be asked for it is asked', async () => {
    const open = await listening();
    const client = open(head(['Content-Length: 12', 'Expect: 100-continue']));
    expect(await client.until('\r\n\r\n')).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    client.send(good);
    expect(await client.until(good)).toContain('HTTP/1.1 200 OK');
  });
});

test('a client of HTTP/1.0 is not asked for its body', async () => {
  const open = await listening();
  const client = open(head(['Content-Length: 12', 'Expect: 100-continue']).replace('HTTP/1.1', 'HTTP/1.0') + good);
  expect((await told(client)).code).toBe(200);
  expect(client.received()).not.toContain('100 Continue');
});

test('more connections than there may be are closed, and the others are served', async () => {
  const open = await listening({ connections: 2 });
  const first = open();
  open();
  expect(await open().end()).toBe('');
  expect(refused).toEqual(['connections']);
  first.send(whole(good));
  expect((await told(first)).code).toBe(200);
});

test('the last request that a connection may have says so', async () => {
  const open = await listening({ requestsPerConnection: 2 });
  const client = open(whole(good));
  expect(await client.until(good)).toContain('Connection: keep-alive');
  client.send(whole(good));
  const text = await client.end();
  expect(text.split('HTTP/1.1 200 OK')).toHaveLength(3);
  expect(text).toContain('Connection: close');
});

test.each([
  { what: 'no HTTP', sends: 'hello\r\n\r\n' },
  { what: 'an unknown method', sends: 'FETCH /word HTTP/1.1\r\nHost: x\r\n\r\n' },
  { what: 'no host', sends: 'GET /healthz HTTP/1.1\r\n\r\n' },
  { what: 'two lengths', sends: head(['Content-Length: 12', 'Content-Length: 13']) },
  { what: 'a length and chunks', sends: head(['Content-Length: 12', 'Transfer-Encoding: chunked']) },
])('$what is told as a bad request', async ({ sends }) => {
  const open = await listening();
  expect((await told(open(sends))).code).toBe(400);
});

test.each(['/%2e%2e/healthz', '/../healthz', '//healthz', '/healthz%2f', '/word%00'])('%s is the address of nothing', async (path) => {
  const open = await listening();
  const client = open(`GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n\r\n`);
  expect(await told(client)).toMatchObject({ code: 404, problem: { error: 'Not found' } });
});
