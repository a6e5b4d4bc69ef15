import { keys } from '../../api/resource.ts';
import { beginsChange, nameOfLock } from './begins.ts';
import { latest } from './cooling-down.ts';
import type { Limit } from './hold-on.ts';

/**
 * A target on which so many failed in a row is left alone for some time, counted from the last of them. Then one try is made, since what is
 * on one target runs one after the other; if it fails too, that time begins anew. A person who says why has a try made at once.
 */
export const consecutiveFailures: Limit = (wish, { policy, recordOf }, now) => {
  if (wish.cleared || !beginsChange(wish)) return undefined;
  const { failures, openSeconds } = policy.breakers.target;
  const open = wish.locks.flatMap(({ key }) => {
    const { failures: failed, lastFailure } = recordOf(key);
    return lastFailure && failed >= failures ? [{ by: lastFailure.ref, key, until: lastFailure.endedAt + openSeconds * 1000 }] : [];
  });
  const last = latest(open);
  if (!last || last.until <= now.getTime()) return undefined;
  const { by, key, until } = last;
  return {
    reason: 'ConsecutiveFailures',
    message: `What was tried on ${nameOfLock(wish, key)} failed again and again, ${by} last; it is left alone for a while, and then one try is made; the annotation ${keys.clearBlock} with a reason makes this one at once.`,
    until: new Date(until),
    by,
  };
};
