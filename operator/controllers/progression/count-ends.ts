import type { PlanStep, RemediationPlan, StepPhase, StepStatus } from '../../api/generated/types.ts';
import { isPlanOver } from '../../api/terminal-phases.ts';
import { findCondition } from '../../domain/conditions.ts';
import type { EngineMetrics, RollbackTrigger } from '../../metrics/engine-metrics.ts';

/** What ended with `after`, which was stored in place of `before`, is counted with how long it took. */
export function countEnds(metrics: EngineMetrics, before: RemediationPlan, after: RemediationPlan): void {
  for (const step of after.spec.steps) countStep(metrics, step, statusOf(before, step), statusOf(after, step));
  if (isPlanOver(after) && !isPlanOver(before)) countPlan(metrics, after);
}

function statusOf({ status }: RemediationPlan, { name }: PlanStep): StepStatus | undefined {
  return status?.steps?.find((one) => one.name === name);
}

const ends: ReadonlySet<StepPhase> = new Set<StepPhase>(['Succeeded', 'Failed', 'Skipped', 'Cancelled']);

/** One that never began took no time. */
function countStep(metrics: EngineMetrics, { layer }: PlanStep, before: StepStatus | undefined, after: StepStatus | undefined): void {
  if (!after || !ends.has(after.phase) || (before && ends.has(before.phase))) return;
  const seconds = secondsBetween(after.startedAt, after.finishedAt);
  if (seconds !== undefined) metrics.stepEnded(layer, after.phase, seconds);
}

function countPlan(metrics: EngineMetrics, { status }: RemediationPlan): void {
  const { phase = '', startedAt, finishedAt } = status ?? {};
  metrics.planEnded(phase, secondsBetween(startedAt, finishedAt));
  if (phase === 'RolledBack' || phase === 'RollbackFailed')
    metrics.rolledBack(triggerOf(findCondition(status?.conditions, 'Failed')), phase);
}

const requests: ReadonlySet<string> = new Set(['CancelRequested', 'Deleted', 'EmergencyStopped']);

function triggerOf(failed: { readonly reason: string } | undefined): RollbackTrigger {
  if (failed?.reason === 'CheckpointFailed') return 'checkpoint';
  return requests.has(failed?.reason ?? '') ? 'request' : 'step';
}

function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}
