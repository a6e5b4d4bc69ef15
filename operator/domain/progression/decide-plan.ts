import { worldOf, type Draft } from './draft.ts';
import { released } from './ending.ts';
import { firstSight } from './first-sight.ts';
import { isTerminalPhase } from './phases.ts';
import { decideRollback } from './rollback.ts';
import { decideRunning } from './running.ts';
import type { Decision, SeenPlan } from './seen.ts';
import { decideWaiting } from './waiting.ts';

/**
 * Takes one plan one step further. Everything it needs to continue is in the plan's status and in its actions, so that it can be asked
 * again at any moment: when nothing changed it says the same status and only effects that may be repeated.
 */
export function decidePlan(seen: SeenPlan, now: Date): Decision {
  const world = worldOf(seen, now);
  const { status } = seen.plan;
  if (status?.phase === undefined) return firstSight(world);
  const draft: Draft = { status, effects: [] };
  if (isTerminalPhase(status.phase)) return { kind: 'next', status, effects: released(world, draft).effects };
  if (status.phase === 'Pending' || status.phase === 'AwaitingApproval') return decideWaiting(world, draft);
  if (status.phase === 'RollingBack') return decideRollback(world, draft);
  return decideRunning(world, draft);
}
