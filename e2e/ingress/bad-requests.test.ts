import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly } from '../../operator/api/generated/types.ts';
import { rawClient, type RawAnswer, type RawClient } from '../../operator/testing/raw-client.ts';
import { api } from '../harness/cluster.ts';
import { untilHolds } from '../harness/eventually.ts';
import { send } from '../harness/http-request.ts';
import { expired, tokenFor } from '../harness/made-token.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { journey } from '../journeys/bench/journey.ts';
import { createAccount, rule } from './bench/accounts.ts';
import { badBodies } from './bench/bad-bodies.ts';

const seen = journey({});
const group = 'coordination.selfheal.dev';
const tenant = 'system:serviceaccount:b-shop:b-tenant';
const canary = 'hunter2-in-the-body';
let standby: Operator;
const tokens = new Map<string, string>();
const open: RawClient[] = [];
/** Where the log of each is when the tests begin; a process of an earlier file may have written to the same. */
const begins = new Map<Operator, number>();

beforeAll(async () => {
  const { cluster } = seen;
  standby = await startOperator(cluster, { replica: 'engine-1' });
  await standby.ready();
  for (const operator of [seen.operator, standby]) begins.set(operator, operator.logs().length);
  const all = [rule(['create', 'get', 'list'], ['anomalies'])];
  for (const [namespace, name, rules] of [
    ['b-shop', 'b-tenant', all],
    ['b-bank', 'b-other', all],
    ['b-shop', 'b-nobody', []],
  ] as const)
    tokens.set(name, await createAccount(cluster, { namespace, name, rules }));
  const who = { namespace: 'b-shop', name: 'b-tenant' };
  tokens.set('of another audience', await tokenFor(cluster, who, ['somebody-else']));
  tokens.set('of our audience', await tokenFor(cluster, who, ['coordination-engine']));
  tokens.set('expired', expired(cluster, tokens.get('b-tenant') ?? ''));
});

afterAll(async () => {
  for (const { socket } of open) socket.destroy();
  await standby.stop();
});

type Door = 'leader' | 'standby';
const doors: readonly { door: Door }[] = [{ door: 'leader' }, { door: 'standby' }];
const operatorOf = (door: Door): Operator => (door === 'leader' ? seen.operator : standby);

function connect(door: Door, first: string): RawClient {
  const client = rawClient(Number(new URL(operatorOf(door).url).port), first);
  open.push(client);
  return client;
}

interface Head {
  readonly method?: string;
  readonly path?: string;
  readonly authorization?: string;
  readonly more?: readonly string[];
}

const bearer = (name: string): string => `Bearer ${tokens.get(name) ?? name}`;

function head({ method = 'POST', path = '/api/v1/anomalies', authorization = bearer('b-tenant'), more = [] }: Head): string {
  const auth = authorization === '' ? [] : [`Authorization: ${authorization}`];
  return [`${method} ${path} HTTP/1.1`, 'Host: engine', ...auth, 'Content-Type: application/json', ...more, '', ''].join('\r\n');
}

function post(door: Door, body: string | Uint8Array, authorization = bearer('b-tenant')): Promise<RawAnswer> {
  const client = connect(door, head({ authorization, more: [`Content-Length: ${Buffer.byteLength(body)}`] }));
  client.send(body);
  return client.answer();
}

const told = ({ code, body }: RawAnswer): { status: number; problem: Record<string, unknown> } => ({
  status: code,
  problem: JSON.parse(body === '' ? '{}' : body) as Record<string, unknown>,
});

const report = (more: object = {}): string => JSON.stringify({ type: 'bad_neighbours', severity: 'low', source: 'watcher', ...more });

/** How many anomalies there are by whom, so that what is refused is seen to have left nothing. */
async function storedBy(requestedBy: string): Promise<number> {
  const { items } = await api<{ items: Anomaly[] }>(seen.cluster, { path: `/apis/${group}/v1alpha1/anomalies` });
  return items.filter(({ spec }) => spec.requestedBy === requestedBy).length;
}

