import { describe, expect, test } from '@jest/globals';
import { buildAction } from '../../testing/action-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { wishOfAction, wishOfPlan } from './limits.ts';

const read = { key: 'apps/deployment/shop/pay', nodes: ['w1'] };

describe('as a wish', () => {
  test('an action has its target with the namespace that it lies in, and locks what was read', () => {
    const action = buildAction({ namespace: 'shop', target: { apiVersion: 'v1', kind: 'Pod', name: 'pay-1' }, operation: 'delete_pod' });
    expect(wishOfAction(action, undefined)).toMatchObject({
      kind: 'action',
      works: [{ operation: 'delete_pod', target: { namespace: 'shop', name: 'pay-1' } }],
      locks: [{ key: '/pod/shop/pay-1', nodes: [] }],
    });
    expect(wishOfAction(action, 'uid-p', read)).toMatchObject({ planUid: 'uid-p', locks: [read] });
  });

  test('a plan has all its steps, and locks what each names until that was read', () => {
    const plan = buildPlan({ steps: [{ target: 'Node/w1' }, { layer: 'application' }] });
    expect(wishOfPlan(plan)).toMatchObject({
      kind: 'plan',
      works: [{ operation: 'cordon_node' }, { operation: 'restart_deployment' }],
      locks: [{ key: '/node//w1' }, { key: 'apps/deployment/shop/pay' }],
    });
    expect(wishOfPlan(plan, [read]).locks).toEqual([read]);
  });

  test.each([
    { what: 'approved', plan: { approval: { decision: 'Approved', by: 'ann' } as const }, shows: { approved: true } },
    { what: 'not approved', plan: {}, shows: { approved: false, dryRun: false, compensates: false } },
    { what: 'a dry run', plan: { mode: 'DryRun' as const }, shows: { dryRun: true } },
  ])('a plan is $what', ({ plan, shows }) => expect(wishOfPlan(buildPlan(plan))).toMatchObject(shows));

  test('an undo says so', () => {
    expect(wishOfAction(buildAction({ compensates: { name: 'a', uid: 'b' } }), 'uid-p')).toMatchObject({ compensates: true });
  });
});
