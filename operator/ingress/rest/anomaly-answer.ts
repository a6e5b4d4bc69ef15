import type {
  ActionPhase,
  Anomaly,
  AnomalyPhase,
  PlanPhase,
  RemediationAction,
  RemediationPlan,
  StepStatus,
} from '../../api/generated/types.ts';
import { actionName, stemOf } from '../../api/names.ts';
import { priorityOf } from '../../domain/planning/priority.ts';

/** The answer of POST /api/v1/anomalies. */
export interface Accepted {
  readonly anomaly_id: string;
  readonly status: 'accepted';
  readonly assigned_layer: 'deterministic' | 'ai_driven';
  readonly priority: number;
  readonly estimated_resolution_time: string;
  readonly action_id: string | null;
}

/** While nothing is planned yet. */
const usualTime = '5m';

/** The answer about an anomaly that was stored, with its plan if it has one by now; `planRef` is enough to name the first action. */
export function acceptedAnswer({ metadata, spec, status }: Anomaly, plan: RemediationPlan | undefined): Accepted {
  const hasPlan = status?.planRef !== undefined && status.phase !== 'Suppressed';
  return {
    anomaly_id: metadata.name,
    status: 'accepted',
    assigned_layer: spec.source === 'ai_driven' ? 'ai_driven' : 'deterministic',
    priority: priorityOf(spec),
    estimated_resolution_time: plan ? minutesOf(plan) : usualTime,
    action_id: hasPlan ? actionName(stemOf(status.planRef?.name ?? ''), 1) : null,
  };
}

function minutesOf({ spec }: RemediationPlan): string {
  const seconds = spec.steps.reduce((sum, { waitSeconds = 0 }) => sum + waitSeconds, 0);
  return `${Math.max(1, Math.ceil(seconds / 60))}m`;
}

/** The answer of GET /api/v1/anomalies/{id}. */
export interface AnomalyView {
  readonly anomaly_id: string;
  readonly status: 'accepted' | 'queued' | 'in_progress' | 'resolved' | 'failed' | 'suppressed';
  readonly action: ActionView | null;
  readonly resolution: Resolution | null;
}

/** An action in the words of the document. */
export interface ActionView {
  readonly action_id: string;
  readonly type: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  readonly started_at: string | null;
}

/** How it ended. */
export interface Resolution {
  readonly outcome: 'resolved' | 'rolled_back' | 'rollback_failed' | 'failed' | 'cancelled';
  readonly at: string | null;
  readonly message: string;
  readonly plan: string | null;
}

const statusOf: Readonly<Record<AnomalyPhase, AnomalyView['status']>> = {
  Pending: 'accepted',
  Planned: 'queued',
  Remediating: 'in_progress',
  Resolved: 'resolved',
  Failed: 'failed',
  Suppressed: 'suppressed',
};

/** An anomaly as the document tells of it; `actions` are those of its plan. */
export function anomalyView(anomaly: Anomaly, plan: RemediationPlan | undefined, actions: readonly RemediationAction[]): AnomalyView {
  const status = statusOf[anomaly.status?.phase ?? 'Pending'];
  const ended = status === 'resolved' || status === 'failed';
  return {
    anomaly_id: anomaly.metadata.name,
    status,
    action: actionOf(plan, actions),
    resolution: ended ? resolutionOf(anomaly, plan) : null,
  };
}

/** The action at work, else the one that ended last, else the first. */
function actionOf(plan: RemediationPlan | undefined, actions: readonly RemediationAction[]): ActionView | null {
  const named = (plan?.status?.steps ?? []).filter(({ actionRef }) => actionRef !== undefined);
  const running = named.find(({ phase }) => phase === 'Running');
  const [last] = named.filter(({ finishedAt }) => finishedAt !== undefined).toSorted(byEnd);
  const name = (running ?? last ?? named[0])?.actionRef?.name;
  const action = actions.find(({ metadata }) => metadata.name === name);
  return action ? actionView(action) : null;
}

function byEnd(a: StepStatus, b: StepStatus): number {
  return Date.parse(b.finishedAt ?? '') - Date.parse(a.finishedAt ?? '');
}

/** An action in the words of the document. */
export function actionView({ metadata, spec, status }: RemediationAction): ActionView {
  return { action_id: metadata.name, type: spec.type, status: wordOf[status?.phase ?? 'Pending'], started_at: status?.startedAt ?? null };
}

const wordOf: Readonly<Record<ActionPhase, ActionView['status']>> = {
  Pending: 'pending',
  Blocked: 'pending',
  AwaitingApproval: 'pending',
  Admitted: 'pending',
  Running: 'running',
  Succeeded: 'completed',
  Failed: 'failed',
  Superseded: 'failed',
  Rejected: 'failed',
  Cancelled: 'failed',
};

const outcomeOf: Readonly<Partial<Record<PlanPhase, Resolution['outcome']>>> = {
  Succeeded: 'resolved',
  RolledBack: 'rolled_back',
  RollbackFailed: 'rollback_failed',
  Cancelled: 'cancelled',
};

function resolutionOf({ status = {} }: Anomaly, plan: RemediationPlan | undefined): Resolution {
  const outcome = status.phase === 'Resolved' ? 'resolved' : outcomeBy(plan);
  return { outcome, at: status.finishedAt ?? null, message: status.message ?? '', plan: status.planRef?.name ?? null };
}

function outcomeBy(plan: RemediationPlan | undefined): Resolution['outcome'] {
  return outcomeOf[plan?.status?.phase ?? 'Failed'] ?? 'failed';
}
