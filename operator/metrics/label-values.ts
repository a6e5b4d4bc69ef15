import type {
  ActionPhase,
  ActionType,
  AnomalyPhase,
  CheckpointResult,
  ConflictType,
  Layer,
  NodeGroupStage,
  PlanPhase,
  RollbackResult,
  Severity,
  Source,
  StepPhase,
} from '../api/generated/types.ts';
import { waitingReasons, type WaitingReason } from '../api/waiting-reasons.ts';
import type { LabelSet } from './metric-row.ts';

/** A label that has these values and no others. */
function only<Word extends string>(...values: readonly Word[]): LabelSet {
  return { values };
}

/** The closed sets of values that labels have, each once. */
export const labelValues = {
  actionType: only<ActionType>(
    ...(['node_remediation', 'resource_scaling', 'application_remediation', 'platform_remediation'] as const),
    ...(['model_inference', 'alert_correlation'] as const),
  ),
  source: only<Source>('deterministic', 'ai_driven', 'manual'),
  severity: only<Severity>('critical', 'high', 'medium', 'low'),
  layer: only<Layer>('infrastructure', 'platform', 'application'),
  layerOrNone: only<Layer | 'none'>('infrastructure', 'platform', 'application', 'none'),
  conflictType: only<ConflictType>('same_target', 'exclusive_types', 'contained_target'),
  anomalyPhase: only<AnomalyPhase>('Pending', 'Suppressed', 'Planned', 'Remediating', 'Resolved', 'Failed'),
  planPhase: only<PlanPhase>(
    ...(['Pending', 'AwaitingApproval', 'Executing', 'Verifying', 'RollingBack'] as const),
    ...(['Succeeded', 'Failed', 'RolledBack', 'RollbackFailed', 'Cancelled'] as const),
  ),
  planEnd: only<PlanPhase>('Succeeded', 'Failed', 'RolledBack', 'RollbackFailed', 'Cancelled'),
  stepEnd: only<StepPhase>('Succeeded', 'Failed', 'Skipped', 'Cancelled'),
  actionPhase: only<ActionPhase>(
    ...(['Pending', 'Blocked', 'AwaitingApproval', 'Admitted', 'Running'] as const),
    ...(['Succeeded', 'Failed', 'Superseded', 'Rejected', 'Cancelled'] as const),
  ),
  ranActionEnd: only<ActionPhase>('Succeeded', 'Failed', 'Cancelled'),
  checkpointEnd: only<CheckpointResult>('Passed', 'Failed', 'NotApplicable'),
  rollbackEnd: only<RollbackResult>('Undone', 'Irreversible', 'Drifted', 'Failed'),
  rollbackTrigger: only('step', 'checkpoint', 'request'),
  rolledBack: only<PlanPhase>('RolledBack', 'RollbackFailed'),
  nodeStage: only<NodeGroupStage>('Active', 'Cooling', 'Releasing'),
  kind: only('Anomaly', 'RemediationPlan', 'RemediationAction'),
  waitingReason: only<WaitingReason | 'Waiting'>('Waiting', ...waitingReasons),
} as const;
