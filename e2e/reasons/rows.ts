import type { WaitingReason } from '../../operator/api/waiting-reasons.ts';

/** An object that has to wait for a reason. */
export interface Row {
  readonly reason: WaitingReason;
  readonly plural: 'anomalies' | 'remediationplans' | 'remediationactions';
  readonly name: string;
  /** What its message has to tell. */
  readonly tells: RegExp;
}

const action = (name: string, reason: WaitingReason, tells: RegExp): Row => ({ reason, plural: 'remediationactions', name, tells });
const plan = (name: string, reason: WaitingReason, tells: RegExp): Row => ({ reason, plural: 'remediationplans', name, tells });

/** What is alive at once; the plan and the anomaly say what the plan's action waits for. */
export const atOnce: readonly Row[] = [
  action('act-reasons-01', 'EvictionBlocked', /held-1/),
  plan('plan-reasons', 'EvictionBlocked', /held-1/),
  { reason: 'EvictionBlocked', plural: 'anomalies', name: 'anom-reasons', tells: /^plan-reasons: .*held-1/ },
  plan('plan-deleted', 'EvictionBlocked', /held-5/),
  action('act-busy', 'EvictionBlocked', /held-3/),
  action('act-queued', 'TargetBusy', /act-busy/),
  action('act-held', 'TargetHeld', /plan-reasons/),
  plan('plan-waits', 'TargetHeld', /plan-reasons/),
  action('act-locked', 'TargetLocked', /node-maintenance/),
  action('act-asks', 'ApprovalRequired', /person/),
  plan('plan-asks', 'ApprovalRequired', /person/),
  action('act-unsure', 'LowConfidence', /threshold/),
  action('act-unmanaged', 'Unmanaged', /selfheal.dev\/managed/),
];

/** What waits when every place is taken. */
export const whenFull: readonly Row[] = [
  action('act-first', 'ActiveLimit', /as many actions/),
  action('act-lower', 'LowerPriority', /act-first/),
  action('act-older', 'OlderWins', /act-first/),
  action('act-model', 'DeterministicPreferred', /act-first/),
];

/** What asks a model that gave no answer five times. */
export const resting = action('act-predicts', 'ModelResting', /left alone for a while/);

/** An action whose target the engine may not read. */
export const unreadable = action('act-unread', 'Forbidden', /may not read StatefulSet/);

/** An action on a pod of what the policy protects. */
export const guarded = action('act-guarded', 'ProtectedTarget', /protected/);

/** An action on one node more than may be worked on at once. */
export const overBudget = action('act-budget', 'NodeBudget', /nodes/);

/** A plan whose action somebody deleted. */
export const actionDeleted = plan('plan-deleted', 'ActionDeleted', /deleted/);

/** What had not begun when the engine was switched off. */
export const switchedOff = action('act-lower', 'Suspended', /suspended/);

/** Every row that e2e/limits/reasons.test.ts shows. */
export const rows: readonly Row[] = [...atOnce, ...whenFull, resting, unreadable, guarded, overBudget, actionDeleted, switchedOff];
