import { describe, expect, test } from '@jest/globals';
import { aNode, type Conditions } from '../../testing/cluster-objects.ts';
import { amountOf } from '../policy/amount.ts';
import { groupedNode, groupHealth, groupOf, isUnhealthy } from './node-groups.ts';

describe('the group of a node', () => {
  test.each<{ labels: Record<string, string>; poolLabel?: string; group: string }>([
    { labels: {}, group: 'worker' },
    { labels: { 'node-role.kubernetes.io/infra': '' }, group: 'worker' },
    { labels: { 'node-role.kubernetes.io/control-plane': '' }, group: 'control-plane' },
    { labels: { 'node-role.kubernetes.io/master': '' }, group: 'control-plane' },
    { labels: { 'cloud.google.com/gke-nodepool': 'gpu' }, group: 'gpu' },
    { labels: { 'eks.amazonaws.com/nodegroup': 'spot' }, group: 'spot' },
    { labels: { 'kubernetes.azure.com/agentpool': 'sys' }, group: 'sys' },
    { labels: { 'karpenter.sh/nodepool': 'default' }, group: 'default' },
    { labels: { 'karpenter.sh/nodepool': '' }, group: 'worker' },
    { labels: { rack: 'r7', 'karpenter.sh/nodepool': 'default' }, poolLabel: 'rack', group: 'r7' },
    { labels: { 'karpenter.sh/nodepool': 'default' }, poolLabel: 'rack', group: 'default' },
    { labels: { rack: 'r7', 'node-role.kubernetes.io/control-plane': '' }, poolLabel: 'rack', group: 'r7' },
  ])('with $labels and the pool label $poolLabel is $group', ({ labels, poolLabel, group }) =>
    expect(groupOf(aNode('w1', { labels }), poolLabel)).toBe(group),
  );
});

describe('a node', () => {
  test.each<{ conditions: Conditions; unhealthy: boolean }>([
    { conditions: {}, unhealthy: false },
    { conditions: { Ready: 'False' }, unhealthy: true },
    { conditions: { Ready: 'Unknown' }, unhealthy: true },
    { conditions: { MemoryPressure: 'True' }, unhealthy: true },
    { conditions: { DiskPressure: 'True' }, unhealthy: true },
    { conditions: { PIDPressure: 'True' }, unhealthy: true },
    { conditions: { PIDPressure: 'Unknown' }, unhealthy: false },
    { conditions: { NetworkUnavailable: 'True' }, unhealthy: true },
    { conditions: { KernelDeadlock: 'True' }, unhealthy: false },
  ])('with $conditions is unhealthy: $unhealthy', ({ conditions, unhealthy }) =>
    expect(isUnhealthy(aNode('w1', { conditions }))).toBe(unhealthy),
  );

  test('that is cordoned is well, and one that reports nothing is not', () => {
    expect(isUnhealthy(aNode('w1', { spec: { unschedulable: true } }))).toBe(false);
    expect(isUnhealthy({ ...aNode('w1'), status: {} })).toBe(true);
  });
});

describe('of a group', () => {
  test.each([
    { nodes: 6, kind: 'maxUnhealthy' as const, amount: '40%', may: 2 },
    { nodes: 25, kind: 'maxUnhealthy' as const, amount: '40%', may: 10 },
    { nodes: 1, kind: 'maxUnhealthy' as const, amount: '20%', may: 1 },
    { nodes: 4, kind: 'maxUnhealthy' as const, amount: 0, may: 1 },
    { nodes: 3, kind: 'maxUnhealthy' as const, amount: 9, may: 9 },
    { nodes: 7, kind: 'minHealthy' as const, amount: 4, may: 3 },
    { nodes: 7, kind: 'minHealthy' as const, amount: '51%', may: 3 },
    { nodes: 3, kind: 'minHealthy' as const, amount: 4, may: 0 },
  ])('of $nodes nodes with $kind $amount $may may be unhealthy', ({ nodes, kind, amount, may }) => {
    const limit = amountOf(amount) ?? { kind: 'count', count: -1 };
    const members = Array.from({ length: nodes }, (_, place) => groupedNode(aNode(`w${place}`), undefined));
    expect(groupHealth(members, { health: { kind, amount: limit } })).toEqual([{ name: 'worker', nodes, unhealthy: 0, maxUnhealthy: may }]);
  });

  test('only its own nodes count, whoever works on the ones that are ill', () => {
    const ill = { conditions: { Ready: 'False' } };
    const labels = { 'node-role.kubernetes.io/control-plane': '' };
    const nodes = [
      aNode('w1', ill),
      aNode('w2', { ...ill, annotations: { 'host.metal3.io/external-remediation': '' } }),
      aNode('w3'),
      aNode('m1', { labels }),
    ];
    const health = { kind: 'maxUnhealthy', amount: { kind: 'percent', percent: 20 } } as const;
    const grouped = nodes.map((node) => groupedNode(node, undefined));
    expect(groupHealth(grouped, { health })).toEqual([
      { name: 'control-plane', nodes: 1, unhealthy: 0, maxUnhealthy: 1 },
      { name: 'worker', nodes: 3, unhealthy: 2, maxUnhealthy: 1 },
    ]);
    expect(groupHealth(grouped.toReversed(), { health })).toEqual(groupHealth(grouped, { health }));
  });
});
