import type { Blocked, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { controllerOf } from '../../api/resource.ts';
import { targetString } from '../../api/target.ts';
import { actionView, type ActionView } from './anomaly-answer.ts';

/** What somebody waits for. */
interface WaitingView {
  readonly reason: string;
  readonly since: string;
  readonly until: string | null;
  readonly by: string | null;
}

/** The answer of GET /api/v1/actions/{id}: the action in the words of the document, and what the object says besides. */
export interface ActionDetails extends ActionView {
  readonly namespace: string;
  readonly operation: string;
  readonly target: string;
  readonly source: string;
  readonly priority: number;
  readonly confidence: number | null;
  readonly phase: string;
  readonly reason: string | null;
  readonly message: string | null;
  readonly blocked: WaitingView | null;
  readonly finished_at: string | null;
  readonly plan_id: string | null;
}

/** An action as REST tells of it. */
export function actionDetails(action: RemediationAction): ActionDetails {
  const { metadata, spec, status = {} } = action;
  const owner = controllerOf(action);
  return {
    ...actionView(action),
    namespace: metadata.namespace ?? '',
    operation: spec.operation,
    target: targetString(spec.target),
    source: spec.source,
    priority: spec.priority,
    confidence: spec.confidence ?? null,
    ...stateOf(status),
    finished_at: status.finishedAt ?? null,
    plan_id: owner?.kind === 'RemediationPlan' ? owner.name : null,
  };
}

interface State {
  readonly phase?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly blocked?: Blocked;
}

function stateOf({ phase = 'Pending', reason, message, blocked }: State): Pick<ActionDetails, 'phase' | 'reason' | 'message' | 'blocked'> {
  return { phase, reason: reason ?? null, message: message ?? null, blocked: blocked ? waitingView(blocked) : null };
}

function waitingView({ reason, since, until, by }: Blocked): WaitingView {
  return { reason, since, until: until ?? null, by: by ?? null };
}

/** The answer of GET /api/v1/plans/{id}. */
export interface PlanDetails extends Pick<ActionDetails, 'phase' | 'reason' | 'message' | 'blocked' | 'namespace' | 'source' | 'priority'> {
  readonly plan_id: string;
  readonly anomaly_id: string | null;
  readonly layers: readonly string[];
  readonly progress: string | null;
  readonly steps: readonly {
    readonly name: string;
    readonly layer: string;
    readonly operation: string;
    readonly phase: string;
    readonly action_id: string | null;
  }[];
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

/** A plan as REST tells of it. */
export function planDetails({ metadata, spec, status = {} }: RemediationPlan): PlanDetails {
  const states = new Map((status.steps ?? []).map((step) => [step.name, step]));
  return {
    plan_id: metadata.name,
    namespace: metadata.namespace ?? '',
    anomaly_id: spec.anomalyRef?.name ?? null,
    source: spec.source,
    priority: spec.priority,
    layers: spec.layers ?? [],
    progress: status.progress ?? null,
    ...stateOf(status),
    steps: spec.steps.map(({ name, layer, action }) => ({
      name,
      layer,
      operation: action.operation,
      phase: states.get(name)?.phase ?? 'Pending',
      action_id: states.get(name)?.actionRef?.name ?? null,
    })),
    started_at: status.startedAt ?? null,
    finished_at: status.finishedAt ?? null,
  };
}
