import type { Anomaly, Blocked, Condition, HistoryRow, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { isReason, reasons } from '../../api/reasons.ts';
import type { ObjectMeta } from '../../api/resource.ts';
import { targetString } from '../../api/target.ts';
import { isActionOver } from '../../api/terminal-phases.ts';
import { isWaitingReason } from '../../api/waiting-reasons.ts';
import { actionRef } from '../../domain/arbitration/contender.ts';
import { afterAction, afterAnomaly, afterPlan } from './explain-phases.ts';
import { wayOn, type ShortName } from './explain-waits.ts';

/** Why an object is where it is. */
export interface Explanation {
  readonly id: string;
  readonly namespace: string;
  readonly phase: string;
  /** The rule that decided, or for which it waits; and what that means. */
  readonly rule: string;
  readonly meaning: string;
  readonly message: string;
  readonly waits: Wait | null;
  readonly next_steps: readonly string[];
  readonly conditions: readonly { readonly type: string; readonly status: string; readonly reason: string; readonly since: string }[];
}

/** What it waits for. */
export interface Wait {
  /** Who or what holds it; kind/namespace/name where that is an object. */
  readonly holder: string;
  readonly since: string;
  /** When that ends by itself, or is looked at again, where it is known. */
  readonly until: string | null;
  /** When it ends, in words. */
  readonly ends: string;
}

/** An action, and how it stood against others. */
export interface ActionExplanation extends Explanation {
  readonly arbitration: {
    readonly rule: string;
    /** Who goes first; itself where nothing stood before it. */
    readonly winner: string | null;
    readonly against: readonly string[];
    readonly conflict_type: string | null;
    readonly decided_at: string;
    /** Its place in the queue, of the first twenty. */
    readonly position: number | null;
  } | null;
}

/** A plan, and those of its actions that have not ended. */
export interface PlanExplanation extends Explanation {
  readonly actions: readonly ActionExplanation[];
}

/** An anomaly, its plan with what that waits for, and what was tried. */
export interface AnomalyExplanation extends Explanation {
  readonly plan: PlanExplanation | null;
  readonly history: readonly HistoryRow[];
}

interface Explained {
  readonly metadata: ObjectMeta;
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly blocked?: Blocked;
    readonly conditions?: readonly Condition[];
  };
}

/** Why the action is where it is. */
export function explainAction(action: RemediationAction): ActionExplanation {
  const said = explain(action, { short: 'ract', rule: decidedRule(action), next: () => afterAction(action) });
  return { ...said, arbitration: verdictOf(action) };
}

/** Of one that was admitted and has not ended arbitration says why; else its reason does. */
function decidedRule({ status }: RemediationAction): string | undefined {
  return status?.phase === 'Admitted' || status?.phase === 'Running' ? status.arbitration?.rule : undefined;
}

function verdictOf(action: RemediationAction): ActionExplanation['arbitration'] {
  const { arbitration, queuePosition = null } = action.status ?? {};
  if (!arbitration) return null;
  const { rule = '', winner, against = [], conflictType = null, decidedAt } = arbitration;
  const first = winner ?? (rule === 'Admitted' ? actionRef(action) : null);
  return { rule, winner: first, against, conflict_type: conflictType, decided_at: decidedAt, position: queuePosition };
}

/** Why the plan is where it is; `actions` are those of its steps. */
export function explainPlan(plan: RemediationPlan, actions: readonly RemediationAction[]): PlanExplanation {
  const open = actions.filter((action) => !isActionOver(action)).map(explainAction);
  const { blocked } = plan.status ?? {};
  const held = blocked && actions.find(({ status }) => status?.blocked?.reason === blocked.reason);
  const said = explain(plan, { short: 'rplan', by: suspensionOf(plan), next: () => afterPlan(plan) });
  return { ...said, ...(held && { next_steps: explainAction(held).next_steps }), actions: open };
}

/** A plan that a person suspended names nobody; one that the policy holds names that. */
function suspensionOf({ metadata: { namespace, name }, spec, status }: RemediationPlan): string | undefined {
  const { reason, by } = status?.blocked ?? {};
  if (!spec.suspend || reason !== 'Suspended' || by !== undefined) return undefined;
  return `${targetString({ kind: 'RemediationPlan', namespace, name })}, spec.suspend`;
}

/** Why the anomaly is where it is; the plan is absent where the caller may not see it. */
export function explainAnomaly(anomaly: Anomaly, plan: PlanExplanation | undefined): AnomalyExplanation {
  const said = explain(anomaly, { short: 'anom', next: () => afterAnomaly(anomaly) });
  const waitsWithPlan = said.waits !== null && plan?.waits && plan.rule === said.rule;
  return {
    ...said,
    ...(waitsWithPlan && { next_steps: plan.next_steps }),
    plan: plan ?? null,
    history: anomaly.status?.history ?? [],
  };
}

interface Known {
  readonly short: ShortName;
  /** What decided, where that is not what its status says. */
  readonly rule?: string | undefined;
  /** Who holds it, where that is not what its status says. */
  readonly by?: string | undefined;
  readonly next: () => readonly string[];
}

function explain({ metadata, status = {} }: Explained, known: Known): Explanation {
  const { phase = 'Pending', blocked, conditions = [] } = status;
  const rule = blocked?.reason ?? known.rule ?? status.reason ?? 'Waiting';
  const { wait, next } = blocked ? waitOf(blocked, metadata, known) : { wait: null, next: known.next() };
  return {
    id: metadata.name,
    namespace: metadata.namespace ?? '',
    phase,
    rule,
    meaning: meaningOf(rule),
    message: messageOf(status),
    waits: wait,
    next_steps: next,
    conditions: conditions.map(sayCondition),
  };
}

function meaningOf(rule: string): string {
  return isReason(rule) ? reasons[rule] : '';
}

function sayCondition({ type, status, reason, lastTransitionTime: since }: Condition): Explanation['conditions'][number] {
  return { type, status, reason, since };
}

/** What is at work says in its message how far it is, and in its condition what it waits for. */
function messageOf({ conditions = [], blocked, message = '' }: NonNullable<Explained['status']>): string {
  const waiting = blocked && conditions.find(({ type, status }) => type === 'Blocked' && status === 'True');
  return waiting?.message ?? message;
}

function waitOf({ reason, since, until, by }: Blocked, { namespace, name }: ObjectMeta, known: Known) {
  const holder = known.by ?? by;
  const who = { short: known.short, name, ...(namespace !== undefined && { namespace }) };
  const way = isWaitingReason(reason) ? wayOn(reason, holder, who) : unknownWay(holder);
  const wait: Wait = { holder: way.holder, since, until: until ?? null, ends: way.ends };
  return { wait, next: way.next };
}

/** A newer engine may have written it. */
function unknownWay(holder = 'what its message names'): ReturnType<typeof wayOn> {
  return { holder, ends: 'when it is looked at again', next: [] };
}
