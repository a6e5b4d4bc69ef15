import type { NodeGroupStatus } from '../../api/generated/types.ts';
import type { GroupHealth } from './node-groups.ts';

/** What is remembered of a storm in a group of nodes; milliseconds since the epoch. */
export interface Storm {
  readonly since?: number;
  /** When the last one ended; absent while one lasts. */
  readonly endedAt?: number;
}

/** How things stand after a storm: nothing begins, then one by one. */
export interface GroupState extends GroupHealth {
  readonly storm?: Storm;
  /** What is left of the storm. */
  readonly stage: 'calm' | 'storm' | 'cooldown' | 'release';
}

/** What the next look depends on. */
export interface StormTerms {
  readonly cooldownMs: number;
  readonly now: number;
  /** Whether something that was asked for before that time, and that the storm held, still waits in the group. */
  readonly waitsSince: (group: string, before: number) => boolean;
}

/** The later of two memories of one group, such as the one in the status of the policy and our own. */
export function laterOf(a: Storm | undefined, b: Storm | undefined): Storm | undefined {
  const last = ({ since = -Infinity, endedAt = -Infinity }: Storm): number => Math.max(since, endedAt);
  if (!a || !b) return a ?? b;
  return last(b) > last(a) ? b : a;
}

/** Of each group the later of the two memories. */
export function laterStorms(a: ReadonlyMap<string, Storm>, b: ReadonlyMap<string, Storm>): ReadonlyMap<string, Storm> {
  return new Map([...a, ...[...b].map(([name, storm]) => [name, laterOf(a.get(name), storm) ?? storm] as const)]);
}

/**
 * How a group is now, by what was known of it. A storm lasts while more of its nodes are unhealthy than may be. After its end nothing new
 * begins for the cooldown, which a further storm begins anew; then what the storm held is let go one by one until none of it waits.
 */
export function groupState(group: GroupHealth, before: Storm | undefined, terms: StormTerms): GroupState {
  const { now } = terms;
  if (group.unhealthy > group.maxUnhealthy) return { ...group, stage: 'storm', storm: { since: Math.min(begunAt(before) ?? now, now) } };
  if (!before) return { ...group, stage: 'calm' };
  const endedAt = Math.min(before.endedAt ?? now, now);
  const over = endedAt + terms.cooldownMs;
  if (now < over) return { ...group, stage: 'cooldown', storm: { endedAt } };
  if (terms.cooldownMs > 0 && terms.waitsSince(group.name, over)) return { ...group, stage: 'release', storm: { endedAt } };
  return { ...group, stage: 'calm' };
}

/** When the storm that lasts began; undefined when none was known to last. */
function begunAt(storm: Storm | undefined): number | undefined {
  return storm?.endedAt === undefined ? storm?.since : undefined;
}

/** What the status of the policy remembers, by the name of the group. */
export function stormsIn(groups: readonly NodeGroupStatus[]): Map<string, Storm> {
  return new Map(groups.flatMap(({ name, ...group }) => stormIn(group).map((storm) => [name, storm] as const)));
}

function stormIn({ stormSince, stormEndedAt }: Pick<NodeGroupStatus, 'stormSince' | 'stormEndedAt'>): Storm[] {
  if (stormEndedAt !== undefined) return [{ endedAt: Date.parse(stormEndedAt) }];
  return stormSince === undefined ? [] : [{ since: Date.parse(stormSince) }];
}
