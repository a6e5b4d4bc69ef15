import type { Target } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';

/** What an anomaly is about, and everything beneath that by the recorded edges; as kind/namespace/name. */
export interface Ground {
  /** The cause; without one, what was reported. */
  readonly about: ReadonlySet<string>;
  /** What that stands on, directly or not. */
  readonly beneath: ReadonlySet<string>;
}

/** Where an anomaly stands in the graph that its diagnosis drew. */
export function groundOf({ rootCause, dependencies }: Pick<Diagnosis, 'rootCause' | 'dependencies'>, reported: readonly Target[]): Ground {
  const about = new Set((rootCause?.target ? [rootCause.target] : reported).map(targetString));
  const next = new Map<string, string[]>();
  for (const { from, to } of dependencies) next.set(from, [...(next.get(from) ?? []), to]);
  const beneath = new Set<string>();
  const open = [...about];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const to of next.get(at) ?? []) {
      if (about.has(to) || beneath.has(to)) continue;
      beneath.add(to);
      open.push(to);
    }
  return { about, beneath };
}
