import type { DetectorPolicy } from '../policy/policy.ts';
import type { Illness } from './illness.ts';

/** How often a container had been restarted at a time; `at` in milliseconds since the epoch. */
export interface RestartCount {
  readonly at: number;
  readonly count: number;
}

/** What is known of the restarts of one container. */
export interface Restarts {
  readonly container: string;
  /** When its pod began; milliseconds since the epoch. */
  readonly startedAt: number;
  /** Oldest first. */
  readonly counts: readonly RestartCount[];
}

/**
 * The restarts within the window that ends now: against the last count from before it, else against none at the pod's start when that lies in
 * it, else against the first count that is known.
 */
export function restartsWithin({ startedAt, counts }: Restarts, windowSeconds: number, now: Date): number {
  const begin = now.getTime() - windowSeconds * 1000;
  const latest = counts.at(-1)?.count ?? 0;
  const before = counts.findLast(({ at }) => at <= begin);
  if (before) return latest - before.count;
  return startedAt >= begin ? latest : latest - (counts[0]?.count ?? latest);
}

/**
 * When all restarts within the window will be known; undefined when they are. Of a pod that is older than the window nobody counted what
 * happened before it was first seen, such as before this process took over.
 */
export function uncertainUntil(containers: readonly Restarts[], windowSeconds: number, now: Date): Date | undefined {
  const begin = now.getTime() - windowSeconds * 1000;
  const firsts = containers.flatMap(({ startedAt, counts: [first, ...more] }) => {
    const restarted = (more.at(-1) ?? first)?.count !== 0;
    return first && restarted && startedAt < begin && first.at > begin ? [first.at] : [];
  });
  return firsts.length === 0 ? undefined : new Date(Math.max(...firsts) + windowSeconds * 1000);
}

/** The counts that may still matter: those in the window and the last one before it. */
export function relevant(counts: readonly RestartCount[], windowSeconds: number, now: Date): RestartCount[] {
  const begin = now.getTime() - windowSeconds * 1000;
  const last = counts.findLastIndex(({ at }) => at <= begin);
  return counts.slice(Math.max(0, last));
}

/** A container that ended as often as the policy says; it is reported at once, since the window has gone by. */
export function crashLoopIllnesses(
  containers: readonly Restarts[],
  { restarts, windowSeconds }: DetectorPolicy['crashLoops'],
  now: Date,
): Illness[] {
  const looping = containers.filter((one) => restartsWithin(one, windowSeconds, now) >= restarts);
  const [first] = looping;
  if (!first) return [];
  const since = new Date(Math.max(first.startedAt, now.getTime() - windowSeconds * 1000)).toISOString();
  return [
    {
      type: 'crash_loop',
      severity: 'medium',
      what: `its container ${first.container} was restarted ${restarts} times or more within ${windowSeconds} s`,
      since,
      lastsSeconds: 0,
    },
  ];
}
