import type {
  Anomaly,
  CheckType,
  FreeMap,
  Layer,
  OperationName,
  PlanStep,
  RemediationAction,
  RemediationActionSpec,
  RemediationPlan,
  RemediationPlanStatus,
  Target,
  Undo,
} from '../../api/generated/types.ts';
import type { OwnerReference } from '../../api/resource.ts';
import type { Reason } from '../../api/reasons.ts';
import type { Defaults } from '../planning/defaults.ts';
import type { Policy } from '../policy/policy.ts';
import type { Foresight } from './foresight.ts';
import type { Standing } from './relations.ts';

/** What has to be known of a built operation to judge a plan. */
export interface OperationFacts {
  readonly undo: Undo;
  readonly targetKinds: readonly string[] | 'any';
  /** What is wrong with these parameters, as a sentence; undefined when they fit. */
  readonly objectionTo: (parameters: FreeMap) => string | undefined;
  /** What its parameters name decides what it can do, and has to be read. */
  readonly foreseeable?: boolean;
}

/** What has to be known of a built check. */
export interface CheckFacts {
  readonly objectionTo: (parameters: FreeMap) => string | undefined;
}

/** What a plan is judged by: what is built, and what the policy says just now. */
export interface Rules {
  readonly operations: ReadonlyMap<OperationName, OperationFacts>;
  readonly checks: ReadonlyMap<CheckType, CheckFacts>;
  readonly defaults: Defaults;
  readonly confidenceThreshold: number;
  readonly approval: Policy['approval'];
  /** The kill switch is on. */
  readonly suspended: boolean;
  readonly systemNamespace: string;
}

/** Result and reason of one check, as it was read for this pass. */
export interface Verdict {
  readonly result: 'Passed' | 'Failed' | 'Inconclusive' | 'NotApplicable';
  readonly message: string;
  /** What was measured; it alone is no news. */
  readonly observed?: string;
}

/** Whether the plan may take its targets now. */
export type StartVerdict =
  | { readonly kind: 'may' }
  | { readonly kind: 'waits'; readonly reason: Reason; readonly message: string; readonly by?: string; readonly until?: string };

/** Whether the engine itself may do what a plan is to begin with, whoever approves it. */
export type RightsVerdict = { readonly kind: 'granted' } | { readonly kind: 'lacking'; readonly message: string };

/** One check that has to be read before the decision can be made. */
export interface AskedCheck {
  readonly name: string;
  readonly type: CheckType;
  readonly targets: readonly Target[];
  readonly parameters: FreeMap;
  readonly since?: Date;
}

/** What decidePlan has to know to go on; the answer is valid for one pass. */
export type Ask =
  | { readonly kind: 'start' }
  | { readonly kind: 'rights' }
  | { readonly kind: 'foresight'; readonly steps: readonly PlanStep[] }
  /** What the targets of these steps stand among. */
  | { readonly kind: 'standings'; readonly steps: readonly PlanStep[] }
  | { readonly kind: 'checks'; readonly id: string; readonly layer: Layer; readonly checks: readonly AskedCheck[] };

/** Answers to what was asked in this pass. */
export interface Answers {
  readonly start?: StartVerdict;
  readonly rights?: RightsVerdict;
  /** By the name of the step. */
  readonly foresight?: ReadonlyMap<string, Foresight>;
  /** By the name of the step, one for each that was asked for; undefined of what could not be read. */
  readonly standings?: ReadonlyMap<string, Standing | undefined>;
  /** Verdicts by the ask's id, then by the check's name. */
  readonly checks?: Readonly<Record<string, ReadonlyMap<string, Verdict>>>;
}

/** The API server's answer to an attempt to create an action, when repeating it at once does not help. */
export interface Refused {
  /** Forbidden may end when a right is granted, Suspended when the kill switch is lifted; ApplyFailed will not. */
  readonly reason: 'Forbidden' | 'Suspended' | 'ApplyFailed';
  readonly message: string;
}

/** Everything that was read about one plan. */
export interface SeenPlan {
  readonly plan: RemediationPlan;
  /** The anomaly that founded it, if it is there. */
  readonly anomaly?: Anomaly;
  /** The actions that the plan owns or its status names, by name. */
  readonly actions: ReadonlyMap<string, RemediationAction>;
  /** The actions to which its own ones were superseded, by `RemediationAction/namespace/name`. */
  readonly others: ReadonlyMap<string, RemediationAction>;
  /** Actions whose creation was just refused, by name. */
  readonly refused?: ReadonlyMap<string, Refused>;
  readonly answers: Answers;
  readonly rules: Rules;
}

/** An action to be created, complete with every default, so that what is stored can be compared with it. */
export interface NewAction {
  readonly apiVersion: 'coordination.selfheal.dev/v1alpha1';
  readonly kind: 'RemediationAction';
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly ownerReferences: readonly OwnerReference[];
  };
  readonly spec: RemediationActionSpec;
}

/** What came to pass with this decision, for the log, the Events and the metrics. */
export type Happening =
  | { readonly what: 'planStarted' }
  /** Another one goes before it. */
  | { readonly what: 'blockCleared'; readonly message: string }
  | { readonly what: 'planLost'; readonly winner: string; readonly reason: string; readonly message: string }
  | { readonly what: 'stepStarted'; readonly step: PlanStep }
  | { readonly what: 'stepSettling'; readonly step: PlanStep; readonly seconds: number }
  | { readonly what: 'stepFailed'; readonly step: PlanStep; readonly reason: string; readonly message: string }
  | { readonly what: 'checkpointStarted'; readonly layer: Layer }
  | {
      readonly what: 'checkpointJudged';
      readonly layer: Layer;
      readonly result: 'Passed' | 'Failed' | 'NotApplicable';
      readonly failing: readonly string[];
    }
  | { readonly what: 'rollbackStarted'; readonly reason: Reason; readonly message: string }
  | { readonly what: 'stepRolledBack'; readonly step: string; readonly result: string }
  /** A person denied the plan when it had begun already; it goes on. */
  | { readonly what: 'deniedTooLate'; readonly by: string }
  | { readonly what: 'planEnded' };

/** An action is asked to end; with a `resourceVersion` only if it is still as it was seen. */
export interface CancelAction {
  readonly kind: 'cancelAction';
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion?: string;
}

/** What is to be done once the status is recorded. All but `happened` may be repeated. */
export type Effect =
  | { readonly kind: 'addFinalizer' }
  | { readonly kind: 'removeFinalizer' }
  | { readonly kind: 'createAction'; readonly action: NewAction }
  | CancelAction
  | { readonly kind: 'happened'; readonly happening: Happening };

/** What follows from what was seen: a question, or the next status with the effects that come after it. */
export type Decision =
  | { readonly kind: 'ask'; readonly ask: Ask }
  | {
      readonly kind: 'next';
      readonly status: RemediationPlanStatus;
      readonly effects: readonly Effect[];
      /** Milliseconds until it is looked at again without a change; undefined: only when something changes. */
      readonly requeueAfter?: number;
    };
