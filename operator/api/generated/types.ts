// Made from crds/ by `npm run generate`; do not edit.
import type { ObjectMeta } from '../resource.ts';

/** A free map whose values the schema does not know. */
export type FreeMap = { [key: string]: unknown };

/** A free map of scalars. */
export type ScalarMap = { [key: string]: string | number | boolean };

export type Layer = 'infrastructure' | 'platform' | 'application';
/** Who decided that something is wrong: a rule, a model or a person. */
export type Source = 'deterministic' | 'ai_driven' | 'manual';
/** Severity; gives the priority (critical 1, high 2, medium 3, low 4, one lower when ai_driven). */
export type Severity = 'critical' | 'high' | 'medium' | 'low';
/** Automatic acts; Approval waits for a person; DryRun writes nothing outside our own kinds; Observe makes no plan. Default by planning from the source. */
export type Mode = 'Automatic' | 'Approval' | 'DryRun' | 'Observe';
/** How it is deployed. */
export type DeploymentMethod = 'ArgoCD' | 'Helm' | 'Operator' | 'Manual' | 'Unknown';
/** Where the anomaly is; Suppressed, Resolved and Failed are terminal. */
export type AnomalyPhase = 'Pending' | 'Suppressed' | 'Planned' | 'Remediating' | 'Resolved' | 'Failed';
/** Kind of action; conflicts between types are judged by it. */
export type ActionType =
  'node_remediation' | 'resource_scaling' | 'application_remediation' | 'platform_remediation' | 'model_inference' | 'alert_correlation';
/** What is done; each belongs to one type, observe to three. */
export type OperationName =
  | 'monitor_mco'
  | 'cordon_node'
  | 'uncordon_node'
  | 'drain_node'
  | 'drain_and_reboot_node'
  | 'restart_kubelet'
  | 'rollback_machine_config'
  | 'add_node_capacity'
  | 'observe'
  | 'scale_workload'
  | 'update_resources'
  | 'restart_deployment'
  | 'delete_pod'
  | 'rollout_undo'
  | 'argocd_sync'
  | 'helm_rollback'
  | 'reconcile_owner'
  | 'run_job'
  | 'restart_operator'
  | 'monitor_cluster_operator'
  | 'predict'
  | 'correlate';
/** Where the action is; the last five are terminal. */
export type ActionPhase =
  'Pending' | 'Blocked' | 'AwaitingApproval' | 'Admitted' | 'Running' | 'Succeeded' | 'Failed' | 'Superseded' | 'Rejected' | 'Cancelled';
/** Kind of conflict with the winner. */
export type ConflictType = 'same_target' | 'exclusive_types' | 'contained_target';
/** What came of it; absent while open. */
export type IntentOutcome = 'Done' | 'Failed' | 'Undone';
/** What rollback can do about it; None for a step that changes nothing. */
export type Undo = 'Reversible' | 'Partial' | 'Irreversible' | 'None';
/** What is checked. */
export type CheckType =
  | 'node_ready'
  | 'no_node_pressure'
  | 'mco_stable'
  | 'openshift_operators_ready'
  | 'networking_functional'
  | 'pods_running'
  | 'endpoints_healthy'
  | 'workload_available'
  | 'prometheus_query'
  | 'external_condition';
/** Whether a failure undoes what ran. */
export type RollbackPolicy = 'OnFailure' | 'Never';
/** Stop ends the running action and keeps completed steps; Rollback undoes those too. A knob; cannot be taken back. */
export type Cancel = 'Stop' | 'Rollback';
/** Approved or Denied. */
export type Decision = 'Approved' | 'Denied';
/** Where the plan is; the last five are terminal. */
export type PlanPhase =
  | 'Pending'
  | 'AwaitingApproval'
  | 'Executing'
  | 'Verifying'
  | 'RollingBack'
  | 'Succeeded'
  | 'Failed'
  | 'RolledBack'
  | 'RollbackFailed'
  | 'Cancelled';
