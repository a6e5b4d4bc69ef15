/** Every condition type of the three kinds and what True means. */
export const conditionTypes = {
  Analyzed: 'The layers that are hit and the root cause are known.',
  Planned: 'A plan exists for the anomaly.',
  Resolved: 'What was wrong is no longer so.',
  Blocked: 'It waits for something; reason and blocked.by say for what.',
  InfrastructureHealthy: 'The health checkpoint of the infrastructure layer passed.',
  PlatformHealthy: 'The health checkpoint of the platform layer passed.',
  ApplicationHealthy: 'The health checkpoint of the application layer passed.',
  Progressing: 'The plan has begun and is not finished.',
  RolledBack: 'What the plan did was undone as far as it can be.',
  Complete: 'Every required step and every checkpoint passed.',
  Failed: 'The plan ended otherwise than it should.',
  Admitted: 'The action won and may run.',
  Executed: 'The action did what it was asked for.',
} as const;

/** Every condition type of the RemediationPolicy and what True means. */
export const policyConditionTypes = {
  Accepted: 'Every field of the policy holds.',
  Suspended: 'Nothing begins: somebody switched the engine off.',
  StormActive: 'A group of nodes has, or lately had, more unhealthy nodes than it may, so they are left alone.',
} as const;

/** A condition type. */
export type ConditionType = keyof typeof conditionTypes | keyof typeof policyConditionTypes;

const anomalyReasons = {
  Analyzing: 'The targets and what they stand on are being read.',
  Analyzed: 'The layers that are hit and the root cause are known.',
  NotAnalyzed: 'The targets have not been read yet.',
  PlanCreated: 'A plan was made and waits for its turn.',
  PlanExecuting: 'Its plan has begun.',
  PlanSucceeded: 'Its plan ended well.',
  PlanFailed: 'Its plan ended with a failure.',
  PlanRolledBack: 'Its plan failed and was rolled back.',
  PlanCancelled: 'Its plan was cancelled.',
  PlanDeleted: 'Its plan was deleted before it ended.',
  NoPlan: 'No plan was made.',
  NoTargets: 'Nothing in the report names an object of this cluster.',
  NothingWrong: 'Every target is healthy, so there is nothing to do.',
  ObserveOnly: 'Its mode is Observe, so nothing is done.',
  DuplicateOf: 'Another one already asks for the same.',
  PartOfIncident: 'Its cause is handled by the plan of another anomaly.',
  Correlating: 'A correlation of its namespace is under way, and what it finds decides.',
  ResolvedByReporter: 'The reporter says that it ended.',
  CrossNamespaceTarget: 'A target lies in another namespace, which only the system namespace may name.',
  ClusterScopedTarget: 'A target is cluster-scoped, which only the system namespace may name.',
} as const;

const arbitrationReasons = {
  Waiting: 'It has not been judged yet.',
  Admitted: 'It won against every other action and may run.',
  LowConfidence: 'The confidence of the model is below the threshold, so a person has to approve.',
  ApprovalRequired: 'A person has to approve before it begins.',
  Approved: 'A person approved it.',
  ApprovalDenied: 'A person denied it.',
  ApprovalExpired: 'Nobody approved it in time.',
  ApprovalStale: 'The approval was given for another content of the spec.',
  DeterministicPreferred: 'A deterministic or manual action wants the same target and goes first.',
  TargetHeld: 'A plan that is executing holds the target.',
  TargetBusy: 'An action of ours is at work on the target or on what contains it.',
  TargetLocked: 'Another system holds the Lease of the target.',
  LowerPriority: 'A conflicting action has a smaller priority number and goes first.',
  OlderWins: 'A conflicting action of the same priority is older and goes first.',
  ActiveLimit: 'As many actions are at work as may be at once.',
  TargetUidMismatch: 'The target was replaced by another object of the same name.',
} as const;

