import { describe, expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { kinds } from '../../kube/kinds.ts';
import { cordonNode } from '../../operations/cordon-node.ts';
import { drainNode } from '../../operations/drain-node.ts';
import { aNode, aPod } from '../../testing/cluster-objects.ts';
import { admit, executionEngine, writesOn } from '../../testing/execution-engine.ts';
import { carryOut, pass, stored } from '../../testing/run-action.ts';

const fault = new TypeError('conditions.find is not a function');
const world = () => executionEngine([aNode('w1'), aPod('p1')], { operations: [cordonNode, drainNode] });

describe('a fault of the engine', () => {
  test('ends an action before its effect, with nothing done', async () => {
    const engine = world();
    engine.cluster.failNext('get Node', fault);
    const { status } = await carryOut(engine, admit(engine));
    expect(status).toMatchObject({ phase: 'Failed', reason: 'EngineFault', message: expect.stringContaining(fault.message) as unknown });
    expect(writesOn(engine, 'Node')).toEqual([]);
  });

  test('is tried again after an effect, until the action is to end; then what was done is taken back', async () => {
    const engine = world();
    const action = admit(engine, { operation: 'drain_node' });
    while (writesOn(engine, 'Node').length === 0) await pass(engine, action);
    engine.cluster.failNext('get Node', fault);
    await expect(pass(engine, action)).rejects.toThrow(fault);
    const running = stored(engine, action);
    expect(running.status?.phase).toBe('Running');
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    engine.cluster.failNext('get Node', fault);
    const { status } = await carryOut(engine, action, 5000);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'EngineFault' });
    expect(engine.cluster.peek(kinds.Node, { name: 'w1' })?.metadata.annotations ?? {}).not.toHaveProperty([keys.claim]);
    expect(engine.cluster.peek(kinds.Node, { name: 'w1' })).not.toMatchObject({ spec: { unschedulable: true } });
  });
});
