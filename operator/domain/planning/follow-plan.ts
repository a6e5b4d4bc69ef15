import type { Anomaly, HistoryRow, PlanPhase, RemediationPlan } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import { targetString } from '../../api/target.ts';
import type { Outcome, PlanWait } from './anomaly-status.ts';
import { mostHistory } from './memory.ts';

/** Whether nothing of the plan was carried out yet. */
export function hasNotBegun({ status }: RemediationPlan): boolean {
  return status?.startedAt === undefined && [undefined, 'Pending', 'AwaitingApproval', 'Cancelled'].includes(status?.phase);
}

/** What the plan's progress makes of its anomaly. */
export function outcomeOf(anomaly: Anomaly, plan: RemediationPlan, now: Date): Outcome {
  const phase = plan.status?.phase ?? 'Pending';
  const { name } = plan.metadata;
  if (isEnd(phase)) return endOf(anomaly, plan, { phase, now });
  const waits = waitOf(plan);
  return { ...stateIn(phase, name), ...(waits && { waits }) };
}

function stateIn(phase: Exclude<PlanPhase, PlanEnd>, name: string): Pick<Outcome, 'phase' | 'reason' | 'message'> {
  if (phase === 'Pending') return { phase: 'Planned', reason: 'PlanCreated', message: `${name} waits for its turn.` };
  if (phase === 'AwaitingApproval')
    return { phase: 'Planned', reason: 'ApprovalRequired', message: `${name} waits for a person to approve it.` };
  return { phase: 'Remediating', reason: 'PlanExecuting', message: `${name} is being carried out.` };
}

/** What the plan waits for is told of its anomaly too; the plan itself where it names nothing that it waits for. */
function waitOf({ metadata, status }: RemediationPlan): PlanWait | undefined {
  if (!status?.blocked) return undefined;
  const { namespace, name } = metadata;
  const by = status.blocked.by ?? targetString({ kind: 'RemediationPlan', namespace, name });
  return { blocked: { ...status.blocked, by }, message: `${name}: ${status.message ?? ''}` };
}

const reasonOf = {
  Succeeded: 'PlanSucceeded',
  Failed: 'PlanFailed',
  RolledBack: 'PlanRolledBack',
  RollbackFailed: 'RollbackFailed',
  Cancelled: 'PlanCancelled',
} as const satisfies Partial<Record<PlanPhase, Reason>>;

type PlanEnd = keyof typeof reasonOf;

function isEnd(phase: PlanPhase): phase is PlanEnd {
  return Object.hasOwn(reasonOf, phase);
}

function endOf(anomaly: Anomaly, plan: RemediationPlan, { phase, now }: { phase: PlanEnd; now: Date }): Outcome {
  const { name } = plan.metadata;
  if (phase === 'Cancelled' && hasNotBegun(plan) && anomaly.spec.resolvedAt !== undefined)
    return { phase: 'Resolved', reason: 'ResolvedByReporter', message: `It ended before ${name} began.` };
  const message = plan.status?.message ? `${name}: ${plan.status.message}` : `${name} ended ${phase}.`;
  const facts = { history: historyAfter(anomaly, plan, now) };
  return { phase: phase === 'Succeeded' ? 'Resolved' : 'Failed', reason: reasonOf[phase], message, facts };
}

/** A step after which its layer did not become healthy did not help, well as it may have gone. */
function historyAfter({ status }: Anomaly, plan: RemediationPlan, now: Date): HistoryRow[] {
  const failed = new Set((plan.status?.checkpoints ?? []).filter(({ result }) => result === 'Failed').map(({ layer }) => layer));
  const stepsByName = new Map(plan.spec.steps.map((step) => [step.name, step]));
  const rows = (plan.status?.steps ?? []).flatMap(({ name, phase, startedAt, finishedAt }): HistoryRow[] => {
    const step = stepsByName.get(name);
    if (!step || startedAt === undefined) return [];
    const { operation, target } = step.action;
    return [
      {
        plan: plan.metadata.name,
        operation,
        target: targetString(target).slice(0, 400),
        outcome: phase === 'Succeeded' && failed.has(step.layer) ? 'Ineffective' : phase,
        at: finishedAt ?? now.toISOString(),
      },
    ];
  });
  return [...(status?.history ?? []), ...rows].slice(-mostHistory);
}
