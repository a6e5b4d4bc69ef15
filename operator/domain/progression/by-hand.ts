import type { PlanStep } from '../../api/generated/types.ts';
import { resolveNamespace, targetString } from '../../api/target.ts';
import { setBack } from '../execution/by-hand.ts';
import { stepStatus, type Draft, type World } from './draft.ts';

/** So many steps are named; the rows of the rollback have all of them. */
const mostNamed = 5;

/** What a person has to do because some steps could not be undone, in one sentence each; empty when there is nothing. */
export function workByHand(world: World, draft: Draft): string {
  const failed = (draft.status.rollback ?? []).filter(({ result }) => result === 'Failed').map(({ step }) => step);
  const steps = world.steps.filter(({ name }) => failed.includes(name)).toReversed();
  if (steps.length === 0) return '';
  const tasks = steps.slice(0, mostNamed).map((step) => taskOf(world, draft, step));
  const rest = steps.length > mostNamed ? ` ${steps.length - mostNamed} more are in status.rollback.` : '';
  return `To be done by hand: ${tasks.join('; ')}.${rest} Then delete the plan, which keeps its claims until then.`;
}

function taskOf({ seen }: World, draft: Draft, step: PlanStep): string {
  const { name, action } = step;
  const target = targetString(resolveNamespace(action.target, seen.plan.metadata.namespace));
  const changes = setBack(seen.actions.get(stepStatus(draft, step).actionRef?.name ?? '')?.status?.changes);
  const task = changes.length === 0 ? `look at ${target}, which may still be as the step left it` : changes.join(', ');
  return `${name} (${action.operation} of ${target}): ${task}`;
}
