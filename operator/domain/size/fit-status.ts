import type {
  AnomalyStatus,
  CheckpointStatus,
  Condition,
  RemediationActionStatus,
  RemediationPlanStatus,
  RemediationPolicyStatus,
} from '../../api/generated/types.ts';
import { conditionTypes } from '../../api/reasons.ts';
import { firstThatFits, shorten, withShortMessages } from './fit.ts';

/**
 * The status with its texts cut as far as is needed to store it: details before what a person reads first. What decisions depend on stays
 * whole: names, times, results, `before`, `result` and the nodes, each of which is bounded where it is made.
 */
export function fitAction(status: RemediationActionStatus): RemediationActionStatus {
  return firstThatFits(status, [
    (whole) => ({ ...whole, changes: shortChanges(whole, 128) }),
    (whole) => ({ ...told(whole, 512), changes: shortChanges(whole, 64)?.slice(0, 32), intents: withShortMessages(whole.intents, 256) }),
    (whole) => ({ ...told(whole, 128), ...lastLosses(whole), changes: whole.changes && [], intents: withShortMessages(whole.intents, 64) }),
  ]);
}

/** As fitAction; of a checkpoint that passed only the result is left in the end. */
export function fitPlan(status: RemediationPlanStatus): RemediationPlanStatus {
  return firstThatFits(status, [
    (whole) => shortRows(whole, 256),
    (whole) => shortRows({ ...whole, checkpoints: whole.checkpoints?.map(withoutPassedChecks) }, 96),
    (whole) => told(shortRows({ ...whole, checkpoints: whole.checkpoints?.map(withoutPassedChecks) }, 16), 128),
  ]);
}

/** As fitAction; what a plan is made from is bounded by the diagnosis. */
export function fitAnomaly(status: AnomalyStatus): AnomalyStatus {
  return firstThatFits(status, [(whole) => told(whole, 512), (whole) => ({ ...told(whole, 128), history: whole.history?.slice(-5) })]);
}

/** As fitAction; the groups of nodes are what it goes on from, and stay. */
export function fitPolicy(status: RemediationPolicyStatus): RemediationPolicyStatus {
  const effective = status.effective?.map((row) => ({ ...row, value: shorten(row.value, 128) }));
  return firstThatFits(status, [(whole) => ({ ...told(whole, 512), effective }), (whole) => ({ ...told(whole, 128), effective })]);
}

type Told = { readonly message?: string; readonly conditions?: Condition[] };

/** Conditions of somebody else are theirs: cutting them would only be taken back. */
function told<T extends Told>(status: T, longest: number): T {
  const conditions = status.conditions?.map((condition) =>
    Object.hasOwn(conditionTypes, condition.type) ? { ...condition, message: shorten(condition.message, longest) } : condition,
  );
  return {
    ...status,
    ...(status.message !== undefined && { message: shorten(status.message, longest) }),
    ...(conditions && { conditions }),
  };
}

/** The count stays; that it lost to somebody long ago may then count once more. */
function lastLosses({ conflicts }: RemediationActionStatus): Pick<RemediationActionStatus, 'conflicts'> {
  return conflicts ? { conflicts: { ...conflicts, winners: conflicts.winners.slice(0, 8) } } : {};
}

function shortChanges({ changes }: RemediationActionStatus, longest: number): RemediationActionStatus['changes'] {
  return changes?.map(({ resource, from, to }) => ({
    resource: shorten(resource, longest),
    ...(from !== undefined && { from: shorten(from, longest) }),
    ...(to !== undefined && { to: shorten(to, longest) }),
  }));
}

function shortRows(status: RemediationPlanStatus, longest: number): RemediationPlanStatus {
  return {
    ...status,
    steps: withShortMessages(status.steps, longest),
    rollback: withShortMessages(status.rollback, longest),
    checkpoints: status.checkpoints?.map((checkpoint) => ({ ...checkpoint, checks: withShortMessages(checkpoint.checks, longest) })),
  };
}

function withoutPassedChecks(checkpoint: CheckpointStatus): CheckpointStatus {
  const isOver = checkpoint.result === 'Passed' || checkpoint.result === 'NotApplicable';
  return isOver ? { ...checkpoint, checks: undefined } : checkpoint;
}
