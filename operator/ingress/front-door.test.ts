import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { Conflict, Terminal, Transient } from '../kube/errors.ts';
import { silentLog, type Log } from '../kube/log.ts';
import { makeLog } from '../log.ts';
import { makeFrontDoor } from './front-door.ts';
import { callerOf, type Keeper } from './let-in.ts';

const alice = { username: 'alice', groups: [] };
const keeper: Keeper = {
  authenticate: (token) => Promise.resolve(token === 'good' ? alice : undefined),
  authorize: () => Promise.resolve(true),
};
const health = () => ({ version: '1.2.3', uptimeSeconds: () => 7.5, gates: [{ name: 'caches', objection: () => 'not yet' }] });
const schema = {
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['word'],
    properties: {
      word: { type: 'string', enum: ['a', 'b'] },
      score: { type: 'number', minimum: 0, maximum: 1 },
      in: { type: 'object', additionalProperties: false },
    },
  },
};
let door: FastifyInstance | undefined;

afterEach(async () => {
  await door?.close();
  door = undefined;
});

interface Opening {
  readonly fail?: Error;
  readonly keep?: () => Keeper | undefined;
  readonly log?: Log;
  readonly stopping?: () => boolean;
}

/** A front door with one route that says who asks; `fail` makes it throw. */
function opened({ fail, keep = () => keeper, log = silentLog, stopping = () => false }: Opening = {}): FastifyInstance {
  const made = makeFrontDoor({ health, keeper: keep, log, stopping });
  made.get('/things/:id', () => Promise.resolve({}));
  made.post('/word', { schema }, async (request) => {
    if (fail) throw fail;
    return Promise.resolve({ who: callerOf(request).username, body: request.body });
  });
  door = made;
  return made;
}

const post = (more: { headers?: Record<string, string>; payload?: string } = {}) => ({
  method: 'POST' as const,
  url: '/word',
  payload: more.payload ?? '{"word":"a"}',
  headers: { authorization: 'Bearer good', 'content-type': 'application/json', ...more.headers },
});

test('once it is stopping, nothing more is taken, and what there is is told', async () => {
  let isStopping = false;
  const made = opened({ stopping: () => isStopping });
  expect((await made.inject(post())).statusCode).toBe(200);
  isStopping = true;
  const answer = await made.inject(post());
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1']);
  expect(answer.json()).toMatchObject({ message: expect.stringContaining('this replica is stopping') });
  expect((await made.inject({ url: '/things/a', headers: { authorization: 'Bearer good' } })).statusCode).toBe(200);
});

describe('without a token', () => {
  test.each([
    { path: '/health', code: 200, body: '{"status":"healthy","version":"1.2.3","uptime_seconds":7}\n' },
    { path: '/healthz', code: 200, body: 'ok\n' },
    { path: '/readyz', code: 503, body: '[-]caches not ready: not yet\nnot ready\n' },
  ])('$path is answered', async ({ path, code, body }) => {
    const answer = await opened().inject(path);
    expect({ code: answer.statusCode, body: answer.body }).toEqual({ code, body });
  });

  test.each([
    { when: 'none is given', authorization: '' },
    { when: 'it is not a bearer token', authorization: 'Basic Z29vZA==' },
    { when: 'it is no token', authorization: 'Bearer' },
    { when: 'it has a blank', authorization: 'Bearer good bad' },
    { when: 'nobody knows it', authorization: 'Bearer nothing' },
  ])('a request is refused when $when, whatever its body is', async ({ authorization }) => {
    const answer = await opened().inject(post({ headers: { authorization }, payload: '{' }));
    expect(answer.statusCode).toBe(401);
    expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer', 'content-type': 'application/problem+json; charset=utf-8' });
    expect(answer.json()).toMatchObject({ status: 401, error: 'Unauthorized' });
  });

  test.each([
    { what: 'what does not exist', method: 'GET' as const, url: '/nothing' },
    { what: 'what is there for other methods', method: 'GET' as const, url: '/word' },
    { what: 'what is no address', method: 'GET' as const, url: '/%zz' },
    { what: 'what only looks like health', method: 'GET' as const, url: '/healthz/../word' },
    { what: 'what health is not for', method: 'POST' as const, url: '/healthz' },
  ])('even $what is not told', async ({ method, url }) => {
    expect((await opened().inject({ method, url })).statusCode).toBe(401);
  });
});

test('who asks is known to the route', async () => {
  const answer = await opened().inject(post());
  expect(answer.json()).toEqual({ who: 'alice', body: { word: 'a' } });
});

