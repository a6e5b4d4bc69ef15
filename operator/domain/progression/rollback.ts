import { cut } from '../../api/cut.ts';
import type { PlanStep, RemediationAction, ResourceRef, RollbackRow } from '../../api/generated/types.ts';
import { isActionOver } from '../../api/terminal-phases.ts';
import { isReason } from '../../api/reasons.ts';
import { findCondition } from '../conditions.ts';
import { workByHand } from './by-hand.ts';
import { childOf, otherName, undoAction, undoName, type Child } from './children.ts';
import { summaryOf } from './columns.ts';
import {
  blocked,
  next,
  progressing,
  stepStatus,
  withCondition,
  withEffect,
  withHappening,
  withStatus,
  type Draft,
  type World,
} from './draft.ts';
import { closeSteps, endRollback, fail, type Cause } from './ending.ts';
import { awaitInverse, mayBeGranted, stillRefused } from './refused-undo.ts';
import type { Decision } from './seen.ts';
import { hindranceOf } from './step-outcome.ts';
import { stopWanted } from './stop.ts';
import { undoFor } from './undo-for.ts';

/** Why steps are undone; `rollback` when somebody asked for just that. */
export interface RollbackCause extends Cause {
  readonly rollback: boolean;
}

/** The plan begins to undo what it did, last step first; or ends at once when nothing was done or nothing may be undone. */
export function startRollback(world: World, draft: Draft, cause: RollbackCause): Decision {
  const closed = blocked(closeSteps(world, draft), undefined);
  if (world.seen.plan.spec.rollbackPolicy === 'Never' && !cause.rollback) return notUndone(world, closed, cause, 'RollbackNever');
  const rows = withRows(world, closed);
  if ((rows.status.rollback ?? []).length === 0) return notUndone(world, closed, cause, 'NothingToUndo');
  const { reason, message } = cause;
  const begun = withCondition(world, rows, { type: 'RolledBack', status: 'Unknown', reason, message });
  const shown = progressing(world, begun, 'RollingBack', 'What was done is being undone, last step first.');
  const told: Draft = {
    ...shown,
    effects: [
      ...closed.effects,
      { kind: 'happened', happening: { what: 'rollbackStarted', reason, message } },
      ...shown.effects.slice(closed.effects.length),
    ],
  };
  return next(world, told, pendingRow(told) ? undefined : 0);
}

function notUndone(world: World, draft: Draft, cause: RollbackCause, reason: 'RollbackNever' | 'NothingToUndo'): Decision {
  const message = reason === 'RollbackNever' ? 'The rollbackPolicy is Never.' : 'Nothing was changed, so there is nothing to undo.';
  const marked = withCondition(world, draft, { type: 'RolledBack', status: 'False', reason, message });
  return fail(world, marked, cause.rollback ? 'Cancelled' : 'Failed', cause);
}

/** One step further for a plan that is rolling back: one inverse at a time, and one that fails does not keep the others. */
export function decideRollback(world: World, before: Draft): Decision {
  const settled = settlePending(world, before);
  if (pendingRow(settled)) return awaitInverse(world, settled);
  const draft = withRows(world, settled);
  if (pendingRow(draft)) return next(world, draft);
  return finish(world, draft);
}

function pendingRow(draft: Draft): RollbackRow | undefined {
  return draft.status.rollback?.find(({ result }) => result === 'Pending');
}

/** Rows for the steps that have none yet, from the last one back, up to and including the first that needs an action. */
function withRows(world: World, draft: Draft): Draft {
  if (pendingRow(draft)) return draft;
  const step = world.steps.toReversed().find((one) => !hasRow(draft, one) && undoFor(world, draft, one).kind !== 'nothing');
  if (!step) return draft;
  const undo = undoFor(world, draft, step);
  if (undo.kind === 'action') return askForUndo(world, draft, step, undo.action);
  if (undo.kind === 'nothing') return draft;
  return withRows(world, ended(withRow(draft, { step: step.name, result: 'Pending' }), step, undo.result, undo.message));
}

function hasRow(draft: Draft, { name }: PlanStep): boolean {
  return draft.status.rollback?.some(({ step }) => step === name) ?? false;
}

function withRow(draft: Draft, row: RollbackRow): Draft {
  const rows = draft.status.rollback ?? [];
  const known = rows.some(({ step }) => step === row.step);
  return withStatus(draft, { rollback: known ? rows.map((old) => (old.step === row.step ? row : old)) : [...rows, row] });
}

function ended(draft: Draft, { name }: PlanStep, result: RollbackRow['result'], message?: string): Draft {
  const row = draft.status.rollback?.find(({ step }) => step === name) ?? { step: name, result };
  const told = message === undefined || message === '' ? {} : { message: cut(message, 1024) };
  return withHappening(withRow(draft, { ...row, result, ...told }), { what: 'stepRolledBack', step: name, result });
}

