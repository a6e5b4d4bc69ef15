import { describe, expect, test } from '@jest/globals';
import { at, buildAction } from '../../testing/action-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan, type PlanWish } from '../../testing/plan-builder.ts';
import { PlanLocks } from './plan-locks.ts';
import { PlanStarts } from './start-verdict.ts';

test.each([
  { reason: 'LowerPriority', kind: 'waits' },
  { reason: 'RateLimited', kind: 'waits' },
  { reason: 'MaintenanceWindowClosed', kind: 'may' },
])('beside a better ranked action on its node that is Blocked/$reason a plan $kind', ({ reason, kind }) => {
  const { deps, put } = fakeEngine();
  const blocked = { phase: 'Blocked', blocked: { reason, since: at(0) } } as const;
  put(buildAction({ name: 'act-1', operation: 'uncordon_node', target: 'Node/w1', priority: 1, status: blocked }));
  const plan = buildPlan({ steps: [{ operation: 'uncordon_node', target: 'Node/w1' }] });
  put(plan);
  deps.caches.nodes.upsert({ ...aNode('w1') });
  expect(new PlanStarts(deps, new PlanLocks(deps)).verdict(plan)).toMatchObject({ kind });
});

describe('whether the engine may do what a person is to approve', () => {
  /** An engine that knows what it lacks; `denied` may be changed afterwards. */
  async function starts(denied: string[]) {
    const { deps, clock, cluster } = fakeEngine({ denied });
    await deps.rights.known.ask('all');
    const before = cluster.calls.length;
    return { starts: new PlanStarts(deps, new PlanLocks(deps)), clock, asked: () => cluster.calls.length - before };
  }
  const lacking = {
    kind: 'lacking',
    message: 'cordon_node of Node/w1: the engine may not patch nodes, which config/opt-in/node-drain grants.',
  };
  const granted = { kind: 'granted' };

  test.each<{ when: string; denied: string[]; wish: PlanWish; expected: object }>([
    { when: 'it has every right', denied: [], wish: {}, expected: granted },
    { when: 'it lacks one that a step needs', denied: ['patch nodes'], wish: {}, expected: lacking },
    {
      when: 'it lacks one that an optional step needs',
      denied: ['patch nodes'],
      wish: { steps: [{ required: false }] },
      expected: granted,
    },
    {
      when: 'it was given the right where the target is',
      denied: ['patch deployments.apps'],
      wish: { steps: [{ layer: 'application' }] },
      expected: granted,
    },
  ])('is $expected.kind when $when', async ({ denied, wish, expected }) => {
    const { starts: judge } = await starts(denied);
    expect(await judge.rights(buildPlan(wish))).toEqual(expected);
  });

  test('is asked for anew after some seconds, and not more often', async () => {
    const denied = ['patch nodes'];
    const { starts: judge, clock, asked } = await starts(denied);
    const plan = buildPlan();
    expect([await judge.rights(plan), await judge.rights(plan), asked()]).toEqual([lacking, lacking, 1]);
    denied.pop();
    clock.advance(3000);
    expect([await judge.rights(plan), asked()]).toEqual([granted, 2]);
  });
});
