import { describe, expect, test } from '@jest/globals';
import type { Anomaly } from '../api/generated/types.ts';
import { Terminal } from '../kube/errors.ts';
import { buildAnomaly, type AnomalyWish } from '../testing/anomaly-builder.ts';
import { aNode, aPod, aWorkload } from '../testing/cluster-objects.ts';
import { admit, executionEngine } from '../testing/execution-engine.ts';
import type { FakeEngineOptions } from '../testing/fake-engine.ts';
import { carryOut } from '../testing/run-action.ts';
import { makeCorrelate } from './correlate.ts';
import { parameterFault } from './parameter-fault.ts';

const system = 'self-healing-platform';
const owned = (by: string) => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: by, uid: `uid-${by}`, controller: true }],
});
const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const world: NonNullable<FakeEngineOptions['objects']> = [
  namespace('shop'),
  namespace(system),
  aNode('w1'),
  aWorkload('StatefulSet', 'db'),
  aPod('db-0', { ...owned('db'), spec: { nodeName: 'w1' } }),
  aPod('db-1', { ...owned('db'), spec: { nodeName: 'w2' } }),
  aPod('cart', { spec: { nodeName: 'w1' } }),
];
const anomaly = (name: string, on: string, more: AnomalyWish = {}): Anomaly =>
  buildAnomaly({ name, namespace: 'shop', targets: [on], ...more });

