import type { Condition, ConditionStatus, PlanPhase } from '../../api/generated/types.ts';
import type { ConditionType, Reason } from '../../api/reasons.ts';
import { findCondition } from '../conditions.ts';

/** Every reason that the condition Progressing can have, with its status and the phase that it stands for. */
const progressTable = {
  Queued: { status: 'False', phase: 'Pending' },
  ApprovalRequired: { status: 'False', phase: 'AwaitingApproval' },
  LowConfidence: { status: 'False', phase: 'AwaitingApproval' },
  Executing: { status: 'True', phase: 'Executing' },
  StepRunning: { status: 'True', phase: 'Executing' },
  Settling: { status: 'True', phase: 'Executing' },
  Stopping: { status: 'True', phase: 'Executing' },
  Verifying: { status: 'True', phase: 'Verifying' },
  CheckpointPending: { status: 'True', phase: 'Verifying' },
  RollingBack: { status: 'True', phase: 'RollingBack' },
  Succeeded: { status: 'False', phase: 'Succeeded' },
  Failed: { status: 'False', phase: 'Failed' },
  RolledBack: { status: 'False', phase: 'RolledBack' },
  RollbackFailed: { status: 'False', phase: 'RollbackFailed' },
  Cancelled: { status: 'False', phase: 'Cancelled' },
} as const satisfies Partial<Record<Reason, { readonly status: ConditionStatus; readonly phase: PlanPhase }>>;

/** A reason of the condition Progressing. */
export type ProgressReason = keyof typeof progressTable;

/** Status and phase that go with a reason of Progressing. */
export function progressOf(reason: ProgressReason): { readonly status: ConditionStatus; readonly phase: PlanPhase } {
  return progressTable[reason];
}

/** Whether a plan of this phase holds its targets. */
export function holdsTargets(phase: PlanPhase | undefined): boolean {
  return phase === 'Executing' || phase === 'Verifying' || phase === 'RollingBack';
}

/** Phase, reason and message as the conditions give them: the phase by Progressing, the rest by the condition that decides in it. */
export function summarise(conditions: readonly Condition[]): { phase: PlanPhase; reason: string; message: string } {
  const progress = findCondition(conditions, 'Progressing');
  const phase = progress && isProgressReason(progress.reason) ? progressTable[progress.reason].phase : 'Pending';
  const { reason, message } = decidingCondition(phase, conditions) ?? { reason: 'Queued', message: '' };
  return { phase, reason, message };
}

function isProgressReason(reason: string): reason is ProgressReason {
  return Object.hasOwn(progressTable, reason);
}

/** Which conditions explain a phase, the first that is there. */
const deciding: Readonly<Record<PlanPhase, readonly ConditionType[]>> = {
  Pending: ['Blocked', 'Progressing'],
  AwaitingApproval: ['Blocked', 'Progressing'],
  Executing: ['Blocked', 'Progressing'],
  Verifying: ['Blocked', 'Progressing'],
  RollingBack: ['Blocked', 'RolledBack'],
  Succeeded: ['Complete'],
  Failed: ['Failed'],
  RolledBack: ['RolledBack'],
  RollbackFailed: ['RolledBack'],
  Cancelled: ['Failed'],
};

function decidingCondition(phase: PlanPhase, conditions: readonly Condition[]): Condition | undefined {
  return deciding[phase].map((type) => findCondition(conditions, type)).find((condition) => condition !== undefined);
}
