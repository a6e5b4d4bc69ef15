import type { PlanStep } from '../../api/generated/types.ts';
import { resolveNamespace, targetKey } from '../../api/target.ts';
import { mostAtOnce, stepsIn } from './at-work.ts';
import type { Draft, World } from './draft.ts';
import { areRelated, type Standing } from './relations.ts';

/** The step that may begin now, that there is none, or what has to be read of these steps' targets to say so. */
export type Candidate =
  | { readonly kind: 'none' }
  | { readonly kind: 'step'; readonly step: PlanStep }
  | { readonly kind: 'ask'; readonly steps: readonly PlanStep[] };

/** So many unfinished steps of a layer are looked at: enough to keep all places taken, and few enough to be read often. */
const mostLookedAt = 10;

const none: Candidate = { kind: 'none' };

/**
 * The first step of the lowest unfinished layer that nothing stands before: no checkpoint, no unfinished step of lower order that it is
 * related to, none at work or settling that it is related to, and a place among those at once.
 */
export function nextCandidate(world: World, draft: Draft): Candidate {
  const taken = new Set(stepsIn(world, draft, 'Running', 'Waiting'));
  if (taken.size >= mostAtOnce) return none;
  const open = openOfLayer(world, draft).slice(0, mostLookedAt);
  for (const step of open.filter((one) => !taken.has(one))) {
    const before = open.filter((one) => one !== step && (one.order < step.order || taken.has(one)));
    const candidate = judge(world, step, before, open);
    if (candidate.kind !== 'none') return candidate;
  }
  return none;
}

/** The unfinished steps that no open checkpoint and no lower layer stands before, by order. */
function openOfLayer(world: World, draft: Draft): PlanStep[] {
  const open = stepsIn(world, draft, 'Pending', 'Running', 'Waiting');
  const gates = (world.seen.plan.spec.checkpoints ?? []).filter(({ name }) => isOpen(draft, name)).map(({ afterStep }) => afterStep);
  const last = Math.min(Infinity, ...gates);
  return open.filter(({ layer, order }) => layer === open[0]?.layer && order <= last);
}

function isOpen({ status }: Draft, checkpoint: string): boolean {
  return status.checkpoints?.find(({ name }) => name === checkpoint)?.result === 'Pending';
}

function judge(world: World, step: PlanStep, before: readonly PlanStep[], open: readonly PlanStep[]): Candidate {
  if (before.length === 0) return { kind: 'step', step };
  if (before.some((one) => keyOf(world, one) === keyOf(world, step))) return none;
  const standings = world.seen.answers.standings ?? new Map<string, Standing | undefined>();
  const unread = open.filter(({ name }) => !standings.has(name));
  if (unread.length > 0) return { kind: 'ask', steps: unread };
  return before.some((one) => areRelated(standings.get(one.name), standings.get(step.name))) ? none : { kind: 'step', step };
}

function keyOf({ seen }: World, { action }: PlanStep): string {
  return targetKey(resolveNamespace(action.target, seen.plan.metadata.namespace));
}