/** Where the step is; Waiting is its wait after success. */
export type StepPhase = 'Pending' | 'Running' | 'Waiting' | 'Succeeded' | 'Failed' | 'Skipped' | 'Cancelled';
/** What came of it. */
export type CheckpointResult = 'Pending' | 'Passed' | 'Failed' | 'NotApplicable';
/** Last verdict; Inconclusive: it could not be read. */
export type CheckResult = 'Pending' | 'Passed' | 'Failed' | 'Inconclusive' | 'NotApplicable';
/** What came of it; Drifted: somebody else changed the target since, so it was left alone. */
export type RollbackResult = 'Pending' | 'Undone' | 'Irreversible' | 'Drifted' | 'Failed';
/** One right. */
export interface MissingRight {
  /** Verb, resource and namespace, such as create pods/eviction. */
  right: string;
  /** The folder of config/ that grants it. */
  grantedBy: string;
}
/** True, False or Unknown. */
export type ConditionStatus = 'True' | 'False' | 'Unknown';
/** What it is done to. */
export interface Target {
  /** API group and version of the target, for example v1 or apps/v1. */
  apiVersion: string;
  /** Kind of the target, for example Node or Deployment. */
  kind: string;
  /** Namespace of a namespaced target; the object's own namespace when absent. Only objects in the system namespace may name another one. */
  namespace?: string;
  /** Name of the target. */
  name: string;
  /** Uid of the target when the writer knows it; a live object with another uid is refused (TargetUidMismatch). */
  uid?: string;
}
/** The plan; its name is recorded before the plan is created. */
export interface ResourceRef {
  /** Namespace of the referenced object. */
  namespace?: string;
  /** Name of the referenced object. */
  name: string;
  /** Uid of the referenced object; absent until it was created. */
  uid?: string;
}
/** One condition in the form of the Kubernetes API conventions. */
export interface Condition {
  /** Type of the condition. */
  type: string;
  /** True, False or Unknown. */
  status: ConditionStatus;
  /** metadata.generation that the condition was judged for. */
  observedGeneration?: number;
  /** When status last changed. */
  lastTransitionTime: string;
  /** CamelCase fact that explains the status. */
  reason: string;
  /** One sentence for the person on call. */
  message: string;
}
/** Present only while the object waits. */
export interface Blocked {
  /** Why it waits. */
  reason: string;
  /** When it first began to wait. */
  since: string;
  /** Not tried again before this time. */
  until?: string;
  /** What it waits for, as kind/namespace/name. */
  by?: string;
}
/** One object that suffers. */
export interface ImpactedResource {
  /** Layer: infrastructure, platform or application. */
  layer: Layer;
  /** State it was seen in, for example MemoryPressure. */
  state?: string;
  /** The object. */
  target: Target;
}
/** One fact. */
export interface Evidence {
  /** The fact. */
  what: string;
  /** Object it was read from, as kind/namespace/name. */
  where?: string;
  /** Since when it holds. */
  since?: string;
}
/** What is believed to be the cause. */
export interface RootCause {
  /** Layer: infrastructure, platform or application. */
  layer: Layer;
  /** The object that is the cause. */
  target?: Target;
  /** Facts that speak for it, strongest first. */
  evidence?: Evidence[];
}
/** One edge. */
export interface Dependency {
  /** Dependant, as kind/namespace/name. */
  from: string;
  /** What it stands on, as kind/namespace/name. */
  to: string;
  /** How: ownerReference, nodeName, selector. */
  via?: string;
}
/** One container. */
export interface OutOfMemory {
  /** Name of the container. */
  container: string;
  /** Its memory limit, as a Kubernetes quantity. */
  limit: string;
}
/** One workload. */
export interface DeploymentInfo {
  /** How it is deployed. */
  method: DeploymentMethod;
  /** Application, release or owner that manages it. */
  managedBy?: string;
  /** Argo CD syncs it by itself, so that a sync cannot be undone. */
  automated?: boolean;
  /** The owner of its namespace lets the engine roll its Helm release back. */
  rollback?: boolean;
  /** Pods that it asked for; absent for a DaemonSet. */
  replicas?: number;
  /** Number of its template among those that it had; only of a Deployment. */
  revision?: number;
  /** Its containers that were killed for want of memory, with the limit that they had. */
  outOfMemory?: OutOfMemory[];
  /** Confidence in method, 0 to 1. */
  confidence?: number;
  /** Labels and annotations that show it. */
  evidence?: string[];
  /** The workload. */
  target: Target;
}
/** One attempt. */
export interface HistoryRow {
  /** Name of the plan. */
  plan: string;
  /** Operation of the step. */
  operation?: string;
  /** Target of the step, as kind/namespace/name. */
  target?: string;
  /** How it ended. */
  outcome: string;
  /** When it ended. */
  at: string;
}
/** What is wrong; written by whoever reports it. Fixed but for resolvedAt, reports and lastReportedAt. */
export interface AnomalySpec {
  /** Word for the kind of anomaly, for example node_memory_pressure. Any word is allowed; targets decide. */
  type: string;
  /** Severity; gives the priority (critical 1, high 2, medium 3, low 4, one lower when ai_driven). */
  severity: Severity;
  /** Who decided that something is wrong: a rule, a model or a person. Default "manual". */
  source: Source;
  /** Free text that names the reporter, for example alertmanager or a notebook. */
  reporter?: string;
  /** User name of whoever asked for it; copied to the children. */
  requestedBy?: string;
  /** Confidence of the source, 0 to 1; required when source is ai_driven. */
  confidence?: number;
  /** Free text for people; never decides. */
  description?: string;
  /** Objects that are hit; written by the reporter. */
  targets?: Target[];
  /** Free map of numbers, strings and booleans from the reporter. */
  details?: ScalarMap;
  /** Hint of the reporter; used only if the plan of the proven layer allows it. */
  recommendedAction?: string;
  /** When the reporter saw it; creationTimestamp when absent. */
  detectedAt?: string;
  /** When the reporter saw it end; a knob of the reporter. */
  resolvedAt?: string;
  /** How often the reporter reported it; a knob of the reporter. */
  reports?: number;
  /** When the reporter last reported it; a knob of the reporter. */
  lastReportedAt?: string;
  /** Identity for deduplication; computed from targets, else from type and details, when absent. */
  fingerprint?: string;
  /** Automatic acts; Approval waits for a person; DryRun writes nothing outside our own kinds; Observe makes no plan. Default by planning from the source. */
  mode?: Mode;
}
/** What a model said of the layers, if the policy names one. */
export interface ModelVote {
  /** The model, as kind/namespace/name. */
  model: string;
  /** Name of the action by which it was asked. */
  action?: string;
  /** Probability that the infrastructure is the cause, 0 to 1; absent without an answer. */
  infrastructure?: number;
  /** Probability of the platform, 0 to 1. */
  platform?: number;
  /** Probability of the application, 0 to 1. */
  application?: number;
  /** Whether it had a say in the plan. */
  used: boolean;
  /** Why, or why not. */
  message?: string;
}
/** What the engine found and did; written by planning only. */
export interface AnomalyStatus {
  /** Where the anomaly is; Suppressed, Resolved and Failed are terminal. */
  phase?: AnomalyPhase;
  /** metadata.generation that this status was computed from. */
  observedGeneration?: number;
  /** CamelCase fact that explains the phase; mirrors the condition that decides it. */
  reason?: string;
  /** One sentence for the person on call. */
  message?: string;
  /** leaseTransitions of the leader that wrote this status; a lower one is refused. */
  epoch?: number;
  /** Present only while the object waits. */
  blocked?: Blocked;
  /** Layers that are hit. */
  affectedLayers?: Layer[];
  /** Objects that suffer, by layer. */
  impactedResources?: ImpactedResource[];
  /** What is believed to be the cause. */
  rootCause?: RootCause;
  /** Edges of the graph from what suffers to what it stands on. */
  dependencies?: Dependency[];
  /** How the workloads that are hit were deployed. */
  deployments?: DeploymentInfo[];
  /** The plan; its name is recorded before the plan is created. */
  planRef?: ResourceRef;
  /** specHash of the plan that was decided on; playbooks may change before it is created. */
  planHash?: string;
  /** Reports plus suppressed duplicates. */
  occurrences?: number;
  /** When it was last reported. */
  lastSeenAt?: string;
  /** The anomaly that this one repeats. */
  duplicateOf?: ResourceRef;
  /** Given or computed identity for deduplication. */
  fingerprint?: string;
  /** What was tried, newest last. */
  history?: HistoryRow[];
  /** What a model said of the layers, if the policy names one. */
  vote?: ModelVote;
  /** How many plans in a row succeeded and did not keep the signal away, this one among them once it came back. */
  ineffective?: number;
  /** When the phase became terminal. */
  finishedAt?: string;
  /** Analyzed, Planned, Resolved, Blocked, Ineffective. */
  conditions?: Condition[];
}
/** The decision of a person; never at creation, final once given. */
export interface Approval {
  /** Approved or Denied. */
  decision: Decision;
  /** User name of the person who decides. */
  by: string;
  /** When it was decided. */
  at?: string;
  /** Why. */
  reason?: string;
  /** status.specHash that the person saw; a decision for another one is stale. */
  specHash?: string;
}
/** What the step does. */
export interface StepAction {
  /** Kind of action; conflicts between types are judged by it. */
  type: ActionType;
  /** What is done; each belongs to one type, observe to three. */
  operation: OperationName;
  /** Parameters of the operation; their shape is checked when the engine first sees them (InvalidParameters). */
  parameters?: FreeMap;
  /** What it is done to. */
  target: Target;
}
/** One step; it becomes one RemediationAction. */
export interface PlanStep {
  /** Name of the step within the plan. */
  name: string;
  /** Layer: infrastructure, platform or application. */
  layer: Layer;
  /** Place, 1 to n without gaps. */
  order: number;
  /** For people. */
  description?: string;
  /** Seconds to wait after the step succeeded; default by operation. */
  waitSeconds?: number;
  /** Seconds the action may run from Running on; default by operation. */
  timeoutSeconds?: number;
  /** When false a failure does not end the plan; its wait is skipped, its layer's checkpoint is not. Default true. */
  required: boolean;
  /** What rollback can do about it; None for a step that changes nothing. */
  undo: Undo;
  /** Name of the playbook that it comes from. */
  playbook?: string;
  /** What the step does. */
  action: StepAction;
}
/** One check. */
export interface Check {
  /** Name of the check within the checkpoint. */
  name: string;
  /** What is checked. */
  type: CheckType;
  /** Seconds until a check that has not passed fails the checkpoint; default by type. */
  timeoutSeconds?: number;
  /** Parameters of the check; their shape is checked when the engine first sees them (InvalidParameters). */
  parameters?: FreeMap;
  /** What it looks at; the plan's targets of its layer when absent. */
  targets?: Target[];
}
/** One checkpoint. */
export interface Checkpoint {
  /** Name of the checkpoint within the plan. */
  name: string;
  /** Layer: infrastructure, platform or application. */
  layer: Layer;
  /** Order of the last step before it; 0 before all. */
  afterStep: number;
  /** Checks that must all be Passed or NotApplicable in one pass. */
  checks: Check[];
}
/** State of one step. */
export interface StepStatus {
  /** Name of the step. */
  name: string;
  /** Where the step is; Waiting is its wait after success. */
  phase: StepPhase;
  /** CamelCase fact that explains the phase. */
  reason?: string;
  /** One sentence. */
  message?: string;
  /** Latest end of the wait after it. */
  notBefore?: string;
  /** When, in the wait after it, every check of its layer first passed; the wait ends once they still do 10 s later. */
  healthySince?: string;
  /** When its action was asked for. */
  startedAt?: string;
  /** Since when something that no turn in the queue ends keeps its action from beginning; after timeoutSeconds of it the step fails. */
  heldSince?: string;
  /** When it ended. */
  finishedAt?: string;
  /** Its action; the name is recorded before the action is created. */
  actionRef?: ResourceRef;
}
/** State of one check. */
export interface CheckStatus {
  /** Name of the check. */
  name: string;
  /** Type of the check. */
  type: string;
  /** Last verdict; Inconclusive: it could not be read. */
  result: CheckResult;
  /** What was observed when this verdict was first seen or last judged, or why it could not be read. */
  message?: string;
  /** When this verdict was first seen. */
  observedAt?: string;
}
/** State of one checkpoint. */
export interface CheckpointStatus {
  /** Name of the checkpoint. */
  name: string;
  /** Layer: infrastructure, platform or application. */
  layer: Layer;
  /** When it was first judged. */
  startedAt?: string;
  /** When its result became final. */
  finishedAt?: string;
  /** Seconds of suspension that its clocks do not count. */
  pausedSeconds?: number;
  /** What came of it. */
  result: CheckpointResult;
  /** State of each check. */
  checks?: CheckStatus[];
}
/** One condition in the form of the Kubernetes API conventions. */
export interface PlanCondition {
  /** Type of the condition; one of an outside verifier carries its domain, for example example.com/Verified. */
  type: string;
  /** True, False or Unknown. */
  status: ConditionStatus;
  /** metadata.generation that the condition was judged for. */
  observedGeneration?: number;
  /** When status last changed. */
  lastTransitionTime: string;
  /** CamelCase fact that explains the status. */
  reason: string;
  /** One sentence for the person on call. */
  message: string;
}
/** One undone step. */
export interface RollbackRow {
  /** Name of the step. */
  step: string;
  /** What came of it; Drifted: somebody else changed the target since, so it was left alone. */
  result: RollbackResult;
  /** One sentence. */
  message?: string;
  /** The compensating action. */
  actionRef?: ResourceRef;
}
/** Written by planning, or by a user by hand. Fixed but for suspend, cancel and approval. */
export interface RemediationPlanSpec {
  /** The anomaly that founded the plan; absent on a plan made by hand. */
  anomalyRef?: ResourceRef;
  /** Who decided that something is wrong: a rule, a model or a person. Default "manual". */
  source: Source;
  /** Confidence of the source, 0 to 1; required when source is ai_driven. */
  confidence?: number;
  /** Priority of all its actions, 1 highest to 5 lowest. Default 3. */
  priority: number;
  /** Automatic acts; Approval waits for a person; DryRun writes nothing outside our own kinds; Observe makes no plan. Default by planning from the source. */
  mode?: Mode;
  /** User name of whoever asked for it; copied to the children. */
  requestedBy?: string;
  /** Layers that the plan covers. */
  layers?: Layer[];
  /** Steps by order; layers never go back. */
  steps: PlanStep[];
  /** Health checkpoints; each gates the steps behind it. */
  checkpoints?: Checkpoint[];
  /** Whether a failure undoes what ran. Default "OnFailure". */
  rollbackPolicy: RollbackPolicy;
  /** Seconds after the end until the finished objects may be deleted; default by policy. */
  ttlSecondsAfterFinished?: number;
  /** Whether a person must approve before it starts. Default false. */
  approvalRequired: boolean;
  /** While true no step begins and check clocks stand still; a rollback is never suspended. A knob. Default false. */
  suspend: boolean;
  /** Stop ends the running action and keeps completed steps; Rollback undoes those too. A knob; cannot be taken back. */
  cancel?: Cancel;
  /** The decision of a person; never at creation, final once given. */
  approval?: Approval;
}
/** Where the plan is; written by progression only. */
export interface RemediationPlanStatus {
  /** Where the plan is; the last five are terminal. */
  phase?: PlanPhase;
  /** metadata.generation that this status was computed from. */
  observedGeneration?: number;
  /** CamelCase fact that explains the phase; mirrors the condition that decides it. */
  reason?: string;
  /** One sentence for the person on call. */
  message?: string;
  /** leaseTransitions of the leader that wrote this status; a lower one is refused. */
  epoch?: number;
  /** Present only while the object waits. */
  blocked?: Blocked;
  /** When a person was first asked to approve it, while nobody has; the request expires from then on. */
  approvalAskedAt?: string;
  /** Seconds for which it was Blocked in earlier waits; with the present one they raise its priority. */
  waitedSeconds?: number;
  /** Ended steps of all, for example 2/5. */
  progress?: string;
  /** Order of the lowest unfinished step. */
  currentStep?: number;
  /** Layers of the plan in short, for example infra>app. */
  layerPath?: string;
  /** Root cause, as kind/namespace/name. */
  cause?: string;
  /** Rollback in short, for example 1 undone, 1 irreversible. */
  rollbackSummary?: string;
  /** sha256 of the key-sorted spec without its knobs. */
  specHash?: string;
  /** The trace in which all that is done for it is found; absent while nobody collects traces. */
  traceId?: string;
  /** Since when it is suspended. */
  suspendedAt?: string;
  /** When it entered Executing. */
  startedAt?: string;
  /** When the phase became terminal. */
  finishedAt?: string;
  /** State of each step. */
  steps?: StepStatus[];
  /** State of each checkpoint. */
  checkpoints?: CheckpointStatus[];
  /** What was undone, in the order it was undone. */
  rollback?: RollbackRow[];
  /** InfrastructureHealthy, PlatformHealthy, ApplicationHealthy, Progressing, Blocked, RolledBack, Complete, Failed; and up to 8 that outside verifiers set, which the check external_condition reads. */
  conditions?: PlanCondition[];
}
/** Attempts before the first effect only; after it nothing is repeated. */
export interface Retries {
  /** Attempts in all. Default 3. */
  attempts: number;
  /** Seconds before the second attempt, doubled each time. Default 5. */
  backoffSeconds: number;
}
/** The action that this one undoes; only the engine sets it. */
export interface Compensates {
  /** Name of the undone action. */
  name: string;
  /** Uid of the undone action. */
  uid: string;
}
/** The last verdict; written by arbitration. */
export interface Arbitration {
  /** Rule that decided. */
  rule?: string;
  /** Kind of conflict with the winner. */
  conflictType?: ConflictType;
  /** The rival that goes first, as kind/namespace/name. */
  winner?: string;
  /** Rivals, as kind/namespace/name. */
  against?: string[];
  /** When this verdict was first reached. */
  decidedAt: string;
}
/** The conflicts that it lost, each winner once; written by arbitration with the verdict, so that none is counted twice. */
export interface ConflictsLost {
  /** UTC day of the last one. */
  day: string;
  /** How many were recorded for the first time on that day. */
  count: number;
  /** Who won, as kind/namespace/name, the last one first. */
  winners: string[];
}
/** The target as it was resolved: a Pod as its top controller. Frozen at admission. */
export interface ResolvedTarget {
  /** API group and version. */
  apiVersion: string;
  /** Kind. */
  kind: string;
  /** Namespace, if namespaced. */
  namespace?: string;
  /** Name. */
  name: string;
  /** Uid. */
  uid?: string;
  /** Nodes that its pods run on. */
  nodes?: string[];
}
/** One effect. */
export interface Intent {
  /** Effect within the operation, for example cordon. */
  step: string;
  /** Token that the effect leaves on its target. */
  token: string;
  /** Uid of the object that the effect was meant for. */
  targetUid?: string;
  /** When it was recorded. */
  at: string;
  /** leaseTransitions of the leader that recorded it. */
  epoch?: number;
  /** What came of it; absent while open. */
  outcome?: IntentOutcome;
  /** One sentence on the outcome. */
  message?: string;
}
/** One change. */
export interface Change {
  /** Object and field, as kind/namespace/name.field. */
  resource: string;
  /** Value before. */
  from?: string;
  /** Value after. */
  to?: string;
}
/** Written by progression, REST or a user. Fixed but for approval and cancel. */
export interface RemediationActionSpec {
  /** Kind of action; conflicts between types are judged by it. */
  type: ActionType;
  /** What is done; each belongs to one type, observe to three. */
  operation: OperationName;
  /** Parameters of the operation; their shape is checked when the engine first sees them (InvalidParameters). */
  parameters?: FreeMap;
  /** What it is done to. */
  target: Target;
  /** Who decided that something is wrong: a rule, a model or a person. Default "manual". */
  source: Source;
  /** Confidence of the source, 0 to 1; required when source is ai_driven. */
  confidence?: number;
  /** User name of whoever asked for it; copied to the children. */
  requestedBy?: string;
  /** Priority, 1 highest to 5 lowest. Default 3. */
  priority: number;
  /** Seconds from Running on, never while Blocked; default by operation. */
  timeoutSeconds?: number;
  /** Attempts before the first effect only; after it nothing is repeated. Default {}. */
  retries: Retries;
  /** When true nothing is written: changes and result say what would be, and what stands against it. Default false. */
  dryRun: boolean;
  /** The action that this one undoes; only the engine sets it. */
  compensates?: Compensates;
  /** Whether a person must approve before it competes. Default false. */
  approvalRequired: boolean;
  /** When true the action ends and undoes its own open effects. A knob; cannot be taken back. Default false. */
  cancel: boolean;
  /** The decision of a person; never at creation, final once given. */
  approval?: Approval;
}
/** Where the action is; written by arbitration until it is admitted, then by execution. */
export interface RemediationActionStatus {
  /** Where the action is; the last five are terminal. */
  phase?: ActionPhase;
  /** metadata.generation that this status was computed from. */
  observedGeneration?: number;
  /** CamelCase fact that explains the phase; mirrors the condition that decides it. */
  reason?: string;
  /** One sentence for the person on call. */
  message?: string;
  /** leaseTransitions of the leader that wrote this status; a lower one is refused. */
  epoch?: number;
  /** Present only while the object waits. */
  blocked?: Blocked;
  /** When a person was first asked to approve it, while nobody has; the request expires from then on. */
  approvalAskedAt?: string;
  /** Seconds for which it was Blocked in earlier waits; with the present one they raise its priority. */
  waitedSeconds?: number;
  /** sha256 of the key-sorted spec without its knobs. */
  specHash?: string;
  /** Place among those that wait, stored for the first 20 only. */
  queuePosition?: number;
  /** The last verdict; written by arbitration. */
  arbitration?: Arbitration;
  /** The conflicts that it lost, each winner once; written by arbitration with the verdict, so that none is counted twice. */
  conflicts?: ConflictsLost;
  /** The target as it was resolved: a Pod as its top controller. Frozen at admission. */
  resolvedTarget?: ResolvedTarget;
  /** One per effect, recorded before the effect. */
  intents?: Intent[];
  /** State before the first effect; what undo restores. */
  before?: FreeMap;
  /** What was changed, or would be in a dry run. */
  changes?: Change[];
  /** Facts of the outcome, at most 8 KiB. Of predict: protocol, model, version, outputs[] {name, shape, data}. Of correlate: groups[] {cause, tie, members[] {name, uid}}, anomalies, leftOut, windowSeconds. Of a dry run: gates[] {reason, message} that would hold it, blockers[] of a drain, missingRights[], refused {reason, message}, leftOut. */
  result?: FreeMap;
  /** Attempts so far. */
  attempts?: number;
  /** Not tried again before this time. */
  nextAttemptAt?: string;
  /** When it entered Running. */
  startedAt?: string;
  /** When the phase became terminal. */
  finishedAt?: string;
  /** Admitted, Executed, Blocked. */
  conditions?: Condition[];
}
/** OptOut (default): everything is looked after but what is labelled coordination.selfheal.dev/managed "false", on the object or its namespace. OptIn: only what is labelled "true" there. */
export type ManagedScope = 'OptOut' | 'OptIn';
/** Where exclusive types exclude: in the whole cluster (default), or only a workload with a pod on the node. */
export type ExclusivityScope = 'Cluster' | 'Related';
/** Where it comes from. */
export type SettingSource = 'Policy' | 'Environment' | 'Default';
/** Two types. */
export interface ExclusivePair {
  /** One type. */
  first: ActionType;
  /** The other type. */
  second: ActionType;
}
/** Weight of a source when free places are given; times (6 - priority). With 0 only the time counts for which it has waited. */
export interface SourceWeights {
  /** Of rules. Default 2. */
  deterministic?: number;
  /** Of persons. Default 2. */
  manual?: number;
  /** Of models. Default 1. */
  aiDriven?: number;
}
/** How fast actions may be admitted. */
export interface Admissions {
  /** Actions per minute in the long run. Default 30. */
  perMinute?: number;
  /** Actions at once after a rest. Default 10. */
  burst?: number;
}
/** How many nodes of a group may be out of service. A group is a pool, else the workers or the control plane. */
export interface NodeLimits {
  /** With more unhealthy nodes in a group, whatever made them so, no action begins on its nodes (StormActive). A number or a percentage, rounded down, at least 1. Default 20%. */
  maxUnhealthy?: number | string;
  /** In place of maxUnhealthy: with fewer healthy nodes in a group no action begins on its nodes. A number or a percentage, rounded up. */
  minHealthy?: number | string;
  /** How many nodes of a group may be worked on at once. A number or a percentage, rounded down, at least 1. Default 10%. */
  maxInFlight?: number | string;
  /** For so long after a storm no action begins on the nodes of the group, and then one in each such interval until none waits. Default 300. */
  stormCooldownSeconds?: number;
  /** Label whose value names the group of a node. Default: the pool labels of the large providers. */
  poolLabel?: string;
}
/** Per target. */
export interface TargetBreaker {
  /** After so many failures in a row the target is left alone. Default 3. */
  failures?: number;
  /** For so long; then one try is made. Default 3600. */
  openSeconds?: number;
}
/** Of everything that models ask for and no person approved. */
export interface SourceBreaker {
  /** After so many failures within windowSeconds nothing of it begins. Default 3. */
  failures?: number;
  /** Within so many seconds. Default 3600. */
  windowSeconds?: number;
}
/** What failed again and again is left alone. */
export interface Breakers {
  /** Per target. */
  target?: TargetBreaker;
  /** Of everything that models ask for and no person approved. */
  aiDriven?: SourceBreaker;
}
/** One rule; a list that is left out fits everything. */
export interface ApprovalRule {
  /** Name of the rule; shown to whoever waits. */
  name: string;
  /** Operations. */
  operations?: OperationName[];
  /** Types of actions. */
  types?: ActionType[];
  /** Who decided that something is wrong. */
  sources?: Source[];
  /** Namespaces of targets; * stands for any characters. */
  namespaces?: string[];
}
/** What a person has to approve, and for how long a request stands. */
export interface ApprovalPolicy {
  /** A request that nobody decided on for so long ends (ApprovalExpired). Default 900. */
  expirySeconds?: number;
  /** What one of these covers needs an approval. A rule covers what fits all the lists that it gives; default none. */
  rules?: ApprovalRule[];
}
/** One window. */
export interface MaintenanceWindow {
  /** Name of the window; shown to whoever waits. */
  name: string;
  /** When it opens: five cron fields (minute, hour, day of month, month, day of week). */
  schedule: string;
  /** For so long it is open. */
  durationSeconds: number;
  /** IANA name of the zone that the schedule is in. Default UTC. */
  timeZone?: string;
  /** What it is for; default every operation that changes something. */
  operations?: OperationName[];
}
/** One object. */
export interface ProtectedObject {
  /** Kind. */
  kind: string;
  /** Namespace, if namespaced. */
  namespace?: string;
  /** Name. */
  name: string;
}
/** What the engine leaves alone unless whoever asks has the verb remediate-protected on it. */
export interface Protected {
  /** Namespaces; * stands for any characters. Default kube-*, openshift-* and the one of the engine. */
  namespaces?: string[];
  /** Single objects. Default none. */
  targets?: ProtectedObject[];
}
/** How long finished objects are kept. */
export interface Retention {
  /** Seconds after which a finished incident is deleted, its plan and actions with it; 0: at once. A plan may say so itself. Default 86400. */
  ttlSecondsAfterFinished?: number;
}
/** A model that may vote. It is asked with `predict` for anomalies of the system namespace that are to have a plan, and gives one probability per layer, lowest first. What it says is recorded, and counts only from 0.85 on and only where nothing was found in the cluster. Default none. */
export interface VotingModel {
  /** Namespace of the InferenceService. Default that of the engine. */
  namespace?: string;
  /** Name of the InferenceService. */
  name: string;
}
/** How layers and causes are found. */
export interface DiagnosisPolicy {
  /** A model that may vote. It is asked with `predict` for anomalies of the system namespace that are to have a plan, and gives one probability per layer, lowest first. What it says is recorded, and counts only from 0.85 on and only where nothing was found in the cluster. Default none. */
  model?: VotingModel;
}
/** What belongs together, and what counts as helped. */
export interface IncidentPolicy {
  /** For so long after a plan ended another symptom of its cause becomes part of it (PartOfIncident); the same symptom does not. Default 300. */
  joinSeconds?: number;
  /** For so long after a plan succeeded its signal must stay away, else the plan is Ineffective; 0: nobody looks. Default 300. */
  verificationSeconds?: number;
  /** After so many ineffective plans in a row no further one is made until a person says so (Ineffective). Default 3. */
  attempts?: number;
}
/** Conditions of nodes. */
export interface NodeDetector {
  /** Whether it looks. Default true, or what DETECTORS says. */
  enabled?: boolean;
  /** A node that is not Ready for so long is reported. Default 300. */
  notReadySeconds?: number;
  /** One with a pressure, or a condition of node-problem-detector, for so long. Default 120. */
  problemSeconds?: number;
}
/** ClusterOperators of OpenShift. */
export interface DegradedDetector {
  /** Whether it looks. Default true, or what DETECTORS says. */
  enabled?: boolean;
  /** One that is degraded or not available for so long is reported. Default 300. */
  degradedSeconds?: number;
}
/** Deployments, StatefulSets and DaemonSets. */
export interface WorkloadDetector {
  /** Whether it looks. Default true, or what DETECTORS says. */
  enabled?: boolean;
  /** One that has fewer ready pods than it should have for so long is reported. Default 300. */
  unavailableSeconds?: number;
}
/** Containers that end again and again. */
export interface CrashLoopDetector {
  /** Whether it looks. Default true, or what DETECTORS says. */
  enabled?: boolean;
  /** So many restarts of a container within windowSeconds are reported. Default 5. */
  restarts?: number;
  /** Within so many seconds. Default 600. */
  windowSeconds?: number;
}
/** What the engine reports by itself, each as an Anomaly like that of any other reporter; what recovers sooner is not reported. */
export interface Detectors {
  /** Conditions of nodes. */
  nodes?: NodeDetector;
  /** ClusterOperators of OpenShift. */
  clusterOperators?: DegradedDetector;
  /** MachineConfigPools of OpenShift. */
  machineConfigPools?: DegradedDetector;
  /** Deployments, StatefulSets and DaemonSets. */
  workloads?: WorkloadDetector;
  /** Containers that end again and again. */
  crashLoops?: CrashLoopDetector;
}
/** One operation. */
export interface OperationTiming {
  /** Operation. */
  name: OperationName;
  /** Seconds to wait after it. */
  waitSeconds?: number;
  /** Whether its failure rolls the plan back. */
  required?: boolean;
  /** Seconds from Running on. */
  timeoutSeconds?: number;
}
/** One check. */
export interface CheckTiming {
  /** Check. */
  type: CheckType;
  /** Seconds within which it has to pass. */
  timeoutSeconds: number;
}
/** Waits and timeouts; what is left out stays as it is. */
export interface Timings {
  /** Seconds between two looks at a check. Default 5. */
  pollSeconds?: number;
  /** Per operation. */
  operations?: OperationTiming[];
  /** Per check. */
  checks?: CheckTiming[];
}
/** One field. */
export interface EffectiveSetting {
  /** Path below spec. */
  field: string;
  /** The value, as JSON. */
  value: string;
  /** Where it comes from. */
  source: SettingSource;
  /** Environment variable of the engine that gives it where the policy does not. */
  variable?: string;
}
/** Active while too many are unhealthy; Cooling while nothing begins after that; Releasing while what was held begins one by one. */
export type NodeGroupStage = 'Active' | 'Cooling' | 'Releasing';
/** One group. */
export interface NodeGroupStatus {
  /** Name of the pool, else worker or control-plane. */
  name: string;
  /** How many nodes it has. */
  nodes: number;
  /** How many of them are unhealthy. */
  unhealthy: number;
  /** How many may be. */
  maxUnhealthy: number;
  /** Active while too many are unhealthy; Cooling while nothing begins after that; Releasing while what was held begins one by one. */
  stage?: NodeGroupStage;
  /** When too many became unhealthy; absent when the storm is over. */
  stormSince?: string;
  /** When the last storm ended; absent while one lasts. */
  stormEndedAt?: string;
}
/** Written by whoever is responsible for the cluster. Changes hold within two seconds. */
export interface RemediationPolicySpec {
  /** The kill switch. When true nothing begins, what is at work ends after the atomic step in flight (EmergencyStopped), and what had not begun waits (Suspended). Default false. */
  suspended?: boolean;
  /** OptOut (default): everything is looked after but what is labelled coordination.selfheal.dev/managed "false", on the object or its namespace. OptIn: only what is labelled "true" there. */
  scope?: ManagedScope;
  /** What a model asks for with a lower confidence (strictly) waits for a person. Default 0.7. */
  confidenceThreshold?: number;
  /** Where exclusive types exclude: in the whole cluster (default), or only a workload with a pod on the node. */
  exclusivityScope?: ExclusivityScope;
  /** Types that exclude each other. Default node_remediation with resource_scaling, model_inference with alert_correlation. */
  exclusivePairs?: ExclusivePair[];
  /** Weight of a source when free places are given; times (6 - priority). With 0 only the time counts for which it has waited. */
  sourceWeights?: SourceWeights;
  /** How many actions may be Admitted or Running at once. Default 10. */
  maxActiveActions?: number;
  /** How fast actions may be admitted. */
  admissions?: Admissions;
  /** How many nodes of a group may be out of service. A group is a pool, else the workers or the control plane. */
  nodes?: NodeLimits;
  /** For so long after a plan ended nothing new begins on its targets (CoolingDown). Default 300. */
  cooldownSeconds?: number;
  /** What failed again and again is left alone. */
  breakers?: Breakers;
  /** How layers and causes are found. */
  diagnosis?: DiagnosisPolicy;
  /** What belongs together, and what counts as helped. */
  incidents?: IncidentPolicy;
  /** What a person has to approve, and for how long a request stands. */
  approval?: ApprovalPolicy;
  /** When changes may begin. With at least one that covers an operation, it begins only while one of those is open (MaintenanceWindowClosed); default always. */
  maintenanceWindows?: MaintenanceWindow[];
  /** What the engine leaves alone unless whoever asks has the verb remediate-protected on it. */
  protected?: Protected;
  /** How long finished objects are kept. */
  retention?: Retention;
  /** What the engine reports by itself, each as an Anomaly like that of any other reporter; what recovers sooner is not reported. */
  detectors?: Detectors;
  /** Waits and timeouts; what is left out stays as it is. */
  timings?: Timings;
}
/** What holds; written by the engine. */
export interface RemediationPolicyStatus {
  /** metadata.generation that this status was computed from. */
  observedGeneration?: number;
  /** CamelCase fact that says most; mirrors a condition. */
  reason?: string;
  /** One sentence for the person on call. */
  message?: string;
  /** leaseTransitions of the leader that wrote this status; a lower one is refused. */
  epoch?: number;
  /** Every field with the value that holds and where it comes from. */
  effective?: EffectiveSetting[];
  /** Groups of nodes that have, or lately had, more unhealthy nodes than they may. */
  nodeGroups?: NodeGroupStatus[];
  /** Rights that the engine can be given and does not have, of the kinds that the cluster serves; only what needs one of them waits. What others grant where they want it (run_job, helm_rollback, reconcile_owner) is not among them. */
  missingRights?: MissingRight[];
  /** Accepted, Suspended, StormActive, PlaybooksAccepted, RightsGranted. */
  conditions?: Condition[];
}
/** Anomaly reports that something is wrong with a cluster. The engine finds the layers it hits and its cause, and makes a RemediationPlan. */
export interface Anomaly {
  apiVersion: 'coordination.selfheal.dev/v1alpha1';
  kind: 'Anomaly';
  metadata: ObjectMeta;
  spec: AnomalySpec;
  status?: AnomalyStatus;
}
/** RemediationAction is one thing to be done to one target. It runs only after it won against every other pending action. */
export interface RemediationAction {
  apiVersion: 'coordination.selfheal.dev/v1alpha1';
  kind: 'RemediationAction';
  metadata: ObjectMeta;
  spec: RemediationActionSpec;
  status?: RemediationActionStatus;
}
/** RemediationPlan is a sequence of steps by layer with a health checkpoint after each layer, and the rollback of what ran when one fails. */
export interface RemediationPlan {
  apiVersion: 'coordination.selfheal.dev/v1alpha1';
  kind: 'RemediationPlan';
  metadata: ObjectMeta;
  spec: RemediationPlanSpec;
  status?: RemediationPlanStatus;
}
/** RemediationPolicy says how far the engine may go. There is one, named cluster. A field that it leaves out comes from the environment, else from the default; its status says which. */
export interface RemediationPolicy {
  apiVersion: 'coordination.selfheal.dev/v1alpha1';
  kind: 'RemediationPolicy';
  metadata: ObjectMeta;
  spec: RemediationPolicySpec;
  status?: RemediationPolicyStatus;
}
