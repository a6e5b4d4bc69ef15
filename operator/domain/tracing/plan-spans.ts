import type { CheckpointStatus, PlanPhase, RemediationPlan, StepStatus } from '../../api/generated/types.ts';
import { isPlanOver } from '../../api/terminal-phases.ts';
import { targetString } from '../../api/target.ts';
import { askedFrom, placeOfPlan, placeOfStep } from './places.ts';
import { known, type Span } from './span.ts';
import { spanIdOf } from './trace-ids.ts';

/** What ended between two recorded states of a plan: steps and checkpoints, and the plan itself. Each ends once, so each is told once. */
export function spansOfPlan(before: RemediationPlan, after: RemediationPlan, now: Date): Span[] {
  const steps = after.status?.steps ?? [];
  const checkpoints = after.status?.checkpoints ?? [];
  const endedSteps = steps.filter((step, index) => isStepOver(step) && !isStepOver(before.status?.steps?.[index]));
  const judged = checkpoints.filter((one, index) => isJudged(one) && !isJudged(before.status?.checkpoints?.[index]));
  return [
    ...endedSteps.map((step) => spanOfStep(after, step, now)),
    ...judged.map((checkpoint) => spanOfCheckpoint(after, checkpoint, now)),
    ...(isPlanOver(after) && !isPlanOver(before) ? [spanOfWhole(after, now)] : []),
  ];
}

const stepEnds: ReadonlySet<string> = new Set<StepStatus['phase']>(['Succeeded', 'Failed', 'Skipped', 'Cancelled']);

function isStepOver(step: StepStatus | undefined): boolean {
  return step !== undefined && stepEnds.has(step.phase);
}

function isJudged(checkpoint: CheckpointStatus | undefined): boolean {
  return checkpoint !== undefined && checkpoint.result !== 'Pending';
}

/** What began and never said so was over at once. */
function times({ startedAt, finishedAt }: { readonly startedAt?: string; readonly finishedAt?: string }, now: Date) {
  const end = finishedAt === undefined ? now : new Date(finishedAt);
  return { startedAt: startedAt === undefined ? end : new Date(startedAt), finishedAt: end };
}

function spanOfStep(plan: RemediationPlan, step: StepStatus, now: Date): Span {
  const { name, phase, reason, message } = step;
  const { layer, order, action } = plan.spec.steps.find((one) => one.name === name) ?? {};
  return {
    name: 'step',
    ...placeOfStep(plan, name),
    parentSpanId: placeOfPlan(plan).spanId,
    ...times(step, now),
    facts: {
      ...factsOf(plan),
      ...known({
        'coordination.step.name': name,
        'coordination.step.order': order,
        'coordination.layer': layer,
        'coordination.operation': action?.operation,
        'coordination.target': action && targetString(action.target),
        'coordination.phase': phase,
        'coordination.reason': reason,
      }),
    },
    ...(phase === 'Failed' && { fault: message ?? reason ?? phase }),
  };
}

function spanOfCheckpoint(plan: RemediationPlan, checkpoint: CheckpointStatus, now: Date): Span {
  const { name, layer, result, checks = [] } = checkpoint;
  const failing = checks.filter((check) => check.result !== 'Passed' && check.result !== 'NotApplicable');
  return {
    name: 'checkpoint',
    traceId: placeOfPlan(plan).traceId,
    spanId: spanIdOf(`${plan.metadata.uid}/checkpoint/${name}`),
    parentSpanId: placeOfPlan(plan).spanId,
    ...times(checkpoint, now),
    facts: { ...factsOf(plan), 'coordination.checkpoint.name': name, 'coordination.layer': layer, 'coordination.result': result },
    ...(result === 'Failed' && { fault: failing.map(({ name: check, message = '' }) => `${check}: ${message}`).join('; ') }),
  };
}

const wellEnded: ReadonlySet<PlanPhase> = new Set<PlanPhase>(['Succeeded', 'Cancelled']);

/** From its creation: what it waited for its turn is part of it. */
function spanOfWhole(plan: RemediationPlan, now: Date): Span {
  const { phase = 'Failed', reason, message, finishedAt, cause, rollbackSummary } = plan.status ?? {};
  const place = placeOfPlan(plan);
  const above = askedFrom(plan);
  return {
    name: 'plan',
    ...place,
    ...(above?.traceId === place.traceId && { parentSpanId: above.spanId }),
    ...times({ startedAt: plan.metadata.creationTimestamp, finishedAt }, now),
    facts: {
      ...factsOf(plan),
      ...known({
        'coordination.source': plan.spec.source,
        'coordination.cause': cause,
        'coordination.phase': phase,
        'coordination.reason': reason,
        'coordination.rollback': rollbackSummary,
      }),
    },
    ...(!wellEnded.has(phase) && { fault: message ?? reason ?? phase }),
  };
}

function factsOf({ metadata: { namespace, name } }: RemediationPlan): Span['facts'] {
  return known({ 'k8s.namespace.name': namespace, 'coordination.plan.name': name });
}
