import { cut } from '../../api/cut.ts';
import type { PlanStep, RemediationAction } from '../../api/generated/types.ts';
import { operationDefaults } from '../planning/defaults.ts';
import { runningSteps } from './at-work.ts';
import { blocked, stepStatus, withHappening, withStep, type Draft, type Hindrance, type World } from './draft.ts';
import { boundHold, isGivenUp } from './held-step.ts';
import { endNeedless, isNeedless } from './needless-step.ts';
import { stopWanted } from './stop.ts';
import { outcomeOf, type Outcome } from './step-outcome.ts';
import { childOfStep, rename } from './step-actions.ts';
import type { Refused } from './seen.ts';

/** Each running step has the state that its action gives it; nothing changes while its action is open. */
export function settleRunning(world: World, draft: Draft): Draft {
  const hindrances: (Hindrance | undefined)[] = [];
  const settled = runningSteps(world, draft).reduce((before, step) => {
    const after = settleStep(world, blocked(before, undefined), step);
    if (stepStatus(after, step).phase === 'Running') hindrances.push(after.hindrance);
    return after;
  }, draft);
  return blocked(settled, hindranceAmong(hindrances));
}

/** A plan is hindered when nothing of it moves; a deletion counts at once, because from when on it is seen is to be known. */
function hindranceAmong(hindrances: readonly (Hindrance | undefined)[]): Hindrance | undefined {
  const deletion = hindrances.find((one) => one?.reason === 'ActionDeleted');
  return deletion ?? (hindrances.includes(undefined) ? undefined : hindrances[0]);
}

function settleStep(world: World, draft: Draft, step: PlanStep): Draft {
  const ref = stepStatus(draft, step).actionRef;
  if (!ref) return draft;
  const child = childOfStep(world, step, ref);
  switch (child.kind) {
    case 'absent':
      return draft;
    case 'refused':
      return refused(world, draft, step, child.refused);
    case 'foreign': {
      const renamed = rename(world, draft, step, ref.name);
      return stepStatus(renamed, step).phase === 'Running' ? settleStep(world, renamed, step) : renamed;
    }
    case 'vanished':
      return gone(world, draft, step, { reason: 'ActionDeleted', message: `Somebody deleted ${ref.name}; what it did is not known.` });
    case 'ours':
      return settle(world, withUid(draft, step, child.action), step, child.action);
  }
}

function withUid(draft: Draft, step: PlanStep, { metadata }: RemediationAction): Draft {
  const { actionRef } = stepStatus(draft, step);
  if (!actionRef || actionRef.uid !== undefined) return draft;
  return withStep(draft, step, { actionRef: { ...actionRef, uid: metadata.uid } });
}

function settle(world: World, draft: Draft, step: PlanStep, action: RemediationAction): Draft {
  const finishedAt = action.status?.finishedAt ?? world.now.toISOString();
  const outcome = outcomeOf(action, world.seen.others);
  switch (outcome.kind) {
    case 'open': {
      const open = blocked(draft, outcome.blocked);
      return endNeedless(world, open, step, action) ?? boundHold(world, open, step, action);
    }
    case 'succeeded':
      return action.spec.dryRun ? tellStep(draft, step, action, finishedAt) : succeedStep(world, draft, step, finishedAt);
    case 'failed':
      return failStep(world, draft, step, { ...outcome, finishedAt });
    case 'cancelled':
      return cancelled(world, draft, step, { ...outcome, finishedAt });
    default:
      return withStep(draft, step, { message: cut(outcome.message, longestMessage), ...stateAfter(outcome, finishedAt) });
  }
}

function stateAfter({ kind }: Extract<Outcome, { kind: 'needless' | 'doneByOther' | 'again' | 'takenOver' }>, finishedAt: string) {
  switch (kind) {
    case 'needless':
      return { phase: 'Skipped', reason: 'NotDegraded', finishedAt } as const;
    case 'doneByOther':
      return { phase: 'Skipped', reason: 'DoneByOther', finishedAt } as const;
    case 'again':
      return { phase: 'Pending', reason: 'WinnerFailed' } as const;
    case 'takenOver':
      return { phase: 'Cancelled', reason: 'TakenOver', finishedAt } as const;
  }
}

/** Nothing was written that would have to settle; the step says what its action found. */
function tellStep(draft: Draft, step: PlanStep, { status }: RemediationAction, finishedAt: string): Draft {
  return withStep(draft, step, { phase: 'Succeeded', reason: 'DryRun', message: cut(status?.message ?? '', longestMessage), finishedAt });
}

