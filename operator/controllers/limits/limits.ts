import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { resolveNamespace } from '../../api/target.ts';
import type { Hold } from '../../domain/limits/hold.ts';
import { holdOn, type LimitWorld, type Wish } from '../../domain/limits/hold-on.ts';
import { isApproved } from '../../domain/progression/approval.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** Says what keeps an action or a plan from beginning although nothing competes with it. */
export interface Limits {
  /** What has to be read to judge these is known as well as it can be; without I/O when it is known well enough. */
  read(wishes: readonly Wish[]): Promise<void>;
  /** `planUid`: of the plan that really owns it. */
  onAction(action: RemediationAction, planUid: string | undefined): Hold | undefined;
  onPlan(plan: RemediationPlan): Hold | undefined;
}

/** The limits of the policy that holds just now. */
export function makeLimits({ policy, clock }: Pick<EngineDeps, 'policy' | 'clock'>): Limits {
  const world = (): LimitWorld => ({ policy: policy() });
  return {
    read: () => Promise.resolve(),
    onAction: (action, planUid) => holdOn(wishOfAction(action, planUid), world(), clock.now()),
    onPlan: (plan) => holdOn(wishOfPlan(plan), world(), clock.now()),
  };
}

/** The action as something that wants to begin. */
export function wishOfAction({ metadata, spec }: RemediationAction, planUid: string | undefined): Wish {
  const { operation, type, target, source, dryRun } = spec;
  return {
    kind: 'action',
    uid: metadata.uid,
    source,
    approved: spec.approval?.decision === 'Approved',
    compensates: spec.compensates !== undefined,
    dryRun,
    ...(planUid !== undefined && { planUid }),
    works: [{ operation, type, target: resolveNamespace(target, metadata.namespace) }],
  };
}

/** The plan as something that wants to begin. */
export function wishOfPlan(plan: RemediationPlan): Wish {
  const { metadata, spec } = plan;
  return {
    kind: 'plan',
    uid: metadata.uid,
    source: spec.source,
    approved: isApproved(plan),
    compensates: false,
    dryRun: spec.mode === 'DryRun',
    works: spec.steps.map(({ action: { operation, type, target } }) => ({
      operation,
      type,
      target: resolveNamespace(target, metadata.namespace),
    })),
  };
}
