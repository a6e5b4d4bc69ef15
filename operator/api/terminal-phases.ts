import type { ActionPhase, Anomaly, AnomalyPhase, PlanPhase, RemediationAction, RemediationPlan } from './generated/types.ts';

const anomaly: ReadonlySet<AnomalyPhase> = new Set<AnomalyPhase>(['Suppressed', 'Resolved', 'Failed']);
const plan: ReadonlySet<PlanPhase> = new Set<PlanPhase>(['Succeeded', 'Failed', 'RolledBack', 'RollbackFailed', 'Cancelled']);
const action: ReadonlySet<ActionPhase> = new Set<ActionPhase>(['Succeeded', 'Failed', 'Superseded', 'Rejected', 'Cancelled']);

interface Phased<Phase> {
  readonly status?: { readonly phase?: Phase };
}

/** Whether nothing more happens to the anomaly. */
export function isAnomalyOver({ status }: Phased<AnomalyPhase>): boolean {
  return status?.phase !== undefined && anomaly.has(status.phase);
}

/** Whether the plan has ended for good. */
export function isPlanOver({ status }: Phased<PlanPhase>): boolean {
  return status?.phase !== undefined && plan.has(status.phase);
}

/** Whether the action has ended for good. */
export function isActionOver({ status }: Phased<ActionPhase>): boolean {
  return status?.phase !== undefined && action.has(status.phase);
}

/** An object of one of our kinds that come to an end. */
export type EngineObject = Anomaly | RemediationPlan | RemediationAction;

/** Whether nothing more happens to the object. */
export function isOver(object: EngineObject): boolean {
  switch (object.kind) {
    case 'Anomaly':
      return isAnomalyOver(object);
    case 'RemediationPlan':
      return isPlanOver(object);
    case 'RemediationAction':
      return isActionOver(object);
    default:
      return object satisfies never;
  }
}
