import type { Reason } from './reasons.ts';

/** Every reason for which an unfinished object may wait: what its condition Blocked, `status.blocked` and `kubectl get` say then. */
export const waitingReasons = [
  'ActionDeleted',
  'ActiveLimit',
  'ApprovalRequired',
  'ClusterUpgrading',
  'ConsecutiveFailures',
  'ControlPlaneBusy',
  'CoolingDown',
  'Correlating',
  'DeterministicPreferred',
  'EtcdGuard',
  'EvictionBlocked',
  'Forbidden',
  'GitOpsManaged',
  'Ineffective',
  'LowConfidence',
  'LowerPriority',
  'MaintenanceWindowClosed',
  'MissingRights',
  'ModelAsked',
  'ModelResting',
  'NoRebootStrategy',
  'NodeBudget',
  'NodeExcluded',
  'OlderWins',
  'PartOfIncident',
  'PoolPaused',
  'PoolUpdating',
  'ProtectedTarget',
  'RateLimited',
  'SourceSuspended',
  'StormActive',
  'StormCooldown',
  'Suspended',
  'TargetBusy',
  'TargetHeld',
  'TargetLocked',
  'TargetUnreadable',
  'Unmanaged',
  'WinnerPending',
] as const satisfies readonly Reason[];

/** A reason for which something waits. */
export type WaitingReason = (typeof waitingReasons)[number];

const known: ReadonlySet<string> = new Set(waitingReasons);

/** Whether something may wait for that reason. */
export function isWaitingReason(reason: string): reason is WaitingReason {
  return known.has(reason);
}
