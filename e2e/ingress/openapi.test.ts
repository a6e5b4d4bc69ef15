import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationAction } from '../../operator/api/generated/types.ts';
import { api } from '../harness/cluster.ts';
import { send } from '../harness/http-request.ts';
import { runSchemathesis } from '../harness/schemathesis.ts';
import { journey } from '../journeys/bench/journey.ts';
import { createAccount, rule } from './bench/accounts.ts';
import { doors, twoDoors, type Door } from './bench/two-doors.ts';

const seen = journey({ nodes: ['o-1'] });
const { get, postOnce, tokens } = twoDoors(seen);
const system = 'self-healing-platform';
const group = 'coordination.selfheal.dev';
const all = ['anomalies', 'remediationplans', 'remediationactions'];

/** A model that may ask for nothing to be done, two tenants, and somebody with no right. */
const accounts = [
  { namespace: system, name: 'o-model', rules: [rule(['create', 'get', 'list'], all), rule(['use'], ['sources'])] },
  { namespace: 'o-shop', name: 'o-tenant', rules: [rule(['create', 'get'], all)] },
  { namespace: 'o-yard', name: 'o-neighbour', rules: [rule(['create', 'get'], all)] },
  { namespace: 'o-shop', name: 'o-nobody', rules: [] },
];

beforeAll(async () => {
  for (const account of accounts) tokens.set(account.name, await createAccount(seen.cluster, account));
});

/** It found a webhook with a key that is none taken; other requests come of another SCHEMATHESIS_SEED. */
const usualSeed = 765_841;

describe('the document', () => {
  test('is there for whoever has a token, and for nobody else', async () => {
    const url = `${seen.operator.url}/openapi.json`;
    expect((await send({ url })).status).toBe(401);
    expect((await send({ url, token: tokens.get('o-nobody') ?? '' })).status).toBe(200);
  });

  test('says what the engine does: schemathesis finds nothing else', async () => {
    const seed = Number(process.env['SCHEMATHESIS_SEED'] ?? usualSeed);
    const document = `${seen.operator.url}/openapi.json`;
    const { code, output } = await runSchemathesis({ document, token: tokens.get('o-model') ?? '', seed, mostExamples: 8 });
    if (code !== 0) throw new Error(`SCHEMATHESIS_SEED=${seed} makes it again:\n${output.slice(-30_000)}`);
    expect(output).toMatch(/Tested: +1\d/);
  }, 240_000);
});

const other = (door: Door): Door => (door === 'leader' ? 'standby' : 'leader');
const report = (type: string, more: object = {}) => ({ type, severity: 'low', source: 'a-notebook', ...more });
const ask = (target: string) => ({ action_type: 'alert_correlation', target: `namespace/${target}` });
const kept = async <T>(plural: string, namespace: string): Promise<T[]> => {
  const path = `/apis/${group}/v1alpha1/namespaces/${namespace}/${plural}`;
  return (await api<{ readonly items: T[] }>(seen.cluster, { path })).items;
};
const reported = async (type: string): Promise<Anomaly[]> =>
  (await kept<Anomaly>('anomalies', 'o-shop')).filter(({ spec }) => spec.type === type);
/** The member `code` of the problem has the place of the status in what these doors tell. */
const reused = { error: 'Conflict', field: 'Idempotency-Key' };
const tenant = (key: string) => ({ as: 'o-tenant', key });

describe('a report that is sent again with its key', () => {
  test.each(doors)('to the $door or the other replica, at once or later, has the same answer', async ({ door }) => {
    const type = `again_${door}`;
    const post = (at: Door) => postOnce(at, '/api/v1/anomalies', report(type), tenant(`k-${door}`));
    const [first, ...others] = [...(await Promise.all([post(door), post(other(door)), post(door)])), await post(other(door))];
    expect(first).toMatchObject({ code: 201, status: 'accepted' });
    for (const answer of others) expect(answer).toEqual(first);
    expect(await reported(type)).toHaveLength(1);
    expect((await get(other(door), `/api/v1/anomalies/${String(first?.['anomaly_id'])}`, 'o-tenant')).code).toBe(200);
  });

  test.each(doors)('to the $door with another body is refused, wherever that belongs', async ({ door }) => {
    const key = { as: 'o-model', key: `other-${door}` };
    await postOnce(door, '/api/v1/anomalies', report(`first_${door}`), key);
    for (const at of [door, other(door)])
      expect(await postOnce(at, '/api/v1/anomalies', report(`second_${door}`), key)).toMatchObject(reused);
  });

  test.each(doors)('to the $door by somebody else is another one', async ({ door }) => {
    const of = (as: string) => postOnce(door, '/api/v1/anomalies', report('shared_key'), { as, key: `same-${door}` });
    const [one, two] = [await of('o-tenant'), await of('o-neighbour')];
    expect([one.code, two.code]).toEqual([201, 201]);
    expect(one['anomaly_id']).not.toBe(two['anomaly_id']);
  });

  test.each(doors)('to the $door has no key of no letters, or of too many', async ({ door }) => {
    for (const key of ['', 'x'.repeat(256)])
      expect(await postOnce(door, '/api/v1/anomalies', report('bad_key'), tenant(key))).toMatchObject({
        code: 400,
        field: 'Idempotency-Key',
      });
    expect(await reported('bad_key')).toEqual([]);
  });

  test('after the engine was started anew has the same answer', async () => {
    const first = await postOnce('leader', '/api/v1/anomalies', report('restarted'), tenant('restart'));
    await seen.stopOperator();
    await seen.startOperator();
    expect(await postOnce('leader', '/api/v1/anomalies', report('restarted'), tenant('restart'))).toEqual(first);
    expect(await reported('restarted')).toHaveLength(1);
  });
});

describe('a remediation that is asked for again with its key', () => {
  test.each(doors)('at the $door or the other replica is one action, and another is refused', async ({ door }) => {
    const post = (at: Door, body: object) => postOnce(at, '/api/v1/remediate', body, tenant(`r-${door}`));
    const answers = [
      ...(await Promise.all([post(door, ask('o-shop')), post(other(door), ask('o-shop'))])),
      await post(door, ask('o-shop')),
    ];
    expect(answers.map(({ code }) => code)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ action_id: id }) => id)).size).toBe(1);
    expect(await post(other(door), { ...ask('o-shop'), priority: 4 })).toMatchObject({ code: 409, error: 'Conflict' });
    const names = (await kept<RemediationAction>('remediationactions', 'o-shop')).map(({ metadata }) => metadata.name);
    expect(names.filter((name) => name === answers[0]?.['action_id'])).toHaveLength(1);
  });
});