const planReasons = {
  Queued: 'The plan waits for its turn.',
  Executing: 'Steps are being carried out.',
  StepRunning: 'The action of a step waits or is at work.',
  Settling: 'A step is done and its wait has not gone by.',
  Stopping: 'The running action is being ended.',
  Verifying: 'A health checkpoint is being judged.',
  RollingBack: 'What was done is being undone.',
  Completed: 'Every required step and every checkpoint passed.',
  OptionalStepFailed: 'The plan ended well, though an optional step failed.',
  Failed: 'The plan ended with a failure.',
  StepFailed: 'A required step failed.',
  StepNotReached: 'The plan ended before this step.',
  ActionDeleted: 'Somebody deleted the action of the step.',
  ActionCancelled: 'Somebody cancelled the action of the step.',
  WinnerFailed: 'The action that went first did not do it, so a new one is made.',
  WinnerPending: 'Another action does the same; its outcome decides.',
  AnomalyResolved: 'The anomaly ended before the plan began.',
  CheckpointFailed: 'A check did not pass before its timeout ended.',
  CheckpointPassed: 'Every check of the layer passed.',
  CheckpointPending: 'The checks of the layer are being judged.',
  CheckpointNotReached: 'The checks of the layer have not begun.',
  NotApplicable: 'Nothing of it applies to this cluster and these targets.',
  RolledBack: 'Every step that ran was undone.',
  RollbackPartial: 'What could be undone was undone; the rest is irreversible or was changed by somebody else.',
  RollbackFailed: 'A step could not be undone.',
  RollbackNever: 'The plan failed and its rollbackPolicy is Never.',
  NothingToUndo: 'The plan failed before anything was changed.',
  InvalidPlan: 'A step or a check of the plan is unknown or has parameters that do not fit.',
  AlreadyHealthy: 'The target was healthy again before the step began.',
  DoneByOther: 'Another action did the same.',
  CancelRequested: 'Somebody asked to stop.',
  TakenOver: 'A person changed the target while we were at work on it, so it is left to them.',
  EmergencyStopped: 'The engine was switched off.',
  Suspended: 'It is suspended; no step begins until that ends.',
  Deleted: 'The object is being deleted.',
} as const;

