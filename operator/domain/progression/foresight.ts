import type { PlanStep, Undo } from '../../api/generated/types.ts';
import type { World } from './draft.ts';
import { promisesTooMuch, type PlanObjection } from './validate-plan.ts';

/** What can be said of a step before anybody approves it; `why` when it cannot be undone as its operation usually can. */
export type Foresight =
  { readonly kind: 'impossible'; readonly message: string } | { readonly kind: 'possible'; readonly undo: Undo; readonly why?: string };

/** The steps of which the parameters alone do not tell what they can do. */
export function stepsToForesee({ seen, steps }: World): PlanStep[] {
  return steps.filter(({ action }) => seen.rules.operations.get(action.operation)?.foreseeable);
}

/** The first step that cannot be done, or promises more about its undo than is so; by the names of the steps. */
export function objectionToForeseen(steps: readonly PlanStep[], foreseen: ReadonlyMap<string, Foresight>): PlanObjection | undefined {
  for (const { name, undo } of steps) {
    const seen = foreseen.get(name);
    if (seen?.kind === 'impossible') return { reason: 'InvalidPlan', message: `Step ${name}: ${seen.message}` };
    if (!seen || !promisesTooMuch(undo, seen.undo)) continue;
    return { reason: 'InvalidPlan', message: `Step ${name}: undo says ${undo}, but it is ${seen.undo}. ${seen.why ?? ''}`.trim() };
  }
  return undefined;
}
