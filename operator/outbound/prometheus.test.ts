import { describe, expect, test } from '@jest/globals';
import type { Reply } from './http-get.ts';
import { makePrometheus } from './prometheus.ts';

const now = new Date('2026-01-01T10:00:00Z');
const end = now.getTime() / 1000;

/** A Prometheus that gives this reply, and what it was asked. */
function prometheus(reply: Reply) {
  const asked: unknown[] = [];
  const get = (path: string, parameters: object) => {
    asked.push([path, parameters]);
    return Promise.resolve(reply);
  };
  return { asked, reader: makePrometheus(get, { now: () => now, monotonic: () => 0 }) };
}

const reply = (body: unknown, code = 200): Reply => ({ kind: 'reply', code, text: typeof body === 'string' ? body : JSON.stringify(body) });
const success = (resultType: string, result: unknown) => reply({ status: 'success', data: { resultType, result } });

describe('Prometheus', () => {
  test.each([
    { gives: 'a scalar', answer: success('scalar', [1, '2.5']), series: [{ labels: {}, values: [2.5] }] },
    {
      gives: 'a vector',
      answer: success('vector', [
        { metric: { pod: 'a' }, value: [1, '+Inf'] },
        { metric: {}, value: [1, 'NaN'] },
      ]),
      series: [
        { labels: { pod: 'a' }, values: [Infinity] },
        { labels: {}, values: [NaN] },
      ],
    },
    { gives: 'nothing', answer: success('vector', []), series: [] },
    { gives: 'a native histogram', answer: success('vector', [{ metric: {}, histogram: [1, {}] }]), series: [{ labels: {}, values: [] }] },
    {
      gives: 'a matrix',
      answer: success('matrix', [
        {
          metric: {},
          values: [
            [1, '-Inf'],
            [2, '1e3'],
          ],
        },
      ]),
      series: [{ labels: {}, values: [-Infinity, 1000] }],
    },
  ])('that gives $gives is read', async ({ answer, series }) => {
    const { reader, asked } = prometheus(answer);
    expect(await reader.measure('up', { seconds: 0 })).toEqual({ kind: 'measured', series, steps: 1, whole: true });
    expect(asked).toEqual([['/api/v1/query', { query: 'up' }]]);
  });

  test.each([
    { window: { seconds: 60 }, start: end - 60, step: 1, steps: 61, whole: true },
    { window: { seconds: 3600 }, start: end - 3600, step: 15, steps: 241, whole: true },
    { window: { seconds: 60, since: new Date(now.getTime() - 3_600_000) }, start: end - 60, step: 1, steps: 61, whole: true },
    { window: { seconds: 60, since: new Date(now.getTime() - 60_000) }, start: end - 60, step: 1, steps: 61, whole: true },
    { window: { seconds: 60, since: new Date(now.getTime() - 10_000) }, start: end - 10, step: 1, steps: 11, whole: false },
    { window: { seconds: 60, since: new Date(now.getTime() + 5000) }, start: end, step: 1, steps: 1, whole: false },
  ])('is asked over $window.seconds s, but not back behind $window.since', async ({ window, start, step, steps, whole }) => {
    const { reader, asked } = prometheus(success('matrix', []));
    expect(await reader.measure('up', window)).toEqual({ kind: 'measured', series: [], steps, whole });
    expect(asked).toEqual([['/api/v1/query_range', { query: 'up', start: String(start), end: String(end), step: String(step) }]]);
  });

  test.each([
    { when: 'gives no answer', answer: { kind: 'none', cause: 'ECONNREFUSED' } as const, cause: 'could not be asked: ECONNREFUSED' },
    {
      when: 'refuses the query',
      answer: reply({ status: 'error', errorType: 'bad_data', error: '1:3: parse error:\nunexpected "}"' }, 400),
      cause: 'refused the query: bad_data: 1:3: parse error: unexpected "}"',
    },
    { when: 'is not there yet', answer: reply('Service Unavailable', 503), cause: 'answered 503' },
    { when: 'is moved', answer: reply('', 302), cause: 'answered 302' },
    { when: 'gives a page', answer: reply('<html>'), cause: 'gave an answer that is not a number, a vector or a matrix' },
    { when: 'gives a string', answer: success('string', [1, 'a']), cause: 'gave an answer that is not a number, a vector or a matrix' },
    {
      when: 'gives a vector of other things',
      answer: success('vector', [{ metric: { a: 1 } }]),
      cause: 'gave an answer that is not a number, a vector or a matrix',
    },
  ])('that $when is unread, with the cause', async ({ answer, cause }) => {
    expect(await prometheus(answer).reader.measure('up', { seconds: 0 })).toEqual({ kind: 'unread', cause });
  });

  test('cannot fill a status with what it says', async () => {
    const { reader } = prometheus(reply({ status: 'error', errorType: 'bad_data', error: 'x'.repeat(5000) }, 400));
    const reading = await reader.measure('up', { seconds: 0 });
    expect(JSON.stringify(reading).length).toBeLessThan(400);
  });
});
