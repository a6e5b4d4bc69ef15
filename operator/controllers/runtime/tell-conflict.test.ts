import { expect, test } from '@jest/globals';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { rivalOf, tellConflict } from './tell-conflict.ts';

const ns = 'self-healing-platform';

test.each([
  { ref: `RemediationAction/${ns}/a`, found: 'a' },
  { ref: `RemediationPlan/${ns}/p`, found: 'p' },
  { ref: `RemediationPlan/${ns}/a`, found: undefined },
  { ref: 'RemediationPolicy/cluster', found: undefined },
])('$ref is found as $found', ({ ref, found }) => {
  const { deps, put } = fakeEngine();
  put(buildAction({ name: 'a' }));
  put(buildPlan({ name: 'p' }));
  expect(rivalOf(deps.caches, ref)?.metadata.name).toBe(found);
});

test('winner and loser are told, and the loser alone when the winner is gone', () => {
  const { deps, put, events } = fakeEngine();
  const [winner, loser] = [buildPlan({ name: 'p' }), buildPlan({ name: 'q' })];
  put(winner);
  tellConflict(deps, loser, { winner: `RemediationPlan/${ns}/p`, reason: 'TargetHeld', message: 'p is first.' });
  tellConflict(deps, loser, { winner: `RemediationPlan/${ns}/gone`, reason: 'TargetHeld', message: 'gone is first.' });
  expect(events.map(({ regarding, reason, note }) => [regarding.kind, reason, note])).toEqual([
    ['RemediationPlan', 'TargetHeld', 'p is first.'],
    ['RemediationPlan', 'ConflictWon', `Goes before RemediationPlan/${ns}/q.`],
    ['RemediationPlan', 'TargetHeld', 'gone is first.'],
  ]);
});
