import { request as open, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { silentLog } from '../kube/log.ts';
import { eventually } from '../testing/eventually.ts';
import { makeFrontDoor } from './front-door.ts';
import { httpLimits } from './http-limits.ts';

let door: FastifyInstance | undefined;
afterEach(async () => {
  await door?.close();
  door = undefined;
});

/** A door that answers once `answer` is called, whoever says their name as token; who `late` is known only then. */
async function opened() {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let asked = 0;
  const keeper = {
    authenticate: async (token: string) => {
      asked += 1;
      if (token === 'late') await promise;
      return { username: token, groups: [] };
    },
    authorize: () => Promise.resolve(true),
  };
  const limits = { ...httpLimits, bodiesBytes: 1_000, callerBodiesBytes: 600 };
  const health = () => ({ version: '1', uptimeSeconds: () => 1, gates: [] });
  let arrived = 0;
  const made = makeFrontDoor({ health, keeper: () => keeper, log: silentLog, limits });
  made.post('/word', { bodyLimit: 500 }, async () => {
    arrived += 1;
    await promise;
    return {};
  });
  made.get('/word', () => ({}));
  await made.listen({ port: 0, host: '127.0.0.1' });
  door = made;
  return {
    port: (made.server.address() as AddressInfo).port,
    answer: () => resolve(undefined),
    arrived: () => arrived,
    asked: () => asked,
  };
}

function connections(): Promise<number> {
  return new Promise((resolve, reject) => door?.server.getConnections((error, count) => (error ? reject(error) : resolve(count))));
}

interface Sending {
  readonly bytes: number;
  readonly as?: string;
  /** Its length is not said. */
  readonly chunked?: boolean;
}

/** One request; its answer, and how to go away before that. */
function send(port: number, { bytes, as = 'alice', chunked = false }: Sending) {
  const headers = { authorization: `Bearer ${as}`, 'content-type': 'application/json', ...(!chunked && { 'content-length': bytes }) };
  const request = open({ port, host: '127.0.0.1', path: '/word', method: 'POST', headers, agent: false });
  const answer = new Promise<Pick<IncomingMessage, 'statusCode' | 'headers'>>((resolve, reject) => {
    request.once('response', (response) => {
      response.resume();
      resolve(response);
    });
    request.once('error', reject);
  });
  answer.catch(() => undefined);
  request.write(JSON.stringify('x'.repeat(bytes - 2)));
  request.end();
  return { answer, leave: () => request.destroy() };
}

const codes = async (sent: readonly ReturnType<typeof send>[]) =>
  (await Promise.all(sent.map(({ answer }) => answer))).map(({ statusCode }) => statusCode);

test.each([
  { when: 'one caller sends too much', first: [{ bytes: 300 }, { bytes: 300 }], then: { bytes: 100 }, code: 503 },
  { when: 'another caller has room', first: [{ bytes: 300 }, { bytes: 300 }], then: { bytes: 100, as: 'bob' }, code: 200 },
  {
    when: 'all callers together send too much',
    first: [{ bytes: 500 }, { bytes: 400, as: 'bob' }],
    then: { bytes: 200, as: 'eve' },
    code: 503,
  },
  { when: 'it does not say how large it is, and may be too large', first: [{ bytes: 300 }], then: { bytes: 50, chunked: true }, code: 503 },
  { when: 'it does not say how large it is, and fits', first: [{ bytes: 50 }], then: { bytes: 50, chunked: true }, code: 200 },
])('a body is answered with $code when $when', async ({ first, then, code }) => {
  const { port, answer, arrived } = await opened();
  const under = first.map((one) => send(port, one));
  await eventually(() => expect(arrived()).toBe(first.length));
  const last = send(port, then);
  if (code === 503) expect((await last.answer).headers).toMatchObject({ 'retry-after': '2' });
  else await eventually(() => expect(arrived()).toBe(first.length + 1));
  answer();
  expect(await codes([...under, last])).toEqual([...first.map(() => 200), code]);
});

test('what was answered, or whose sender went away, takes no room', async () => {
  const { port, answer, arrived } = await opened();
  const gone = send(port, { bytes: 500 });
  await eventually(() => expect(arrived()).toBe(1));
  expect((await send(port, { bytes: 500 }).answer).statusCode).toBe(503);
  gone.leave();
  answer();
  for (let time = 0; time < 3; time += 1) {
    await eventually(async () => expect((await send(port, { bytes: 500 }).answer).statusCode).toBe(200));
  }
});

test('whose sender went away before it was known who they are, takes no room', async () => {
  const { port, answer, asked } = await opened();
  const gone = [send(port, { bytes: 500, as: 'late' }), send(port, { bytes: 500, as: 'late' })];
  await eventually(() => expect(asked()).toBe(gone.length));
  for (const one of gone) one.leave();
  await eventually(async () => expect(await connections()).toBe(0));
  answer();
  expect((await send(port, { bytes: 500, as: 'late' }).answer).statusCode).toBe(200);
});

test('what has no body is always answered', async () => {
  const { port, answer, arrived } = await opened();
  const under = send(port, { bytes: 500 });
  await eventually(() => expect(arrived()).toBe(1));
  const got = await fetch(`http://127.0.0.1:${port}/word`, { headers: { authorization: 'Bearer alice' } });
  expect(got.status).toBe(200);
  answer();
  await under.answer;
});
