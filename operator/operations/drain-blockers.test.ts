import { expect, test } from '@jest/globals';
import { Terminal } from '../kube/errors.ts';
import { aNode } from '../testing/cluster-objects.ts';
import { admit, executionEngine, replicaPod } from '../testing/execution-engine.ts';
import { carryOut } from '../testing/run-action.ts';

const denied = 'admission webhook "keep.example.org" denied the request: not during the day';

test.each([
  { who: 'admission', message: denied, told: [`Pod shop/web-a: ${denied}`] },
  { who: 'a right that is missing, which is told of by itself,', message: 'User "x" cannot create resource "pods/eviction"', told: [] },
])('of a pod that $who keeps from being evicted a dry run of a drain tells: $told', async ({ message, told }) => {
  const engine = executionEngine([aNode('w1'), replicaPod('web-a')]);
  engine.cluster.failNext('create Pod/eviction', new Terminal({ code: 403, reason: 'Forbidden', message }));
  const { status } = await carryOut(engine, admit(engine, { operation: 'drain_node', dryRun: true }));
  expect(status?.result).toMatchObject({ blockers: told });
});
