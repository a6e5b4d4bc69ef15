import type { PlanStep, StepPhase } from '../../api/generated/types.ts';
import { stepStatus, type Draft, type World } from './draft.ts';

/** So many steps of a plan are at work, or settle, at once. */
export const mostAtOnce = 3;

/** The steps in that phase, by order. */
export function stepsIn({ steps }: World, draft: Draft, ...phases: readonly StepPhase[]): PlanStep[] {
  return steps.filter((step) => phases.includes(stepStatus(draft, step).phase));
}

/** The steps whose actions are open, by order; never more than mostAtOnce. */
export function runningSteps(world: World, draft: Draft): PlanStep[] {
  return stepsIn(world, draft, 'Running');
}

/** What a person reads while the actions of these steps wait or are at work. */
export function runningMessage({ steps }: World, running: readonly PlanStep[]): string {
  const [only, ...others] = running;
  if (only && others.length === 0) return `Step ${only.order} of ${steps.length} (${only.name}) is at work.`;
  return `Of ${steps.length} steps, ${listed(running)} are at work.`;
}

/** What a person reads while these steps, of one layer, settle. */
export function settlingMessage(settling: readonly PlanStep[]): string {
  const [first] = settling;
  return `${subject(settling)} done; the ${first?.layer ?? ''} layer settles.`;
}

/** What a person reads while these steps are being ended. */
export function endingMessage(running: readonly PlanStep[]): string {
  return `${subject(running)} being ended.`;
}

function subject(steps: readonly PlanStep[]): string {
  return steps.length === 1 ? `Step ${listed(steps)} is` : `Steps ${listed(steps)} are`;
}

/** `1 (drain), 2 (restart) and 4 (sync)`. */
function listed(steps: readonly PlanStep[]): string {
  const named = steps.map(({ order, name }) => `${order} (${name})`);
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}
