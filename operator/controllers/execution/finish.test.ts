import { describe, expect, test } from '@jest/globals';
import type { PlanPhase } from '../../api/generated/types.ts';
import { finalizers, keys } from '../../api/resource.ts';
import { Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { executionEngine, nodeNow, writesOn } from '../../testing/execution-engine.ts';
import type { FakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { pass, stored } from '../../testing/run-action.ts';

const plan = { name: 'plan-1', uid: 'uid-plan-1' };
const cordoned = (owner: string) =>
  aNode('w1', { spec: { unschedulable: true }, annotations: { [keys.claim]: owner, [keys.wasUnschedulable]: 'false', [keys.token]: 't' } });
const made = {
  intents: [{ step: 'cordon', token: 't', at: '2026-01-01T00:00:00Z', outcome: 'Done' as const }],
  before: { unschedulable: false, claimed: false },
};

/** An ended action that is still held. */
function held(engine: FakeEngine, wish: ActionWish, deletedAt?: string) {
  const built = buildAction({ name: 'act-1', ...wish });
  const action = {
    ...built,
    metadata: {
      ...built.metadata,
      finalizers: ['other/x', finalizers.undo],
      ...(deletedAt !== undefined && { deletionTimestamp: deletedAt }),
    },
  };
  engine.put(action);
  return action;
}

function planIs(engine: FakeEngine, phase: PlanPhase, deleted = false): void {
  const built = buildPlan({ ...plan, deleted });
  engine.put({ ...built, status: { ...built.status, phase } });
}

describe('an ended action that is held', () => {
  test('stays so while its plan works, and so does the claim', async () => {
    const engine = executionEngine([cordoned(plan.uid)]);
    planIs(engine, 'Executing');
    const action = held(engine, { plan, status: { phase: 'Succeeded', ...made } });
    await pass(engine, action);
    expect(writesOn(engine, 'Node')).toEqual([]);
    expect(stored(engine, action).metadata.finalizers).toContain(finalizers.undo);
  });

  test.each([
    { phase: 'Succeeded' as const, operation: 'cordon_node' as const, stays: true },
    { phase: 'Failed' as const, operation: 'drain_node' as const, stays: false },
  ])('and alone, $phase: the cordon stays: $stays; nobody else`s finalizer is touched', async ({ phase, operation, stays }) => {
    const engine = executionEngine([cordoned('uid-act-1')]);
    const action = held(engine, { operation, status: { phase, ...made } });
    await pass(engine, action);
    expect(nodeNow(engine)).toMatchObject({ spec: stays ? { unschedulable: true } : {} });
    expect(nodeNow(engine)?.metadata.annotations).not.toHaveProperty([keys.claim]);
    expect(stored(engine, action).metadata.finalizers).toEqual(['other/x']);
  });

  test.each([
    { phase: 'Succeeded', planPhase: 'Executing' },
    { phase: 'Succeeded', planPhase: 'RollingBack' },
    { phase: 'Failed', planPhase: 'Executing' },
    { phase: 'Cancelled', planPhase: 'Verifying' },
  ] as const)(
    'and is deleted $phase while its plan is $planPhase, keeps what a rollback needs until the plan ends',
    async ({ phase, planPhase }) => {
      const engine = executionEngine([cordoned(plan.uid)]);
      planIs(engine, planPhase);
      const action = held(engine, { plan, status: { phase, ...made } }, '2026-01-01T00:00:00Z');
      engine.clock.advance(301_000);
      await pass(engine, action);
      expect(writesOn(engine, 'Node')).toEqual([]);
      expect(stored(engine, action).metadata.finalizers).toContain(finalizers.undo);
      planIs(engine, 'Failed');
      await pass(engine, action);
      expect(nodeNow(engine)?.metadata.annotations).not.toHaveProperty([keys.claim]);
      expect(stored(engine, action).metadata.finalizers).toEqual(['other/x']);
    },
  );

  test.each([
    {
      what: 'a Succeeded cordon_node',
      status: { phase: 'Succeeded' as const, ...made },
      schedulable: false,
      claimed: false,
    },
    {
      what: 'a Failed step whose undo failed',
      status: { phase: 'Failed' as const, ...made },
      schedulable: true,
      claimed: false,
    },
    {
      what: 'a step that found the node cordoned',
      status: { phase: 'Succeeded' as const, ...made, before: { claimed: true } },
      schedulable: false,
      claimed: true,
    },
  ])(
    'and is deleted together with its plan, $what: schedulable $schedulable, claimed $claimed',
    async ({ status, schedulable, claimed }) => {
      const engine = executionEngine([cordoned(plan.uid)]);
      planIs(engine, 'Executing', true);
      await pass(engine, held(engine, { plan, status }, '2026-01-01T00:00:00Z'));
      expect((nodeNow(engine)?.['spec'] as { unschedulable?: boolean }).unschedulable).toBe(schedulable ? undefined : true);
      expect(nodeNow(engine)?.metadata.annotations?.[keys.claim]).toBe(claimed ? plan.uid : undefined);
    },
  );

  test('and is deleted before it began, is let go', async () => {
    const engine = executionEngine([aNode('w1')]);
    const action = held(engine, { status: { phase: 'Blocked' } }, '2026-01-01T00:00:00Z');
    await pass(engine, action);
    expect(stored(engine, action).metadata.finalizers).toEqual(['other/x']);
  });

  test('is let go when its node is gone', async () => {
    const engine = executionEngine([]);
    const action = held(engine, { status: { phase: 'Failed' } });
    await pass(engine, action);
    expect(stored(engine, action).metadata.finalizers).toEqual(['other/x']);
  });

  test('holds its deletion up for five minutes when the claim cannot be released, not longer', async () => {
    const engine = executionEngine([cordoned('uid-act-1')]);
    const action = held(engine, { status: { phase: 'Failed', ...made } }, '2026-01-01T00:00:00Z');
    const forbid = () => engine.cluster.failNext('patch Node', new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
    forbid();
    await expect(pass(engine, action)).rejects.toThrow('no');
    engine.clock.advance(301_000);
    forbid();
    await pass(engine, action);
    expect(
      engine.cluster.peek(kinds.RemediationAction, { namespace: 'self-healing-platform', name: 'act-1' })?.metadata.finalizers,
    ).toEqual(['other/x']);
  });
});