function askForUndo(world: World, draft: Draft, step: PlanStep, undone: RemediationAction): Draft {
  if (stopWanted(world.seen.plan)?.reason === 'Deleted') {
    const message = 'The plan is being deleted, so no inverse can be asked for.';
    return withRows(world, ended(withRow(draft, { step: step.name, result: 'Pending' }), step, 'Failed', message));
  }
  const { plan } = world.seen;
  const actionRef = { namespace: plan.metadata.namespace, name: undoName(plan, step) };
  const recorded = withRow(draft, { step: step.name, result: 'Pending', actionRef });
  return withEffect(recorded, { kind: 'createAction', action: undoAction(plan, step, actionRef.name, refOf(undone)) });
}

const refOf = ({ metadata }: RemediationAction): ResourceRef => ({ name: metadata.name, uid: metadata.uid });

/** The row whose inverse is at work has the result that its action gives it; while the action is open the plan waits for what that waits for. */
function settlePending(world: World, draft: Draft): Draft {
  const row = pendingRow(draft);
  const step = row && world.steps.find(({ name }) => name === row.step);
  const forward = step && stepStatus(draft, step).actionRef;
  if (!row?.actionRef || !step || !forward) return draft;
  const wanted = undoAction(world.seen.plan, step, row.actionRef.name, forward);
  const child = childOf(world.seen, row.actionRef, wanted);
  if (child.kind !== 'absent') return settleRow(world, draft, { row: { ...row, actionRef: row.actionRef }, step, child });
  if (stopWanted(world.seen.plan)?.reason === 'Deleted')
    return ended(draft, step, 'Failed', 'The plan was deleted before the inverse began.');
  return withEffect(stillRefused(world, draft), { kind: 'createAction', action: wanted });
}

interface OpenRow {
  readonly row: RollbackRow & { readonly actionRef: ResourceRef };
  readonly step: PlanStep;
  readonly child: Exclude<Child, { kind: 'absent' }>;
}

function settleRow(world: World, draft: Draft, { row, step, child }: OpenRow): Draft {
  switch (child.kind) {
    case 'refused':
      return mayBeGranted(world, child.refused) ? blocked(draft, child.refused) : ended(draft, step, 'Failed', child.refused.message);
    case 'vanished':
      return ended(draft, step, 'Failed', `Somebody deleted ${row.actionRef.name}.`);
    case 'foreign':
      return renamed(world, draft, step, row);
    case 'ours': {
      const { uid } = child.action.metadata;
      const known = row.actionRef.uid === undefined ? withRow(draft, { ...row, actionRef: { ...row.actionRef, uid } }) : draft;
      const verdict = undoVerdict(child.action);
      return verdict ? ended(known, step, verdict.result, verdict.message) : blocked(known, hindranceOf(child.action));
    }
  }
}

function renamed(world: World, draft: Draft, step: PlanStep, row: OpenRow['row']): Draft {
  const { plan } = world.seen;
  const name = otherName(plan, step, row.actionRef.name, 'undo');
  if (name === undefined) return ended(draft, step, 'Failed', 'Foreign objects have both names that the inverse could take.');
  return settlePending(world, withRow(draft, { ...row, actionRef: { namespace: plan.metadata.namespace, name } }));
}

/** What came of an inverse; undefined while it is not finished. A target that somebody else changed is left alone, which is no failure. */
export function undoVerdict({ status }: RemediationAction): Pick<RollbackRow, 'result' | 'message'> | undefined {
  const { phase, reason, message } = status ?? {};
  if (!isActionOver({ status })) return undefined;
  if (reason === 'Drifted' || reason === 'TakenOver') return { result: 'Drifted', message };
  if (reason === 'Irreversible') return { result: 'Irreversible', message };
  return phase === 'Succeeded' ? { result: 'Undone', message } : { result: 'Failed', message };
}

const longestMessage = 2048;

function finish(world: World, draft: Draft): Decision {
  const rows = draft.status.rollback ?? [];
  const begun = findCondition(draft.status.conditions, 'RolledBack');
  const failure: Cause = { reason: begun && isReason(begun.reason) ? begun.reason : 'StepFailed', message: begun?.message ?? '' };
  const cause = failure.message.replace(/\.?$/, '.');
  const came = `Rollback: ${summaryOf(rows) ?? 'nothing'}.`;
  if (rows.some(({ result }) => result === 'Failed')) {
    const message = cut(`${came} ${workByHand(world, draft)} ${cause}`, longestMessage); // an Event has room for its beginning only
    return endRollback(world, draft, 'RollbackFailed', { failure, rollback: { reason: 'RollbackFailed', message } });
  }
  const message = `${cause} ${came}`;
  const partial = rows.some(({ result }) => result === 'Irreversible' || result === 'Drifted');
  return endRollback(world, draft, 'RolledBack', { failure, rollback: { reason: partial ? 'RollbackPartial' : failure.reason, message } });
}
