import { beginsChange, nameOfLock } from './begins.ts';
import type { Limit } from './hold-on.ts';

/** For some time after a plan ended nothing new begins on its targets: what it did needs time to show. */
export const coolingDown: Limit = (wish, { policy, recordOf }, now) => {
  if (!beginsChange(wish)) return undefined;
  const ends = wish.locks.flatMap(({ key }) => {
    const { lastPlan } = recordOf(key);
    return lastPlan ? [{ by: lastPlan.ref, key, until: lastPlan.endedAt + policy.cooldownSeconds * 1000 }] : [];
  });
  const last = latest(ends);
  if (!last || last.until <= now.getTime()) return undefined;
  const { by, key, until } = last;
  return {
    reason: 'CoolingDown',
    message: `${by} ended on ${nameOfLock(wish, key)} a short while ago, and what it did needs time to show.`,
    until: new Date(until),
    by,
  };
};

/** The one that lasts longest. */
export function latest<T extends { readonly until: number }>(all: readonly T[]): T | undefined {
  return all.reduce<T | undefined>((found, one) => (found && found.until >= one.until ? found : one), undefined);
}
