import { clash, type CheckedWorld } from '../../e2e/checker/arbitration-facts.ts';
import type { RemediationAction, RemediationActionSpec, RemediationActionStatus } from '../api/generated/types.ts';
import { actionRef, contenderOf, isHolding, isWaiting, type Contender } from '../domain/arbitration/contender.ts';
import { decide } from '../domain/arbitration/decide.ts';
import { planStartObjection, type PlanContender } from '../domain/arbitration/plan-start.ts';
import { rivalsAmong } from './rivals-among.ts';
import { compareRank } from '../domain/arbitration/rank.ts';
import { lockOf, overlaps, type LockTarget } from '../domain/arbitration/targets.ts';
import { statusFor } from '../domain/arbitration/verdict-status.ts';
import { at, buildAction, targetFrom } from './action-builder.ts';
import type { Incident, Job, Story } from './random-incidents.ts';
import { usualTerms } from './usual-terms.ts';

/** How a story ended. */
export interface Ending {
  /** What happened that must never happen. */
  readonly violations: readonly string[];
  /** Incidents that had not ended when nothing could happen any more. */
  readonly stuck: readonly string[];
  readonly ended: number;
  readonly rolledBack: number;
  readonly superseded: number;
}

interface SimAction {
  action: RemediationAction;
  readonly job: Job;
  readonly plan?: SimPlan;
  sentBack: number;
}

interface SimPlan {
  readonly incident: Incident;
  readonly uid: string;
  readonly createdAt: number;
  readonly targets: readonly LockTarget[];
  phase: 'AwaitingApproval' | 'Pending' | 'Executing' | 'RollingBack' | 'Ended';
  approved: boolean;
  blockedSince?: number;
  step: number;
  readonly done: SimAction[];
  current?: SimAction;
  made: number;
}

type Outcome = 'none' | 'open' | 'succeeded' | 'failed' | 'doneByOther' | 'again';

const outcomes: Readonly<Partial<Record<string, Outcome>>> = { Succeeded: 'succeeded', Failed: 'failed', Rejected: 'failed' };
const threshold = 0.7;

/** Plays a story over the pure functions of arbitration, event by event, until nothing more can happen. */
export class Simulation {
  readonly #story: Story;
  readonly #world: CheckedWorld;
  readonly #actions = new Map<string, SimAction>();
  readonly #plans: SimPlan[] = [];
  readonly #events: { at: number; happen: () => void }[] = [];
  readonly #violations = new Set<string>();
  #now = 0;
  #rolledBack = 0;
  #superseded = 0;

  constructor(story: Story) {
    this.#story = story;
    this.#world = { placement: story.placement, threshold, maxActive: story.maxActive, scope: story.scope };
  }

