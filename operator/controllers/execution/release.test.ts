import { describe, expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { admit, executionEngine as engineWith, nodeNow } from '../../testing/execution-engine.ts';
import { carryOut } from '../../testing/run-action.ts';

/** The lock that a drain of this engine has on w1. */
const lockOf = (name: string) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { namespace: 'medik8s-leases', name: 'node-w1', labels: { [keys.actionUid]: `uid-${name}` } },
  spec: {
    holderIdentity: `coordination-engine/self-healing-platform/${name}`,
    leaseDurationSeconds: 3600,
    renewTime: '2026-01-01T00:00:00.000000Z',
  },
});

describe('an admitted action whose node was left by another', () => {
  test('does not wait for one that has ended and is about to let go of the node', async () => {
    const claimed = aNode('w1', {
      annotations: { [keys.claim]: 'uid-act-0', [keys.wasUnschedulable]: 'false' },
      spec: { unschedulable: true },
    });
    const engine = engineWith([claimed]);
    engine.put(buildAction({ name: 'act-0', operation: 'drain_node', status: { phase: 'Succeeded' } }));
    expect((await carryOut(engine, admit(engine))).status?.phase).toBe('Succeeded');
    expect(nodeNow(engine)?.metadata.annotations).not.toHaveProperty([keys.claim]);
  });

  test('does not wait for the lock of one that has ended: its cordon goes first, then the lock', async () => {
    const claimed = aNode('w1', {
      annotations: { [keys.claim]: 'uid-act-0', [keys.wasUnschedulable]: 'false' },
      spec: { unschedulable: true },
    });
    const engine = engineWith([claimed, lockOf('act-0')]);
    engine.put(buildAction({ name: 'act-0', operation: 'drain_node', status: { phase: 'Failed' } }));
    expect((await carryOut(engine, admit(engine))).status).toMatchObject({ phase: 'Succeeded', reason: 'Succeeded' });
    expect(engine.cluster.calls.filter(({ verb }) => verb === 'patch' || verb === 'delete').slice(0, 2)).toMatchObject([
      { verb: 'patch', what: 'Node' },
      { verb: 'delete', what: 'Lease' },
    ]);
  });

  test('does not wait for a lock that is gone by the time that it is looked at again', async () => {
    const engine = engineWith([aNode('w1'), lockOf('act-0')]);
    engine.put(buildAction({ name: 'act-0', operation: 'drain_node', status: { phase: 'Succeeded' } }));
    const get = engine.cluster.get.bind(engine.cluster);
    let looks = 0;
    engine.cluster.get = async (kind, key) => {
      const found = await get(kind, key);
      if (kind === kinds.Lease && ++looks === 1) engine.cluster.remove(kinds.Lease, { namespace: 'medik8s-leases', name: 'node-w1' });
      return found as never;
    };
    expect((await carryOut(engine, admit(engine))).status).toMatchObject({ phase: 'Succeeded', reason: 'Succeeded' });
  });

  test('waits for the lock of one that runs', async () => {
    const engine = engineWith([aNode('w1'), lockOf('act-0')]);
    engine.put(buildAction({ name: 'act-0', operation: 'drain_node', status: { phase: 'Running' } }));
    expect((await carryOut(engine, admit(engine))).status).toMatchObject({ phase: 'Blocked', reason: 'TargetLocked' });
  });
});
