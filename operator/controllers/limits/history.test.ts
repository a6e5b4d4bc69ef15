import { describe, expect, test } from '@jest/globals';
import type { ActionPhase, PlanPhase, RemediationActionStatus } from '../../api/generated/types.ts';
import { tokenAt } from '../../domain/arbitration/token-bucket.ts';
import { at, buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan, type PlanWish } from '../../testing/plan-builder.ts';
import { makeHistory } from './history.ts';

const pay = 'apps/deployment/shop/pay';

/** An engine's history, and what was put into its caches. */
function stage() {
  const { deps, put } = fakeEngine();
  const history = makeHistory(deps.caches);
  return {
    ...history,
    caches: deps.caches,
    action: (phase: ActionPhase, second: number, wish: ActionWish = {}) =>
      put(buildAction({ ...restart, ...wish, status: ended(phase, second, wish.status) })),
    plan: (phase: PlanPhase, second: number, wish: PlanWish = {}) =>
      put(
        buildPlan({
          steps: [{ layer: 'application' }],
          ...wish,
          status: { phase, startedAt: at(0), finishedAt: at(second), ...wish.status },
        }),
      ),
  };
}

const restart = { type: 'application_remediation', target: 'Deployment/shop/pay' } as const;
const ended = (phase: ActionPhase, second: number, more?: RemediationActionStatus): RemediationActionStatus => ({
  phase,
  finishedAt: at(second),
  ...more,
});

describe('the record of a target shows', () => {
  test.each<{ what: string; phase: PlanPhase; wish?: PlanWish; failures: number; ended: boolean }>([
    { what: 'a plan that succeeded', phase: 'Succeeded', failures: 0, ended: true },
    { what: 'a plan that failed', phase: 'Failed', failures: 1, ended: true },
    { what: 'a plan that was rolled back', phase: 'RolledBack', failures: 1, ended: true },
    { what: 'a plan that could not be rolled back', phase: 'RollbackFailed', failures: 1, ended: true },
    { what: 'a plan that was stopped', phase: 'Cancelled', failures: 0, ended: true },
    { what: 'no plan that never began', phase: 'Failed', wish: { status: { startedAt: undefined } }, failures: 0, ended: false },
    { what: 'no dry run', phase: 'Failed', wish: { mode: 'DryRun' }, failures: 0, ended: false },
    {
      what: 'no plan that only looked',
      phase: 'Failed',
      wish: { steps: [{ layer: 'application', operation: 'observe' }] },
      failures: 0,
      ended: false,
    },
    { what: 'no plan on something else', phase: 'Failed', wish: { steps: [{ target: 'Node/w1' }] }, failures: 0, ended: false },
    { what: 'no plan that goes on', phase: 'Executing', failures: 0, ended: false },
  ])('$what', ({ phase, wish = {}, failures, ended }) => {
    const { plan, recordOf } = stage();
    plan(phase, 10, { name: 'plan-a', namespace: 'shop', ...wish });
    const record = recordOf(pay);
    expect({ failures: record.failures, ended: record.lastPlan !== undefined }).toEqual({ failures, ended });
  });

  test.each<{ what: string; phase: ActionPhase; wish?: ActionWish; failures: number }>([
    { what: 'a lone action that failed', phase: 'Failed', failures: 1 },
    { what: 'no lone action that was stopped', phase: 'Cancelled', failures: 0 },
    { what: 'no dry run', phase: 'Failed', wish: { dryRun: true }, failures: 0 },
    { what: 'none that only looked', phase: 'Failed', wish: { operation: 'observe' }, failures: 0 },
    { what: 'none that took something back', phase: 'Failed', wish: { compensates: { name: 'a', uid: 'b' } }, failures: 0 },
    { what: 'one whose owner does not name it', phase: 'Failed', wish: { plan: { name: 'plan-x', uid: 'uid-x' } }, failures: 1 },
  ])('$what', ({ phase, wish, failures }) => {
    const { action, recordOf } = stage();
    action(phase, 10, wish);
    expect(recordOf(pay)).toMatchObject({ failures });
    expect(recordOf(pay).lastPlan).toBeUndefined();
  });

  test("a plan once, though its action ended there too, and under what the action's Pod stood for", () => {
    const { plan, action, recordOf } = stage();
    const resolvedTarget = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'pay', nodes: [] };
    const owner = { name: 'plan-a', uid: 'uid-plan-a' };
    action('Failed', 9, { name: 'act-1', namespace: 'shop', plan: owner, target: 'Pod/shop/pay-1', status: { resolvedTarget } });
    plan('Failed', 10, {
      ...owner,
      namespace: 'shop',
      steps: [{ layer: 'application', operation: 'delete_pod', target: 'Pod/shop/pay-1' }],
      status: { steps: [{ name: 'step-1', phase: 'Failed', actionRef: { name: 'act-1' } }] },
    });
    expect(recordOf(pay)).toMatchObject({ failures: 1, lastPlan: { ref: 'RemediationPlan/shop/plan-a' } });
  });

  test('what ended meanwhile, and no more what was deleted', () => {
    const { action, recordOf, caches } = stage();
    action('Failed', 1, { name: 'act-1' });
    expect(recordOf(pay).failures).toBe(1);
    action('Failed', 2, { name: 'act-2' });
    expect(recordOf(pay).failures).toBe(2);
    action('Succeeded', 3, { name: 'act-3' });
    expect(recordOf(pay).failures).toBe(0);
    for (const one of caches.actions.list()) caches.actions.remove(one);
    expect(recordOf(pay)).toEqual({ failures: 0 });
  });
});

