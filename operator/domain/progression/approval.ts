import type { RemediationPlan } from '../../api/generated/types.ts';
import { resolveNamespace } from '../../api/target.ts';
import type { Reason } from '../../api/reasons.ts';
import { specHash } from '../../api/spec-hash.ts';
import { howToApprove, ruleOver, wantedBy } from '../policy/approval-rules.ts';
import type { Policy } from '../policy/policy.ts';

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

/** What the policy says of approvals. */
export type ApprovalTerms = Pick<Policy, 'confidenceThreshold' | 'approval'>;

/** Why a plan waits for a person. */
export interface ApprovalNeed {
  readonly reason: 'LowConfidence' | 'ApprovalRequired';
  readonly message: string;
}

/** Why the plan may not begin without a person, and how one says yes; undefined when it may. A confidence equal to the threshold is enough. */
export function approvalNeeded(plan: RemediationPlan, terms: ApprovalTerms): ApprovalNeed | undefined {
  if (isApproved(plan)) return undefined;
  const need = doubts(plan, terms) ?? askedFor(plan) ?? wantedByRule(plan, terms);
  return need && { ...need, message: `${need.message} ${howToApprove('rplan', plan.metadata)}` };
}

function doubts({ spec }: RemediationPlan, { confidenceThreshold: threshold }: ApprovalTerms): ApprovalNeed | undefined {
  const confidence = spec.confidence ?? 0;
  if (spec.source !== 'ai_driven' || confidence >= threshold) return undefined;
  return {
    reason: 'LowConfidence',
    message: `The confidence ${confidence} is below the threshold ${threshold}; a person has to approve.`,
  };
}

function askedFor({ spec }: RemediationPlan): ApprovalNeed | undefined {
  if (!spec.approvalRequired && spec.mode !== 'Approval') return undefined;
  return { reason: 'ApprovalRequired', message: 'A person has to approve before the plan begins.' };
}

/** A plan is covered when any of its steps is. */
function wantedByRule({ metadata, spec }: RemediationPlan, { approval }: ApprovalTerms): ApprovalNeed | undefined {
  const works = spec.steps.map(({ action: { operation, type, target } }) => ({
    operation,
    type,
    target: resolveNamespace(target, metadata.namespace),
  }));
  const rule = ruleOver(approval.rules, { source: spec.source, works });
  return rule && { reason: 'ApprovalRequired', message: wantedBy(rule) };
}

function isStale(spec: RemediationPlan['spec']): boolean {
  return spec.approval?.specHash !== undefined && spec.approval.specHash !== specHash(spec);
}
