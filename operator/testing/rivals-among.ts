import type { Contender } from '../domain/arbitration/contender.ts';
import { isPreferred } from '../domain/arbitration/contender.ts';
import type { PlanContender, Rivals } from '../domain/arbitration/plan-start.ts';
import { overlaps, sameLock, type LockTarget } from '../domain/arbitration/targets.ts';

/** Everybody that there is. */
export interface Everybody {
  readonly executing: readonly PlanContender[];
  readonly pending: readonly PlanContender[];
  readonly actions: readonly Contender[];
}

/** Those that have to do with some targets, found by comparing each with each. */
export function rivalsAmong({ executing, pending, actions }: Everybody): Rivals {
  const overlapping = (plans: readonly PlanContender[]) => (targets: readonly LockTarget[]) =>
    plans.filter((plan) => plan.targets.some((target) => targets.some((other) => overlaps(target, other))));
  return {
    executing: overlapping(executing),
    preferred: overlapping(pending.filter(isPreferred)),
    pending: overlapping(pending),
    actions: (targets) => actions.filter((action) => targets.some((target) => sameLock(target, action.target))),
  };
}