async function correlate(anomalies: readonly Anomaly[], { of = 'shop', parameters = {}, forbidden = false, missing = [] }: Wish = {}) {
  const objects = [...world.filter(({ metadata }) => metadata.name === undefined || !missing.includes(metadata.name)), ...anomalies];
  const engine = executionEngine(objects, { operations: [makeCorrelate(system)] });
  if (forbidden) engine.cluster.failNext('get Pod', new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
  const action = admit(engine, { type: 'alert_correlation', target: `Namespace/${of}`, parameters });
  const { status } = await carryOut(engine, action);
  const writes = engine.cluster.calls.filter(({ verb, what }) => !['get', 'list'].includes(verb) && !what.startsWith('RemediationAction'));
  return { status, writes, calls: engine.cluster.calls };
}

interface Wish {
  readonly of?: string;
  readonly parameters?: Record<string, number>;
  readonly forbidden?: boolean;
  readonly missing?: readonly string[];
}

describe('correlate', () => {
  test('finds what belongs together by owner and node, and writes nothing', async () => {
    const { status, writes } = await correlate([
      anomaly('a', 'Pod/shop/db-0', {
        status: {
          phase: 'Pending',
          rootCause: { layer: 'application', target: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'db-0' } },
        },
      }),
      anomaly('b', 'Pod/shop/db-1', {
        status: {
          phase: 'Pending',
          rootCause: { layer: 'application', target: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'db-1' } },
        },
      }),
      anomaly('c', 'Pod/shop/cart'),
      anomaly('over', 'Pod/shop/db-1', { status: { phase: 'Resolved' } }),
      anomaly('elsewhere', 'Pod/other/db-1', { namespace: 'other' }),
    ]);
    expect(status).toMatchObject({ phase: 'Succeeded', message: '2 of 3 open anomalies have in common: StatefulSet/shop/db.' });
    expect(status?.result).toEqual({
      windowSeconds: 300,
      anomalies: 3,
      leftOut: 0,
      groups: [
        {
          cause: 'StatefulSet/shop/db',
          tie: 'owner',
          members: [
            { name: 'a', uid: 'uid-a' },
            { name: 'b', uid: 'uid-b' },
          ],
        },
      ],
    });
    expect([status?.intents, writes]).toEqual([undefined, []]);
  });

  test('heeds the window', async () => {
    const late = anomaly('b', 'Pod/shop/db-1', { detectedAt: '2026-01-01T00:01:01Z' });
    const both = [anomaly('a', 'Pod/shop/db-0'), late];
    expect((await correlate(both, { parameters: { windowSeconds: 60 } })).status?.result).toMatchObject({ groups: [], windowSeconds: 60 });
    expect((await correlate(both, { parameters: { windowSeconds: 61 } })).status?.result).toMatchObject({
      groups: [{ cause: 'StatefulSet/shop/db' }],
    });
  });

  test('in the system namespace groups what it reported about nodes and about any namespace', async () => {
    const inSystem = (name: string, on: string) => buildAnomaly({ name, namespace: system, targets: [on] });
    const { status } = await correlate([inSystem('a', 'Node/w1'), inSystem('b', 'Pod/shop/cart'), anomaly('c', 'Pod/shop/cart')], {
      of: system,
    });
    expect(status?.result).toMatchObject({ groups: [{ cause: 'Node/w1', tie: 'rootCause', members: [{ name: 'a' }, { name: 'b' }] }] });
  });

  test('reads nothing outside of its namespace for others', async () => {
    const { status, calls } = await correlate([anomaly('a', 'Node/w1'), anomaly('b', 'Pod/other/x'), anomaly('c', 'Widget/shop/x')]);
    expect(status).toMatchObject({ phase: 'Succeeded', result: { groups: [], anomalies: 3 } });
    expect(calls.filter(({ what }) => ['Node', 'Pod', 'Widget'].includes(what))).toEqual([]);
  });

  test('goes by what is reported where the targets are gone or may not be read', async () => {
    const both = [anomaly('a', 'Pod/shop/db-0'), anomaly('b', 'Pod/shop/db-0')];
    const groups = [{ cause: 'Pod/shop/db-0', tie: 'rootCause' }];
    expect((await correlate(both, { missing: ['db-0'] })).status).toMatchObject({ phase: 'Succeeded', result: { groups } });
    expect((await correlate(both, { forbidden: true })).status).toMatchObject({ phase: 'Succeeded', result: { groups } });
  });

  test('reads each target once', async () => {
    const { calls } = await correlate([anomaly('a', 'Pod/shop/cart'), anomaly('b', 'Pod/shop/cart'), anomaly('c', 'Pod/shop/cart')]);
    expect(calls.filter(({ verb, what }) => verb === 'get' && what === 'Pod').length).toBe(1);
  });

  test('finds nothing where nothing is open', async () => {
    expect((await correlate([])).status).toMatchObject({
      phase: 'Succeeded',
      message: 'None of 0 open anomalies has something in common with another.',
      result: { groups: [], anomalies: 0 },
    });
  });

  test('says that a storm does not fit into a result', async () => {
    const storm = Array.from({ length: 300 }, (_, i) => anomaly(`storm-${i}`, 'Pod/shop/db-0'));
    const { status } = await correlate(storm);
    expect(JSON.stringify(status?.result).length).toBeLessThan(8192);
    expect(status?.message).toMatch(
      /^\d+ of 300 open anomalies have in common: StatefulSet\/shop\/db; \d+ that belong to a group did not fit in\.$/,
    );
  });

  test('is refused for a namespace that does not exist', async () => {
    expect((await correlate([], { of: 'nowhere' })).status).toMatchObject({ phase: 'Failed', reason: 'TargetNotFound' });
  });
});

test.each([
  { parameters: {}, fault: undefined },
  { parameters: { windowSeconds: 60 }, fault: undefined },
  { parameters: { windowSeconds: 0 }, fault: 'parameters.windowSeconds must be >= 1' },
  { parameters: { windowSeconds: 86_401 }, fault: 'parameters.windowSeconds must be <= 86400' },
  { parameters: { windowSeconds: '60' }, fault: 'parameters.windowSeconds must be integer' },
  { parameters: { window: 60 }, fault: 'parameters.window is not a known parameter' },
])('parameters $parameters: $fault', ({ parameters, fault }) => {
  expect(parameterFault(makeCorrelate(system), parameters)).toBe(fault);
});