describe('31: before a byte of the body, nobody comes in', () => {
  test.each(doors)('by the $door who has no good token', async ({ door }) => {
    const more = ['Content-Length: 200000', 'Expect: 100-continue'];
    const good = tokens.get('b-tenant') ?? '';
    for (const authorization of [
      ...['', 'Bearer', 'Bearer nothing', 'Basic Yjpi', `Token ${good}`, `Bearer ${good}x`, `Bearer ${good} ${good}`],
      ...[bearer('expired'), bearer('of another audience')],
    ]) {
      const client = connect(door, head({ authorization, more }));
      expect(told(await client.answer())).toMatchObject({ status: 401, problem: { error: 'Unauthorized', status: 401 } });
      expect(client.received()).not.toContain('100 Continue');
      expect(client.received().toLowerCase()).toContain('www-authenticate: bearer');
    }
  });

  test.each(doors)('by the $door but whoever has one, in whatever letters its scheme is written', async ({ door }) => {
    for (const authorization of [bearer('b-tenant'), `bearer ${tokens.get('b-tenant')}`, bearer('of our audience')])
      expect((await connect(door, head({ method: 'GET', authorization })).answer()).code).toBe(200);
    const client = connect(door, head({ more: [`Content-Length: ${report().length}`, 'Expect: 100-continue'] }));
    await client.until('100 Continue');
    client.send(report());
    expect((await client.answer()).code).toBe(201);
  });
});

describe('32: what somebody may not do is named, and not done', () => {
  test.each(doors)('by the $door', async ({ door }) => {
    const elsewhere = report({ details: { namespace: 'b-bank', pod: 'ledger-1' } });
    const before = await storedBy(tenant);
    for (const { body, by, says } of [
      { body: report(), by: 'b-nobody', says: `system:serviceaccount:b-shop:b-nobody may not create anomalies.${group} in b-shop` },
      { body: elsewhere, by: 'b-tenant', says: `${tenant} may not create anomalies.${group} in b-bank` },
      ...['deterministic', 'ai_driven'].map((source) => ({
        body: report({ source, confidence_score: 0.9 }),
        by: 'b-tenant',
        says: `${tenant} may not use sources/${source} of ${group} in b-shop`,
      })),
    ])
      expect(told(await post(door, body, bearer(by)))).toMatchObject({ status: 403, problem: { error: 'Forbidden', message: says } });
    expect(await storedBy(tenant)).toBe(before);
    expect(await storedBy('system:serviceaccount:b-shop:b-nobody')).toBe(0);
  });

  test.each(doors)('by the $door, and lists have only what somebody may list', async ({ door }) => {
    expect((await post(door, report(), bearer('b-other'))).code).toBe(201);
    const listed = async (as: string): Promise<Set<string>> => {
      const { body } = await connect(
        door,
        head({ method: 'GET', path: '/api/v1/anomalies?limit=500', authorization: bearer(as) }),
      ).answer();
      const names = (JSON.parse(body) as { items: { anomaly_id: string }[] }).items.map((item) => item.anomaly_id);
      const { items } = await api<{ items: Anomaly[] }>(seen.cluster, { path: `/apis/${group}/v1alpha1/anomalies` });
      return new Set(items.filter(({ metadata }) => names.includes(metadata.name)).map(({ metadata }) => metadata.namespace ?? ''));
    };
    await untilHolds(async () => expect(await listed('b-tenant')).toEqual(new Set(['b-shop'])));
    await untilHolds(async () => expect(await listed('b-other')).toEqual(new Set(['b-bank'])));
    expect(await listed('b-nobody')).toEqual(new Set());
  });
});

describe('33 to 36: what nobody can have meant', () => {
  test.each(doors)('is told by the $door, all of it at once, and leaves nothing', async ({ door }) => {
    const before = await storedBy(tenant);
    const answers = await Promise.all(badBodies.map(({ body }) => post(door, body)));
    expect(answers.map((answer, index) => ({ what: badBodies[index]?.what, ...told(answer) }))).toMatchObject(
      badBodies.map(({ what, code, problem }) => ({ what, status: code, problem })),
    );
    for (const { headers } of answers) expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await storedBy(tenant)).toBe(before);
  });

  test.each(doors)('is told by the $door as soon as it is too much, and packed bodies are not taken', async ({ door }) => {
    const endless = connect(door, head({ more: ['Transfer-Encoding: chunked'] }));
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    for (let n = 0; n < 33; n += 1) endless.send(chunk);
    expect(told(await endless.answer())).toMatchObject({ status: 413, problem: { error: 'Request too large' } });
    const packed = await connect(door, head({ more: ['Content-Encoding: gzip', 'Content-Length: 1000'] })).answer();
    expect(told(packed)).toMatchObject({ status: 415, problem: { message: 'content-encoding gzip is not taken' } });
    const text = await connect(door, head({ more: ['Content-Length: 2'] }).replace('application/json', 'text/plain') + '{}').answer();
    expect(text.code).toBe(415);
  });
});

