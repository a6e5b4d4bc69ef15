import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import type { ModelAddress } from '../domain/prediction/model-address.ts';
import { makeHttpPost } from '../outbound/http-post.ts';
import { StubServer, answer } from '../testing/stub-server.ts';
import { makeAskModel } from './model-client.ts';

const rows = [
  [1, 2],
  [3, 4],
];
const answerV2 = { outputs: [{ name: 'predict', datatype: 'INT64', shape: [2, 1], data: [1, -1] }] };
const patience = { callMs: 10_000, failures: 3, restMs: 30_000 };
let stub: StubServer;
let ask: ReturnType<typeof makeAskModel>;
const address = (more: Partial<ModelAddress> = {}): ModelAddress => ({ model: 'm', base: stub.url, trusted: true, ...more });
const paths = () => stub.requests.map(({ path }) => path);

beforeAll(async () => {
  stub = await StubServer.start();
});
beforeEach(() => {
  stub.requests.length = 0;
  ask = makeAskModel(makeHttpPost(), patience);
});
afterAll(() => stub.stop());

describe('the protocol', () => {
  test.each([
    { protocol: 'v2', body: answerV2, path: '/v2/models/m/infer' },
    { protocol: 'v1', body: { predictions: [1, -1] }, path: '/v1/models/m:predict' },
  ] as const)('is $protocol where somebody says so', async ({ protocol, body, path }) => {
    stub.answerWith((_, response) => answer(response, 200, body));
    expect(await ask(address({ protocol }), rows)).toMatchObject({
      kind: 'predicted',
      prediction: { protocol, outputs: [{ data: [1, -1] }] },
    });
    expect(paths()).toEqual([path]);
  });

  test('is v2 where nobody says and the server knows it', async () => {
    stub.answerWith((_, response) => answer(response, 200, answerV2));
    expect(await ask(address(), rows)).toMatchObject({ kind: 'predicted', prediction: { protocol: 'v2' } });
    expect(paths()).toEqual(['/v2/models/m/infer']);
  });

  test.each([404, 405])('is v1 where nobody says and the server answers %s to v2', async (code) => {
    stub.answerWith(({ path }, response) =>
      path.startsWith('/v1') ? answer(response, 200, { predictions: [1, -1] }) : answer(response, code, {}),
    );
    expect(await ask(address(), rows)).toMatchObject({ kind: 'predicted', prediction: { protocol: 'v1' } });
    expect(paths()).toEqual(['/v2/models/m/infer', '/v1/models/m:predict']);
  });
});

