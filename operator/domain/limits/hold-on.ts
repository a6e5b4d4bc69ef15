import type { ActionType, MaintenanceWindow, OperationName, Source, Target } from '../../api/generated/types.ts';
import type { TargetLike } from '../../api/target.ts';
import type { LockTarget } from '../arbitration/targets.ts';
import type { WindowState } from '../policy/maintenance-window.ts';
import type { Policy } from '../policy/policy.ts';
import { consecutiveFailures } from './consecutive-failures.ts';
import { coolingDown } from './cooling-down.ts';
import type { Hold } from './hold.ts';
import { maintenanceWindowClosed } from './maintenance-window-closed.ts';
import { lackedRights } from './lacked-rights.ts';
import { nodeExcluded } from './node-excluded.ts';
import { nodeStorm } from './node-storm.ts';
import type { NodesWorld } from './node-work.ts';
import type { Outcome, TargetRecord } from './record.ts';
import { sourceSuspended } from './source-suspended.ts';
import { protectedTarget, type Asker } from './protected-target.ts';
import { suspended } from './suspended.ts';
import type { TargetFacts } from './target-facts.ts';
import { unmanaged } from './unmanaged.ts';
import { upgradeGate } from './upgrade-gate.ts';

/** One thing that is to be done to one target. */
export interface Work {
  readonly operation: OperationName;
  readonly type: ActionType;
  /** With its namespace, if namespaced. */
  readonly target: Target;
  /** A plan goes on when it fails. */
  readonly optional?: boolean;
}

/** What wants to begin: a plan with all its steps, or an action. */
export interface Wish {
  readonly kind: 'plan' | 'action';
  readonly uid: string;
  readonly source: Source;
  readonly approved: boolean;
  /** A person said why it is to be tried although what was tried before failed. */
  readonly cleared: boolean;
  /** It takes back what a plan did; no limit holds it. */
  readonly compensates: boolean;
  /** It writes nothing. */
  readonly dryRun: boolean;
  /** Uid of the executing plan that asks for it; absent for a plan and for a lone action. */
  readonly planUid?: string;
  readonly works: readonly Work[];
  /** What it locks, a Pod as its top controller; as it was last read, else as it is named. */
  readonly locks: readonly LockTarget[];
}

/** What limits are judged by besides the wish. */
export interface LimitWorld {
  readonly policy: Policy;
  /** What was done before, by the key of the lock. */
  readonly recordOf: (lock: string) => TargetRecord;
  /** What models asked for, nobody approved and failed; newest first. */
  readonly aiFailures: readonly Outcome[];
  readonly windowState: (window: MaintenanceWindow) => WindowState;
  /** Labels of the target and around it; undefined while they could not be read. */
  readonly factsOf: (target: TargetLike) => TargetFacts | undefined;
  readonly askerOf: (wish: Wish) => Asker;
  /** Whether the user has the verb remediate-protected on it, as far as is known. */
  readonly mayTouch: (user: string, target: TargetLike) => boolean;
  /** What the engine itself may not do of it, in words; undefined when it may, or that is not known. */
  readonly lackedBy: (work: Work) => string | undefined;
  readonly nodes: NodesWorld;
}

/** One limit: why the wish may not begin now; undefined when it has nothing against it. */
export type Limit = (wish: Wish, world: LimitWorld, now: Date) => Hold | undefined;

/** In the order in which they are told: what a person decided before what passes by itself. */
const limits: readonly Limit[] = [
  suspended,
  unmanaged,
  protectedTarget,
  lackedRights,
  nodeExcluded,
  sourceSuspended,
  consecutiveFailures,
  coolingDown,
  maintenanceWindowClosed,
  upgradeGate,
  nodeStorm,
];

/** The first limit that holds the wish; undefined when it may begin. What writes nothing is held by the kill switch alone. */
export function holdOn(wish: Wish, world: LimitWorld, now: Date): Hold | undefined {
  if (wish.compensates) return undefined;
  for (const limit of wish.dryRun ? [suspended] : limits) {
    const hold = limit(wish, world, now);
    if (hold) return hold;
  }
  return undefined;
}

/** Every limit that holds the wish, for whoever wants to know before. */
export function holdsOn(wish: Wish, world: LimitWorld, now: Date): readonly Hold[] {
  if (wish.compensates) return [];
  return limits.flatMap((limit) => limit(wish, world, now) ?? []);
}