test.each(['bearer good', 'BEARER good', 'Bearer   good'])('a token is taken as %s', async (authorization) => {
  expect((await opened().inject(post({ headers: { authorization } }))).statusCode).toBe(200);
});

test('while the engine starts a caller is told to come back', async () => {
  const answer = await opened({ keep: () => undefined }).inject(post());
  expect({ code: answer.statusCode, after: answer.headers['retry-after'] }).toEqual({ code: 503, after: '2' });
});

describe('a body is refused', () => {
  test.each([
    { payload: '{', code: 400, problem: { code: 'InvalidJSON' } },
    { payload: '{"word":"a","word":"b"}', code: 400, problem: { code: 'InvalidJSON', field: 'word' } },
    { payload: '', code: 400, problem: { code: 'InvalidJSON' } },
    { payload: '[]', code: 400, problem: { code: 'InvalidJSON', message: 'the body must be object' } },
    { payload: 'null', code: 400, problem: { code: 'InvalidJSON', message: 'the body must be object' } },
    { payload: '{}', code: 400, problem: { field: 'word', message: 'word is required' } },
    { payload: '{"word":"c"}', code: 400, problem: { field: 'word', message: 'word must be one of a, b' } },
    { payload: '{"word":1}', code: 400, problem: { field: 'word', message: 'word must be string' } },
    { payload: '{"word":"a","wrod":1}', code: 400, problem: { field: 'wrod', message: 'wrod is not known' } },
    { payload: '{"word":"a","in":{"x":1}}', code: 400, problem: { field: 'in.x', message: 'in.x is not known' } },
    { payload: '{"word":"a","score":1.2}', code: 400, problem: { field: 'score', message: 'score must be between 0.0 and 1.0' } },
    { payload: `{"word":"${'a'.repeat(300_000)}"}`, code: 413, problem: {} },
  ])('$problem', async ({ payload, code, problem }) => {
    const answer = await opened().inject(post({ payload }));
    expect(answer.statusCode).toBe(code);
    expect(answer.json()).toMatchObject(problem);
  });

  test.each([
    { header: 'content-type', value: 'text/plain' },
    { header: 'content-encoding', value: 'gzip' },
  ])('with $header $value', async ({ header, value }) => {
    expect((await opened().inject(post({ headers: { [header]: value } }))).statusCode).toBe(415);
  });
});

describe('what goes wrong inside', () => {
  test.each([
    { fail: new Error('secret path'), code: 500, says: 'the request could not be served; the log of the engine says why' },
    { fail: new Terminal({ reason: 'Forbidden', code: 403, message: 'no right' }), code: 403, says: 'no right' },
    {
      fail: new Terminal({ reason: 'Invalid', code: 422, message: 'bad', details: { causes: [{ field: 'spec.type' }] } }),
      code: 400,
      says: 'bad',
    },
    {
      fail: new Terminal({ reason: 'Gone', code: 410, message: 'secret' }),
      code: 500,
      says: 'the API server refused it; the log of the engine says why',
    },
    {
      fail: new Transient({ reason: 'Timeout', message: 'secret' }),
      code: 503,
      says: 'the API server does not answer just now; ask again',
    },
    {
      fail: new Conflict({ reason: 'Conflict', code: 409, message: 'on resourcequotas' }),
      code: 503,
      says: 'the API server does not answer just now; ask again',
    },
    {
      fail: new Terminal({ reason: 'KindNotInstalled', code: 404, message: 'its API is not installed' }),
      code: 503,
      says: 'the API server does not answer just now; ask again',
    },
    {
      fail: new Terminal({ reason: 'NotFound', code: 404, message: 'namespaces "shop" not found' }),
      code: 400,
      says: 'namespaces "shop" not found',
    },
  ])('is told as $code: $says', async ({ fail, code, says }) => {
    const answer = await opened({ fail }).inject(post());
    expect({ code: answer.statusCode, message: answer.json<{ message: string }>().message }).toEqual({ code, message: says });
  });
});

test.each([
  { asked: undefined, after: '5' },
  { asked: 1.2, after: '2' },
])('a caller comes again when the API server says so: $after s', async ({ asked, after }) => {
  const fail = new Transient({
    reason: 'TooManyRequests',
    code: 429,
    message: 'l',
    ...(asked !== undefined && { retryAfterSeconds: asked }),
  });
  expect((await opened({ fail }).inject(post())).headers['retry-after']).toBe(after);
});

