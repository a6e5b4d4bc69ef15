import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { eventually } from '../testing/eventually.ts';
import { answerHealth, close, portOf, serve, type ReadinessGate } from './health-server.ts';

const gate = (name: string, objection?: string): ReadinessGate => ({ name, objection: () => objection });
const facts = (...gates: ReadinessGate[]) => ({ version: '1.2.3', uptimeSeconds: () => 3600.9, gates });
const at = (path: string) => new URL(path, 'http://localhost');

describe('the health endpoints', () => {
  test('/health has the form of the document', () => {
    const answer = answerHealth(facts(), at('/health'));
    expect(JSON.parse(answer?.body ?? '')).toEqual({ status: 'healthy', version: '1.2.3', uptime_seconds: 3600 });
  });

  test.each([
    { when: 'every gate holds', gates: [gate('caches')], code: 200, body: 'ok\n' },
    {
      when: 'one gate does not hold',
      gates: [gate('caches'), gate('schema', 'CRDs are older')],
      code: 503,
      body: '[-]schema not ready: CRDs are older\nnot ready\n',
    },
  ])('/readyz is $code when $when', ({ gates, code, body }) => {
    expect(answerHealth(facts(...gates), at('/readyz'))).toMatchObject({ code, body });
  });

  test('/readyz?verbose lists the gates that hold too', () => {
    expect(answerHealth(facts(gate('caches')), at('/readyz?verbose'))?.body).toBe('[+]caches ok\nok\n');
  });

  test('/readyz?verbose tells besides what keeps nobody from being ready', () => {
    const told = { ...facts(gate('caches')), notes: ['rights: some are missing'] };
    expect(answerHealth(told, at('/readyz?verbose'))).toMatchObject({ code: 200, body: '[+]caches ok\n[!]rights: some are missing\nok\n' });
    expect(answerHealth(told, at('/readyz'))?.body).toBe('ok\n');
  });
});

/** A connection on which nothing is said. */
async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // it may be closed by force
  await once(socket, 'connect');
  return socket;
}

describe('the server', () => {
  let server: Server | undefined;
  afterEach(async () => {
    if (server) await close(server);
  });

  test.each([
    ['GET', '/health', 200],
    ['HEAD', '/health', 200],
    ['GET', '/nothing', 404],
    ['POST', '/health', 405],
  ])('%s %s answers %i', async (method, path, code) => {
    server = await serve(0, (url) => answerHealth(facts(), url));
    const response = await fetch(`http://127.0.0.1:${portOf(server)}${path}`, { method });
    expect(response.status).toBe(code);
  });

  test('answers whoever asks, though a crowd holds more connections than there may be', async () => {
    server = await serve(0, (url) => answerHealth(facts(), url));
    const port = portOf(server);
    const crowd = await Promise.all(Array.from({ length: 600 }, () => connected(port)));
    const response = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(response.status).toBe(200);
    await eventually(() => expect(crowd.filter(({ closed }) => closed)).toHaveLength(89));
    for (const socket of crowd) socket.destroy();
  });

  test('a port that is taken is named', async () => {
    server = await serve(0, () => undefined);
    await expect(serve(portOf(server), () => undefined)).rejects.toThrow(`port ${portOf(server)} cannot be listened on`);
  });
});
