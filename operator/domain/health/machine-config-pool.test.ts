import { describe, expect, test } from '@jest/globals';
import { aNode, aPool, configured } from '../../testing/cluster-objects.ts';
import { judgeNodeConfig, poolsOf, poolState } from './machine-config-pool.ts';

const role = (name: string) => ({ [`node-role.kubernetes.io/${name}`]: '' });
const pools = [aPool('gpu'), aPool('infra'), aPool('master'), aPool('worker')];

describe('the pools of a node', () => {
  test.each([
    { when: 'it is a worker', labels: role('worker'), names: ['worker'] },
    { when: 'it is of a custom pool too', labels: { ...role('worker'), ...role('infra') }, names: ['infra'] },
    { when: 'it is a control plane that also works', labels: { ...role('worker'), ...role('master') }, names: ['master'] },
    { when: 'two custom pools want it', labels: { ...role('infra'), ...role('gpu') }, names: ['gpu', 'infra'] },
    { when: 'it has no role', labels: {}, names: [] },
  ])('are $names when $when', ({ labels, names }) => {
    expect(poolsOf(aNode('w1', { labels }), pools).map(({ metadata }) => metadata.name)).toEqual(names);
  });

  test('are none without a selector', () => {
    expect(poolsOf(aNode('w1'), [aPool('worker', { spec: { nodeSelector: undefined } })])).toEqual([]);
  });
});

describe('a pool', () => {
  test.each([
    { when: 'all machines have the configuration', pool: aPool('worker'), kind: 'stable' },
    {
      when: 'it has no machine',
      pool: aPool('worker', { status: { ...aPool('worker').status, machineCount: 0, updatedMachineCount: 0 } }),
      kind: 'stable',
    },
    { when: 'it is updating', pool: aPool('worker', { conditions: { Updating: 'True', Updated: 'False' } }), kind: 'updating' },
    { when: 'Updated is not reported', pool: aPool('worker', { conditions: { Updated: 'Unknown' } }), kind: 'updating' },
    {
      when: 'some machines are not updated',
      pool: aPool('worker', { status: { ...aPool('worker').status, updatedMachineCount: 2 } }),
      kind: 'updating',
    },
    {
      when: 'its last change is not acted on',
      pool: aPool('worker', { generation: 2, status: { ...aPool('worker').status, observedGeneration: 1 } }),
      kind: 'updating',
    },
    {
      when: 'it has another configuration to roll out',
      pool: aPool('worker', { spec: { ...aPool('worker').spec, configuration: { name: 'rendered-2' } } }),
      kind: 'updating',
    },
    { when: 'it has no status', pool: { ...aPool('worker'), status: undefined }, kind: 'updating' },
    { when: 'it says so', pool: aPool('worker', { conditions: { Degraded: 'True' } }), kind: 'degraded' },
    {
      when: 'a machine is degraded',
      pool: aPool('worker', { status: { ...aPool('worker').status, degradedMachineCount: 1 } }),
      kind: 'degraded',
    },
  ])('is $kind when $when', ({ pool, kind }) => {
    expect(poolState(pool).kind).toBe(kind);
  });
});

describe('the configuration of a node', () => {
  test.each([
    { when: 'it is the desired one', annotations: configured('r1', 'r1', 'Done'), result: 'Passed' },
    { when: 'another is desired', annotations: configured('r1', 'r2', 'Done'), result: 'Failed' },
    { when: 'the daemon still works', annotations: configured('r1', 'r1', 'Working'), result: 'Failed' },
    { when: 'the daemon is degraded', annotations: configured('r1', 'r1', 'Degraded'), result: 'Failed' },
    { when: 'nothing is reported', annotations: {}, result: 'Failed' },
  ])('is $result when $when', ({ annotations, result }) => {
    expect(judgeNodeConfig(aNode('w1', { annotations })).result).toBe(result);
  });
});
