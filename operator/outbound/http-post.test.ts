import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { StubServer } from '../testing/stub-server.ts';
import { isForbiddenAddress, makeHttpPost, Unanswered } from './http-post.ts';

let stub: StubServer;
let post: ReturnType<typeof makeHttpPost>;
const ask = (more: { url?: string; timeoutMs?: number; trusted?: boolean } = {}) =>
  post({ url: `${stub.url}/x`, body: { a: 1 }, timeoutMs: 60_000, trusted: true, ...more });

beforeAll(async () => {
  stub = await StubServer.start();
});
beforeEach(() => {
  post = makeHttpPost();
});
afterEach(() => stub.cutAll());
afterAll(() => stub.stop());

test('posts JSON and tells what was answered', async () => {
  stub.answerWith((_, response) => response.writeHead(201).end('{"b":2}'));
  expect(await ask()).toEqual({ code: 201, text: '{"b":2}' });
  expect(stub.requests.at(-1)).toMatchObject({
    method: 'POST',
    path: '/x',
    body: { a: 1 },
    headers: { 'content-type': 'application/json' },
  });
});

test('does not follow a redirect', async () => {
  const asked = stub.requests.length;
  stub.answerWith((_, response) => response.writeHead(307, { location: `${stub.url}/elsewhere` }).end());
  expect((await ask()).code).toBe(307);
  expect(stub.requests.length).toBe(asked + 1);
});

describe('no complete answer comes', () => {
  test('when nothing is said in time', async () => {
    stub.answerWith(() => undefined);
    await expect(ask({ timeoutMs: 50 })).rejects.toBeInstanceOf(Unanswered);
    await expect(ask({ timeoutMs: 50 })).rejects.toThrow(/^nothing within 0.05 s$/);
  });

  test('when the answer does not end in time', async () => {
    stub.answerWith((_, response) => response.writeHead(200).write('{"a":'));
    await expect(ask({ timeoutMs: 100 })).rejects.toThrow(/^nothing within 0.1 s$/);
  });

  test('when the answer has no end', async () => {
    stub.answerWith((_, response) => response.writeHead(200).end('x'.repeat(1024 * 1024 + 1)));
    await expect(ask()).rejects.toThrow(/^more than 1 MiB$/);
  });

  test('when the connection is reset, and the message names no address', async () => {
    stub.answerWith((_, response) => response.socket?.resetAndDestroy());
    await expect(ask()).rejects.toThrow(/^(ECONNRESET|UND_ERR_SOCKET)$/);
  });

  test('when nobody listens', async () => {
    const gone = await StubServer.start();
    const { url } = gone;
    await gone.stop();
    await expect(ask({ url })).rejects.toThrow(/^ECONNREFUSED$/);
  });
});

describe('a host that nobody vouches for', () => {
  test('is not called when its name leads to this machine', async () => {
    stub.answerWith((_, response) => response.end());
    const asked = stub.requests.length;
    const url = stub.url.replace('127.0.0.1', 'localhost');
    await expect(ask({ url, trusted: false })).rejects.toThrow('its name leads to an address that is not called');
    expect(stub.requests.length).toBe(asked);
    expect(await ask({ url, trusted: true })).toMatchObject({ code: 200 });
  });

  test.each([
    { address: '127.0.0.1', family: 4, is: true },
    { address: '127.9.9.9', family: 4, is: true },
    { address: '0.0.0.0', family: 4, is: true },
    { address: '169.254.169.254', family: 4, is: true },
    { address: '100.100.100.200', family: 4, is: true },
    { address: '::1', family: 6, is: true },
    { address: '::', family: 6, is: true },
    { address: 'fe80::1', family: 6, is: true },
    { address: 'fd00:ec2::254', family: 6, is: true },
    { address: '::ffff:169.254.169.254', family: 6, is: true },
    { address: '10.96.0.10', family: 4, is: false },
    { address: '192.0.2.7', family: 4, is: false },
    { address: 'fd00::7', family: 6, is: false },
    { address: '2001:db8::7', family: 6, is: false },
  ])('may not lead to $address: $is', ({ address, family, is }) => {
    expect(isForbiddenAddress({ address, family })).toBe(is);
  });
});
