import type { Playbook } from '../../api/generated/playbook.ts';
import type {
  Anomaly,
  AnomalyStatus,
  RemediationAction,
  RemediationActionSpec,
  RemediationPlan,
  RemediationPlanSpec,
  Target,
} from '../../api/generated/types.ts';
import type { OwnerReference } from '../../api/resource.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import type { Policy } from '../policy/policy.ts';
import type { Defaults } from './defaults.ts';
import type { NewAnomaly } from './incident.ts';

/** What reading the targets came to. */
export type Analysis =
  /** Nobody looked further, since the anomaly seemed to repeat another. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'forbidden'; readonly message: string }
  /** These are other objects than those that were reported. */
  | { readonly kind: 'replaced'; readonly targets: readonly Target[] }
  /** `objects` are the targets and their nodes with their uids, for Events. */
  | {
      readonly kind: 'read';
      readonly diagnosis: Diagnosis;
      readonly objects?: readonly Target[];
      /** Uids of other members of its group whose targets were read and judged together with its own. */
      readonly companions?: readonly string[];
    };

/** Open anomalies of one namespace that a correlation put together. */
export interface SeenGroup {
  /** What they hang on, as kind/namespace/name. */
  readonly cause: string;
  /** At least two, the anomaly itself among them. */
  readonly members: readonly Anomaly[];
}

/** An anomaly that founded a plan, as others see it that may belong to it. */
export interface SeenIncident {
  readonly anomaly: Anomaly;
  /** Absent while it is being made. */
  readonly plan?: RemediationPlan;
}

/** A finished anomaly that a plan was for. */
export interface Earlier {
  readonly report: Anomaly;
  /** The one of the same namespace that founded this plan, often itself; absent when another namespace did. */
  readonly incident?: Anomaly;
}

/** The model that may vote, and the action by which it was asked. */
export interface AskedModel {
  readonly target: Target;
  readonly action?: RemediationAction;
}

/** The API server's answer to an attempt to create the plan, when repeating it at once does not help. */
export interface PlanRefused {
  /** Forbidden may end when a right is granted, Suspended when the kill switch is lifted; ApplyFailed will not. */
  readonly reason: 'Forbidden' | 'Suspended' | 'ApplyFailed';
  readonly message: string;
}

/** Names that are in use. */
export type Names = Pick<ReadonlySet<string>, 'has'>;

/** Everything that the next decision about one anomaly depends on. */
export interface SeenAnomaly {
  readonly anomaly: Anomaly;
  readonly systemNamespace: string;
  readonly defaults: Defaults;
  /** In the order in which they are asked; the shipped ones when absent. */
  readonly playbooks?: readonly Playbook[];
  /** Undefined while the targets cannot be read. */
  readonly fingerprint?: string;
  /** Only for an anomaly without a plan. */
  readonly analysis: Analysis;
  /** Unfinished anomalies of its namespace with its fingerprint. */
  readonly siblings: readonly Anomaly[];
  /** Anomalies that were suppressed as repetitions of it. */
  readonly duplicates: readonly Anomaly[];
  /** Anomalies of its own and the system namespace that are about the same cause, unfinished or ended without a plan. */
  readonly sameCause: readonly Anomaly[];
  /** Those of its own and the system namespace that have to do with what is hit here or with what it stands on. */
  readonly incidents: readonly SeenIncident[];
  /** Those of its own and the system namespace that nobody has judged yet and that report what it stands on. */
  readonly unheard: readonly Anomaly[];
  /** Finished anomalies of its namespace and fingerprint that a plan was for. */
  readonly earlier: readonly Earlier[];
  readonly terms: Policy['incidents'];
  readonly model?: AskedModel;
  /** The group in which a correlation put it. */
  readonly group?: SeenGroup;
  /** The unfinished correlation of its namespace, as kind/namespace/name. */
  readonly correlating?: string;
  /** Names in the system namespace that anomalies have. */
  readonly takenNames: Names;
  /** The plan of the recorded name, read live when the cache has none. */
  readonly plan?: RemediationPlan;
  /** The creation of its plan was just refused. */
  readonly refused?: PlanRefused;
}

/** A plan to create; status and uid are the server's. */
export interface NewPlan {
  readonly apiVersion: RemediationPlan['apiVersion'];
  readonly kind: 'RemediationPlan';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string | undefined;
    readonly ownerReferences: readonly OwnerReference[];
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: RemediationPlanSpec;
}

/** An action to create by which a model is asked. */
export interface NewVote {
  readonly apiVersion: RemediationAction['apiVersion'];
  readonly kind: 'RemediationAction';
  readonly metadata: NewPlan['metadata'];
  readonly spec: Partial<RemediationActionSpec>;
}

/** What is done after the status was recorded; each may be done twice without harm. */
export type PlanningEffect =
  | { readonly kind: 'createPlan'; readonly plan: NewPlan }
  /** The plan has not begun and is no longer wanted. */
  | { readonly kind: 'stopPlan'; readonly plan: RemediationPlan }
  | { readonly kind: 'raiseIncident'; readonly incident: NewAnomaly }
  | { readonly kind: 'askModel'; readonly action: NewVote }
  /** The signal came back after the plan of that anomaly had succeeded: so its status is to say. */
  | { readonly kind: 'markIneffective'; readonly anomaly: Anomaly; readonly status: AnomalyStatus }
  /** One more anomaly reported this incident. */
  | { readonly kind: 'addReport'; readonly incident: Anomaly }
  | { readonly kind: 'logSubmitted' }
  /** An Event AnomalyDetected on the anomaly and on these objects. */
  | { readonly kind: 'announce'; readonly targets: readonly Target[]; readonly note: string };

/** The status to record, what to do then, and in how many seconds to look again whatever happens. */
export interface AnomalyDecision {
  readonly status?: AnomalyStatus;
  readonly effects: readonly PlanningEffect[];
  readonly requeueAfter?: number;
}