/** The wait begins when the action ended, not when that was noticed: a restart in between does not make it longer. */
function succeedStep({ seen }: World, draft: Draft, step: PlanStep, finishedAt: string): Draft {
  const seconds = step.waitSeconds ?? operationDefaults(seen.rules.defaults, step.action.operation).waitSeconds;
  if (seconds === 0) return withStep(draft, step, { phase: 'Succeeded', reason: undefined, message: undefined, finishedAt });
  const notBefore = new Date(Date.parse(finishedAt) + seconds * 1000).toISOString();
  const waiting = withStep(draft, step, { phase: 'Waiting', reason: undefined, message: undefined, finishedAt, notBefore });
  return withHappening(waiting, { what: 'stepSettling', step, seconds });
}

/** A missing right may be granted later, and the kill switch be lifted; what the API server calls invalid stays so. */
function refused(world: World, draft: Draft, step: PlanStep, { reason, message }: Refused): Draft {
  return reason === 'ApplyFailed' ? failStep(world, draft, step, { reason, message }) : blocked(draft, { reason, message });
}

interface Failure {
  readonly reason: string;
  readonly message: string;
  readonly finishedAt?: string;
}

function failStep(world: World, draft: Draft, step: PlanStep, failure: Failure): Draft {
  const { reason, message, finishedAt = world.now.toISOString() } = failure;
  const named = reason === '' ? 'StepFailed' : reason;
  const at = withStep(draft, step, { phase: 'Failed', reason: named, message: cut(message, longestMessage), finishedAt });
  return withHappening(at, { what: 'stepFailed', step, reason: named, message });
}

const longestMessage = 1024;

/** Asked for by the plan it is no failure: a suspended step begins anew later, a stopped one has ended. */
function cancelled(world: World, draft: Draft, step: PlanStep, outcome: Failure & Extract<Outcome, { kind: 'cancelled' }>): Draft {
  const { finishedAt, message } = outcome;
  const status = stepStatus(draft, step);
  const { reason } = status;
  if (reason === 'Suspended') return withStep(draft, step, { phase: 'Pending' });
  if (outcome.reason === 'EmergencyStopped')
    return withStep(draft, step, { phase: 'Cancelled', reason: 'EmergencyStopped', message, finishedAt });
  if (isNeedless(status)) return withStep(draft, step, { phase: 'Skipped', finishedAt });
  if (isAskedFor(reason)) return withStep(draft, step, { phase: 'Cancelled', finishedAt });
  if (isGivenUp(status)) return failStep(world, draft, step, { reason: reason ?? '', message: status.message ?? '', finishedAt });
  const failure = { reason: 'ActionCancelled', message: message || 'Somebody cancelled the action of the step.', finishedAt };
  return outcome.reason === 'Deleted' ? gone(world, draft, step, failure) : failStep(world, draft, step, failure);
}

function isAskedFor(reason: string | undefined): boolean {
  return reason === 'CancelRequested' || reason === 'Deleted' || reason === 'EmergencyStopped' || reason === 'PlanEnding';
}

/** A namespace that goes away may delete the action some seconds before its plan, and a rollback would not get far there. */
const graceMs = 10_000;

/** A deletion of the plan takes its actions along, which is no failure; of the action alone it is one, once that is sure. */
function gone(world: World, draft: Draft, step: PlanStep, failure: Failure): Draft {
  const { plan } = world.seen;
  const { finishedAt = world.now.toISOString() } = failure;
  const stop = stopWanted(plan);
  if (stop?.reason === 'Deleted')
    return withStep(draft, step, { phase: 'Cancelled', reason: 'Deleted', message: stop.message, finishedAt });
  const until = sureAt(world);
  if (stop || plan.spec.suspend || world.now >= new Date(until)) return failStep(world, draft, step, failure);
  return blocked(draft, { reason: 'ActionDeleted', message: 'The action of the step was deleted; its plan may be next.', until });
}

/** When a deletion of the action alone is taken for that; counted from the first pass that saw it. */
function sureAt({ seen, now }: World): string {
  const was = seen.plan.status?.blocked;
  const begun = was?.reason === 'ActionDeleted' ? was.until : undefined;
  return begun ?? new Date(now.getTime() + graceMs).toISOString();
}
