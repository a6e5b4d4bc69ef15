import { expect, test } from '@jest/globals';
import { Transient } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { addNodeCapacity } from '../../operations/add-node-capacity.ts';
import { cordonNode } from '../../operations/cordon-node.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan, type PlanWish } from '../../testing/plan-builder.ts';
import { makeReconcile } from './controller.ts';
import { addIndexes } from './observe.ts';

const scaling: PlanWish = {
  name: 'plan-machines',
  steps: [{ operation: 'add_node_capacity', target: 'MachineDeployment/shop/workers', parameters: { replicas: 3 } }],
};

/** Plans in a cluster whose Cluster API answers nothing, as when its webhook is gone. */
function world(...wishes: readonly PlanWish[]) {
  const { cluster, deps, put } = fakeEngine({ allow: ['* *'], objects: [aNode('w1')], operations: [addNodeCapacity, cordonNode] });
  addIndexes(deps.caches);
  deps.caches.nodes.upsert({ ...aNode('w1') });
  const get = cluster.get.bind(cluster);
  cluster.get = (kind, key) =>
    kind === kinds.MachineDeployment
      ? Promise.reject(new Transient({ code: 500, reason: 'InternalError', message: 'conversion webhook failed' }))
      : get(kind, key);
  const reconcile = makeReconcile(deps);
  wishes.map(buildPlan).forEach(put);
  return async (name: string) => {
    const key = { namespace: 'self-healing-platform', name };
    for (let passes = 0; passes < 3; passes += 1) await reconcile(`${key.namespace}/${name}`);
    return deps.caches.plans.get(key)?.status;
  };
}

test('a plan whose target no read is answered of says that this is what it waits for', async () => {
  expect(await world(scaling)('plan-machines')).toMatchObject({ phase: 'Pending', blocked: { reason: 'TargetUnreadable' } });
});

test('a plan begins beside one that executes and whose target no read is answered of', async () => {
  const executing = { ...scaling, status: { phase: 'Executing' } } as const;
  expect(await world(executing, { name: 'plan-node' })('plan-node')).toMatchObject({ phase: 'Executing' });
});
