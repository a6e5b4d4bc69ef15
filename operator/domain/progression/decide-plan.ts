import { withHappening, worldOf, type Draft, type World } from './draft.ts';
import { released } from './ending.ts';
import { firstSight } from './first-sight.ts';
import { isPlanOver } from '../../api/terminal-phases.ts';
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
  if (isPlanOver({ status })) return { kind: 'next', status, effects: released(world, draft).effects };
  if (status.phase === 'Pending' || status.phase === 'AwaitingApproval') return decideWaiting(world, draft);
  const begun = tellLateDenial(world, draft);
  return status.phase === 'RollingBack' ? decideRollback(world, begun) : decideRunning(world, begun);
}

/** A denial ends only what has not begun; told in the pass that first sees this content of the spec. */
function tellLateDenial({ seen }: World, draft: Draft): Draft {
  const { metadata, spec, status } = seen.plan;
  if (spec.approval?.decision !== 'Denied' || status?.observedGeneration === metadata.generation) return draft;
  return withHappening(draft, { what: 'deniedTooLate', by: spec.approval.by });
}
