import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import type { CheckType, Target } from '../api/generated/types.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { operationContext } from '../testing/operation-context.ts';
import { makeObserve } from './observe.ts';

interface Asked {
  readonly type: CheckType;
  readonly targets: readonly Target[];
}

const schema = { type: 'object', additionalProperties: false, properties: {} };
const checks = [
  { type: 'pods_running' as const, parameters: schema },
  { type: 'node_ready' as const, parameters: schema },
  {
    type: 'prometheus_query' as const,
    parameters: { ...schema, required: ['query'], properties: { query: { type: 'string' } } },
  },
];

function observing(result: string) {
  const asked: Asked[] = [];
  const runCheck = (type: CheckType, { targets }: { targets: readonly Target[] }) => {
    asked.push({ type, targets });
    return Promise.resolve({ result, message: 'as it says' });
  };
  return { observe: makeObserve({ checks, runCheck }), asked };
}

const until = { type: 'pods_running' };

describe('observe', () => {
  test.each([
    { when: 'nothing is asked for', parameters: {}, after: 0, check: 'Failed', kind: 'done' },
    { when: 'its time has not passed', parameters: { seconds: 30 }, after: 29, check: 'Passed', kind: 'working' },
    { when: 'its time has passed', parameters: { seconds: 30 }, after: 30, check: 'Failed', kind: 'done' },
    { when: 'its check passes before its time', parameters: { seconds: 30, until }, after: 1, check: 'Passed', kind: 'done' },
    { when: 'its check fails before its time', parameters: { seconds: 30, until }, after: 1, check: 'Failed', kind: 'working' },
    { when: 'its check fails but its time has passed', parameters: { seconds: 30, until }, after: 30, check: 'Failed', kind: 'done' },
    { when: 'there is only a check and it fails', parameters: { until }, after: 9999, check: 'Failed', kind: 'working' },
    { when: 'there is only a check and it passes', parameters: { until }, after: 0, check: 'Passed', kind: 'done' },
    { when: 'its check could not be read', parameters: { until }, after: 5, check: 'Inconclusive', kind: 'working' },
    { when: 'its check does not apply', parameters: { until }, after: 5, check: 'NotApplicable', kind: 'working' },
  ])('is $kind when $when', async ({ parameters, after, check, kind }) => {
    const { observe } = observing(check);
    const context = operationContext(new FakeCluster(), 'Deployment/shop/pay', { parameters, after });
    expect(await observe.settled?.(context)).toMatchObject({ kind });
  });

  test('asks about its target, in the namespace of the action when it names none', async () => {
    const { observe, asked } = observing('Passed');
    await observe.settled?.(operationContext(new FakeCluster(), 'Deployment/pay', { parameters: { until } }));
    expect(asked).toEqual([
      { type: 'pods_running', targets: [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'pay' }] },
    ]);
  });

  test('begins with any target, also of a kind that the engine does not know, and reads nothing for it', async () => {
    const cluster = new FakeCluster();
    const inspection = await observing('Passed').observe.inspect(operationContext(cluster, 'Widget/shop/x'));
    expect(inspection).toMatchObject({ kind: 'ready', changes: [] });
    expect(cluster.calls).toEqual([]);
  });

  test.each([
    { parameters: {}, valid: true },
    { parameters: { seconds: 0 }, valid: true },
    { parameters: { seconds: 60, until: { type: 'node_ready', parameters: {} } }, valid: true },
    { parameters: { seconds: -1 }, valid: false },
    { parameters: { seconds: 1.5 }, valid: false },
    { parameters: { seconds: 86_401 }, valid: false },
    { parameters: { until: {} }, valid: false },
    { parameters: { until: { type: 'external_condition' } }, valid: false },
    { parameters: { until: { type: 'prometheus_query', parameters: { query: 'up' } } }, valid: true },
    { parameters: { until: { type: 'prometheus_query' } }, valid: false },
    { parameters: { until: { type: 'prometheus_query', parameters: {} } }, valid: false },
    { parameters: { until: { type: 'node_ready', parameters: { query: 'up' } } }, valid: false },
    { parameters: { until: { type: 'node_ready', targets: [] } }, valid: false },
    { parameters: { minutes: 1 }, valid: false },
  ])('takes $parameters: $valid', ({ parameters, valid }) => {
    const validate = new Ajv({ strict: true }).compile(observing('Passed').observe.parameters);
    expect(validate(parameters)).toBe(valid);
  });
});
