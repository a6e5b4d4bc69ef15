import { describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../api/generated/types.ts';
import { keys } from '../api/resource.ts';
import { kinds } from '../kube/kinds.ts';
import { buildAction } from '../testing/action-builder.ts';
import { aNode } from '../testing/cluster-objects.ts';
import { admit, executionEngine, nodeNow, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { carryOut, pass, stored } from '../testing/run-action.ts';
import { buildPlan } from '../testing/plan-builder.ts';

const plan = { name: 'plan-1', uid: 'uid-plan-1' };
const cordoned = { unschedulable: true };
const claim = (owner: string, was = 'false'): Record<string, string> => ({ [keys.claim]: owner, [keys.wasUnschedulable]: was });
const executing = () => {
  const built = buildPlan({ name: plan.name, uid: plan.uid });
  return { ...built, status: { ...built.status, phase: 'Executing' as const } };
};

/** The action that undoes another one of the same plan. */
function compensating({ metadata, spec }: RemediationAction): RemediationAction {
  const { type, operation, target, parameters } = spec;
  const undo = {
    type,
    operation,
    target,
    parameters,
    priority: 1,
    source: 'manual' as const,
    compensates: { name: metadata.name, uid: metadata.uid },
  };
  return buildAction({ name: `${metadata.name}-undo`, plan, status: { phase: 'Admitted' }, ...undo });
}

async function undo(engine: FakeEngine, action: RemediationAction): Promise<RemediationAction> {
  const inverse = compensating(action);
  engine.put(inverse);
  return carryOut(engine, inverse, 5000);
}

describe('a compensating action', () => {
  test('uncordons what a step of its plan cordoned, with that step`s before', async () => {
    const engine = executionEngine([aNode('w1')]);
    engine.put(executing());
    const action = await carryOut(engine, admit(engine, { plan }));
    expect(nodeNow(engine)).toMatchObject({ spec: cordoned, metadata: { annotations: claim(plan.uid) } });
    const inverse = await undo(engine, action);
    expect(inverse.status).toMatchObject({
      phase: 'Succeeded',
      reason: 'Undone',
      intents: [{ step: 'undo-cordon', outcome: 'Done' }],
      result: { undo: { cordon: 'Undone' } },
    });
    expect(nodeNow(engine)).toMatchObject({ spec: {}, metadata: { annotations: {} } });
  });

  test('leaves a cordon that somebody else holds now', async () => {
    const engine = executionEngine([aNode('w1')]);
    engine.put(executing());
    const action = await carryOut(engine, admit(engine, { plan }));
    engine.cluster.put({ ...aNode('w1'), spec: cordoned });
    expect((await undo(engine, action)).status).toMatchObject({ phase: 'Succeeded', reason: 'Drifted' });
    expect(nodeNow(engine)).toMatchObject({ spec: cordoned });
  });

  test('has nothing to take back from a step that found the node cordoned', async () => {
    const engine = executionEngine([aNode('w1', { spec: cordoned })]);
    engine.put(executing());
    const action = await carryOut(engine, admit(engine, { plan }));
    expect((await undo(engine, action)).status).toMatchObject({ phase: 'Succeeded', reason: 'Undone' });
    expect(writesOn(engine, 'Node')).toEqual([]);
  });

  test('succeeds when the node is gone', async () => {
    const engine = executionEngine([aNode('w1')]);
    engine.put(executing());
    const action = await carryOut(engine, admit(engine, { plan }));
    engine.cluster.remove(kinds.Node, { name: 'w1' });
    expect((await undo(engine, action)).status).toMatchObject({ phase: 'Succeeded' });
  });

  test.each([
    { when: 'no plan owns it', change: { ownerReferences: undefined } },
    {
      when: 'another plan owns it',
      change: {
        ownerReferences: [
          { apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'RemediationPlan', name: 'p', uid: 'other', controller: true },
        ],
      },
    },
  ])('is refused when $when', async ({ change }) => {
    const engine = executionEngine([aNode('w1')]);
    engine.put(executing());
    const action = await carryOut(engine, admit(engine, { plan }));
    const inverse = compensating(action);
    engine.put({ ...inverse, metadata: { ...inverse.metadata, ...change } });
    expect((await carryOut(engine, inverse)).status).toMatchObject({ phase: 'Failed', reason: 'InvalidCompensation' });
    expect(nodeNow(engine)).toMatchObject({ spec: cordoned });
  });
});

describe('uncordon_node', () => {
  const uncordon = (engine: FakeEngine, more = {}) => admit(engine, { operation: 'uncordon_node', ...more });

  test.each([
    { cordon: 'of the same plan', annotations: { ...claim(plan.uid), [keys.token]: 't' }, phase: 'Succeeded', reason: 'Succeeded' },
    { cordon: 'of an ended action of ours', annotations: { [keys.token]: 't' }, phase: 'Succeeded', reason: 'Succeeded' },
    { cordon: 'of somebody else', annotations: {}, phase: 'Failed', reason: 'ForeignCordon' },
    { cordon: 'that the plan only found', annotations: claim(plan.uid, 'true'), phase: 'Failed', reason: 'ForeignCordon' },
    { cordon: 'of another plan', annotations: claim('other'), phase: 'Blocked', reason: 'TargetHeld' },
  ])('ends $phase/$reason for a cordon $cordon', async ({ annotations, phase, reason }) => {
    const engine = executionEngine([aNode('w1', { spec: cordoned, annotations })]);
    engine.put(executing());
    expect((await carryOut(engine, uncordon(engine, { plan }))).status).toMatchObject({ phase, reason });
    expect(nodeNow(engine)).toMatchObject(phase === 'Succeeded' ? { spec: {}, metadata: { annotations: {} } } : { spec: cordoned });
  });

  test('is undone by cordoning again under the same claim', async () => {
    const engine = executionEngine([aNode('w1', { spec: cordoned, annotations: { ...claim(plan.uid), [keys.token]: 't' } })]);
    engine.put(executing());
    const action = await carryOut(engine, uncordon(engine, { plan }));
    expect((await undo(engine, action)).status).toMatchObject({ phase: 'Succeeded', reason: 'Undone' });
    expect(nodeNow(engine)).toMatchObject({ spec: cordoned, metadata: { annotations: claim(plan.uid) } });
  });

  test('has nothing to do on a schedulable node', async () => {
    const engine = executionEngine([aNode('w1')]);
    expect((await carryOut(engine, uncordon(engine))).status).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
  });
});

describe('a node that a person cordons between the inspection and our own cordon', () => {
  const overtaken = async (operation: 'cordon_node' | 'drain_node', more = {}) => {
    const engine = executionEngine([aNode('w1')]);
    engine.put(executing());
    const action = admit(engine, { operation, plan, ...more });
    await pass(engine, action);
    engine.cluster.put({ ...nodeNow(engine), spec: cordoned } as never);
    return { engine, action };
  };

  test('stays cordoned when the step is undone', async () => {
    const { engine, action } = await overtaken('cordon_node');
    expect((await undo(engine, await carryOut(engine, action))).status).toMatchObject({ phase: 'Succeeded', reason: 'Drifted' });
    expect(nodeNow(engine)).toMatchObject({ spec: cordoned, metadata: { annotations: {} } });
  });

  test('stays cordoned when the action is cancelled halfway', async () => {
    const { engine, action } = await overtaken('drain_node', { plan: undefined });
    await pass(engine, action);
    const running = stored(engine, action);
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    expect((await carryOut(engine, action)).status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
    expect(nodeNow(engine)).toMatchObject({ spec: cordoned, metadata: { annotations: {} } });
  });
});

describe('a cordon between two steps of a plan', () => {
  test('that a person lifted makes the next step TakenOver', async () => {
    const engine = executionEngine([aNode('w1', { annotations: claim(plan.uid) })]);
    engine.put(executing());
    expect((await carryOut(engine, admit(engine, { plan, operation: 'drain_node' }))).status).toMatchObject({
      phase: 'Cancelled',
      reason: 'TakenOver',
    });
  });

  test('stays held until the plan has ended, then the claim goes as the plan ended', async () => {
    for (const [phase, unschedulable] of [
      ['Succeeded', true],
      ['Cancelled', true],
      ['Failed', undefined],
    ] as const) {
      const engine = executionEngine([aNode('w1')]);
      engine.put(executing());
      const action = await carryOut(engine, admit(engine, { plan }));
      await carryOut(engine, action);
      expect(nodeNow(engine)?.metadata.annotations).toMatchObject(claim(plan.uid));
      engine.put({ ...executing(), status: { phase }, metadata: { ...executing().metadata, resourceVersion: '9' } });
      await carryOut(engine, action);
      expect(nodeNow(engine)?.metadata.annotations).not.toHaveProperty([keys.claim]);
      expect((nodeNow(engine)?.['spec'] as { unschedulable?: boolean }).unschedulable).toBe(unschedulable);
      expect(stored(engine, action).metadata.finalizers).toBeUndefined();
    }
  });
});
