import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import type { EngineObject } from '../../api/terminal-phases.ts';
import { actionRef, targetOf } from '../../domain/arbitration/contender.ts';
import { fillingsMs } from '../../domain/arbitration/token-bucket.ts';
import type { Outcome } from '../../domain/limits/record.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { countsOnTarget } from '../../domain/retention/still-counts.ts';
import { hasOutcome, namedLocks, planRef, tookTokenAt, type History } from './history.ts';

/**
 * Until when some of these objects, which have ended, count for a limit in force: milliseconds since the epoch, 0 when none does, Infinity for
 * as long as others are kept. Limits know the past only by what is kept.
 */
export function countsUntil(history: History, policy: Policy, objects: readonly EngineObject[]): number {
  const plans = objects.filter((one): one is RemediationPlan => one.kind === 'RemediationPlan' && hasOutcome(one));
  const actions = objects.filter((one): one is RemediationAction => one.kind === 'RemediationAction');
  const refs = new Set([...plans.map(planRef), ...actions.map(actionRef)]);
  const isOne = ({ ref }: Outcome): boolean => refs.has(ref);
  const locks = new Set([...plans.flatMap(namedLocks), ...actions.map((action) => targetOf(action).key)]);
  const failed = history.aiFailures().filter(isOne);
  const rests = fillingsMs(policy.admissions);
  return Math.max(
    0,
    ...[...locks].map((lock) => countsOnTarget(history.outcomesOn(lock), isOne, policy)),
    ...failed.map(({ endedAt }) => endedAt + policy.breakers.aiDriven.windowSeconds * 1000),
    ...actions.flatMap((action) => tookTokenAt(action) ?? []).map((at) => at + rests),
  );
}
