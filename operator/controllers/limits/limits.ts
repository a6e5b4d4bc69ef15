import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { resolveNamespace } from '../../api/target.ts';
import type { EngineObject } from '../../api/terminal-phases.ts';
import type { NodePlaces } from '../../domain/arbitration/node-seats.ts';
import { unresolvedLock, type LockTarget } from '../../domain/arbitration/targets.ts';
import type { TokenBucket } from '../../domain/arbitration/token-bucket.ts';
import { clearanceOf } from '../../domain/limits/clearance.ts';
import type { Hold } from '../../domain/limits/hold.ts';
import { lackedRights } from '../../domain/limits/lacked-rights.ts';
import { holdOn, holdsOn, type LimitWorld, type Wish } from '../../domain/limits/hold-on.ts';
import type { GroupState } from '../../domain/limits/storms.ts';
import { modelsHeldUntil } from '../../domain/limits/source-suspended.ts';
import { isApproved } from '../../domain/progression/approval.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { askerOf } from './asker.ts';
import { makeHistory } from './history.ts';
import { makeNodeLimits } from './node-limits.ts';
import { makeProtectionRights } from './protection-rights.ts';
import { makeReading, type Reading } from './reading.ts';
import { countsUntil } from './still-counts.ts';
import { makeTargetFacts } from './target-facts.ts';
import { makeWindowStates } from './window-states.ts';
import { makeWorkRights } from './work-rights.ts';

/** Says what keeps an action or a plan from beginning although nothing competes with it. */
export interface Limits extends Reading {
  /** `planUid`: of the plan that really owns it. `lock`: what its target stands for, if that was read. */
  onAction(action: RemediationAction, planUid: string | undefined, lock?: LockTarget): Hold | undefined;
  /** `locks`: what its targets stand for, if that was read. */
  onPlan(plan: RemediationPlan, locks?: readonly LockTarget[]): Hold | undefined;
  /** All that holds it, for whoever wants to know before. */
  onWish(wish: Wish): readonly Hold[];
  /** Which right of the engine's own would keep the plan from beginning, as the API server says just now; undefined when none is known to. */
  lackFor(plan: RemediationPlan): Promise<Hold | undefined>;
  /** Until when nothing begins that only a model asks for, because too much of it failed; undefined while it may. */
  modelsHeldUntil(): Date | undefined;
  /** What admissions take their tokens from. */
  bucket(): TokenBucket;
  /** Where work on nodes takes its place. */
  nodePlaces(): NodePlaces;
  /** Until when some of these, which have ended, count for a limit: milliseconds since the epoch, Infinity for as long as others are kept. */
  countsUntil(objects: readonly EngineObject[]): number;
  /** How the groups of nodes are just now, by name. */
  nodeGroups(): ReadonlyMap<string, GroupState>;
}

/** What was asked for so lately is not asked again. */
const lackMs = 3000;

type Needed = Pick<EngineDeps, 'policy' | 'clock' | 'caches' | 'client' | 'log' | 'settings' | 'rights'>;

/** The limits of the policy that holds just now. */
export function makeLimits(deps: Needed): Limits {
  const { policy, clock, caches } = deps;
  const facts = makeTargetFacts(deps);
  const rights = makeProtectionRights(deps);
  const own = makeWorkRights(deps);
  const history = makeHistory(caches);
  const nodes = makeNodeLimits(deps);
  const stateOf = makeWindowStates();
  const worldAt = (now: Date): LimitWorld => ({
    policy: policy(),
    recordOf: history.recordOf,
    aiFailures: history.aiFailures(),
    windowState: (window) => stateOf(window, now),
    factsOf: (target) => facts.of(target),
    askerOf: (wish) => askerOf(caches, wish),
    mayTouch: (user, target) => rights.mayTouch(user, target),
    lackedBy: (work) => own.lackedBy(work),
    nodes: nodes.world(),
  });
  const judge = <T>(by: (wish: Wish, world: LimitWorld, now: Date) => T, wish: Wish): T => {
    const now = clock.now();
    return by(wish, worldAt(now), now);
  };
  return {
    ...makeReading({ facts, rights, own, nodes, clock, world: () => worldAt(clock.now()) }),
    onAction: (action, planUid, lock) => judge(holdOn, wishOfAction(action, planUid, lock)),
    onPlan: (plan, locks) => judge(holdOn, wishOfPlan(plan, locks)),
    onWish: (wish) => judge(holdsOn, wish),
    async lackFor(plan) {
      const wish = wishOfPlan(plan);
      await own.read([wish], lackMs);
      return judge(lackedRights, wish);
    },
    modelsHeldUntil: () => modelsHeldUntil({ policy: policy(), aiFailures: history.aiFailures() }, clock.now()),
    bucket: () => history.bucket(policy().admissions, clock.now()),
    nodePlaces: nodes.places,
    countsUntil: (objects) => countsUntil(history, policy(), objects),
    nodeGroups: nodes.groups,
  };
}

/** The action as something that wants to begin. */
export function wishOfAction({ metadata, spec }: RemediationAction, planUid: string | undefined, lock?: LockTarget): Wish {
  const { operation, type, target, source, dryRun } = spec;
  return {
    kind: 'action',
    uid: metadata.uid,
    source,
    approved: spec.approval?.decision === 'Approved',
    cleared: clearanceOf(metadata) !== undefined,
    compensates: spec.compensates !== undefined,
    dryRun,
    ...(planUid !== undefined && { planUid }),
    works: [{ operation, type, target: resolveNamespace(target, metadata.namespace) }],
    locks: [lock ?? unresolvedLock(target, metadata.namespace)],
  };
}

/** The plan as something that wants to begin. */
export function wishOfPlan(plan: RemediationPlan, locks?: readonly LockTarget[]): Wish {
  const { metadata, spec } = plan;
  return {
    kind: 'plan',
    uid: metadata.uid,
    source: spec.source,
    approved: isApproved(plan),
    cleared: clearanceOf(metadata) !== undefined,
    compensates: false,
    dryRun: spec.mode === 'DryRun',
    works: spec.steps.map(({ action: { operation, type, target }, required }) => ({
      operation,
      type,
      target: resolveNamespace(target, metadata.namespace),
      optional: required === false,
    })),
    locks: locks ?? spec.steps.map(({ action }) => unresolvedLock(action.target, metadata.namespace)),
  };
}
