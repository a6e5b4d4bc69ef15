import type { Target } from '../../api/generated/types.ts';
import type { SeenClusterOperator, SeenEndpointSlice, SeenNode, SeenPod, SeenPool, SeenService, SeenWorkload } from '../health/objects.ts';
import type { SeenApplication, SeenClaim, SeenJob, SeenVolume } from './seen-objects.ts';
import type { TimedCondition } from '../health/timed-condition.ts';

/** A workload with the conditions that only a Deployment reports. */
export type ConditionedWorkload = SeenWorkload & { readonly status?: { readonly conditions?: readonly TimedCondition[] } };

interface Read {
  /** As it was reported, its namespace written out. */
  readonly asked: Target;
  /** What it stands for: a Pod as its top controller. */
  readonly target: Target;
}

/** One target of an anomaly, or something that a target led to, as it was read live. */
export type SeenTarget = Read &
  (
    | { readonly kind: 'missing' }
    /** An object of that name exists, but not the one that was reported. */
    | { readonly kind: 'replaced' }
    | { readonly kind: 'node'; readonly node: SeenNode }
    | { readonly kind: 'pool'; readonly pool: SeenPool }
    /** `operands`: its pods on nodes that are ill or were lately. */
    | { readonly kind: 'operator'; readonly operator: SeenClusterOperator; readonly operands?: readonly SeenPod[] }
    | { readonly kind: 'workload'; readonly workload: ConditionedWorkload; readonly pods: readonly SeenPod[] }
    | { readonly kind: 'pod'; readonly pod: SeenPod }
    | {
        readonly kind: 'service';
        readonly service: SeenService;
        readonly slices: readonly SeenEndpointSlice[];
        readonly pods: readonly SeenPod[];
      }
    | { readonly kind: 'claim'; readonly claim: SeenClaim }
    | { readonly kind: 'volume'; readonly volume: SeenVolume }
    | { readonly kind: 'application'; readonly application: SeenApplication }
    | { readonly kind: 'job'; readonly job: SeenJob; readonly pods: readonly SeenPod[] }
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

/** One object that another stands on, and how that is known. */
export interface Link {
  readonly from: Target;
  readonly to: Target;
  readonly via: string;
}

/** What planning read of the cluster on behalf of one anomaly. */
export interface SeenWorld {
  readonly targets: readonly SeenTarget[];
  /** What the targets led to: the workload behind a Service, the volume of a claim. One that is missing here is wanted by what led to it. */
  readonly beyond: readonly SeenTarget[];
  readonly links: readonly Link[];
  /** When it was read; without it nothing is known to have happened lately. */
  readonly readAt?: Date;
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
