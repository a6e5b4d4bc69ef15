import { describe, expect, test } from '@jest/globals';
import { kinds } from '../kube/kinds.ts';
import { aNode, aPool, configured } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { operationContext } from '../testing/operation-context.ts';
import { monitorMco } from './monitor-mco.ts';

const labels = { 'node-role.kubernetes.io/worker': '' };
const node = aNode('w1', { labels, annotations: configured() });
const pending = aNode('w2', { labels, annotations: configured('rendered-1', 'rendered-2', 'Working') });
const free = aNode('free');
const done = aPool('worker');
const updating = aPool('worker', { conditions: { Updating: 'True', Updated: 'False' } });
const degraded = aPool('worker', { conditions: { Degraded: 'True' } });

describe('monitor_mco', () => {
  test.each([
    { when: 'pool and node are done', objects: [done, node], on: 'Node/w1', look: { kind: 'done' } },
    { when: 'the pool is done but the node is not', objects: [done, pending], on: 'Node/w2', look: { kind: 'working' } },
    {
      when: 'the pool updates',
      objects: [updating, node],
      on: 'Node/w1',
      look: { kind: 'working', message: 'MachineConfigPool worker is not updated yet' },
    },
    { when: 'the pool is degraded', objects: [degraded, node], on: 'Node/w1', look: { kind: 'failed', reason: 'PoolDegraded' } },
    { when: 'the target pool is done', objects: [done], on: 'MachineConfigPool/worker', look: { kind: 'done' } },
    { when: 'the target pool updates', objects: [updating], on: 'MachineConfigPool/worker', look: { kind: 'working' } },
    {
      when: 'the target pool is degraded',
      objects: [degraded],
      on: 'MachineConfigPool/worker',
      look: { kind: 'failed', reason: 'PoolDegraded' },
    },
    { when: 'the node went away', objects: [done], on: 'Node/w1', look: { kind: 'failed', reason: 'TargetGone' } },
    { when: 'the pool went away', objects: [], on: 'MachineConfigPool/worker', look: { kind: 'failed', reason: 'TargetGone' } },
  ])('is $look.kind when $when', async ({ objects, on, look }) => {
    const client = new FakeCluster({ objects });
    expect(await monitorMco.settled?.(operationContext(client, on))).toMatchObject(look);
  });

  test.each([
    {
      when: 'a pool covers the node',
      objects: [updating, node],
      on: 'Node/w1',
      inspection: { kind: 'ready', targetUid: node.metadata.uid, changes: [] },
    },
    {
      when: 'the pool is there',
      objects: [degraded],
      on: 'MachineConfigPool/worker',
      inspection: { kind: 'ready', targetUid: degraded.metadata.uid },
    },
    { when: 'no pool covers the node', objects: [done, free], on: 'Node/free', inspection: { kind: 'refused', reason: 'NotApplicable' } },
    { when: 'the node does not exist', objects: [done], on: 'Node/w1', inspection: { kind: 'refused', reason: 'TargetNotFound' } },
    {
      when: 'the pool does not exist',
      objects: [],
      on: 'MachineConfigPool/worker',
      inspection: { kind: 'refused', reason: 'TargetNotFound' },
    },
  ])('is $inspection.kind to begin when $when', async ({ objects, on, inspection }) => {
    const client = new FakeCluster({ objects });
    expect(await monitorMco.inspect(operationContext(client, on))).toMatchObject(inspection);
  });

  test.each(['Node/w1', 'MachineConfigPool/worker'])('does not apply to %s where the API is not installed', async (on) => {
    const client = new FakeCluster({ objects: [node], missing: [kinds.MachineConfigPool] });
    expect(await monitorMco.inspect(operationContext(client, on))).toMatchObject({ kind: 'refused', reason: 'NotApplicable' });
    expect(await monitorMco.settled?.(operationContext(client, on))).toMatchObject({ kind: 'failed', reason: 'NotApplicable' });
  });

  test('has nothing to write and nothing to undo', () => {
    expect(monitorMco).toMatchObject({ effects: [], undo: 'None' });
  });
});
