import type { PlanStep } from '../../api/generated/types.ts';
import { resolveNamespace } from '../../api/target.ts';
import { layerChecks } from '../planning/defaults.ts';
import { dueCheckpoint, verify } from './checkpoints.ts';
import { next, progressing, stepStatus, untilMs, withStep, type Draft, type World } from './draft.ts';
import { succeed } from './ending.ts';
import { begin } from './step-actions.ts';
import type { Ask, Decision, Verdict } from './seen.ts';

/** No step is running: the plan waits, verifies a layer, begins its next step, or is done. */
export function advance(world: World, draft: Draft): Decision {
  const settling = world.steps.find((step) => stepStatus(draft, step).phase === 'Waiting');
  if (!settling) return goOn(world, draft);
  const { notBefore } = stepStatus(draft, settling);
  const until = notBefore === undefined ? world.now : new Date(notBefore);
  if (world.now >= until) return goOn(world, withStep(draft, settling, { phase: 'Succeeded' }));
  const message = `Step ${settling.order} (${settling.name}) is done; the ${settling.layer} layer settles.`;
  return next(world, progressing(world, draft, 'Settling', message), untilMs(world, until));
}

function goOn(world: World, draft: Draft): Decision {
  const step = world.steps.find((one) => stepStatus(draft, one).phase === 'Pending');
  const checkpoint = dueCheckpoint(world, draft, step);
  if (checkpoint) {
    const verdict = verify(world, draft, checkpoint);
    return verdict.kind === 'passed' ? goOn(world, verdict.draft) : verdict.decision;
  }
  if (step) return beginUnlessHealthy(world, draft, step);
  // The API allows Succeeded only after Verifying, which is passed through even without a checkpoint.
  if (world.seen.plan.status?.phase === 'Verifying') return succeed(world, draft);
  return next(world, progressing(world, draft, 'Verifying', 'Every step has ended.'), 0);
}

const repairs: ReadonlySet<string> = new Set([
  'drain_and_reboot_node',
  'restart_kubelet',
  'restart_deployment',
  'restart_operator',
  'argocd_sync',
  'helm_rollback',
  'reconcile_owner',
  'delete_pod',
]);

/** A repair that nobody needs any more is left out: the world may have healed since the plan was made. */
function beginUnlessHealthy(world: World, draft: Draft, step: PlanStep): Decision {
  const { plan, anomaly } = world.seen;
  if (plan.spec.anomalyRef === undefined || !repairs.has(step.action.operation)) return next(world, begin(world, draft, step));
  if (anomaly?.spec.resolvedAt !== undefined) return goOn(world, skip(world, draft, step, 'The anomaly ended.'));
  const ask = healthAsk(world, step);
  const verdicts = world.seen.answers.checks?.[ask.id] ?? (ask.checks.length === 0 ? new Map<string, Verdict>() : undefined);
  if (!verdicts) return { kind: 'ask', ask };
  if (isHealthy(verdicts)) return goOn(world, skip(world, draft, step, 'The target was healthy again before the step began.'));
  return next(world, begin(world, draft, step));
}

/** Something has to say so: checks that do not apply are no proof. */
function isHealthy(verdicts: ReadonlyMap<string, Verdict>): boolean {
  const results = [...verdicts.values()].map(({ result }) => result);
  return results.includes('Passed') && results.every((result) => result === 'Passed' || result === 'NotApplicable');
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
