import type { WaitingReason } from '../../api/waiting-reasons.ts';

/** Reasons of limits: what keeps something from beginning although nothing competes with it. */
export const limitReasons = [
  'Suspended',
  'Unmanaged',
  'TargetUnreadable',
  'ProtectedTarget',
  'MissingRights',
  'SourceSuspended',
  'ConsecutiveFailures',
  'CoolingDown',
  'MaintenanceWindowClosed',
  'RateLimited',
  'NodeExcluded',
  'ClusterUpgrading',
  'PoolUpdating',
  'PoolPaused',
  'StormActive',
  'StormCooldown',
  'NodeBudget',
] as const satisfies readonly WaitingReason[];

/** A reason of a limit. */
export type LimitReason = (typeof limitReasons)[number];

const known: ReadonlySet<string> = new Set(limitReasons);

/** Whether a limit gives that reason. */
export function isLimitReason(reason: string): reason is LimitReason {
  return known.has(reason);
}

/** What passes in no watch, such as a label of the target, is looked at again so soon. */
const patienceMs = 12_000;

/** Milliseconds since the epoch at which somebody held is judged again, if nothing that is watched changes before. */
export function lookAgainAt({ until }: Pick<Hold, 'until'>, now: Date): number {
  const soon = now.getTime() + patienceMs;
  return until && until > now ? Math.min(until.getTime(), soon) : soon;
}

/** What a limit says of something that wants to begin. */
export interface Hold {
  readonly reason: LimitReason;
  /** One sentence for the person on call; the same on every pass while the hold is the same. */
  readonly message: string;
  /** When it ends by itself, if that is known. */
  readonly until?: Date;
  /** What holds it, as kind/namespace/name. */
  readonly by?: string;
}
