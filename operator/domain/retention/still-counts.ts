import { byEnd, type Outcome } from '../limits/record.ts';
import type { Policy } from '../policy/policy.ts';

type Terms = Pick<Policy, 'cooldownSeconds' | 'breakers'>;

/**
 * Until when some of these outcomes, of one target, count for cooldown and breaker: milliseconds since the epoch, 0 when they do not. After
 * the time of a breaker comes one try, whose failure has to find the others still. The success that ends a row of failures stays for as
 * long as any of them does (Infinity), or they would be in a row again.
 */
export function countsOnTarget(outcomes: readonly Outcome[], isOne: (outcome: Outcome) => boolean, terms: Terms): number {
  const newestFirst = outcomes.toSorted(byEnd);
  const telling = newestFirst.filter(({ result }) => result !== 'neither');
  const firstSuccess = telling.findIndex(({ result }) => result === 'success');
  const row = firstSuccess === -1 ? telling : telling.slice(0, firstSuccess);
  const [success, ...before] = firstSuccess === -1 ? [] : telling.slice(firstSuccess);
  const endsRow = success !== undefined && isOne(success) && before.some((one) => one.result === 'failure' && !isOne(one));
  if (endsRow) return Infinity;
  return Math.max(cooldownOf(newestFirst, isOne, terms), row.some(isOne) ? breakerOf(row, terms) : 0);
}

function cooldownOf(newestFirst: readonly Outcome[], isOne: (outcome: Outcome) => boolean, { cooldownSeconds }: Terms): number {
  const lastPlan = newestFirst.find(({ kind }) => kind === 'plan');
  return lastPlan && isOne(lastPlan) ? lastPlan.endedAt + cooldownSeconds * 1000 : 0;
}

/** Since the last failure of the row, that is. */
function breakerOf(row: readonly Outcome[], { breakers }: Terms): number {
  const { failures, openSeconds } = breakers.target;
  const times = row.length >= failures ? 2 : 1;
  return (row[0]?.endedAt ?? 0) + times * openSeconds * 1000;
}
