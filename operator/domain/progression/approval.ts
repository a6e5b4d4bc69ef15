import type { RemediationPlan } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import { specHash } from '../../api/spec-hash.ts';

/** Whether a person approved exactly this plan; it then counts as manual, its actions too. */
export function isApproved({ spec }: RemediationPlan): boolean {
  return spec.approval?.decision === 'Approved' && !isStale(spec);
}

/** Why a person's decision ends the plan before it begins; undefined when it does not. */
export function refusal({ spec }: RemediationPlan): { reason: Reason; message: string } | undefined {
  const { approval } = spec;
  if (!approval) return undefined;
  const why = approval.reason === undefined ? '' : `: ${approval.reason}`;
  if (approval.decision === 'Denied') return { reason: 'ApprovalDenied', message: `Denied by ${approval.by}${why}.` };
  if (isStale(spec))
    return { reason: 'ApprovalStale', message: `The approval by ${approval.by} was given for another content of the plan.` };
  return undefined;
}

/** Why the plan may not begin without a person; undefined when it may. A confidence equal to the threshold is enough. */
export function approvalNeeded(
  plan: RemediationPlan,
  threshold: number,
): { reason: 'LowConfidence' | 'ApprovalRequired'; message: string } | undefined {
  const { spec } = plan;
  if (isApproved(plan)) return undefined;
  const confidence = spec.confidence ?? 0;
  if (spec.source === 'ai_driven' && confidence < threshold)
    return {
      reason: 'LowConfidence',
      message: `The confidence ${confidence} is below the threshold ${threshold}; a person has to approve.`,
    };
  if (spec.approvalRequired || spec.mode === 'Approval')
    return { reason: 'ApprovalRequired', message: 'A person has to approve before the plan begins.' };
  return undefined;
}

function isStale(spec: RemediationPlan['spec']): boolean {
  return spec.approval?.specHash !== undefined && spec.approval.specHash !== specHash(spec);
}
