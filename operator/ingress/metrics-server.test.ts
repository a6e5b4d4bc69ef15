import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Gauge, Registry } from 'prom-client';
import { send, type Request } from '../../e2e/harness/http-request.ts';
import { Terminal, Transient } from '../kube/errors.ts';
import { silentLog } from '../kube/log.ts';
import { makePair, type Pair } from '../testing/certificate.ts';
import { eventually } from '../testing/eventually.ts';
import type { Access } from './auth/authorize.ts';
import { close, portOf } from './health-server.ts';
import type { Keeper } from './let-in.ts';
import { serveMetrics, type MetricsParts } from './metrics-server.ts';

const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Knows `prometheus`, who may read, and `tenant`, who may not; `asked` has what it was asked. */
function gatekeeper() {
  const asked: string[] = [];
  const keeper: Keeper = {
    authenticate: (token, from) => {
      asked.push(`who ${token} at ${from.replace('::ffff:', '')}`);
      return Promise.resolve(['prometheus', 'tenant'].includes(token) ? { username: token, groups: [] } : undefined);
    },
    authorize: ({ username }, { verb, resource }: Access) => {
      asked.push(`may ${username} ${verb} ${resource}`);
      return Promise.resolve(username === 'prometheus');
    },
  };
  return { asked, keeper };
}

interface Wish extends Partial<MetricsParts['settings']> {
  readonly keeper?: Keeper;
}

async function serving({ keeper = gatekeeper().keeper, metricsAuth = 'token', tlsCertDir = '' }: Wish = {}) {
  const registry = new Registry();
  new Gauge({ name: 'here', help: 'Where it is', registers: [registry] }).set(7);
  const server: Server = await serveMetrics({ registry, keeper, log: silentLog, settings: { prometheusPort: 0, metricsAuth, tlsCertDir } });
  ends.push(() => close(server));
  const scheme = tlsCertDir === '' ? 'http' : 'https';
  return (request: Partial<Request> = {}, path = '/metrics') => send({ url: `${scheme}://127.0.0.1:${portOf(server)}${path}`, ...request });
}

describe('the port of the metrics', () => {
  test.each([
    { who: 'nobody', token: undefined, status: 401 },
    { who: 'an unknown token', token: 'made-up', status: 401 },
    { who: 'somebody without the right', token: 'tenant', status: 403 },
    { who: 'a scraper', token: 'prometheus', status: 200 },
  ])('answers $status to $who where tokens are asked for', async ({ token, status }) => {
    const get = await serving();
    const answer = await get(token === undefined ? {} : { token });
    expect(answer.status).toBe(status);
    expect(answer.body.includes('here 7')).toBe(status === 200);
  });

  test('asks who it is and whether they may get the path, and nothing for a request without a token', async () => {
    const { asked, keeper } = gatekeeper();
    const get = await serving({ keeper });
    await get();
    await get({ token: 'tenant' });
    expect(asked).toEqual(['who tenant at 127.0.0.1', 'may tenant get /metrics']);
  });

  test('names the right that is missing, and shows none of the metrics for a HEAD or another path', async () => {
    const get = await serving();
    expect((await get({ token: 'tenant' })).body).toBe('tenant may not get /metrics\n');
    expect((await get({ method: 'HEAD' })).status).toBe(401);
    expect((await get({ token: 'prometheus' }, '/health')).status).toBe(404);
    expect((await get({ token: 'prometheus', method: 'POST' })).status).toBe(405);
  });

  test('is open to everybody where it is not told to ask', async () => {
    const { asked, keeper } = gatekeeper();
    const get = await serving({ keeper, metricsAuth: 'none' });
    expect((await get()).body).toContain('here 7');
    expect(asked).toEqual([]);
  });

  test.each([
    { when: 'the API server does not answer', error: new Transient({ reason: 'Timeout', message: 'slow' }), status: 503 },
    {
      when: 'the engine may not ask it',
      error: new Terminal({ code: 403, reason: 'Forbidden', message: 'cannot create resource' }),
      status: 500,
    },
  ])('answers $status and no metrics when $when', async ({ error, status }) => {
    const get = await serving({ keeper: { ...gatekeeper().keeper, authenticate: () => Promise.reject(error) } });
    const answer = await get({ token: 'prometheus' });
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain('here 7');
  });
});

describe('with a certificate', () => {
  const [first, second] = [makePair(), makePair()];

  function folderWith(pair: Pair): string {
    const folder = mkdtempSync(join(tmpdir(), 'metrics-tls-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    put(folder, pair);
    return folder;
  }

  function put(folder: string, { cert, key }: Pair): void {
    writeFileSync(join(folder, 'tls.key'), key);
    writeFileSync(join(folder, 'tls.crt'), cert);
  }

  test('tokens come over https alone, and a new certificate is shown without a restart', async () => {
    const folder = folderWith(first);
    const get = await serving({ tlsCertDir: folder });
    expect((await get({ token: 'prometheus', ca: first.cert })).status).toBe(200);
    expect((await get({ ca: first.cert })).status).toBe(401);
    put(folder, second);
    await eventually(async () => expect((await get({ token: 'prometheus', ca: second.cert })).status).toBe(200));
  });

  test('a port without tokens stays as plain as it was', async () => {
    const registry = new Registry();
    const settings = { prometheusPort: 0, metricsAuth: 'none', tlsCertDir: folderWith(first) } as const;
    const server = await serveMetrics({ registry, keeper: gatekeeper().keeper, log: silentLog, settings });
    ends.push(() => close(server));
    expect((await send({ url: `http://127.0.0.1:${portOf(server)}/metrics` })).status).toBe(200);
  });
});
