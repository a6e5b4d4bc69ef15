import { hashOf, type MachineConfig } from './content.ts';
import { contentRevision, type GoodConfig } from './known-good.ts';

/** One MachineConfig that differs from what was known good; without `was` it is gone now, without `good` it was not there then. */
export interface Difference {
  readonly name: string;
  /** Uid and hash of what is there now. */
  readonly uid?: string;
  readonly was?: string;
  readonly good?: string;
  /** Name of the ControllerRevision that holds what is there now, once it is kept. */
  readonly kept?: string;
}

/** One write from what a MachineConfig holds to what it is to hold; without `from` it is created, without `to` deleted. */
export interface Transition {
  readonly name: string;
  readonly from?: string;
  readonly to?: string;
  /** The only object that may be changed or deleted; any, when it is not known beforehand. */
  readonly uid?: string;
  /** ControllerRevision with the content of `to`. */
  readonly revision?: string;
  /** ControllerRevision under which the content of `from` is kept first. */
  readonly keepAs?: string;
}

/** Where the MachineConfig stands: still as it was, already as it is to be, or neither, by somebody else's hand. */
export type Standing = 'pending' | 'made' | 'moved';

/** What differs: of the known good MachineConfigs what they hold now, and of those that the pool is to have what is new. */
export function differencesOf(
  good: readonly GoodConfig[],
  wanted: readonly string[],
  live: ReadonlyMap<string, MachineConfig>,
): Difference[] {
  const known = new Map(good.map(({ name, hash }) => [name, hash]));
  const names = [...new Set([...known.keys(), ...wanted])].sort();
  return names.map((name) => differenceOf(name, known.get(name), live.get(name))).filter(({ was, good: hash }) => was !== hash);
}

function differenceOf(name: string, good: string | undefined, now: MachineConfig | undefined): Difference {
  return { name, ...(now && { uid: now.metadata.uid, was: hashOf(now) }), ...(good !== undefined && { good }) };
}

/** The write that restores the known good content. */
export function restoring({ name, uid, was, good, kept }: Difference): Transition {
  return {
    name,
    ...(was !== undefined && { from: was, uid, keepAs: kept }),
    ...(good !== undefined && { to: good, revision: contentRevision(name, good) }),
  };
}

/** The write that puts back what was there before the restoration. */
export function puttingBack({ name, was, good, kept }: Difference): Transition {
  return { name, ...(good !== undefined && { from: good }), ...(was !== undefined && { to: was, revision: kept }) };
}

/** Where the MachineConfig stands in the transition. */
export function standingOf({ from, to, uid }: Transition, now: MachineConfig | undefined): Standing {
  const holds = now && hashOf(now);
  if (holds === to) return 'made';
  if (holds !== from) return 'moved';
  return uid === undefined || now?.metadata.uid === uid ? 'pending' : 'moved';
}
