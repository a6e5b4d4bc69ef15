import type { PlanStep, RemediationAction, StepStatus } from '../../api/generated/types.ts';
import { isWaiting } from '../arbitration/contender.ts';
import { stepStatus, withEffect, withStep, type Draft, type World } from './draft.ts';

/** Operations that are there to mend something, and for nothing else. */
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

/** Whether the step mends what somebody reported. */
export function isRepair({ seen }: World, { action }: PlanStep): boolean {
  return seen.plan.spec.anomalyRef !== undefined && repairs.has(action.operation);
}

/** Whether whoever reported it says that it has ended. */
export function hasEnded({ seen }: World): boolean {
  return seen.anomaly?.spec.resolvedAt !== undefined;
}

/**
 * The action of a repair that waits for its turn is asked to end once nobody needs it; one that has begun is left to finish, also when it
 * begins before it can be asked.
 */
export function endNeedless(world: World, draft: Draft, step: PlanStep, action: RemediationAction): Draft | undefined {
  const isNoted = isNeedless(stepStatus(draft, step));
  if (action.spec.cancel) return isNoted ? draft : undefined;
  if (!isRepair(world, step) || !hasEnded(world) || !isWaiting(action))
    return isNoted ? withStep(draft, step, { reason: undefined, message: undefined }) : undefined;
  const noted = isNoted ? draft : withStep(draft, step, { reason: 'AlreadyHealthy', message: 'The anomaly ended.' });
  const { name, uid, resourceVersion } = action.metadata;
  return withEffect(noted, { kind: 'cancelAction', name, uid, resourceVersion });
}

/** Whether its action was asked to end because nobody needs it any more. */
export function isNeedless({ phase, reason }: StepStatus): boolean {
  return phase === 'Running' && reason === 'AlreadyHealthy';
}
