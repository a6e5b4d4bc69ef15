import type { RemediationPlan, Target } from '../../api/generated/types.ts';
import { resolveNamespace, targetKey } from '../../api/target.ts';
import { lockOf, unresolvedLock, type LockTarget } from '../../domain/arbitration/targets.ts';
import { holdsTargets } from '../../domain/progression/phases.ts';
import { Terminal, Transient } from '../../kube/errors.ts';
import { inBatches } from '../../kube/in-batches.ts';
import { resolveTarget, standsForMore } from '../../kube/resolve-target.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** One object as it was read. */
interface Read {
  readonly lock: LockTarget;
  readonly uid?: string;
}

interface Known {
  /** By the key of the object that the step names. */
  readonly reads: ReadonlyMap<string, Read>;
  readonly at: number;
}

/** Pods move; what a plan locks is read again when it is older than this. */
const freshMs = 30_000;
/** So many plans are read at once. */
const together = 8;

/** What plans in play lock, read live and remembered for a short while, so that many waiting plans do not read the same again and again. */
export class PlanLocks {
  readonly #deps: Pick<EngineDeps, 'client' | 'clock' | 'limits'>;
  readonly #known = new Map<string, Known>();
  /** The plans in play, those that were never read first, then the one that was read longest ago. */
  readonly #unread = new Map<string, RemediationPlan>();
  readonly #read = new Map<string, RemediationPlan>();
  readonly #reading = new Map<string, Promise<void>>();
  #listener: (uid: string) => void = () => undefined;

  constructor(deps: Pick<EngineDeps, 'client' | 'clock' | 'limits'>) {
    this.#deps = deps;
  }

  /** The listener hears of each plan whose locks were read, at once. */
  onRead(listener: (uid: string) => void): void {
    this.#listener = listener;
  }

  /** The plan is in play, or is so still in another version: its locks are read before the next plan is judged, and then kept fresh. */
  follow(plan: RemediationPlan): void {
    const { uid } = plan.metadata;
    (this.#read.has(uid) ? this.#read : this.#unread).set(uid, plan);
  }

  /** The plan is not in play any more; what was read last is still told. */
  leave(uid: string): void {
    this.#read.delete(uid);
    this.#unread.delete(uid);
  }

  /** Nothing is remembered of the plan. */
  forget(uid: string): void {
    this.leave(uid);
    this.#known.delete(uid);
  }

  /**
   * The locks of all plans in play are known, none older than half a minute, so that the candidate can be judged. What cannot be read just
   * now is thrown only when its own start or its safety depends on it: one waiting plan must not keep all others from starting.
   */
  async refresh(candidate: RemediationPlan): Promise<void> {
    const stale = [...this.#unread.values(), ...this.#old()];
    await inBatches(stale, together, (plan) => this.#readFor(plan, candidate));
  }

  *#old(): Generator<RemediationPlan> {
    for (const [uid, plan] of this.#read) {
      if (this.#deps.clock.monotonic() - (this.#known.get(uid)?.at ?? 0) < freshMs) return;
      yield plan;
    }
  }

  /** Several workers may want the same at once; it is read once. */
  async #readFor(plan: RemediationPlan, candidate: RemediationPlan): Promise<void> {
    const { uid } = plan.metadata;
    const reading = this.#reading.get(uid) ?? this.#readNow(plan).finally(() => this.#reading.delete(uid));
    this.#reading.set(uid, reading);
    await reading.catch((error: unknown) => {
      if (!(error instanceof Transient) || this.#mustBeRead(plan, candidate)) throw error;
    });
  }

  #mustBeRead({ metadata, status }: RemediationPlan, candidate: RemediationPlan): boolean {
    if (metadata.uid === candidate.metadata.uid) return true;
    return holdsTargets(status?.phase) && !this.#known.has(metadata.uid);
  }

  /** What the plan locks, as last read; before that the objects that its steps name. */
  of(plan: RemediationPlan): readonly LockTarget[] {
    const known = this.#known.get(plan.metadata.uid);
    if (known) return [...known.reads.values()].map(({ lock }) => lock);
    return plan.spec.steps.map(({ action }) => unresolvedLock(action.target, plan.metadata.namespace));
  }

  /** Uid of the object that a step of the plan names, if it was read. */
  uidOf({ metadata }: RemediationPlan, target: Target): string | undefined {
    return this.#known.get(metadata.uid)?.reads.get(targetKey(target))?.uid;
  }

  async #readNow({ metadata, spec }: RemediationPlan): Promise<void> {
    const { uid } = metadata;
    const reads = new Map<string, Read>();
    for (const { action } of spec.steps) {
      const target = resolveNamespace(action.target, metadata.namespace);
      if (!reads.has(targetKey(target))) reads.set(targetKey(target), await this.#resolve(target));
    }
    this.#known.set(uid, { reads, at: this.#deps.clock.monotonic() });
    this.#toTheEnd(uid);
    this.#listener(uid);
  }

  /** It may have left, or changed, while it was read. */
  #toTheEnd(uid: string): void {
    const plan = this.#read.get(uid) ?? this.#unread.get(uid);
    this.leave(uid);
    if (plan) this.#read.set(uid, plan);
  }

  /**
   * What cannot be read is locked as it is named, and the action itself will say what is wrong with it; for now only where nothing else can be
   * locked by it. An API that does not answer must not keep all other plans from starting.
   */
  async #resolve(target: Target): Promise<Read> {
    const named = { lock: unresolvedLock(target, target.namespace) };
    try {
      const resolution = await resolveTarget(this.#deps.client, target, target.namespace);
      this.#deps.limits.saw(target, resolution);
      return resolution.kind === 'found' ? { lock: lockOf(resolution.target), uid: resolution.object.metadata.uid } : named;
    } catch (error) {
      if (error instanceof Terminal || (error instanceof Transient && !standsForMore(target))) return named;
      throw error;
    }
  }
}
