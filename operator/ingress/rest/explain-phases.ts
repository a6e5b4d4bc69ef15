import type { ActionPhase, Anomaly, AnomalyPhase, PlanPhase, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { actionRef } from '../../domain/arbitration/contender.ts';
import { howToEnd } from './explain-waits.ts';

type After<T> = (object: T) => readonly string[];
const say =
  (...words: readonly string[]) =>
  (): readonly string[] =>
    words;

const itsTurn = say('It is judged as soon as a replica leads and has read what it is about.');
const again = 'Nothing is repeated by itself: ask for a new one once the cause is gone.';

const afterActions: Readonly<Record<ActionPhase, After<RemediationAction>>> = {
  Pending: itsTurn,
  Blocked: itsTurn,
  AwaitingApproval: itsTurn,
  Admitted: say('It begins in a moment.'),
  Running: (action) => ['It is at work.', ...howToEnd(actionRef(action))],
  Succeeded: say(),
  Failed: say(again),
  Superseded: ({ status }) => [`Look at ${status?.arbitration?.winner ?? 'the one that won'}, which goes before it for good.`],
  Rejected: say('Ask for a new one that the rule lets through.'),
  Cancelled: say('Ask for a new one if it is still wanted.'),
};

/** What comes next for an action that waits for nothing, one sentence each. */
export function afterAction(action: RemediationAction): readonly string[] {
  return afterActions[action.status?.phase ?? 'Pending'](action);
}

const afterPlans: Readonly<Record<PlanPhase, After<RemediationPlan>>> = {
  Pending: itsTurn,
  AwaitingApproval: itsTurn,
  Executing: (plan) => [`Its step at work: ${stepsIn(plan)}.`, ...howToEnd(planRef(plan))],
  Verifying: (plan) => [`Checked now: ${checksOf(plan)}.`, ...howToEnd(planRef(plan))],
  RollingBack: say('What was done is being undone; that ends by itself.'),
  Succeeded: say(),
  Failed: say('Look at its steps and checkpoints.', again),
  RolledBack: say('What could be undone was undone. Look at its steps and checkpoints.', again),
  RollbackFailed: ({ status }) => [`A person has to look at what could not be undone: ${openRows(status)}.`],
  Cancelled: say('Make a new one if it is still wanted.'),
};

/** What comes next for a plan that waits for nothing. */
export function afterPlan(plan: RemediationPlan): readonly string[] {
  return afterPlans[plan.status?.phase ?? 'Pending'](plan);
}

function planRef({ metadata: { namespace, name } }: RemediationPlan): string {
  return targetString({ kind: 'RemediationPlan', namespace, name });
}

function stepsIn({ status }: RemediationPlan): string {
  const open = (status?.steps ?? []).filter(({ phase }) => phase === 'Running' || phase === 'Waiting');
  return open.map(({ name, phase }) => `${name} (${phase})`).join(', ') || 'the next one';
}

function checksOf({ status }: RemediationPlan): string {
  const open = (status?.checkpoints ?? []).filter(({ startedAt, result }) => startedAt !== undefined && result === 'Pending');
  return open.map(({ name, layer }) => `${name} of the ${layer} layer`).join(', ') || 'the last checkpoint';
}

function openRows(status: RemediationPlan['status']): string {
  const rows = (status?.rollback ?? []).filter(({ result }) => result === 'Failed' || result === 'Drifted');
  return rows.map(({ step, result }) => `${step} (${result})`).join(', ') || 'its rollback';
}

const afterAnomalies: Readonly<Record<AnomalyPhase, After<Anomaly>>> = {
  Pending: itsTurn,
  Suppressed: afterSuppression,
  Planned: say('Its plan comes next.'),
  Remediating: say('Its plan is being carried out.'),
  Resolved: say(),
  Failed: ({ status }) => [`A person has to look at what was tried${status?.planRef ? ` by ${status.planRef.name}` : ''}.`],
};

/** What comes next for an anomaly that waits for nothing. */
export function afterAnomaly(anomaly: Anomaly): readonly string[] {
  return afterAnomalies[anomaly.status?.phase ?? 'Pending'](anomaly);
}

function afterSuppression({ status }: Anomaly): readonly string[] {
  const { duplicateOf, planRef, reason } = status ?? {};
  if (duplicateOf) return [`Look at the anomaly ${duplicateOf.name}, which it repeats.`];
  if (planRef) return [`Look at the plan ${planRef.name} in ${planRef.namespace ?? 'its namespace'}, which is for its cause.`];
  return reason === 'ObserveOnly'
    ? ['Nothing is done, since its mode is Observe; to have something done report it with mode Automatic.']
    : [];
}
