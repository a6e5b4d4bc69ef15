import type { WaitingReason } from '../../operator/api/waiting-reasons.ts';

/** Where a reason to wait is shown on the real API server, as a path below e2e/; or why no test can be sure to see it there. */
export type Elsewhere = { readonly file: string } | { readonly unseen: string };

const nodeLimits = { file: 'limits/nodes.test.ts' };
const nodeGates = { file: 'limits/node-gates.test.ts' };

/** What e2e/limits/reasons.test.ts does not show itself; the check after a run sees that the run showed it. */
export const elsewhere: Readonly<Partial<Record<WaitingReason, Elsewhere>>> = {
  ClusterUpgrading: nodeGates,
  ConsecutiveFailures: { file: 'limits/queue.test.ts' },
  ControlPlaneBusy: { file: 'operations/drain-troubles.test.ts' },
  CoolingDown: { file: 'limits/queue.test.ts' },
  Correlating: { file: 'operations/correlate.test.ts' },
  EtcdGuard: nodeGates,
  GitOpsManaged: { file: 'operations/argocd-waits.test.ts' },
  Ineffective: { file: 'diagnosis/effectiveness.test.ts' },
  MaintenanceWindowClosed: { file: 'limits/queue.test.ts' },
  MissingRights: { file: 'rbac/missing-rights.test.ts' },
  ModelAsked: { file: 'diagnosis/model-vote.test.ts' },
  NoRebootStrategy: { file: 'operations/node-operations.test.ts' },
  NodeExcluded: nodeGates,
  PartOfIncident: { file: 'journeys/planning-states.test.ts' },
  PoolPaused: nodeGates,
  PoolUpdating: nodeGates,
  RateLimited: { file: 'limits/queue.test.ts' },
  SourceSuspended: { file: 'limits/queue.test.ts' },
  StormActive: nodeLimits,
  StormCooldown: nodeLimits,
  TargetUnreadable: { file: 'operations/rare-grants.test.ts' },
  WinnerPending: { unseen: 'a plan holds its targets against all others, so only two passes at the same moment lead there' },
};
