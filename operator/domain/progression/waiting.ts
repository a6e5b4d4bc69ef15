import type { RemediationPlan } from '../../api/generated/types.ts';
import { clearedCondition } from '../limits/clearance.ts';
import { suspendedHold } from '../limits/suspended.ts';
import { approvalNeeded, refusal, type ApprovalNeed } from './approval.ts';
import { blocked, next, progressing, untilMs, withCondition, withHappening, withStatus, type Draft, type World } from './draft.ts';
import { fail, type Cause } from './ending.ts';
import { stopWanted } from './stop.ts';
import { objectionToPlan } from './validate-plan.ts';
import type { Decision, RightsVerdict, StartVerdict } from './seen.ts';
import { ensureFinalizer } from './step-actions.ts';

/** Why a plan that has not begun ends without a failure; undefined when it goes on. */
function endBeforeStart({ seen }: World): Cause | undefined {
  const { plan, anomaly } = seen;
  const stop = stopWanted(plan);
  if (stop) return { reason: stop.reason, message: stop.message };
  if (plan.spec.mode === 'Observe') return { reason: 'ObserveOnly', message: 'Its mode is Observe, so nothing is done.' };
  if (anomaly?.spec.resolvedAt !== undefined || anomaly?.status?.phase === 'Resolved')
    return { reason: 'AnomalyResolved', message: 'The anomaly ended before the plan began.' };
  return refusal(plan);
}

/** One step further for a plan that has not begun: it ends, waits for a person, waits for its targets, or takes them all at once. */
export function decideWaiting(world: World, draft: Draft): Decision {
  const { plan, rules } = world.seen;
  const awaiting = draft.status.phase === 'AwaitingApproval';
  const objection = awaiting ? undefined : objectionToPlan(plan, rules);
  if (objection) return fail(world, draft, 'Failed', objection);
  const cause = endBeforeStart(world);
  if (cause) return fail(world, draft, 'Cancelled', cause);
  if (rules.suspended) return next(world, blocked(progressing(world, draft, 'Queued', suspendedHold.message), suspendedHold));
  const needed = plan.spec.mode === 'DryRun' ? undefined : approvalNeeded(plan, rules);
  if (needed) return awaitApproval(world, draft, needed);
  const nobodyAsked = withStatus(draft, { approvalAskedAt: undefined });
  const queued = progressing(world, nobodyAsked, 'Queued', 'The plan waits for its turn.');
  return awaiting ? next(world, queued, 0) : decideStart(world, queued);
}

/** A request stands for so long, whatever held the plan in between; what the policy said meanwhile is taken as it is now. */
function awaitApproval(world: World, draft: Draft, need: ApprovalNeed): Decision {
  const { plan, rules, answers } = world.seen;
  const { expirySeconds } = rules.approval;
  const approvalAskedAt = plan.status?.approvalAskedAt ?? world.now.toISOString();
  const since = new Date(approvalAskedAt);
  const until = new Date(since.getTime() + expirySeconds * 1000);
  if (world.now >= until)
    return fail(world, draft, 'Cancelled', { reason: 'ApprovalExpired', message: `Nobody approved it within ${expirySeconds} s.` });
  const { rights } = answers;
  if (!rights) return { kind: 'ask', ask: { kind: 'rights' } };
  const { reason, message } = withLack(need, rights);
  const asked = withStatus(progressing(world, draft, reason, message), { approvalAskedAt });
  const waiting = blocked(asked, { reason, message, until: until.toISOString() });
  const most = rights.kind === 'lacking' ? retryStartMs : Infinity;
  return next(world, waiting, Math.min(untilMs(world, until), most));
}

/** Whoever approves is to know before that nothing comes of it yet. */
function withLack(need: ApprovalNeed, rights: RightsVerdict): ApprovalNeed {
  return rights.kind === 'granted' ? need : { ...need, message: `Approved, it would still wait: ${rights.message} ${need.message}` };
}

function decideStart(world: World, draft: Draft): Decision {
  const { plan, answers } = world.seen;
  if (plan.spec.suspend) return next(world, suspendedBeforeStart(draft));
  const verdict = answers.start;
  if (!verdict) return { kind: 'ask', ask: { kind: 'start' } };
  const recorded = recordClearance(world, draft, verdict);
  if (verdict.kind === 'may') return start(world, recorded, plan);
  const until = verdict.until === undefined ? retryStartMs : untilMs(world, new Date(verdict.until));
  return next(world, blocked(tellWinner(recorded, plan, verdict), verdict), Math.min(until, retryStartMs));
}

/** That a person let it go on is recorded, and told, in the same step in which it does. */
function recordClearance(world: World, draft: Draft, verdict: StartVerdict): Draft {
  const { metadata, status } = world.seen.plan;
  const cleared = clearedCondition(metadata, status?.blocked, verdict.kind === 'waits' ? verdict.reason : undefined);
  return cleared ? withHappening(withCondition(world, draft, cleared), { what: 'blockCleared', message: cleared.message }) : draft;
}

/** Told when another comes to stand before it; a limit is nobody. */
function tellWinner(draft: Draft, { status }: RemediationPlan, { by, reason, message }: Extract<StartVerdict, { kind: 'waits' }>): Draft {
  const isRival = reason === 'TargetHeld' || reason === 'DeterministicPreferred';
  if (!isRival || by === undefined || by === status?.blocked?.by) return draft;
  return withHappening(draft, { what: 'planLost', winner: by, reason, message });
}

/** A change elsewhere wakes a waiting plan; this is only for what no watch shows, such as a pod that moved to another node, or a right. */
const retryStartMs = 12_000;

function suspendedBeforeStart(draft: Draft): Draft {
  return blocked(draft, { reason: 'Suspended', message: 'The plan is suspended and does not begin until that ends.' });
}

function start(world: World, draft: Draft, { spec }: RemediationPlan): Decision {
  const begun = progressing(world, draft, 'Executing', `All targets are taken; ${spec.steps.length} steps follow.`);
  const started = withStatus(begun, { startedAt: world.now.toISOString() });
  return next(world, ensureFinalizer(world, withHappening(started, { what: 'planStarted' })), 0);
}