describe('a server that answers with', () => {
  const html = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>hi</html>');
  test.each<{ what: string; say: (response: ServerResponse) => unknown; reason: string; passing: boolean; message: string | RegExp }>([
    {
      what: 'a page',
      say: html,
      reason: 'InvalidPrediction',
      passing: false,
      message: 'The answer of the model is not a JSON object.',
    },
    {
      what: 'another shape',
      say: (response) => answer(response, 200, { outputs: [{ name: 'p', shape: [1], data: [1] }] }),
      reason: 'InvalidPrediction',
      passing: false,
      message: 'The answer of the model has 1 answers for 2 rows in `p`.',
    },
    {
      what: '404',
      say: (response) => answer(response, 404, { error: 'Model m not found' }),
      reason: 'ModelRefused',
      passing: false,
      message: 'The server does not know model m (HTTP 404): {"error":"Model m not found"}.',
    },
    {
      what: '400 and many words',
      say: (response) => response.writeHead(400).end(`wrong\n\u0007\u202e${'x'.repeat(900)}`),
      reason: 'ModelRefused',
      passing: false,
      message: /^The server of model m refused the question \(HTTP 400\): wrong x{44} \.\.\. x{150}\.$/,
    },
    {
      what: '403',
      say: (response) => response.writeHead(403).end(),
      reason: 'ModelRefused',
      passing: false,
      message: 'The server of model m refused the question (HTTP 403).',
    },
    {
      what: 'a redirect',
      say: (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      reason: 'ModelRefused',
      passing: false,
      message: 'The server of model m redirects (HTTP 302), which is not followed.',
    },
    {
      what: '500',
      say: (response) => answer(response, 500, { error: 'boom' }),
      reason: 'ModelUnavailable',
      passing: true,
      message: 'The server of model m failed (HTTP 500): {"error":"boom"}.',
    },
    {
      what: '503',
      say: (response) => response.writeHead(503).end(),
      reason: 'ModelUnavailable',
      passing: true,
      message: 'Model m gave no answer: HTTP 503.',
    },
    {
      what: '429',
      say: (response) => response.writeHead(429).end(),
      reason: 'ModelUnavailable',
      passing: true,
      message: 'Model m gave no answer: HTTP 429.',
    },
    {
      what: 'an endless text',
      say: (response) => response.end('x'.repeat(2 * 1024 * 1024)),
      reason: 'ModelUnavailable',
      passing: true,
      message: 'Model m gave no answer: more than 1 MiB.',
    },
    {
      what: 'a reset',
      say: (response) => response.socket?.resetAndDestroy(),
      reason: 'ModelUnavailable',
      passing: true,
      message: /^Model m gave no answer: [A-Z_]+\.$/,
    },
  ])('$what gives $reason', async ({ say, reason, passing, message }) => {
    stub.answerWith((_, response) => void say(response));
    const text: unknown = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(await ask(address({ protocol: 'v2' }), rows)).toEqual({ kind: 'failed', reason, passing, message: text });
    expect(stub.requests.length).toBe(1);
  });
});

test('a server that says nothing in time gives ModelUnavailable', async () => {
  stub.answerWith(() => undefined);
  const hasty = makeAskModel(makeHttpPost(), { ...patience, callMs: 200 });
  expect(await hasty(address(), rows)).toEqual({
    kind: 'failed',
    reason: 'ModelUnavailable',
    passing: true,
    message: 'Model m gave no answer: nothing within 0.2 s.',
  });
});

describe('a model that fails again and again', () => {
  const fail = () => stub.answerWith((_, response) => response.writeHead(503).end());
  const kinds = async (times: number, at = address({ protocol: 'v2' })) => {
    const seen: string[] = [];
    for (let i = 0; i < times; i += 1) seen.push((await ask(at, rows)).kind);
    return seen;
  };

  test('is left alone, while another at the same server is asked', async () => {
    fail();
    expect(await kinds(5)).toEqual(['failed', 'failed', 'failed', 'resting', 'resting']);
    expect(stub.requests.length).toBe(3);
    expect(await ask(address({ protocol: 'v2' }), rows)).toEqual({
      kind: 'resting',
      seconds: expect.closeTo(30, -1),
      message: 'Model m gave no answer 3 times in a row; it is left alone for a while.',
    });
    expect(await kinds(1, address({ protocol: 'v2', model: 'other' }))).toEqual(['failed']);
  });

  test('is asked once after its rest, and again as usual when that went well', async () => {
    fail();
    await kinds(3);
    const later = Date.now() + patience.restMs;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => later);
    expect(await kinds(2)).toEqual(['failed', 'resting']);
    clock.mockImplementation(() => later + patience.restMs);
    stub.answerWith((_, response) => answer(response, 200, answerV2));
    expect(await kinds(2)).toEqual(['predicted', 'predicted']);
    clock.mockRestore();
  });

  test('is not left alone for answers that blame the question, or for failures with a success in between', async () => {
    for (const code of [400, 500]) {
      stub.answerWith((_, response) => response.writeHead(code).end());
      expect(await kinds(5)).toEqual(Array(5).fill('failed'));
    }
    expect(stub.requests.length).toBe(10);
    let asked = 0;
    stub.answerWith((_, response) => ((asked += 1) % 3 === 0 ? answer(response, 200, answerV2) : response.writeHead(503).end()));
    expect(await kinds(6)).toEqual(['failed', 'failed', 'predicted', 'failed', 'failed', 'predicted']);
  });

  test('is forgotten when very many others were asked since', async () => {
    fail();
    await kinds(3);
    for (let i = 0; i < 256; i += 1) await ask(address({ protocol: 'v2', model: `m${i}` }), rows);
    expect(await kinds(1)).toEqual(['failed']);
  });
});