  play(): Ending {
    for (const incident of this.#story.incidents) this.#at(incident.at, () => this.#arrive(incident));
    for (let next = this.#next(); next; next = this.#next()) {
      this.#now = next.at;
      next.happen();
      if (this.#events.some((event) => event.at === this.#now)) continue;
      this.#settle();
    }
    const stuck = [
      ...this.#plans.filter(({ phase }) => phase !== 'Ended').map(({ incident, phase }) => `${incident.name} ${phase}`),
      ...this.#unfinished().map(({ action }) => `${action.metadata.name} ${action.status?.reason ?? ''}`),
    ];
    return {
      violations: [...this.#violations],
      stuck,
      ended: this.#story.incidents.length - stuck.length,
      rolledBack: this.#rolledBack,
      superseded: this.#superseded,
    };
  }

  #at(second: number, happen: () => void): void {
    this.#events.push({ at: second, happen });
  }

  #next(): { at: number; happen: () => void } | undefined {
    let best = 0;
    for (let index = 1; index < this.#events.length; index += 1) {
      if ((this.#events[index]?.at ?? Infinity) < (this.#events[best]?.at ?? Infinity)) best = index;
    }
    return this.#events.splice(best, 1)[0];
  }

  #date(): Date {
    return new Date(at(this.#now));
  }

  #unfinished(): SimAction[] {
    return [...this.#actions.values()].filter(({ action }) => isWaiting(action) || isHolding(action));
  }

  #arrive(incident: Incident): void {
    const { kind, source, confidence, jobs } = incident;
    const asks = source === 'ai_driven' && confidence < threshold;
    const [job] = jobs;
    if (kind === 'action' && job) {
      const one = this.#create(incident.name, job, { source, confidence, priority: incident.priority });
      if (asks) this.#at(this.#now + incident.approvalAfter, () => this.#answer(one, incident.approves));
      return;
    }
    const targets = jobs.map(({ target }) => this.#lock(target));
    const phase = asks ? 'AwaitingApproval' : 'Pending';
    const createdAt = this.#date().getTime();
    const plan: SimPlan = { incident, uid: `uid-${incident.name}`, createdAt, targets, phase, approved: false, step: 0, done: [], made: 0 };
    this.#plans.push(plan);
    if (asks) this.#at(this.#now + incident.approvalAfter, () => this.#answerPlan(plan));
  }

  #answer(one: SimAction, approves: boolean): void {
    if (!isWaiting(one.action)) return;
    const decision = approves ? 'Approved' : 'Denied';
    one.action = { ...one.action, spec: { ...one.action.spec, approval: { decision, by: 'eve' } } };
    if (!approves) this.#write(one, { ...one.action.status, phase: 'Rejected', reason: 'ApprovalDenied' });
  }

  #answerPlan(plan: SimPlan): void {
    plan.approved = plan.incident.approves;
    plan.phase = plan.approved ? 'Pending' : 'Ended';
  }

  #lock(target: string): LockTarget {
    return lockOf({ ...targetFrom(target), nodes: this.#story.placement[target] });
  }

  #create(name: string, job: Job, spec: Partial<RemediationActionSpec>, plan?: SimPlan): SimAction {
    const { type, operation, target, parameters } = job;
    const action = buildAction({ name, type, operation, target, parameters, createdAt: Math.floor(this.#now), ...spec });
    const one: SimAction = { action, job, sentBack: 0, ...(plan && { plan }) };
    this.#actions.set(actionRef(action), one);
    return one;
  }

  #write(one: SimAction, status: RemediationActionStatus): void {
    one.action = { ...one.action, status };
  }

  /** Plans and actions are moved until nothing moves any more, as the controllers do after every change. */
  #settle(): void {
    for (let moved = true; moved;) {
      moved = this.#startPlans();
      moved = this.#judge() || moved;
      for (const plan of this.#plans) moved = this.#advance(plan) || moved;
    }
    this.#check();
  }

  #contenders(): Contender[] {
    return this.#unfinished().map(({ action, job, plan }) => contenderOf(action, plan?.uid, this.#lock(job.target)));
  }

  #planContender({ incident, uid, targets, approved, blockedSince, createdAt }: SimPlan): PlanContender {
    const { name, source, priority } = incident;
    return { uid, ref: `RemediationPlan/x/${name}`, source, approved, priority, dryRun: false, targets, createdAt, blockedSince };
  }

  #startPlans(): boolean {
    const now = this.#date();
    let moved = false;
    const actions = this.#contenders();
    const inOrder = this.#plans
      .filter(({ phase }) => phase === 'Pending')
      .sort((a, b) => compareRank(this.#planContender(a), this.#planContender(b), now));
    for (const plan of inOrder) {
      const contenders = (phases: readonly string[]) =>
        this.#plans.filter(({ phase }) => phases.includes(phase)).map((one) => this.#planContender(one));
      const all = { executing: contenders(['Executing', 'RollingBack']), pending: contenders(['Pending']), actions };
      if (planStartObjection({ candidate: this.#planContender(plan), rivals: rivalsAmong(all), threshold }, now)) {
        plan.blockedSince ??= now.getTime();
        continue;
      }
      plan.phase = 'Executing';
      moved = true;
    }
    return moved;
  }

  #judge(): boolean {
    const contenders = this.#contenders();
    const executing = this.#plans.filter(({ phase }) => phase === 'Executing' || phase === 'RollingBack');
    const holds = executing.flatMap(({ uid, targets, incident }) =>
      targets.map(({ key }) => [key, { uid, ref: `RemediationPlan/x/${incident.name}` }] as const),
    );
    const seen = {
      ...usualTerms,
      holding: contenders.filter(({ heldSince }) => heldSince !== undefined),
      waiting: contenders.filter(({ heldSince }) => heldSince === undefined),
      holds: new Map(holds),
      maxActive: this.#story.maxActive,
      threshold,
      scope: this.#story.scope,
    };
    const { verdicts } = decide(seen, this.#date());
    let moved = false;
    for (const one of this.#unfinished()) {
      const verdict = verdicts.get(one.action.metadata.uid);
      if (!verdict || verdict.kind === 'paused') continue;
      this.#write(one, statusFor(one.action, verdict, { now: this.#date(), specHash: '' }));
      if (verdict.kind === 'admitted') this.#begin(one);
      if (verdict.kind === 'ended') this.#superseded += 1;
      moved ||= verdict.kind === 'admitted' || verdict.kind === 'ended';
    }
    return moved;
  }

  #begin(one: SimAction): void {
    if (one.sentBack < one.job.sentBack && !one.action.spec.compensates) {
      one.sentBack += 1;
      this.#at(this.#now + 1, () => this.#sendBack(one));
    } else {
      this.#at(this.#now + one.job.seconds, () => {
        const phase = one.job.succeeds || one.action.spec.compensates ? 'Succeeded' : 'Failed';
        this.#write(one, { ...one.action.status, phase });
      });
    }
  }

  #sendBack(one: SimAction): void {
    const blocked = { reason: 'EvictionBlocked', since: at(this.#now), until: at(this.#now + 30) };
    const conditions = one.action.status?.conditions?.map((condition) => ({ ...condition, status: 'False' as const }));
    this.#write(one, { ...one.action.status, phase: 'Blocked', blocked, conditions });
    this.#at(this.#now + 30, () => undefined);
  }

  /** One step of a plan further; true when something changed. */
  #advance(plan: SimPlan): boolean {
    if (plan.phase !== 'Executing' && plan.phase !== 'RollingBack') return false;
    const outcome = this.#outcomeOf(plan.current);
    if (outcome === 'open') return false;
    if (plan.phase === 'RollingBack') return this.#undoNext(plan);
    if (outcome === 'failed') {
      plan.phase = 'RollingBack';
      this.#rolledBack += 1;
      return this.#undoNext(plan);
    }
    if (outcome === 'succeeded' && plan.current) plan.done.push(plan.current);
    if (outcome === 'succeeded' || outcome === 'doneByOther') plan.step += 1;
    this.#beginStep(plan);
    return true;
  }

  #beginStep(plan: SimPlan): void {
    const job = plan.incident.jobs[plan.step];
    if (!job) {
      plan.phase = 'Ended';
      return;
    }
    const { source, confidence, priority, name } = plan.incident;
    plan.made += 1;
    plan.current = this.#create(`${name}-${plan.made}`, job, { source: plan.approved ? 'manual' : source, confidence, priority }, plan);
  }

  #undoNext(plan: SimPlan): boolean {
    const undone = plan.done.pop();
    if (!undone) {
      plan.phase = 'Ended';
      return true;
    }
    const { name, uid } = undone.action.metadata;
    plan.current = this.#create(`${name}-undo`, undone.job, { compensates: { name, uid }, priority: 1, source: 'manual' }, plan);
    return true;
  }