test('of models it shows what failed and nobody approved, newest first', () => {
  const { plan, action, aiFailures } = stage();
  const model = { source: 'ai_driven', confidence: 0.9 } as const;
  plan('RolledBack', 3, { name: 'plan-old', ...model });
  plan('Failed', 4, { name: 'plan-approved', ...model, approval: { decision: 'Approved', by: 'ann' } });
  plan('Succeeded', 5, { name: 'plan-good', ...model });
  plan('Failed', 6, { name: 'plan-rule' });
  action('Failed', 7, { name: 'act-new', ...model });
  action('Failed', 8, { name: 'act-approved', ...model, approval: { decision: 'Approved', by: 'ann' } });
  expect(aiFailures().map(({ ref }) => ref.split('/').at(-1))).toEqual(['act-new', 'plan-old']);
  action('Failed', 9, { name: 'act-newer', ...model });
  expect(aiFailures()).toHaveLength(3);
});

describe('the bucket', () => {
  const rate = { perMinute: 30, burst: 2 };
  const admitted = (second: number): RemediationActionStatus => ({
    phase: 'Running',
    conditions: [{ type: 'Admitted', status: 'True', reason: 'Admitted', message: '', lastTransitionTime: at(second) }],
  });
  const waits = (engine: ReturnType<typeof stage>, second: number) => {
    const now = new Date(at(second));
    return (tokenAt(engine.bucket(rate, now), 0, now) - now.getTime()) / 1000;
  };

  test('misses what was admitted, whatever became of it, but nothing that takes no place', () => {
    const engine = stage();
    expect(waits(engine, 100)).toBe(0);
    engine.action('Succeeded', 100, { status: admitted(99) });
    engine.action('Running', 100, { status: admitted(100), compensates: { name: 'a', uid: 'b' } });
    engine.action('Running', 100, { status: admitted(100), dryRun: true });
    expect(waits(engine, 100)).toBe(0);
    engine.action('Running', 100, { status: admitted(100) });
    expect(waits(engine, 100)).toBe(1);
  });

  test('does not mind what was admitted after now, when the clock was set back', () => {
    const engine = stage();
    for (const second of [200, 201]) engine.action('Running', second, { status: admitted(second) });
    expect(waits(engine, 100)).toBe(0);
  });
});
