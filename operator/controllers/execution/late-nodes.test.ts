import { expect, test } from '@jest/globals';
import { kinds } from '../../kube/kinds.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { executionEngine, nodeNow } from '../../testing/execution-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { carryOut } from '../../testing/run-action.ts';

const plan = { name: 'plan-1', uid: 'uid-plan-1' };

test('a node that a plan keeps cordoned takes its place by then when its action ends, however late the watch of nodes is', async () => {
  const engine = executionEngine([aNode('w1')]);
  const seen = engine.cluster.peek(kinds.Node, { name: 'w1' });
  if (seen) engine.deps.caches.nodes.upsert(seen);
  engine.put(buildPlan({ ...plan, status: { phase: 'Executing' } }));
  const action = buildAction({ name: 'act-1', plan, status: { phase: 'Admitted' } });
  engine.put(action);
  const { status } = await carryOut(engine, action);
  expect(status).toMatchObject({ phase: 'Succeeded' });
  expect(nodeNow(engine)).toMatchObject({ spec: { unschedulable: true } });
  expect(engine.deps.limits.nodePlaces().claimed).toEqual([{ node: 'w1', by: plan.uid }]);
});
