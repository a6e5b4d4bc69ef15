import type { Anomaly, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { findCondition } from '../conditions.ts';

/** An object of ours, by its name and its uid. */
export interface Named {
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
}

/** Who wanted it. */
export interface Actor {
  /** What answers for it: deterministic, ai_driven or manual. */
  readonly source?: string;
  readonly confidence?: number;
  /** Who created the action, the plan or the anomaly, as the API server knows them. */
  readonly requestedBy?: string;
  /** Whatever noticed the trouble, in its own words. */
  readonly reporter?: string;
  readonly approvedBy?: string;
}

/** What let it through. */
export interface Permission {
  /** A reason of docs/reference/reasons.md. */
  readonly rule: string;
  readonly message?: string;
  /** When that was decided. */
  readonly at?: string;
  /** Those that it was weighed against, as kind/namespace/name. */
  readonly against?: readonly string[];
}

/** Why the engine writes on an object that is not its own. */
export interface Cause {
  /** `abandon`: what was begun is ended. `release`: a mark of the engine is taken away once nobody needs it. */
  readonly direction: 'forward' | 'undo' | 'abandon' | 'release';
  readonly actor?: Actor;
  readonly allowedBy: Permission;
  readonly anomaly?: Named;
  readonly plan?: Named;
  readonly action?: Named;
  readonly operation?: string;
  /** Of the intent in the action's status that the write is made for. */
  readonly step?: string;
  readonly token?: string;
}

/** What no action and no mark of one is behind. */
export const byItself = (): Cause => ({ direction: 'forward', allowedBy: { rule: 'EngineItself' } });

/** The plan and the anomaly above an action, as far as they are known. */
export interface Origin {
  readonly plan?: RemediationPlan;
  readonly anomaly?: Anomaly;
}

/** The work that an action is at. */
export interface Work {
  readonly direction: Cause['direction'];
  readonly intent?: { readonly step: string; readonly token: string };
}

/** Why an action writes. */
export function causeOfAction(action: RemediationAction, { plan, anomaly }: Origin, { direction, intent }: Work): Cause {
  return {
    direction,
    actor: actorOf(action, { plan, anomaly }),
    allowedBy: permissionOf(action),
    ...(anomaly && { anomaly: named(anomaly) }),
    ...(plan && { plan: named(plan) }),
    action: named(action),
    operation: action.spec.operation,
    ...(intent && { step: intent.step, token: intent.token }),
  };
}

/** Why a mark of the engine is taken away: the plan or the action that it was made for, as far as it is known, needs it no longer. */
export function causeOfRelease(rule: string, owner: RemediationPlan | RemediationAction | undefined): Cause {
  const released = { direction: 'release', allowedBy: { rule } } as const;
  if (!owner) return released;
  return owner.kind === 'RemediationPlan' ? { ...released, plan: named(owner) } : { ...released, action: named(owner) };
}

function named({ metadata: { namespace, name, uid } }: Anomaly | RemediationPlan | RemediationAction): Named {
  return { ...(namespace !== undefined && { namespace }), name, uid };
}

function actorOf({ spec }: RemediationAction, { plan, anomaly }: Origin): Actor {
  const specs = [spec, plan?.spec, anomaly?.spec];
  const requestedBy = specs.find((one) => one?.requestedBy !== undefined)?.requestedBy;
  const approval = [spec.approval, plan?.spec.approval].find((one) => one?.decision === 'Approved');
  return {
    source: spec.source,
    ...(spec.confidence !== undefined && { confidence: spec.confidence }),
    ...(requestedBy !== undefined && { requestedBy }),
    ...(anomaly && { reporter: anomaly.spec.reporter }),
    ...(approval && { approvedBy: approval.by }),
  };
}

function permissionOf({ status }: RemediationAction): Permission {
  const { arbitration, conditions } = status ?? {};
  const admitted = findCondition(conditions, 'Admitted');
  return {
    rule: arbitration?.rule ?? admitted?.reason ?? 'Admitted',
    ...(admitted && { message: admitted.message, at: admitted.lastTransitionTime }),
    ...(arbitration?.against && { against: arbitration.against }),
  };
}
