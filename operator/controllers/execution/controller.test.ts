import { afterEach, describe, expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { systemClock } from '../../kube/clock.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { eventually } from '../../testing/eventually.ts';
import { admit, executionEngine, nodeNow } from '../../testing/execution-engine.ts';
import type { FakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { stored } from '../../testing/run-action.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeExecutionController } from './controller.ts';
import { makeClaimSweeper } from './sweeper.ts';

let running: Controller[] = [];

afterEach(async () => {
  await Promise.all(running.map((controller) => controller.stop()));
  running = [];
});

/** The controller at work over the engine, on the machine's own clock. */
function run(engine: FakeEngine, make: (deps: EngineDeps) => Controller): Controller {
  const controller = make({ ...engine.deps, clock: systemClock });
  running.push(controller);
  controller.start();
  return controller;
}

const plan = { name: 'plan-1', uid: 'uid-plan-1' };
const planIn = (phase: 'Executing' | 'Failed', version: string) => {
  const built = buildPlan(plan);
  return { ...built, metadata: { ...built.metadata, resourceVersion: version }, status: { phase } };
};

describe('the execution controller', () => {
  test('carries out what was admitted before it started and what is admitted later', async () => {
    const engine = executionEngine([aNode('w1'), aNode('w2')]);
    const early = admit(engine, { name: 'early', target: 'Node/w1' });
    run(engine, makeExecutionController);
    const late = admit(engine, { name: 'late', target: 'Node/w2' });
    await eventually(() => {
      for (const action of [early, late]) expect(stored(engine, action)).toMatchObject({ status: { phase: 'Succeeded' } });
    });
  });

  test('leaves alone what was not admitted', async () => {
    const engine = executionEngine([aNode('w1'), aNode('w2')]);
    const waiting = admit(engine, { name: 'waiting', target: 'Node/w1', status: { phase: 'Blocked' } });
    run(engine, makeExecutionController);
    const other = admit(engine, { name: 'other', target: 'Node/w2' });
    await eventually(() => expect(stored(engine, other).status?.phase).toBe('Succeeded'));
    expect(stored(engine, waiting).status).toEqual({ phase: 'Blocked' });
  });

  test('lets its actions go, and their claims, as soon as their plan has ended', async () => {
    const engine = executionEngine([aNode('w1')]);
    engine.put(planIn('Executing', '1'));
    run(engine, makeExecutionController);
    const action = admit(engine, { plan });
    await eventually(() => expect(stored(engine, action).status?.phase).toBe('Succeeded'));
    expect(nodeNow(engine)?.metadata.annotations).toHaveProperty([keys.claim]);
    engine.put(planIn('Failed', '2'));
    await eventually(() => expect(stored(engine, action).metadata.finalizers).toBeUndefined());
    expect(nodeNow(engine)).toMatchObject({ spec: {}, metadata: { annotations: {} } });
  });

  test('lets an action that is being deleted go as soon as its plan is being deleted too', async () => {
    const engine = executionEngine([aNode('w1')]);
    engine.put(planIn('Executing', '1'));
    run(engine, makeExecutionController);
    const action = admit(engine, { plan });
    await eventually(() => expect(stored(engine, action).status?.phase).toBe('Succeeded'));
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    const done = stored(engine, action);
    engine.put({ ...done, metadata: { ...done.metadata, deletionTimestamp } });
    const goingOn = planIn('Executing', '2');
    engine.put({ ...goingOn, metadata: { ...goingOn.metadata, deletionTimestamp } });
    await eventually(() => expect(nodeNow(engine)?.metadata.annotations).not.toHaveProperty([keys.claim]));
  });

  test('works again in a later term', async () => {
    const engine = executionEngine([aNode('w1')]);
    const controller = run(engine, makeExecutionController);
    await controller.stop();
    const action = admit(engine);
    controller.start();
    await eventually(() => expect(stored(engine, action).status?.phase).toBe('Succeeded'));
  });
});

test('the claim sweeper looks at every node as soon as it starts', async () => {
  const engine = executionEngine([
    aNode('w1', { spec: { unschedulable: true }, annotations: { [keys.claim]: 'x', [keys.wasUnschedulable]: 'false' } }),
  ]);
  const seen = nodeNow(engine);
  if (seen) engine.deps.caches.nodes.upsert(seen);
  run(engine, makeClaimSweeper);
  await eventually(() => expect(nodeNow(engine)).toMatchObject({ spec: {} }));
});
