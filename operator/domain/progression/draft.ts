import type { PlanStep, RemediationPlanStatus, StepStatus } from '../../api/generated/types.ts';
import { isReason, type Reason } from '../../api/reasons.ts';
import { dropCondition, setCondition, type ConditionChange } from '../conditions.ts';
import { waitedAfter } from '../waits.ts';
import { columnsOf } from './columns.ts';
import { progressOf, summarise, type ProgressReason } from './phases.ts';
import type { Decision, Effect, Happening, SeenPlan } from './seen.ts';

/** One pass over one plan: what was seen, when, and its steps by order. */
export interface World {
  readonly seen: SeenPlan;
  readonly now: Date;
  readonly steps: readonly PlanStep[];
}

/** The status and the effects as far as this pass has come. */
export interface Draft {
  readonly status: RemediationPlanStatus;
  readonly effects: readonly Effect[];
  /** What the plan waits for, if this pass found something. */
  readonly hindrance?: Hindrance;
}

/** What a plan waits for. */
export interface Hindrance {
  readonly reason: string;
  readonly message: string;
  readonly by?: string;
  /** When it is tried again at the earliest. */
  readonly until?: string;
}

/** What was seen, with the steps in their order (an API list keyed by name promises none). */
export function worldOf(seen: SeenPlan, now: Date): World {
  return { seen, now, steps: seen.plan.spec.steps.toSorted((a, b) => a.order - b.order) };
}

/** The state of the step; Pending when nothing is recorded. */
export function stepStatus(draft: Draft, step: PlanStep): StepStatus {
  return draft.status.steps?.find(({ name }) => name === step.name) ?? { name: step.name, phase: 'Pending' };
}

/** The draft with some fields of one step's state changed; undefined takes a field away. */
export function withStep(draft: Draft, step: PlanStep, change: Partial<Omit<StepStatus, 'name'>>): Draft {
  const steps = (draft.status.steps ?? []).map((status) => (status.name === step.name ? clean({ ...status, ...change }) : status));
  return withStatus(draft, { steps });
}

/** The draft with some fields of the status changed; undefined takes a field away. */
export function withStatus(draft: Draft, change: Partial<RemediationPlanStatus>): Draft {
  return { ...draft, status: clean({ ...draft.status, ...change }) };
}

/** The draft with one condition changed. */
export function withCondition(world: World, draft: Draft, change: ConditionChange): Draft {
  const { generation } = world.seen.plan.metadata;
  return withStatus(draft, { conditions: setCondition(draft.status.conditions, change, world.now, generation) });
}

/** The draft with one more effect. */
export function withEffect(draft: Draft, effect: Effect): Draft {
  return { ...draft, effects: [...draft.effects, effect] };
}

/** The draft with one more thing that came to pass. */
export function withHappening(draft: Draft, happening: Happening): Draft {
  return withEffect(draft, { kind: 'happened', happening });
}

/** The draft says where the plan is. */
export function progressing(world: World, draft: Draft, reason: ProgressReason, message: string): Draft {
  return withCondition(world, draft, { type: 'Progressing', status: progressOf(reason).status, reason, message });
}

/** The draft says what the plan waits for; undefined: for nothing. */
export function blocked(draft: Draft, hindrance: Hindrance | undefined): Draft {
  return { ...draft, hindrance };
}

/** The decision that records the draft, its phase and columns computed from what it says. */
export function next(world: World, draft: Draft, requeueAfter?: number): Decision {
  const { plan, anomaly } = world.seen;
  const { status } = withHindrance(world, draft);
  const recorded = clean({
    ...status,
    ...summarise(status.conditions ?? []),
    ...columnsOf(plan, status, anomaly),
    observedGeneration: plan.metadata.generation,
  });
  return { kind: 'next', status: recorded, effects: draft.effects, ...(requeueAfter === undefined ? {} : { requeueAfter }) };
}

/** Whether that is what one says that waits for a person's yes. */
export function waitsForApproval(reason: string): boolean {
  return reason === 'ApprovalRequired' || reason === 'LowConfidence';
}

const waitOf = (reason: string): string => (waitsForApproval(reason) ? 'approval' : reason === 'Suspended' ? 'suspension' : 'place');

/** Whether that is a wait which raises the priority of a plan: one for a place, and none that a person lets go on. */
export function ages(reason: string): boolean {
  return waitOf(reason) === 'place';
}

/** Since when it waits stays that of the first wait in a row; a wait for a person is told apart from one for a place, which ages. */
function withHindrance(world: World, draft: Draft): Draft {
  const { hindrance, status } = draft;
  if (!hindrance) {
    const conditions = dropCondition(status.conditions, 'Blocked');
    return withStatus(draft, { blocked: undefined, waitedSeconds: waitedBefore(world), conditions });
  }
  const { message, by, until } = hindrance;
  const reason: Reason = isReason(hindrance.reason) ? hindrance.reason : 'Waiting';
  const was = world.seen.plan.status?.blocked;
  const goesOn = was !== undefined && waitOf(was.reason) === waitOf(reason);
  const since = goesOn ? was.since : world.now.toISOString();
  const waitedSeconds = goesOn ? status.waitedSeconds : waitedBefore(world);
  const marked = withStatus(draft, { blocked: clean({ reason, since, by, until }), waitedSeconds });
  return withCondition(world, marked, { type: 'Blocked', status: 'True', reason, message });
}

/** With the present wait, which ends; it counts only until the plan begins. */
function waitedBefore({ seen, now }: World): number | undefined {
  const { status } = seen.plan;
  const isOver = status?.startedAt === undefined && status?.blocked !== undefined && ages(status.blocked.reason);
  return isOver ? waitedAfter(status, now) : status?.waitedSeconds;
}

/** Milliseconds from now until that time, not below zero. */
export function untilMs(world: World, at: Date): number {
  return Math.max(0, at.getTime() - world.now.getTime());
}

/** The object without its undefined members. */
export function clean<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
