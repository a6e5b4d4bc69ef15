import { cut } from '../api/cut.ts';
import { conditionTypes, type ConditionType, type Reason } from '../api/reasons.ts';
import type { Condition, ConditionStatus } from '../api/generated/types.ts';

/** What a condition is to say from now on. */
export interface ConditionChange {
  readonly type: ConditionType;
  readonly status: ConditionStatus;
  readonly reason: Reason;
  readonly message: string;
}

const longestMessage = 2048;

/**
 * The conditions with this one changed or added at the end. lastTransitionTime moves only when the status does;
 * one that already says the same is left as it is, so that a repeated pass writes nothing.
 */
export function setCondition(
  conditions: readonly Condition[] | undefined,
  change: ConditionChange,
  now: Date,
  generation?: number,
): Condition[] {
  const before = conditions ?? [];
  const old = findCondition(before, change.type);
  const message = cut(change.message, longestMessage);
  const next: Condition = {
    ...change,
    message,
    lastTransitionTime: old?.status === change.status ? old.lastTransitionTime : now.toISOString(),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  if (!old) return [...before, next];
  return before.map((condition) => (condition === old ? next : condition));
}

/** The conditions without those of this type. */
export function dropCondition(conditions: readonly Condition[] | undefined, type: ConditionType): Condition[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}

/** The condition of this type, if there is one. */
export function findCondition(conditions: readonly Condition[] | undefined, type: ConditionType): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** The conditions that somebody other than the engine has set. */
export function foreignConditions(conditions: readonly Condition[] | undefined): Condition[] {
  return (conditions ?? []).filter(({ type }) => !Object.hasOwn(conditionTypes, type));
}
