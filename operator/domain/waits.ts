import type { Blocked } from '../api/generated/types.ts';

/** What a status remembers of how long its object has waited. */
export interface Waits {
  readonly blocked?: Pick<Blocked, 'since'>;
  readonly waitedSeconds?: number;
}

/** The seconds of earlier waits once the present one, which ages, is over; undefined while there were none. */
export function waitedAfter({ blocked, waitedSeconds }: Waits, now: Date): number | undefined {
  const seconds = blocked ? Math.floor((now.getTime() - Date.parse(blocked.since)) / 1000) : 0;
  return seconds > 0 ? (waitedSeconds ?? 0) + seconds : waitedSeconds;
}
