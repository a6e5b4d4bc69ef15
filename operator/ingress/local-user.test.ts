import { afterEach, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { silentLog } from '../kube/log.ts';
import { listen, makeFrontDoor } from './front-door.ts';
import { callerOf } from './let-in.ts';

let door: FastifyInstance | undefined;

afterEach(async () => {
  await door?.close();
  door = undefined;
});

function opened(): FastifyInstance {
  const health = () => ({ version: '1', uptimeSeconds: () => 1, gates: [] });
  door = makeFrontDoor({ health, keeper: () => undefined, log: silentLog, auth: 'none' });
  door.get('/me', (request) => Promise.resolve(callerOf(request)));
  return door;
}

test.each([
  { host: 'localhost:8080' },
  { host: '127.0.0.1:8080' },
  { host: '[::1]:8080' },
  { host: 'localhost' },
  { host: 'localhost:8080', origin: 'http://localhost:3000' },
])('without asking for a token everybody is the local user: %j', async (headers) => {
  const answer = await opened().inject({ url: '/me', headers: { authorization: 'Bearer whatever', ...headers } });
  expect({ code: answer.statusCode, body: answer.json<object>() }).toEqual({ code: 200, body: { username: 'local', groups: [] } });
});

test.each([
  { host: 'evil.example:8080' },
  { host: 'localhost.evil.example' },
  { host: '127.0.0.1.evil.example:8080' },
  { host: '10.0.0.7:8080' },
  { host: 'localhost:8080', origin: 'https://evil.example' },
  { host: 'localhost:8080', origin: 'null' },
])('a page of the web that leads here is sent away: %j', async (headers) => {
  expect((await opened().inject({ url: '/me', headers })).statusCode).toBe(421);
});

test('only this machine can connect', async () => {
  const made = opened();
  await listen(made, 0, 'loopback');
  expect(made.addresses()).toMatchObject([{ address: '127.0.0.1' }]);
  expect(made.addresses()).toHaveLength(1);
});