describe('an address that nothing is at', () => {
  const asAlice = { authorization: 'Bearer good' };

  test.each([
    { method: 'GET', url: '/nothing?token=x', code: 404, says: 'there is nothing at /nothing' },
    { method: 'POST', url: '/nothing', code: 404, says: 'there is nothing at /nothing' },
    { method: 'GET', url: '/word/', code: 404, says: 'there is nothing at /word/' },
    { method: 'GET', url: '/%zz', code: 400, says: '/%zz is not the path of an address' },
    { method: 'GET', url: `/things/${'x'.repeat(254)}`, code: 404, says: `there is nothing at /things/${'x'.repeat(245)}` },
    { method: 'GET', url: '/word', code: 405, says: 'GET is not for this address; POST is' },
    { method: 'OPTIONS', url: '/word', code: 405, says: 'OPTIONS is not for this address; POST is' },
    { method: 'TRACE', url: '/things/1', code: 405, says: 'TRACE is not for this address; GET, HEAD is' },
    { method: 'PROPFIND', url: '/things/1', code: 405, says: 'PROPFIND is not for this address; GET, HEAD is' },
    { method: 'DELETE', url: '/healthz', code: 405, says: 'DELETE is not for this address; GET, HEAD is' },
  ])('is told: $method $url $code', async ({ method, url, code, says }) => {
    const answer = await opened().inject({ method: method as 'GET', url, headers: asAlice });
    expect({ code: answer.statusCode, message: answer.json<{ message: string }>().message }).toEqual({ code, message: says });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['allow']).toBe(code === 405 ? says.replace(/.*; (.*) is/, '$1') : undefined);
  });

  test('may be asked for its head', async () => {
    const answer = await opened().inject({ method: 'HEAD', url: '/things/1', headers: asAlice });
    expect({ code: answer.statusCode, body: answer.body }).toEqual({ code: 200, body: '' });
  });
});

describe('a line of the log', () => {
  const secret = 'eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2lnbmF0dXJl';

  test.each([
    { when: 'the request is good', url: '/things/1', headers: { authorization: 'Bearer good' }, code: 200 },
    { when: 'the token is unknown', url: '/things/1', headers: { AUTHORIZATION: `bearer ${secret}` }, code: 401 },
    { when: 'the header is odd', url: '/things/1', headers: { authorization: `token ${secret}` }, code: 401 },
    { when: 'the query has a token', url: `/things/1?access_token=${secret}`, headers: { authorization: 'Bearer good' }, code: 200 },
    { when: 'the path has one', url: `/things/${secret}`, headers: { authorization: 'Bearer good' }, code: 200 },
    { when: 'the address is odd', url: `/%zz?access_token=${secret}`, headers: { authorization: 'Bearer good' }, code: 400 },
    { when: "the number is the caller's", url: '/things/1', headers: { authorization: 'Bearer good', 'x-request-id': secret }, code: 200 },
  ])('says who asked for what and was told what, and no secret, when $when', async ({ url, headers, code }) => {
    const out = new PassThrough({ encoding: 'utf8' });
    await opened({ log: makeLog({ logLevel: 'DEBUG', logFormat: 'json' }, out) }).inject({ url, headers });
    const text = String(out.read());
    const [line = '', ...others] = text.trim().split('\n');
    expect(others).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({
      msg: 'Request',
      method: 'GET',
      code,
      requestID: expect.stringMatching(/^[\da-f]{8}-/) as unknown,
    });
    for (const part of ['c2VjcmV0', 'access_token']) expect(line).not.toContain(part);
  });

  test('has nothing of the body, and of a long address only its begin', async () => {
    const out = new PassThrough({ encoding: 'utf8' });
    const log = makeLog({ logLevel: 'DEBUG', logFormat: 'text' }, out);
    const made = opened({ log, fail: new Error('it broke') });
    await made.inject(post({ payload: '{"word":"a","score":0.25}' }));
    await made.inject(post({ payload: '{"word":"hunter2"}' }));
    await made.inject({ url: `/${'x'.repeat(4000)}`, headers: { authorization: 'Bearer good' } });
    const text = String(out.read());
    expect(text).toContain('it broke');
    expect(text).not.toMatch(/0\.25|hunter2|x{600}/);
  });

  test('is not written about health', async () => {
    const out = new PassThrough({ encoding: 'utf8' });
    await opened({ log: makeLog({ logLevel: 'DEBUG', logFormat: 'text' }, out) }).inject('/healthz');
    expect(out.read()).toBeNull();
  });
});
