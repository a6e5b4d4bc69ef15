import type { CheckpointStatus, PlanStep, RemediationPlan, StepStatus } from '../../api/generated/types.ts';
import { findCondition } from '../conditions.ts';
import { checkTimeout, operationDefaults, type Defaults } from '../planning/defaults.ts';

/** Milliseconds for which an end may be late: a pass of the engine, a take-over, a clock of another machine. */
const graceMs = 60_000;

/** What plans are judged by: timeouts that they do not tell themselves, and whether the kill switch is on. */
export interface StallRules {
  readonly defaults: Defaults;
  readonly suspended: boolean;
}

/**
 * Whether something of a plan under way takes longer than its own timeout allows: a step (its turns in the queue included), the wait after
 * one, a checkpoint, or the rollback as a whole. While it is suspended nothing of it is late but a rollback.
 */
export function isStalled(plan: RemediationPlan, rules: StallRules, now: Date): boolean {
  return endsOf(plan, rules).some((end) => now.getTime() > end + graceMs);
}

function endsOf(plan: RemediationPlan, { defaults, suspended }: StallRules): number[] {
  const { spec, status = {} } = plan;
  if (status.phase === 'RollingBack') return [endOfRollback(plan, defaults)];
  if (suspended || spec.suspend || (status.phase !== 'Executing' && status.phase !== 'Verifying')) return [];
  const open = [...endsOfSteps(plan, defaults), ...endsOfCheckpoints(plan, defaults)];
  return open.length > 0 ? open : [lastProgress(status)];
}

function endsOfSteps({ spec, status }: RemediationPlan, defaults: Defaults): number[] {
  return spec.steps.flatMap((step) => {
    const at = status?.steps?.find(({ name }) => name === step.name);
    return at === undefined ? [] : endOfStep(step, at, defaults);
  });
}

function endOfStep(step: PlanStep, { phase, startedAt, notBefore }: StepStatus, defaults: Defaults): number[] {
  if (phase === 'Running' && startedAt !== undefined) return [Date.parse(startedAt) + timeoutMs(step, defaults)];
  return phase === 'Waiting' && notBefore !== undefined ? [Date.parse(notBefore)] : [];
}

function timeoutMs({ action, timeoutSeconds }: PlanStep, defaults: Defaults): number {
  return (timeoutSeconds ?? operationDefaults(defaults, action.operation).timeoutSeconds) * 1000;
}

function endsOfCheckpoints({ spec, status }: RemediationPlan, defaults: Defaults): number[] {
  return (spec.checkpoints ?? []).flatMap(({ name, checks }) => {
    const at = status?.checkpoints?.find((one) => one.name === name);
    const seconds = checks.map(({ type, timeoutSeconds }) => timeoutSeconds ?? checkTimeout(defaults, type));
    return at === undefined ? [] : endOfCheckpoint(at, Math.max(0, ...seconds));
  });
}

function endOfCheckpoint({ result, startedAt, pausedSeconds = 0 }: CheckpointStatus, seconds: number): number[] {
  return result === 'Pending' && startedAt !== undefined ? [Date.parse(startedAt) + (seconds + pausedSeconds) * 1000] : [];
}

/** From its beginning each inverse has the time that its step had. */
function endOfRollback({ spec, status }: RemediationPlan, defaults: Defaults): number {
  const begun = findCondition(status?.conditions, 'RolledBack')?.lastTransitionTime;
  const undone = spec.steps.filter(({ name }) => status?.rollback?.some(({ step }) => step === name));
  return (begun === undefined ? Infinity : Date.parse(begun)) + undone.reduce((sum, step) => sum + timeoutMs(step, defaults), 0);
}

/** When something began or ended last, for a plan that has nothing at work; Infinity if nothing was recorded. */
function lastProgress({ startedAt, steps = [], checkpoints = [] }: NonNullable<RemediationPlan['status']>): number {
  const times = [startedAt, ...[...steps, ...checkpoints].map(({ finishedAt }) => finishedAt)].filter((time) => time !== undefined);
  return times.length === 0 ? Infinity : Math.max(...times.map((time) => Date.parse(time)));
}
