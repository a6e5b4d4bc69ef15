import { cut } from '../../api/cut.ts';
import type { PlanStep, RemediationAction, StepStatus } from '../../api/generated/types.ts';
import { isWaitingReason, type WaitingReason } from '../../api/waiting-reasons.ts';
import { operationDefaults } from '../planning/defaults.ts';
import { runningSteps } from './at-work.ts';
import { stepStatus, withStep, type Draft, type World } from './draft.ts';
import { askToEnd } from './step-actions.ts';
import { hindranceOf } from './step-outcome.ts';

/** What ends because others get done, or because a plan that is suspended ends its action itself. */
const turns: ReadonlySet<string> = new Set<WaitingReason>([
  'ActiveLimit',
  'DeterministicPreferred',
  'LowerPriority',
  'NodeBudget',
  'OlderWins',
  'RateLimited',
  'StormCooldown',
  'Suspended',
  'TargetBusy',
  'TargetHeld',
]);

/** The bound of a step's message in the CRD. */
const longestMessage = 1024;

/**
 * The step remembers since when its action is kept from beginning by what may last for ever, such as an upgrade or a person's label. Once
 * that lasted for the step's own timeout the action is asked to end, since the plan holds all its targets meanwhile.
 */
export function boundHold(world: World, draft: Draft, step: PlanStep, action: RemediationAction): Draft {
  if (isGivenUp(stepStatus(draft, step))) return askToEnd(world, draft, step);
  const held = markHold(world, draft, step, action);
  const { heldSince } = stepStatus(held, step);
  const hindrance = isHeld(action) ? hindranceOf(action) : undefined;
  if (!hindrance || heldSince === undefined || world.now.getTime() < endOf(world, step, heldSince)) return held;
  const message = `${hindrance.message} That did not end within the ${timeoutOf(world, step)} s that the step may take.`;
  return askToEnd(world, withStep(held, step, { reason: hindrance.reason, message: cut(message, longestMessage) }), step);
}

/** Whether its action was asked to end because it was held for too long. */
export function isGivenUp({ phase, heldSince, reason = '' }: StepStatus): boolean {
  return phase === 'Running' && heldSince !== undefined && isWaitingReason(reason) && !turns.has(reason);
}

/** Milliseconds until the first of the steps that are held is given up; undefined when none is. */
export function untilGivenUp(world: World, draft: Draft): number | undefined {
  const ends = runningSteps(world, draft).flatMap((step) => {
    const status = stepStatus(draft, step);
    return status.heldSince === undefined || isGivenUp(status) ? [] : [endOf(world, step, status.heldSince) - world.now.getTime()];
  });
  return ends.length === 0 ? undefined : Math.max(0, Math.min(...ends));
}

/** One that was let through and looks whether it may begin may be sent back: that is the same hold still. */
function markHold({ now }: World, draft: Draft, step: PlanStep, action: RemediationAction): Draft {
  const { heldSince } = stepStatus(draft, step);
  if (isHeld(action)) return heldSince === undefined ? withStep(draft, step, { heldSince: now.toISOString() }) : draft;
  return heldSince === undefined || action.status?.phase === 'Admitted' ? draft : withStep(draft, step, { heldSince: undefined });
}

function isHeld({ status }: RemediationAction): boolean {
  return status?.phase === 'Blocked' && status.blocked !== undefined && !turns.has(status.blocked.reason);
}

function endOf(world: World, step: PlanStep, heldSince: string): number {
  return Date.parse(heldSince) + timeoutOf(world, step) * 1000;
}

function timeoutOf({ seen }: World, { action, timeoutSeconds }: PlanStep): number {
  return timeoutSeconds ?? operationDefaults(seen.rules.defaults, action.operation).timeoutSeconds;
}
