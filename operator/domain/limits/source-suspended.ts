import { beginsChange } from './begins.ts';
import type { Limit, LimitWorld } from './hold-on.ts';

/** While so much of what models asked for, and nobody approved, failed within a time, nothing more of it begins. */
export const sourceSuspended: Limit = (wish, { policy, aiFailures }, now) => {
  if (wish.source !== 'ai_driven' || wish.approved || !beginsChange(wish)) return undefined;
  const until = modelsHeldUntil({ policy, aiFailures }, now);
  if (!until) return undefined;
  return {
    reason: 'SourceSuspended',
    message:
      'What models asked for failed too often lately, so nothing more of it begins that no person approved; an approval lets this one begin.',
    until,
    by: aiFailures[0]?.ref,
  };
};

/** Until when the breaker of models is open; undefined while it is closed. */
export function modelsHeldUntil({ policy, aiFailures }: Pick<LimitWorld, 'policy' | 'aiFailures'>, now: Date): Date | undefined {
  const { failures, windowSeconds } = policy.breakers.aiDriven;
  const oldest = aiFailures[failures - 1];
  const until = oldest && oldest.endedAt + windowSeconds * 1000;
  return until === undefined || until <= now.getTime() ? undefined : new Date(until);
}
