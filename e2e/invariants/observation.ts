import type { AuditEntry } from '../harness/audit.ts';
import type { Version } from '../harness/history.ts';

/** All that was seen of a cluster during a test: judged afterwards, without asking the cluster or the engine anything. */
export interface Observation {
  /** Every stored version, in the order of the writes; of our kinds and nodes, and of pods, workloads and Jobs if they are to be judged. */
  readonly history: readonly Version[];
  /** What was answered to whom, in the order of the answers. */
  readonly audit: readonly AuditEntry[];
  /** Milliseconds since 1970 at which the looking ended. */
  readonly endedAt: number;
  /** EXCLUSIVITY_SCOPE of the engine that was at work; Cluster unless told. */
  readonly scope?: 'Cluster' | 'Related';
}

/** A promise of the engine that was not kept. */
export interface Violation {
  /** Its number in the list of invariants. */
  readonly invariant: number;
  /** kind/namespace/name of what it was seen on. */
  readonly object: string;
  readonly message: string;
}

/** One promise: pure, and empty when it was kept. */
export type Invariant = (seen: Observation) => Violation[];
