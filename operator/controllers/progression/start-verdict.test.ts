import { expect, test } from '@jest/globals';
import { at, buildAction } from '../../testing/action-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
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
