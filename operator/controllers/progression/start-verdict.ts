import { controllerOf } from '../../api/resource.ts';
import { targetString } from '../../api/target.ts';
import { isActionOver } from '../../api/terminal-phases.ts';
import type { Mode, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { contenderOf, targetOf, type Contender } from '../../domain/arbitration/contender.ts';
import { planStartObjection, type PlanContender } from '../../domain/arbitration/plan-start.ts';
import type { LockTarget } from '../../domain/arbitration/targets.ts';
import { ruleOverAction } from '../../domain/policy/approval-rules.ts';
import { approvalNeeded, isApproved, type ApprovalTerms } from '../../domain/progression/approval.ts';
import { ages } from '../../domain/progression/draft.ts';
import { holdsTargets } from '../../domain/progression/phases.ts';
import { isLimitReason, type Hold } from '../../domain/limits/hold.ts';
import type { RightsVerdict, StartVerdict } from '../../domain/progression/seen.ts';
import { stopWanted } from '../../domain/progression/stop.ts';
import { wishOfPlan } from '../limits/limits.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import type { PlanLocks } from './plan-locks.ts';
import { StartIndex, type PlanRole } from './start-index.ts';

type Needed = Pick<EngineDeps, 'caches' | 'policy' | 'limits' | 'clock'>;

/** Modes in which a plan touches nothing, so that it waits for nobody and nobody for it. */
const idle: ReadonlySet<Mode | undefined> = new Set<Mode>(['DryRun', 'Observe']);

/** Whether only the targets keep the plan from starting. */
export function wantsToStart(plan: RemediationPlan, terms: ApprovalTerms): boolean {
  const { spec, status } = plan;
  const waits = status?.phase === undefined || status.phase === 'Pending';
  return waits && !spec.suspend && !idle.has(spec.mode) && !stopWanted(plan) && approvalNeeded(plan, terms) === undefined;
}

/** What the plan does with its targets; undefined when it neither holds them nor wants to. */
function roleOf(plan: RemediationPlan, terms: ApprovalTerms): PlanRole | undefined {
  if (plan.spec.mode !== 'DryRun' && holdsTargets(plan.status?.phase)) return 'executing';
  return wantsToStart(plan, terms) ? 'pending' : undefined;
}

/** Index of the actions cache: what an unfinished action locks. */
const byLock = 'progression/lock';

/** Judges the start of plans; from its making on it hears of every change of plans and actions. */
export class PlanStarts {
  readonly #deps: Needed;
  readonly #index = new StartIndex();
  readonly #locks: PlanLocks;
  /** Plans that a limit keeps from starting: they reserve nothing. */
  readonly #held = new Set<string>();

  constructor(deps: Needed, locks: PlanLocks) {
    this.#deps = deps;
    this.#locks = locks;
    const { plans, actions } = deps.caches;
    actions.addIndex(byLock, (action) => (isActionOver(action) ? [] : [targetOf(action).key]));
    plans.onChange(({ kind, object }) => (kind === 'deleted' ? this.#drop(object.metadata.uid) : this.#place(object)));
    locks.onRead((uid) => {
      const plan = plans.getByUid(uid);
      if (plan) this.#place(plan);
    });
    for (const plan of plans.list()) this.#place(plan);
  }

  /** What the plans in play lock is known as well as it can be; call it before the verdict, without keeping others out: it needs time. */
  async read(candidate: RemediationPlan): Promise<void> {
    if (candidate.spec.mode !== 'DryRun') await this.#locks.refresh(candidate);
    await this.#deps.limits.confirm([wishOfPlan(candidate)]);
  }

  /** Whether the plan may take all its targets now; right only while nothing else starts, is admitted or ends. */
  verdict(plan: RemediationPlan): StartVerdict {
    const { clock, policy, limits } = this.#deps;
    const hold = limits.onPlan(plan, this.#locks.of(plan));
    this.#note(plan, hold);
    if (hold) return waiting(hold);
    const { executing, preferred, pending } = this.#index;
    const rivals = { executing, preferred, pending, actions: (targets: readonly LockTarget[]) => this.#actions(targets) };
    const candidate = contender(plan, this.#locks);
    const objection = planStartObjection({ candidate, rivals, threshold: policy().confidenceThreshold }, clock.now());
    if (!objection) return { kind: 'may' };
    return { kind: 'waits', ...objection, message: messages[objection.reason](objection.by) };
  }

  /** Whether the engine may do what the plan is to begin with, for whoever decides whether it shall. */
  async rights(plan: RemediationPlan): Promise<RightsVerdict> {
    const lack = await this.#deps.limits.lackFor(plan);
    return lack ? { kind: 'lacking', message: lack.message } : { kind: 'granted' };
  }

  #place(plan: RemediationPlan): void {
    const { uid } = plan.metadata;
    const role = this.#held.has(uid) && !holdsTargets(plan.status?.phase) ? undefined : roleOf(plan, this.#deps.policy());
    if (role) this.#locks.follow(plan);
    else this.#locks.leave(uid);
    if (role) this.#index.put(contender(plan, this.#locks), role);
    else this.#index.remove(uid);
  }

  #note(plan: RemediationPlan, hold: Hold | undefined): void {
    const { uid } = plan.metadata;
    if (this.#held.has(uid) === (hold !== undefined)) return;
    if (hold) this.#held.add(uid);
    else this.#held.delete(uid);
    this.#place(plan);
  }

  #drop(uid: string): void {
    this.#held.delete(uid);
    this.#locks.forget(uid);
    this.#index.remove(uid);
  }

  *#actions(targets: readonly LockTarget[]): Generator<Contender> {
    const { plans, actions } = this.#deps.caches;
    const { rules } = this.#deps.policy().approval;
    for (const key of new Set(targets.map((target) => target.key))) {
      for (const action of actions.byIndex(byLock, key)) {
        const owner = controllerOf(action);
        const planUid = owner && plans.getByUid(owner.uid)?.metadata.uid;
        if (isHeldByLimit(action)) continue;
        yield { ...contenderOf(action, planUid), ...ruleOverAction(rules, action, planUid) };
      }
    }
  }
}

function waiting({ reason, message, by, until }: Hold): StartVerdict {
  return { kind: 'waits', reason, message, ...(by !== undefined && { by }), ...(until && { until: until.toISOString() }) };
}

/** Such a one reserves nothing, as in arbitration; one that only waits for its token does. */
function isHeldByLimit({ status }: RemediationAction): boolean {
  const reason = status?.phase === 'Blocked' ? status.blocked?.reason : undefined;
  return reason !== undefined && reason !== 'RateLimited' && isLimitReason(reason);
}

const messages = {
  TargetHeld: (by: string) => `${by} holds one of its targets, or comes before it.`,
  DeterministicPreferred: (by: string) => `${by} wants one of its targets and goes before what a model asks for.`,
};

function contender(plan: RemediationPlan, locks: PlanLocks): PlanContender {
  const { metadata, spec, status } = plan;
  return {
    uid: metadata.uid,
    ref: targetString({ kind: 'RemediationPlan', namespace: metadata.namespace, name: metadata.name }),
    createdAt: Date.parse(metadata.creationTimestamp),
    priority: spec.priority,
    source: spec.source,
    approved: isApproved(plan),
    dryRun: spec.mode === 'DryRun',
    targets: locks.of(plan),
    waitedMs: (status?.waitedSeconds ?? 0) * 1000,
    ...(status?.blocked && ages(status.blocked.reason) && { blockedSince: Date.parse(status.blocked.since) }),
  };
}
