/** What decides who goes first; times in milliseconds since the epoch. */
export interface Ranked {
  readonly uid: string;
  /** 1 (highest) to 5. */
  readonly priority: number;
  readonly createdAt: number;
  /** Since when it is Blocked; waiting in another phase does not age. */
  readonly blockedSince?: number;
  readonly compensates?: boolean;
}

const ageingStepMs = 300_000;

/** Full steps of 300 s since it was first Blocked. */
export function ageing({ blockedSince }: Pick<Ranked, 'blockedSince'>, now: Date): number {
  return blockedSince === undefined ? 0 : Math.max(0, Math.floor((now.getTime() - blockedSince) / ageingStepMs));
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
