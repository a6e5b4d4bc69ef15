import type { PlanStep } from '../../api/generated/types.ts';
import { resolveNamespace } from '../../api/target.ts';
import { layerChecks } from '../planning/defaults.ts';
import { nextCandidate } from './candidates.ts';
import { blocked, withStep, type Draft, type World } from './draft.ts';
import { isWell } from './is-well.ts';
import { hasEnded, isRepair } from './needless-step.ts';
import type { Ask, Verdict } from './seen.ts';
import { begin } from './step-actions.ts';

/** How far a pass has come, or what it has to know first. */
export type Step = { readonly kind: 'draft'; readonly draft: Draft } | { readonly kind: 'ask'; readonly ask: Ask };

/**
 * Every step that may begin has begun, or was left out because nobody needs it any more; none while it is open whether the plan is being
 * deleted with its actions.
 */
export function beginSteps(world: World, draft: Draft): Step {
  if (draft.hindrance?.reason === 'ActionDeleted') return { kind: 'draft', draft };
  const candidate = nextCandidate(world, draft);
  switch (candidate.kind) {
    case 'none':
      return { kind: 'draft', draft };
    case 'ask':
      return { kind: 'ask', ask: { kind: 'standings', steps: candidate.steps } };
    case 'step': {
      const next = beginUnlessHealthy(world, draft, candidate.step);
      return next.kind === 'ask' ? next : beginSteps(world, next.draft);
    }
  }
}

/** A repair that nobody needs any more is left out: the world may have healed since the plan was made. */
function beginUnlessHealthy(world: World, draft: Draft, step: PlanStep): Step {
  if (!isRepair(world, step)) return begun(world, draft, step);
  if (hasEnded(world)) return { kind: 'draft', draft: skip(world, draft, step, 'The anomaly ended.') };
  const ask = healthAsk(world, step);
  const verdicts = world.seen.answers.checks?.[ask.id] ?? (ask.checks.length === 0 ? new Map<string, Verdict>() : undefined);
  if (!verdicts) return { kind: 'ask', ask };
  if (!isWell(verdicts.values())) return begun(world, draft, step);
  return { kind: 'draft', draft: skip(world, draft, step, 'The target was healthy again before the step began.') };
}

/** The plan moves, whatever its other steps wait for. */
function begun(world: World, draft: Draft, step: PlanStep): Step {
  return { kind: 'draft', draft: blocked(begin(world, draft, step), undefined) };
}

function skip({ now }: World, draft: Draft, step: PlanStep, message: string): Draft {
  return withStep(draft, step, { phase: 'Skipped', reason: 'AlreadyHealthy', message, finishedAt: now.toISOString() });
}

function healthAsk({ seen }: World, step: PlanStep): Extract<Ask, { kind: 'checks' }> {
  const { plan, rules } = seen;
  const targets = [resolveNamespace(step.action.target, plan.metadata.namespace)];
  const types = layerChecks[step.layer].filter((type) => rules.checks.has(type));
  const checks = types.map((type) => ({ name: type, type, targets, parameters: {} }));
  return { kind: 'checks', id: `healthy/${step.name}`, layer: step.layer, checks };
}
