import type { Clock } from '../../kube/clock.ts';
import { makeRecent } from './recent.ts';

interface Somebody {
  readonly uid: string;
}

/** Whose turn it was when; who did not show for ten minutes is forgotten. */
export interface Turns {
  /** Those who were not met before, and are from now on. */
  meet<T extends Somebody>(all: readonly T[]): T[];
  /** First those who had no turn yet, then those whose last is longest ago; of these in the order given. */
  line<T extends Somebody>(all: readonly T[]): T[];
  /** These have theirs now. */
  give(some: readonly Somebody[]): void;
}

/** Nobody was met yet. */
export function makeTurns(clock: Pick<Clock, 'monotonic'>): Turns {
  const last = makeRecent<number>(clock);
  let round = 0;
  return {
    meet(all) {
      const strangers = all.filter(({ uid }) => last.get(uid) === undefined);
      for (const { uid } of strangers) last.set(uid, 0);
      return strangers;
    },
    line(all) {
      const places = new Map(all.map(({ uid }) => [uid, last.get(uid) ?? 0]));
      return all.toSorted((a, b) => (places.get(a.uid) ?? 0) - (places.get(b.uid) ?? 0));
    },
    give(some) {
      round += 1;
      for (const { uid } of some) last.set(uid, round);
    },
  };
}
