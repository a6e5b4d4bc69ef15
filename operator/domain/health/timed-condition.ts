import type { SeenCondition } from './objects.ts';

/** A condition with the time since when it says so. */
export interface TimedCondition extends SeenCondition {
  readonly lastTransitionTime?: string;
}

/** The condition of that type, with its time. */
export function timedCondition(
  object: { readonly status?: { readonly conditions?: readonly TimedCondition[] } },
  type: string,
): TimedCondition | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
}
