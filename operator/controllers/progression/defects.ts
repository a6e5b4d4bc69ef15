import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import type { NewAction } from '../../domain/progression/seen.ts';
import { mutant } from '../execution/mutants.ts';

/** In a test build with that defect: a plan whose checkpoints are not there. */
export function maybeWithoutCheckpoints(plan: RemediationPlan): RemediationPlan {
  return mutant('checkpoint-skipped') ? { ...plan, spec: { ...plan.spec, checkpoints: [] } } : plan;
}

/** In a test build with that defect: the forward action once more in place of its inverse. */
export function maybeForward(action: NewAction): NewAction {
  return mutant('forward-rollback') ? { ...action, spec: { ...action.spec, compensates: undefined } } : action;
}

/** The other half of maybeForward: the plan takes what was made for the inverse that it asked for. */
export function maybeTaken(stored: RemediationAction, asked: NewAction): RemediationAction {
  return mutant('forward-rollback') ? { ...stored, spec: asked.spec } : stored;
}
