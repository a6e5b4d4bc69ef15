import type { RemediationPlan, Target } from '../../api/generated/types.ts';
import { resolveNamespace, targetKey } from '../../api/target.ts';
import { lockOf, unresolvedLock, type LockTarget } from '../../domain/arbitration/targets.ts';
import { holdsTargets } from '../../domain/progression/phases.ts';
import { Terminal, Transient } from '../../kube/errors.ts';
import { resolveTarget } from '../../kube/resolve-target.ts';
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

/** What plans lock, read live and remembered for a short while, so that many waiting plans do not read the same again and again. */
export class PlanLocks {
  readonly #deps: Pick<EngineDeps, 'client' | 'clock'>;
  readonly #known = new Map<string, Known>();

  constructor(deps: Pick<EngineDeps, 'client' | 'clock'>) {
    this.#deps = deps;
  }

  /**
   * The locks of these plans are known, none older than half a minute, so that the candidate can be judged. What cannot be read just now
   * is thrown only when its own start or its safety depends on it: one waiting plan must not keep all others from starting.
   */
  async refresh(plans: readonly RemediationPlan[], candidate: RemediationPlan): Promise<void> {
    for (const plan of plans) {
      if (this.#isFresh(plan)) continue;
      await this.#read(plan).catch((error: unknown) => {
        if (!(error instanceof Transient) || this.#mustBeRead(plan, candidate)) throw error;
      });
    }
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

  /** Nothing is remembered of plans but these. */
  keep(plans: readonly RemediationPlan[]): void {
    const uids = new Set(plans.map(({ metadata }) => metadata.uid));
    for (const uid of this.#known.keys()) if (!uids.has(uid)) this.#known.delete(uid);
  }

  #isFresh({ metadata }: RemediationPlan): boolean {
    const known = this.#known.get(metadata.uid);
    return known !== undefined && this.#deps.clock.monotonic() - known.at < freshMs;
  }

  async #read({ metadata, spec }: RemediationPlan): Promise<void> {
    const reads = new Map<string, Read>();
    for (const { action } of spec.steps) {
      const target = resolveNamespace(action.target, metadata.namespace);
      if (!reads.has(targetKey(target))) reads.set(targetKey(target), await this.#resolve(target));
    }
    this.#known.set(metadata.uid, { reads, at: this.#deps.clock.monotonic() });
  }

  /** What cannot be read is locked as it is named: the action itself will say what is wrong with it. */
  async #resolve(target: Target): Promise<Read> {
    const named = { lock: unresolvedLock(target, target.namespace) };
    try {
      const resolution = await resolveTarget(this.#deps.client, target, target.namespace);
      return resolution.kind === 'found' ? { lock: lockOf(resolution.target), uid: resolution.object.metadata.uid } : named;
    } catch (error) {
      if (error instanceof Terminal) return named;
      throw error;
    }
  }
}
