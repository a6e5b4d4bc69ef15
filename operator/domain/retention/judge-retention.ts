import { finalizers } from '../../api/resource.ts';
import { isOver, type EngineObject } from '../../api/terminal-phases.ts';
import { gitOpsOwnerOf } from './gitops-owner.ts';

/** An object that nothing of ours controls, and all that goes with it when it is deleted. */
export interface SeenIncident {
  readonly root: EngineObject;
  readonly descendants: readonly EngineObject[];
  /** Something unfinished has still to read how one of them ended. */
  readonly needed: boolean;
  /** A node still carries the claim of one of them. */
  readonly claimed: boolean;
  /** What was tried for its fingerprint is remembered by it alone. */
  readonly remembered: boolean;
  /** Until when one of them counts for a limit: milliseconds since the epoch, Infinity for as long as others are kept. */
  readonly countsUntil: () => number;
}

/** How long finished incidents are kept where their plans do not say it. */
export interface Retained {
  readonly seconds: number;
  /** Whether the owner of the cluster said so; else what is remembered stays for as long as it counts. */
  readonly isGiven: boolean;
}

/** What becomes of it: deleted now, looked at again when its time has come, or left as it is for a reason. */
export type Retention =
  | { readonly kind: 'delete' }
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'inUse' }
  | { readonly kind: 'keptInGit'; readonly by: string };

/** What was tried counts for seven days. */
const memorySeconds = 7 * 24 * 3600;

/**
 * A finished incident goes when its time is over, counted from the end of the last of its objects: what its plan says, else the policy.
 * It stays for longer while it counts for a limit, and by default the newest of a fingerprint for as long as what it remembers counts.
 * One that is unfinished in any part, or still held or needed, stays; one that is kept in git stays for good.
 */
export function judgeRetention(seen: SeenIncident, retained: Retained, now: Date): Retention {
  const all = [seen.root, ...seen.descendants];
  const ends = all.map(endOf);
  if (seen.root.metadata.deletionTimestamp !== undefined || !ends.every((end) => end !== undefined)) return { kind: 'unfinished' };
  if (seen.needed || seen.claimed || all.some(isHeld)) return { kind: 'inUse' };
  const until = new Date(Math.max(...ends) + secondsFor(all, seen.remembered, retained) * 1000);
  if (now < until) return { kind: 'wait', until };
  const counts = seen.countsUntil();
  if (counts === Infinity) return { kind: 'inUse' };
  if (now.getTime() < counts) return { kind: 'wait', until: new Date(counts) };
  const by = all.map(gitOpsOwnerOf).find((owner) => owner !== undefined);
  return by === undefined ? { kind: 'delete' } : { kind: 'keptInGit', by };
}

/** Milliseconds since the epoch; undefined for what goes on, or of which nobody knows when it ended. */
function endOf(object: EngineObject): number | undefined {
  const { finishedAt } = object.status ?? {};
  return isOver(object) && finishedAt !== undefined ? Date.parse(finishedAt) : undefined;
}

function isHeld({ metadata }: EngineObject): boolean {
  return (metadata.finalizers ?? []).some((finalizer) => finalizer === finalizers.cancel || finalizer === finalizers.undo);
}

/** Of several plans the one that wants to stay longest. */
function secondsFor(all: readonly EngineObject[], remembered: boolean, { seconds, isGiven }: Retained): number {
  const own = all.flatMap((object) => (object.kind === 'RemediationPlan' ? (object.spec.ttlSecondsAfterFinished ?? []) : []));
  if (own.length > 0) return Math.max(...own);
  return remembered && !isGiven ? Math.max(seconds, memorySeconds) : seconds;
}
