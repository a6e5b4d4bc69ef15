import { expect, test } from '@jest/globals';
import { buildAction } from '../../testing/action-builder.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';

test.each([
  { when: 'the engine is suspended', suspended: true, reason: 'Suspended' },
  { when: 'nothing is switched off', suspended: false, reason: undefined },
])('a dry run is held by $reason when $when', ({ suspended, reason }) => {
  const { deps, put } = fakeEngine();
  put(buildPolicy({ suspended }));
  expect(deps.limits.onAction(buildAction({ dryRun: true }), undefined)?.reason).toBe(reason);
  expect(deps.limits.onPlan(buildPlan({ mode: 'DryRun' }))?.reason).toBe(reason);
});
