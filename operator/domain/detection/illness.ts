import type { Severity, Target } from '../../api/generated/types.ts';

/** What the engine looks for by itself; the names are those of the policy's fields. */
export type DetectorName = 'nodes' | 'clusterOperators' | 'machineConfigPools' | 'workloads' | 'crashLoops';

/** Something wrong with one object, which is reported when it lasts. */
export interface Illness {
  /** Type of the anomaly. */
  readonly type: string;
  readonly severity: Severity;
  /** One clause for the person on call. */
  readonly what: string;
  /** RFC 3339. */
  readonly since: string;
  /** For so long it has to last. */
  readonly lastsSeconds: number;
}

/** One object as a detector saw it; well when there is no illness. */
export interface Sighting {
  readonly detector: DetectorName;
  readonly target: Target;
  readonly illnesses: readonly Illness[];
}
