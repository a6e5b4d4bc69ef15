import { describe, expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { Terminal } from '../../kube/errors.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { executionEngine, nodeNow, writesOn } from '../../testing/execution-engine.ts';
import type { FakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { sweep } from './sweeper.ts';

const marks = { [keys.claim]: 'uid-plan-1', [keys.wasUnschedulable]: 'false', [keys.token]: 't' };
const cordoned = aNode('w1', { spec: { unschedulable: true }, annotations: marks });

/** An engine whose cache has seen its nodes. */
function engineWith(node: ReturnType<typeof aNode>): FakeEngine {
  const engine = executionEngine([node]);
  const seen = nodeNow(engine);
  if (seen) engine.deps.caches.nodes.upsert(seen);
  return engine;
}

function withPlan(engine: FakeEngine, phase: 'Executing' | 'Failed' | 'RollbackFailed' | 'Cancelled'): void {
  const plan = buildPlan({ name: 'plan-1', uid: 'uid-plan-1' });
  engine.put({ ...plan, status: { ...plan.status, phase } });
}

describe('the sweeper', () => {
  test('uncordons a node whose claim belongs to nobody, and says so on it', async () => {
    const engine = engineWith(cordoned);
    await sweep(engine.deps);
    expect(nodeNow(engine)).toMatchObject({ spec: {}, metadata: { annotations: {} } });
    expect(engine.events).toMatchObject([{ reason: 'ClaimReleased', regarding: { kind: 'Node' } }]);
  });

  test('removes a claim put on by hand and leaves the cordon to whoever made it', async () => {
    const engine = engineWith(aNode('w1', { spec: { unschedulable: true }, annotations: { [keys.claim]: 'made-up' } }));
    await sweep(engine.deps);
    expect(nodeNow(engine)).toMatchObject({ spec: { unschedulable: true }, metadata: { annotations: {} } });
  });

  test('does not believe its cache that an owner is gone', async () => {
    const engine = engineWith(cordoned);
    engine.cluster.put(buildPlan({ name: 'plan-1', uid: 'uid-plan-1' }));
    await sweep(engine.deps);
    expect(writesOn(engine, 'Node')).toEqual([]);
  });

  test.each([
    { phase: 'Executing' as const, left: true },
    { phase: 'RollbackFailed' as const, left: true },
    { phase: 'Failed' as const, left: false },
  ])('leaves the claim of a plan that is $phase: $left', async ({ phase, left }) => {
    const engine = engineWith(cordoned);
    withPlan(engine, phase);
    await sweep(engine.deps);
    expect(nodeNow(engine)?.metadata.annotations).toEqual(left ? marks : {});
  });

  test('leaves the cordon of a stopped plan whose cordon_node had succeeded', async () => {
    const engine = engineWith(cordoned);
    withPlan(engine, 'Cancelled');
    engine.put(buildAction({ plan: { name: 'plan-1', uid: 'uid-plan-1' }, status: { phase: 'Succeeded' } }));
    await sweep(engine.deps);
    expect(nodeNow(engine)).toMatchObject({ spec: { unschedulable: true }, metadata: { annotations: { [keys.token]: 't' } } });
    expect(nodeNow(engine)?.metadata.annotations).not.toHaveProperty([keys.claim]);
  });

  test('drops a token whose cordon somebody else has lifted', async () => {
    const engine = engineWith(aNode('w1', { annotations: { [keys.token]: 't' } }));
    await sweep(engine.deps);
    expect(nodeNow(engine)?.metadata.annotations).toEqual({});
  });

  test('writes nothing on nodes without a mark', async () => {
    const engine = engineWith(aNode('w1', { spec: { unschedulable: true } }));
    await sweep(engine.deps);
    expect(writesOn(engine, 'Node')).toEqual([]);
  });

  test('goes on with the others when one node refuses, and is told of it', async () => {
    const engine = engineWith(cordoned);
    engine.deps.caches.nodes.upsert(engine.cluster.put({ ...cordoned, metadata: { ...cordoned.metadata, name: 'w2', uid: 'uid-w2' } }));
    engine.cluster.failNext('patch Node', new Terminal({ code: 403, reason: 'Forbidden', message: 'an admission policy says no' }));
    await expect(sweep(engine.deps)).rejects.toThrow('an admission policy says no');
    expect(writesOn(engine, 'Node').map(({ key }) => key)).toEqual(['w1', 'w2']);
    expect(nodeNow(engine, 'w2')).toMatchObject({ spec: {}, metadata: { annotations: {} } });
  });

  test('leaves a node to the next sweep that moved while it looked', async () => {
    const engine = engineWith(cordoned);
    const get = engine.cluster.get.bind(engine.cluster);
    engine.cluster.get = async (...args) => {
      const seen = await get(...args);
      if (args[0].kind === 'Node')
        engine.cluster.put(aNode('w1', { spec: { unschedulable: true }, annotations: { ...marks, other: 'x' } }));
      return seen as never;
    };
    await expect(sweep(engine.deps)).resolves.toBeUndefined();
    expect(nodeNow(engine)).toMatchObject({ spec: { unschedulable: true } });
  });
});
