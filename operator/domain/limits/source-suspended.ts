import { beginsChange } from './begins.ts';
import type { Limit } from './hold-on.ts';

/** While so much of what models asked for, and nobody approved, failed within a time, nothing more of it begins. */
export const sourceSuspended: Limit = (wish, { policy, aiFailures }, now) => {
  if (wish.source !== 'ai_driven' || wish.approved || !beginsChange(wish)) return undefined;
  const { failures, windowSeconds } = policy.breakers.aiDriven;
  const oldest = aiFailures[failures - 1];
  const until = oldest && oldest.endedAt + windowSeconds * 1000;
  if (until === undefined || until <= now.getTime()) return undefined;
  return {
    reason: 'SourceSuspended',
    message:
      'What models asked for failed too often lately, so nothing more of it begins that no person approved; an approval lets this one begin.',
    until: new Date(until),
    by: aiFailures[0]?.ref,
  };
};
