import { describe, expect, test } from '@jest/globals';
import { aNode, aPool, configured } from '../../testing/cluster-objects.ts';
import { since } from '../../testing/seen-world.ts';
import { nodeNetworkState, nodeState, poolCondition } from './node-state.ts';

const worker = { labels: { 'node-role.kubernetes.io/worker': '' } };
const rolling = aPool('worker', { conditions: { Updating: 'True' } });

describe('a node', () => {
  test.each([
    { when: 'it is well', node: aNode('w1'), words: [] },
    { when: 'it is only cordoned', node: aNode('w1', { spec: { unschedulable: true } }), words: [] },
    { when: 'it reports nothing', node: { ...aNode('w1'), status: {} }, words: [] },
    { when: 'memory is short', node: aNode('w1', { conditions: { MemoryPressure: 'True' } }), words: ['MemoryPressure'] },
    { when: 'disk is short', node: aNode('w1', { conditions: { DiskPressure: 'True' } }), words: ['DiskPressure'] },
    { when: 'pids are short', node: aNode('w1', { conditions: { PIDPressure: 'True' } }), words: ['PIDPressure'] },
    { when: 'it is not Ready', node: aNode('w1', { conditions: { Ready: 'False' } }), words: ['NotReady'] },
    { when: 'it is silent', node: aNode('w1', { conditions: { Ready: 'Unknown' } }), words: ['NotReady'] },
    { when: 'its configuration changes', node: aNode('w1', { annotations: configured('a', 'b') }), words: ['Updating'] },
    { when: 'it has its configuration', node: aNode('w1', { annotations: configured('a') }), words: [] },
    { when: 'its pool rolls out but it is well', node: aNode('w1', worker), words: [] },
    {
      when: 'it is ill and its pool rolls out',
      node: aNode('w1', { ...worker, conditions: { Ready: 'False' } }),
      words: ['NotReady', 'Updating'],
    },
    { when: 'it is ill and another pool rolls out', node: aNode('m1', { conditions: { Ready: 'False' } }), words: ['NotReady'] },
  ])('is in state $words when $when', ({ node, words }) => {
    expect(nodeState(node, [rolling]).words).toEqual(words);
  });

  test('is ill since its first condition changed, and says where that was read', () => {
    const ill = aNode('w1', { conditions: { MemoryPressure: 'True', Ready: 'False' } });
    const node = since(since(ill, 'MemoryPressure', '2026-01-01T10:00:00Z'), 'Ready', '2026-01-01T10:05:00Z');
    const state = nodeState(node, []);
    expect(state.since).toBe('2026-01-01T10:00:00Z');
    expect(state.evidence).toContainEqual({ what: 'MemoryPressure is True', where: 'Node/w1', since: '2026-01-01T10:00:00Z' });
  });

  test('without a network is the matter of the platform', () => {
    const node = aNode('w1', { conditions: { NetworkUnavailable: 'True' } });
    expect(nodeState(node, []).words).toEqual([]);
    expect(nodeNetworkState(node).words).toEqual(['NetworkUnavailable']);
  });
});

test.each([
  { when: 'it is done', pool: aPool('worker'), words: [] },
  { when: 'it says so', pool: rolling, words: ['Updating'] },
  { when: 'a machine is missing', pool: aPool('worker', { status: { machineCount: 3, updatedMachineCount: 2 } }), words: ['Updating'] },
  { when: 'it is paused', pool: aPool('worker', { spec: { paused: true }, conditions: { Updating: 'True' } }), words: [] },
  {
    when: 'it is stuck',
    pool: aPool('worker', { conditions: { Degraded: 'True', Updating: 'True' } }),
    words: ['Degraded', 'Updating'],
  },
])('a pool is in state $words when $when', ({ pool, words }) => {
  expect(poolCondition(pool).words).toEqual(words);
});