/** Clients that are not at their end for long, and what they say now and then; their bodies are all that one caller may have under way. */
const slowly = () => {
  const authorization = bearer('b-other');
  return [
    { count: 40, first: '', then: '' },
    { count: 40, first: 'POST /api/v1/anomalies HTTP/1.1\r\nHost: engine\r\nX-', then: 'a' },
    { count: 30, first: head({ authorization, more: ['Content-Length: 200000'] }), then: ' ' },
    { count: 5, first: head({ authorization, more: ['Transfer-Encoding: chunked'] }), then: '1\r\n \r\n' },
  ];
};

describe('34: many bad clients', () => {
  test.each(doors)('of the $door cost the others nothing', async ({ door }) => {
    const slow = slowly().flatMap(({ count, first, then }) =>
      Array.from({ length: count }, () => ({ client: connect(door, first), then })),
    );
    const drip = setInterval(() => slow.forEach(({ client, then }) => client.send(then)), 100);
    const times: number[] = [];
    try {
      const made = Array.from({ length: 150 }, (_, n) => post(door, '{}', `Bearer made-up-${door}-${n}`));
      for (let n = 0; n < 20; n += 1) {
        const from = performance.now();
        expect((await post(door, report())).code).toBe(201);
        expect((await send({ url: `${operatorOf(door).url}/health` })).status).toBe(200);
        times.push(performance.now() - from);
      }
      for (const { code } of await Promise.all(made)) expect([401, 503]).toContain(code);
      expect(slow.map(({ client }) => client.received()).filter((text) => text !== '')).toEqual([]);
    } finally {
      clearInterval(drip);
      for (const { client } of slow) client.socket.destroy();
    }
    console.log(`      ${door}: 20 reports beside 115 slow clients: ${Math.max(...times).toFixed(0)} ms at most`);
  });
});

describe('38: what no address or list is', () => {
  test.each(doors)('is told by the $door', async ({ door }) => {
    for (const { method = 'GET', path, code, says } of [
      { path: '/api/v1/anomalies?limit=-1', code: 400, says: { field: 'limit' } },
      { path: '/api/v1/anomalies?limit=1e9', code: 200, says: { note: 'limit is 500 at most' } },
      { path: '/api/v1/anomalies?offset=abc', code: 400, says: { field: 'offset' } },
      { path: '/api/v1/anomalies?limit=1&limit=2', code: 400, says: { field: 'limit' } },
      { path: '/api/v1/anomalies?continue=abc', code: 400, says: { field: 'continue' } },
      { path: '/api/v1/anomalies/%2e%2e', code: 404, says: { field: 'id' } },
      { path: '/api/v1/anomalies/..%2f..%2fplans', code: 404, says: { field: 'id' } },
      { path: '/api/v1/%2e%2e/healthz', code: 404, says: { error: 'Not found' } },
      { path: '/api/v1/anomalies/%zz', code: 400, says: { error: 'Invalid request' } },
      { path: `/api/v1/anomalies/${'a'.repeat(300)}`, code: 404, says: { error: 'Not found' } },
      { path: '/api/v1/anomalies/%00', code: 404, says: { field: 'id' } },
      { method: 'DELETE', path: '/api/v1/anomalies', code: 405, says: { error: 'Method not allowed' } },
      { method: 'OPTIONS', path: '/api/v1/anomalies', code: 405, says: { error: 'Method not allowed' } },
      { method: 'TRACE', path: '/api/v1/anomalies/x', code: 405, says: { error: 'Method not allowed' } },
    ])
      expect({ path, ...told(await connect(door, head({ method, path })).answer()) }).toMatchObject({ path, status: code, problem: says });
  });
});

describe('after all of it', () => {
  test.each(doors)('the $door is the same process, serves, and has no secret in its log', async ({ door }) => {
    const operator = operatorOf(door);
    await post(door, report({ description: canary, details: { password: canary } }));
    await connect(
      door,
      head({ method: 'GET', path: `/api/v1/anomalies?access_token=${canary}`, more: [`X-Request-Id: ${canary}`] }),
    ).answer();
    await connect(door, head({ method: 'GET' }).replace('Authorization', 'aUTHORIZATION')).answer();
    expect(operator.running()).toBe(true);
    expect((await send({ url: `${operator.url}/readyz` })).status).toBe(200);
    const logs = operator.logs().slice(begins.get(operator));
    expect(logs).toContain(`"caller":"${tenant}"`);
    for (const secret of [canary, ...[...tokens.values()].map((token) => token.split('.')[2] ?? token)]) expect(logs).not.toContain(secret);
    expect(logs).not.toMatch(/ERROR|could not be served/);
  });
});