const executionReasons = {
  Running: 'Its effects are being made.',
  Succeeded: 'It did what it was asked for.',
  DryRun: 'What would be changed is listed; nothing was written.',
  AlreadyDone: 'The target already was as it should be.',
  TimedOut: 'It did not end within its timeout.',
  Cancelled: 'It was ended before it was done.',
  Unsupported: 'The operation or check is known but not built yet.',
  InvalidParameters: 'The parameters do not fit the operation.',
  InvalidTarget: 'The operation cannot be done to a target of this kind.',
  InvalidCompensation: 'Only an action of a plan that owns the undone action may undo it.',
  TargetNotFound: 'The target does not exist.',
  TargetUnreadable: 'The action is to end, and ends once its target can be read again.',
  TargetGone: 'The target disappeared while we were at work on it.',
  Forbidden: 'The API server does not allow the engine to do it.',
  ApplyFailed: 'The API server refused the change.',
  NameCollision: 'Foreign objects have both names that the child could take.',
  ApiNotInstalled: 'The API that the operation needs is not installed.',
  Conflict: 'The target changed in the meantime; it is read again.',
  Retrying: 'An attempt failed before any effect and is made again.',
  AttemptsExhausted: 'All attempts failed before any effect.',
  EngineFault: 'The engine met something that it was not made for; its log has the whole error.',
  EffectFailed: 'An effect was begun and did not come to its end.',
  UndoFailed: 'An effect could not be undone.',
  Undone: 'What another action did was taken back.',
  Drifted: 'Somebody else changed the target since, so it is left alone.',
  Irreversible: 'Nothing can undo it.',
  NodeNotReachable: 'The node does not report, so nothing can run on it.',
  NoRebootStrategy: 'There is no way to reboot the node, or not the one that was asked for, or several of which nobody has chosen one.',
  RemediationFailed: 'The remediator that was asked to reboot the node says that it failed.',
  JobRefused: 'The helper Job could not create its pod.',
  JobFailed: 'The helper Job failed.',
  JobDeclined: 'The Job found that it must leave the target alone, and changed nothing.',
  JobGone: 'Somebody deleted the Job before its outcome was known.',
  TemplateNotFound: 'The ConfigMap with the template of the Job does not exist.',
  InvalidTemplate: 'The template of the Job, or the schema of its values, cannot be used.',
  NotConfigured: 'Nobody said in the namespace how it is to be done there.',
  ServiceAccountRefused: 'The ServiceAccount may not be used by a Job of the engine.',
  OwnNode: 'The engine itself runs on this node.',
  ProtectedTarget: 'The engine itself runs in the target.',
  ControlPlaneBusy: 'Another node of the control plane is down or takes no pods, and they are worked on one at a time.',
  EvictionBlocked: 'A PodDisruptionBudget holds a pod.',
  DrainBlocked: 'Pods on the node may not be evicted with these parameters.',
  AboveMaxReplicas: 'So many replicas are beyond what the engine asks for by itself.',
  ForeignCordon: 'Somebody else cordoned the node, and the engine lifts its own cordons only.',
  NeedsPerson: 'What manages the target did not bring it back in time; a person has to look.',
  NoSuchRevision: 'Kubernetes keeps no such revision of the workload.',
  RolloutPaused: 'The workload does not roll out by itself: it is paused, or its strategy is OnDelete.',
  ManagedByHPA: 'A HorizontalPodAutoscaler decides on the replicas.',
  Degraded: 'The target reports that it is degraded.',
  PoolDegraded: 'The MachineConfigPool reports that it is degraded.',
  RolloutFailed: 'The rollout did not come to its end.',
  SyncFailed: 'The sync of the Application failed.',
  GitOpsManaged: 'Argo CD manages it, and what was asked for is left to it, or not wanted by it now.',
  NotDegraded: 'The target is not degraded, so there is nothing to roll back.',
  NoKnownGood: 'The engine never saw a good state that it could go back to.',
  NothingToRollBack: 'Nothing differs from the known good state, so going back to it would not help.',
  ManagedByOther: 'Another controller makes the object and would write over what the engine writes.',
  MovedByOther: 'Another controller changed the target first.',
  ModelNotReady: 'The InferenceService reports that it is not ready.',
  ModelUnavailable: 'The server of the model gave no answer, or said that it cannot.',
  ModelResting: 'The model failed so often in a row that it is left alone for a while.',
  ModelRefused: 'The server of the model does not know it, or does not take the inputs.',
  InvalidPrediction: 'The answer of the model is not of the form that its protocol wants.',
  UnsafeModelUrl: 'The InferenceService leads to where a model of its namespace cannot be.',
} as const;

const policyReasons = {
  Accepted: 'Every field of the policy holds.',
  InvalidPolicy: 'Something in the policy cannot be meant so; the message names the field and what is wrong.',
  NotSuspended: 'What the limits allow may begin.',
  StormActive: 'More nodes of a group are unhealthy than may be, so no action begins on its nodes.',
  NoStorm: 'No group of nodes has more unhealthy nodes than it may.',
} as const;

const operatorReasons = {
  SchemaTooOld: 'The CRDs of the cluster are older than this operator; upgrade them first.',
  NotLeader: 'Another replica leads.',
} as const;

/** Every reason with the sentence that explains it to the person on call. */
export const reasons = {
  ...anomalyReasons,
  ...arbitrationReasons,
  ...planReasons,
  ...executionReasons,
  ...policyReasons,
  ...operatorReasons,
} as const;

/** A reason of a phase, condition or verdict. */
export type Reason = keyof typeof reasons;

/** Whether the text is a reason of the table. */
export function isReason(text: string): text is Reason {
  return Object.hasOwn(reasons, text);
}
