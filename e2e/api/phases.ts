import type { EndingKind } from './kinds.ts';

/**
 * The edges of design section 2, written by hand and not read from the CRDs.
 */
export const edges: Readonly<Record<EndingKind, Readonly<Record<string, readonly string[]>>>> = {
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
