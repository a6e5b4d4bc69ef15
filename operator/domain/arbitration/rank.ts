/** What decides who goes first; times in milliseconds since the epoch. */
export interface Ranked {
  readonly uid: string;
  /** 1 (highest) to 5. */
  readonly priority: number;
  readonly createdAt: number;
  /** Since when it is Blocked; waiting in another phase does not age. */
  readonly blockedSince?: number;
  /** How long it was Blocked in earlier waits, in milliseconds. */
  readonly waitedMs?: number;
  readonly compensates?: boolean;
}

const ageingStepMs = 300_000;

/** Full steps of 300 s for which it was Blocked, in all its waits. */
export function ageing({ blockedSince, waitedMs = 0 }: Pick<Ranked, 'blockedSince' | 'waitedMs'>, now: Date): number {
  const present = blockedSince === undefined ? 0 : Math.max(0, now.getTime() - blockedSince);
  return Math.floor((waitedMs + present) / ageingStepMs);
}

/** The number that counts: 0 for a compensating one, else the priority lowered by one per step of waiting, never below 1. */
export function agedPriority(one: Ranked, now: Date): number {
  return one.compensates ? 0 : Math.max(1, one.priority - ageing(one, now));
}

/** Negative when `a` goes before `b`: compensating first, then the aged priority, the older, the smaller uid. Zero only for the same one. */
export function compareRank(a: Ranked, b: Ranked, now: Date): number {
  return agedPriority(a, now) - agedPriority(b, now) || compareAge(a, b);
}

/** Negative when `a` is older than `b`, or of the same age with the smaller uid. */
export function compareAge(a: Ranked, b: Ranked): number {
  return a.createdAt - b.createdAt || (a.uid < b.uid ? -1 : Number(a.uid > b.uid));
}