  #outcomeOf(one: SimAction | undefined): Outcome {
    if (!one) return 'none';
    const { phase = 'Pending', arbitration } = one.action.status ?? {};
    return phase === 'Superseded' ? this.#outcomeOfWinner(arbitration?.winner) : (outcomes[phase] ?? 'open');
  }

  #outcomeOfWinner(ref = ''): Outcome {
    const winner = this.#actions.get(ref)?.action;
    if (!winner || isHolding(winner) || isWaiting(winner)) return 'open';
    return winner.status?.phase === 'Succeeded' ? 'doneByOther' : 'again';
  }

  #check(): void {
    const holding = this.#unfinished().filter(({ action }) => isHolding(action));
    for (const [index, a] of holding.entries()) for (const b of holding.slice(index + 1)) this.#checkPair(a, b);
    this.#checkIdle(holding);
    const executing = this.#plans.filter(({ phase }) => phase === 'Executing' || phase === 'RollingBack');
    for (const [index, a] of executing.entries()) {
      for (const b of executing.slice(index + 1)) {
        if (a.targets.some((x) => b.targets.some((y) => overlaps(x, y)))) this.#violations.add(`${a.uid} and ${b.uid} hold the same`);
      }
      const intruder = holding.find(
        ({ plan, action, job }) => plan !== a && isIn(a.targets, this.#lock(job.target)) && !isWatching(action),
      );
      if (intruder) this.#violations.add(`${intruder.action.metadata.name} runs on what ${a.uid} holds`);
    }
  }

  /** Whoever waits for a place waits for somebody who is at work: so no wait is longer than the timeouts of those ahead, all together. */
  #checkIdle(holding: readonly SimAction[]): void {
    const waiting = this.#unfinished().filter(({ action }) => action.status?.phase === 'Blocked');
    const pauses = waiting.some(({ action }) => (action.status?.blocked?.until ?? '') > at(this.#now));
    const [first] = waiting;
    if (first && holding.length === 0 && !pauses) this.#violations.add(`${first.action.metadata.name} waits though nobody is at work`);
  }

  #checkPair(a: SimAction, b: SimAction): void {
    const why = clash(a.action, b.action, this.#world) ?? clash(b.action, a.action, this.#world);
    const undoes = a.action.spec.compensates !== undefined || b.action.spec.compensates !== undefined;
    if (why === 'same_target' || (why !== undefined && !undoes)) {
      this.#violations.add(`${a.action.metadata.name} and ${b.action.metadata.name} run together: ${why}`);
    }
  }
}

function isIn(targets: readonly LockTarget[], lock: LockTarget): boolean {
  return targets.some(({ key }) => key === lock.key);
}

function isWatching({ spec }: RemediationAction): boolean {
  return spec.operation === 'monitor_mco' || spec.operation === 'observe';
}
