import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { answer, StubServer, type StubHandler } from '../testing/stub-server.ts';
import { makeHttpGet, type Service } from './http-get.ts';

let stub: StubServer;
let folder: string;

beforeEach(async () => {
  stub = await StubServer.start();
  folder = await mkdtemp(join(tmpdir(), 'http-get-'));
});

afterEach(async () => {
  await stub.stop();
  await rm(folder, { recursive: true });
});

const get = (more: Partial<Service> = {}) => makeHttpGet({ url: stub.url, tokenFile: '', caFile: '', deadlineMs: 60_000, ...more });

describe('a GET on an outside service', () => {
  test('gives code and text, with the parameters as they were given', async () => {
    stub.answerWith((_, response) => answer(response, 201, { a: 1 }));
    expect(await get({ url: `${stub.url}/base/` })('/path', { query: 'a{b="c"} > 0' })).toEqual({
      kind: 'reply',
      code: 201,
      text: '{"a":1}',
    });
    expect(stub.requests).toMatchObject([{ method: 'GET', path: '/base/path', query: { query: 'a{b="c"} > 0' } }]);
  });

  test('carries the token that the file holds now', async () => {
    const tokenFile = join(folder, 'token');
    const ask = get({ tokenFile });
    for (const token of ['old', 'new']) {
      await writeFile(tokenFile, `${token}\n`);
      await ask('/', {});
    }
    expect(stub.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
    expect(stub.connections).toBe(1);
  });

  const long = 'x'.repeat(1024 * 1024 + 1);
  test.each<{ when: string; handler: StubHandler }>([
    { when: 'nothing comes', handler: () => undefined },
    { when: 'the answer does not end', handler: (_, response) => void response.writeHead(200).write('{') },
  ])('says that its time was over when $when', async ({ handler }) => {
    stub.answerWith(handler);
    expect(await get({ deadlineMs: 300 })('/', {})).toEqual({ kind: 'none', cause: 'no answer within 0.3 s' });
  });

  test.each<{ when: string; handler: StubHandler; cause: string }>([
    { when: 'the answer is too long', handler: (_, response) => void response.end(long), cause: 'its answer is longer than 1 MiB' },
    { when: 'the connection is cut', handler: (_, response) => void response.destroy(), cause: 'UND_ERR_SOCKET' },
  ])('says why when $when', async ({ handler, cause }) => {
    stub.answerWith(handler);
    expect(await get()('/', {})).toEqual({ kind: 'none', cause });
  });

  test.each([
    { when: 'nobody listens', service: { url: 'http://localhost:1' }, cause: 'ECONNREFUSED' },
    { when: 'there is no token file', service: { tokenFile: '/nowhere/token' }, cause: 'ENOENT' },
    { when: 'there is no file of certificates', service: { caFile: '/nowhere/ca' }, cause: 'ENOENT' },
  ])('says why, without address and file, when $when', async ({ service, cause }) => {
    expect(await get(service)('/', {})).toEqual({ kind: 'none', cause });
  });

  test('takes a longer answer where the service may give one', async () => {
    stub.answerWith((_, response) => void response.end(long));
    expect(await get({ longestMiB: 2 })('/', {})).toMatchObject({ kind: 'reply', code: 200 });
    stub.answerWith((_, response) => void response.end(long + long));
    expect(await get({ longestMiB: 2 })('/', {})).toEqual({ kind: 'none', cause: 'its answer is longer than 2 MiB' });
  });

  test('does not follow a redirect', async () => {
    stub.answerWith((_, response) => answer(response, 302, {}, { location: `${stub.url}/elsewhere` }));
    expect(await get()('/', {})).toMatchObject({ kind: 'reply', code: 302 });
    expect(stub.requests).toHaveLength(1);
  });
});
