import type { Target } from '../../api/generated/types.ts';
import type { SeenClusterOperator, SeenCondition, SeenNode, SeenPod, SeenPool, SeenWorkload } from '../health/objects.ts';

/** A condition with the time since when it says so. */
export interface TimedCondition extends SeenCondition {
  readonly lastTransitionTime?: string;
}

/** A workload with the conditions that only a Deployment reports. */
export type ConditionedWorkload = SeenWorkload & { readonly status?: { readonly conditions?: readonly TimedCondition[] } };

interface Read {
  /** As it was reported, its namespace written out. */
  readonly asked: Target;
  /** What it stands for: a Pod as its top controller. */
  readonly target: Target;
}

/** One target of an anomaly, as it was read live. */
export type SeenTarget = Read &
  (
    | { readonly kind: 'missing' }
    /** An object of that name exists, but not the one that was reported. */
    | { readonly kind: 'replaced' }
    | { readonly kind: 'node'; readonly node: SeenNode }
    | { readonly kind: 'pool'; readonly pool: SeenPool }
    | { readonly kind: 'operator'; readonly operator: SeenClusterOperator }
    | { readonly kind: 'workload'; readonly workload: ConditionedWorkload; readonly pods: readonly SeenPod[] }
    | { readonly kind: 'pod'; readonly pod: SeenPod }
    /** Its kind says its layer; whether it is healthy is not known. */
    | { readonly kind: 'other' }
  );

/** A Deployment or StatefulSet with pods on a node that is ill; its object is read for the first of them only. */
export interface Resident {
  readonly target: Target;
  readonly nodes: readonly string[];
  readonly workload?: ConditionedWorkload;
}

/** What makes machines like a node, and how many it makes now. */
export interface Growable {
  readonly node: string;
  readonly target: Target;
  readonly replicas: number;
}

/** What can be done about nodes and pools besides mending them where they stand. */
export interface Relief {
  /** Names of the degraded pools that have a known good state. */
  readonly knownGood: ReadonlySet<string>;
  readonly growable: readonly Growable[];
}

/** What planning read of the cluster on behalf of one anomaly. */
export interface SeenWorld {
  readonly targets: readonly SeenTarget[];
  /** Nodes that are targets or that pods of targets run on. */
  readonly nodes: readonly SeenNode[];
  readonly pools: readonly SeenPool[];
  readonly residents: readonly Resident[];
  /** Keys of the workloads that Argo CD syncs by itself. */
  readonly selfSynced: ReadonlySet<string>;
  /** Keys of workloads whose Helm release the engine may roll back. */
  readonly rollable: ReadonlySet<string>;
  readonly relief: Relief;
}

/** The condition of that type, with its time. */
export function timedCondition(
  object: { readonly status?: { readonly conditions?: readonly TimedCondition[] } },
  type: string,
): TimedCondition | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
}

/** The identity of an object without the uid that somebody may have reported with it. */
export function plainTarget({ apiVersion, kind, namespace, name }: Target): Target {
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
}

/** The target that addresses an object which was read. */
export function targetOf({
  apiVersion,
  kind,
  metadata,
}: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
}): Target {
  return plainTarget({ apiVersion, kind, namespace: metadata.namespace, name: metadata.name });
}
