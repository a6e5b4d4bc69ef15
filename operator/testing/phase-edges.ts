import type { ActionPhase, AnomalyPhase, PlanPhase } from '../api/generated/types.ts';

type Edges<Phase extends string> = Readonly<Record<Phase, readonly Phase[]>>;

/** The phases that may follow each phase. Written by hand, so that neither the CRDs nor the code are their own judge. */
export const phaseEdges: {
  readonly Anomaly: Edges<AnomalyPhase>;
  readonly RemediationPlan: Edges<PlanPhase>;
  readonly RemediationAction: Edges<ActionPhase>;
} = {
  Anomaly: {
    Pending: ['Suppressed', 'Planned', 'Resolved', 'Failed'],
    Planned: ['Remediating', 'Resolved', 'Failed'],
    Remediating: ['Resolved', 'Failed'],
    Suppressed: [],
    Resolved: [],
    Failed: [],
  },
  RemediationPlan: {
    Pending: ['AwaitingApproval', 'Executing', 'Cancelled', 'Failed'],
    AwaitingApproval: ['Pending', 'Cancelled'],
    Executing: ['Verifying', 'RollingBack', 'Failed', 'Cancelled'],
    Verifying: ['Executing', 'Succeeded', 'RollingBack', 'Failed', 'Cancelled'],
    RollingBack: ['RolledBack', 'RollbackFailed'],
    Succeeded: [],
    Failed: [],
    RolledBack: [],
    RollbackFailed: [],
    Cancelled: [],
  },
  RemediationAction: {
    Pending: ['Blocked', 'AwaitingApproval', 'Admitted', 'Superseded', 'Rejected', 'Cancelled'],
    Blocked: ['Pending', 'AwaitingApproval', 'Admitted', 'Superseded', 'Rejected', 'Cancelled'],
    AwaitingApproval: ['Pending', 'Blocked', 'Admitted', 'Superseded', 'Rejected', 'Cancelled'],
    Admitted: ['Running', 'Cancelled', 'Failed', 'Blocked'],
    Running: ['Succeeded', 'Failed', 'Cancelled'],
    Succeeded: [],
    Failed: [],
    Superseded: [],
    Rejected: [],
    Cancelled: [],
  },
};
