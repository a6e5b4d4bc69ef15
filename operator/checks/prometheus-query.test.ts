import { describe, expect, test } from '@jest/globals';
import { parameterFault } from '../operations/parameter-fault.ts';
import type { Reading, Window } from '../outbound/prometheus.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { prometheusQuery } from './prometheus-query.ts';

const parameters = { query: 'latency', comparator: '<', threshold: 0.5 };
const since = new Date('2026-01-01T10:00:00Z');

/** What the check says when this is read, and what it asked. */
async function verdictOn(reading: Reading | undefined, more: object = {}) {
  const asked: [string, Window][] = [];
  const metrics = reading && {
    measure: (query: string, window: Window) => {
      asked.push([query, window]);
      return Promise.resolve(reading);
    },
  };
  const client = new FakeCluster();
  const verdict = await prometheusQuery.run({ client, metrics, targets: [], parameters: { ...parameters, ...more }, since });
  return { verdict, asked, calls: client.calls };
}

const measured = (value: number): Reading => ({ kind: 'measured', series: [{ labels: {}, values: [value] }], steps: 1, whole: true });

describe('prometheus_query', () => {
  test.each([
    {
      when: 'the value is as expected',
      reading: measured(0.25),
      verdict: { result: 'Passed', message: 'The value is < 0.5', observed: '0.25' },
    },
    { when: 'it is not', reading: measured(2), verdict: { result: 'Failed', message: 'The value is not < 0.5', observed: '2' } },
    {
      when: 'Prometheus cannot be asked',
      reading: { kind: 'unread' as const, cause: 'answered 503' },
      verdict: { result: 'Inconclusive', message: 'Prometheus answered 503' },
    },
    {
      when: 'there is none',
      reading: undefined,
      verdict: { result: 'NotApplicable', message: 'No Prometheus is configured (PROMETHEUS_URL)' },
    },
  ])('is $verdict.result when $when, and asks the API server nothing', async ({ reading, verdict }) => {
    expect(await verdictOn(reading)).toMatchObject({ verdict, calls: [] });
  });

  test('asks for the moment, or for the time that it has to hold since the last effect', async () => {
    expect((await verdictOn(measured(0))).asked).toEqual([['latency', { seconds: 0, since }]]);
    expect((await verdictOn(measured(0), { forSeconds: 60 })).asked).toEqual([['latency', { seconds: 60, since }]]);
  });

  test.each([
    { given: {}, fault: undefined },
    { given: { forSeconds: 60 }, fault: undefined },
    { given: { query: undefined }, fault: 'parameters.query is required' },
    { given: { query: '' }, fault: expect.stringContaining('parameters.query') },
    { given: { comparator: '=~' }, fault: expect.stringContaining('parameters.comparator must be equal to one of') },
    { given: { threshold: '0.5' }, fault: 'parameters.threshold must be number' },
    { given: { forSeconds: 3601 }, fault: 'parameters.forSeconds must be <= 3600' },
    { given: { for: '1m' }, fault: 'parameters.for is not a known parameter' },
  ])('finds with $given: $fault', ({ given, fault }) => {
    expect(parameterFault(prometheusQuery, JSON.parse(JSON.stringify({ ...parameters, ...given })))).toEqual(fault);
  });
});
