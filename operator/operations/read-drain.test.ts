import { expect, test } from '@jest/globals';
import { aPod, aWorkload } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { operationContext } from '../testing/operation-context.ts';
import { readDrain } from './read-drain.ts';

test.each([
  { name: 'agent', asked: 1, blockers: [] },
  { name: 'missing', asked: 1, blockers: ['Pod shop/p belongs to the missing DaemonSet missing (force)'] },
  { name: 'agent/status', asked: 0, blockers: ['Pod shop/p belongs to the missing DaemonSet agent/status (force)'] },
  { name: '.', asked: 0, blockers: ['Pod shop/p belongs to the missing DaemonSet . (force)'] },
])(
  'of a pod that names DaemonSet $name for its owner $asked is asked for, and blocks the drain: $blockers',
  async ({ name, asked, blockers }) => {
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name, uid: 'u', controller: true }];
    const cluster = new FakeCluster({
      objects: [aWorkload('DaemonSet', 'agent'), aPod('p', { ownerReferences, spec: { nodeName: 'w1' } })],
    });
    const reading = await readDrain(operationContext(cluster, 'Node/w1'));
    expect(reading.blockers).toEqual(blockers);
    expect(cluster.calls.filter(({ verb, what }) => verb === 'get' && what === 'DaemonSet')).toHaveLength(asked);
  },
);
