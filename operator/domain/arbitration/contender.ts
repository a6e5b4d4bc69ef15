import type {
  ActionType,
  Arbitration,
  Blocked,
  OperationName,
  RemediationAction,
  RemediationActionStatus,
  Source,
} from '../../api/generated/types.ts';
import { canonicalJson } from '../../api/digest.ts';
import { targetString } from '../../api/target.ts';
import { isLimitReason, type Hold } from '../limits/hold.ts';
import type { Ranked } from './rank.ts';
import { lockOf, unresolvedLock, type LockTarget } from './targets.ts';

/** The verdict that the status already shows. */
export interface RecordedVerdict {
  readonly reason: string;
  readonly winner?: string;
}

/** One unfinished action as arbitration sees it; times in milliseconds since the epoch. */
export interface Contender extends Ranked {
  /** RemediationAction/namespace/name. */
  readonly ref: string;
  readonly type: ActionType;
  readonly operation: OperationName;
  /** The parameters in one canonical form, equal for equal ones. */
  readonly parameters: string;
  readonly source: Source;
  readonly confidence: number;
  readonly approved: boolean;
  readonly approvalRequired: boolean;
  /** The approval rule of the policy that covers it. */
  readonly approvalRule?: string;
  /** Since when a person is asked for a yes, whatever held it meanwhile. */
  readonly awaitingSince?: number;
  readonly compensates: boolean;
  /** Uid of the plan that really owns it. */
  readonly planUid?: string;
  readonly dryRun: boolean;
  readonly target: LockTarget;
  /** Not to be admitted before. */
  readonly notBefore?: number;
  /** Since when it is Admitted or Running; absent while it waits. */
  readonly heldSince?: number;
  /** When it was first judged. */
  readonly judgedAt?: number;
  readonly recorded?: RecordedVerdict;
  /** A limit that keeps it from beginning; it competes with nobody meanwhile. */
  readonly hold?: Hold;
}

const harmless: ReadonlySet<OperationName> = new Set(['monitor_mco', 'monitor_cluster_operator', 'observe']);

/** Whether it changes nothing: it conflicts with nothing, holds nothing and ends nobody. */
export function isHarmless({ dryRun, operation }: Pick<Contender, 'dryRun' | 'operation'>): boolean {
  return dryRun || harmless.has(operation);
}

/** Whether it counts as a deterministic or manual one, as an approved one does. */
export function isPreferred({ source, approved }: Pick<Contender, 'source' | 'approved'>): boolean {
  return source !== 'ai_driven' || approved;
}

/** Whether a model asks by itself: nobody approved it, and no plan that was judged as a whole stands behind it. */
export function isBareAi(one: Pick<Contender, 'source' | 'approved' | 'compensates' | 'planUid'>): boolean {
  return !isPreferred(one) && !one.compensates && one.planUid === undefined;
}

/** Whether it may not compete before a person approves: below the threshold (strictly), or approval is required. */
export function needsApproval(one: Contender, threshold: number): boolean {
  return isBelowThreshold(one, threshold) || lacksApproval(one);
}

/** Whether the confidence gate holds it. */
export function isBelowThreshold(one: Contender, threshold: number): boolean {
  return isBareAi(one) && one.confidence < threshold;
}

/** Whether its spec or the policy asks for an approval that it does not have. */
export function lacksApproval(one: Pick<Contender, 'approvalRequired' | 'approvalRule' | 'approved' | 'compensates'>): boolean {
  return (one.approvalRequired || one.approvalRule !== undefined) && !one.approved && !one.compensates;
}

const ms = (time: string | undefined): number | undefined => (time === undefined ? undefined : Date.parse(time));

/** Whether the action is Admitted or Running. */
export function isHolding({ status }: RemediationAction): boolean {
  return status?.phase === 'Admitted' || status?.phase === 'Running';
}

/** Whether the action waits or was just made. */
export function isWaiting({ status }: RemediationAction): boolean {
  return status?.phase === undefined || ['Pending', 'Blocked', 'AwaitingApproval'].includes(status.phase);
}

/** The action as a contender; its target as resolved lately, else as its status says, else as its spec names it. */
export function contenderOf(action: RemediationAction, planUid?: string, target?: LockTarget): Contender {
  const { metadata, spec } = action;
  return {
    uid: metadata.uid,
    ref: actionRef(action),
    createdAt: Date.parse(metadata.creationTimestamp),
    type: spec.type,
    operation: spec.operation,
    parameters: canonicalJson(spec.parameters ?? {}),
    source: spec.source,
    confidence: spec.confidence ?? 0,
    priority: spec.priority,
    approved: spec.approval?.decision === 'Approved',
    approvalRequired: spec.approvalRequired,
    compensates: spec.compensates !== undefined,
    planUid,
    dryRun: spec.dryRun,
    target: target ?? targetOf(action),
    ...history(action),
  };
}

/** Equal for actions that would do the same to the same object. */
export function workOf({ type, operation, target, parameters }: Contender): string {
  return JSON.stringify([type, operation, target.key, parameters]);
}

/** What the action locks by its status, else by its spec. */
export function targetOf({ metadata, spec, status }: RemediationAction): LockTarget {
  return status?.resolvedTarget ? lockOf(status.resolvedTarget) : unresolvedLock(spec.target, metadata.namespace);
}

/** RemediationAction/namespace/name. */
export function actionRef({ metadata }: Pick<RemediationAction, 'metadata'>): string {
  return targetString({ kind: 'RemediationAction', namespace: metadata.namespace, name: metadata.name });
}

type History = Pick<Contender, 'awaitingSince' | 'blockedSince' | 'waitedMs' | 'notBefore' | 'heldSince' | 'judgedAt' | 'recorded'>;

function history(action: RemediationAction): History {
  const { status } = action;
  if (!status) return {};
  if (isHolding(action)) return { heldSince: heldSince(status) };
  const blocked = status.phase === 'Blocked' ? status.blocked : undefined;
  const blockedSince = ms(blocked?.since);
  return {
    awaitingSince: ms(status.approvalAskedAt),
    blockedSince,
    waitedMs: (status.waitedSeconds ?? 0) * 1000,
    notBefore: notBefore(blocked),
    judgedAt: blockedSince ?? ms(status.arbitration?.decidedAt),
    recorded: status.arbitration && recordedOf(status.arbitration),
  };
}

/** A limit is judged anew on each pass, since the policy may have changed; only what execution said stands until then. */
function notBefore(blocked: Blocked | undefined): number | undefined {
  return blocked && !isLimitReason(blocked.reason) ? ms(blocked.until) : undefined;
}

/** A holder whose condition got lost has held for longer than anybody waits. */
function heldSince({ conditions }: RemediationActionStatus): number {
  const admitted = conditions?.find(({ type }) => type === 'Admitted');
  return ms(admitted?.lastTransitionTime) ?? 0;
}

function recordedOf({ rule, winner }: Arbitration): RecordedVerdict {
  return { reason: rule ?? '', winner };
}
