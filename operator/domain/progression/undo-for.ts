import { actionName, stemOf } from '../../api/names.ts';
import type { PlanStep, RemediationAction, ResourceRef, RollbackRow, Undo } from '../../api/generated/types.ts';
import { stepStatus, type Draft, type World } from './draft.ts';
import { effectsThatStay, madeEffect, undoOutcome } from '../execution/undo-outcome.ts';
import type { Rules } from './seen.ts';

/** What has to be done to undo a step. */
export type StepUndo =
  | { readonly kind: 'nothing' }
  /** Nothing can or need be asked for: this is how it stands. */
  | { readonly kind: 'told'; readonly result: RollbackRow['result']; readonly message?: string }
  /** An inverse of this action. */
  | { readonly kind: 'action'; readonly action: RemediationAction };

const nothing: StepUndo = { kind: 'nothing' };

/** How the step is undone: by an inverse only if it succeeded and changed something; an action that did not succeed has undone its own effects. */
export function undoFor(world: World, draft: Draft, step: PlanStep): StepUndo {
  const { phase, actionRef } = stepStatus(draft, step);
  if (actionRef === undefined || undoOf(step, world.seen.rules) === 'None') return nothing;
  const action = recorded(world, actionRef);
  if (!action) return actionRef.uid === undefined ? nothing : lost(actionRef.name);
  if (phase === 'Succeeded' && madeEffect(action)) return inverse(world, step, action);
  return told(phase === 'Succeeded' ? undefined : action) ?? earlier(world, step, action.metadata.name);
}

function recorded({ seen }: World, { name, uid }: ResourceRef): RemediationAction | undefined {
  const found = seen.actions.get(name);
  return found?.metadata.uid === uid ? found : undefined;
}

function inverse({ seen }: World, step: PlanStep, action: RemediationAction): StepUndo {
  if (undoOf(step, seen.rules) !== 'Irreversible') return { kind: 'action', action };
  return { kind: 'told', result: 'Irreversible', message: `Nothing can undo ${step.action.operation}.` };
}

function told(action: RemediationAction | undefined): StepUndo | undefined {
  const result = action && undoOutcome(action);
  if (!result) return undefined;
  return { kind: 'told', result, message: result === 'Undone' ? takenBack(action) : action.status?.message };
}

function takenBack(action: RemediationAction): string {
  const stay = effectsThatStay(action);
  const rest = stay.length === 0 ? '' : ` What cannot be taken back stays: ${stay.join(', ')}.`;
  return `The action took its own effects back before it ended.${rest}`;
}

const lost = (name: string): StepUndo => ({
  kind: 'told',
  result: 'Failed',
  message: `Somebody deleted ${name}, and with it what is needed to undo it.`,
});

/** An earlier attempt that was suspended or superseded may have left something too. */
function earlier({ seen }: World, step: PlanStep, last: string): StepUndo {
  const stem = stemOf(seen.plan.metadata.name);
  for (let repeat = 1; ; repeat += 1) {
    const first = actionName(stem, step.order, { repeat });
    const second = actionName(stem, step.order, { repeat, parentUid: seen.plan.metadata.uid });
    if (first === last || second === last || !(seen.actions.has(first) || seen.actions.has(second))) return nothing;
    const result = told(seen.actions.get(second) ?? seen.actions.get(first));
    if (result) return result;
  }
}

/** The operation itself decides what can be undone; a plan may only say that a step is to stay as it is. */
function undoOf({ undo, action }: PlanStep, { operations }: Rules): Undo {
  const able = operations.get(action.operation)?.undo ?? undo;
  return undo === 'Irreversible' && able !== 'None' ? 'Irreversible' : able;
}
