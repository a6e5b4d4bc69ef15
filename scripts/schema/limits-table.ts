/** What a field of the policy limits. */
export interface LimitRow {
  readonly does: string;
  /** What is shown on what it holds. */
  readonly reasons: readonly string[];
  /** Where rule and default come from. */
  readonly from: string;
}

const document = 'the coordination engine that this one follows';
const detecting = 'what operators of clusters wait before they page somebody';

/** By field of the policy, as its status names it. */
export const limitsTable: Readonly<Record<string, LimitRow>> = {
  suspended: {
    does: 'Nothing begins; what is at work ends after its atomic step.',
    reasons: ['Suspended', 'EmergencyStopped'],
    from: 'whoever lets it near nodes wants to be able to stop it at once',
  },
  scope: {
    does: 'What the engine looks after at all.',
    reasons: ['Unmanaged'],
    from: 'opt-out as most remediators, opt-in for those who want it',
  },
  confidenceThreshold: {
    does: 'Below it (strictly) what a model asks for waits for a person.',
    reasons: ['LowConfidence'],
    from: document,
  },
  exclusivityScope: {
    does: 'Where exclusive types exclude each other.',
    reasons: ['LowerPriority', 'OlderWins', 'TargetBusy'],
    from: document,
  },
  exclusivePairs: { does: 'Types that exclude each other.', reasons: ['LowerPriority', 'OlderWins', 'TargetBusy'], from: document },
  'sourceWeights.deterministic': {
    does: 'Weight of rules when free places are given.',
    reasons: ['ActiveLimit', 'RateLimited'],
    from: document,
  },
  'sourceWeights.manual': { does: 'Weight of persons.', reasons: ['ActiveLimit', 'RateLimited'], from: 'as rules' },
  'sourceWeights.aiDriven': { does: 'Weight of models.', reasons: ['ActiveLimit', 'RateLimited'], from: document },
  maxActiveActions: { does: 'Actions that are Admitted or Running at once.', reasons: ['ActiveLimit'], from: document },
  'admissions.perMinute': {
    does: 'Actions admitted per minute in the long run.',
    reasons: ['RateLimited'],
    from: 'StackStorm/st2#3607: a limit per time beside the one at once',
  },
  'admissions.burst': { does: 'Actions admitted at once after a rest.', reasons: ['RateLimited'], from: 'as many as may be at work' },
  'nodes.maxUnhealthy': {
    does: 'With more unhealthy nodes in a group nothing begins on its nodes.',
    reasons: ['StormActive'],
    from: '20 % of Karpenter and EKS, floor, at least 1',
  },
  'nodes.minHealthy': {
    does: 'In place of it: the least that must be healthy.',
    reasons: ['StormActive'],
    from: 'NodeHealthCheck of medik8s',
  },
  'nodes.maxInFlight': {
    does: 'Nodes of a group that are worked on at once.',
    reasons: ['NodeBudget'],
    from: 'kubernetes-sigs/cluster-api#10712',
  },
  'nodes.stormCooldownSeconds': {
    does: 'Rest after a storm, and then between two nodes.',
    reasons: ['StormCooldown'],
    from: 'NodeHealthCheck of medik8s; kubernetes-sigs/karpenter#3192 for one at a time',
  },
  'nodes.poolLabel': {
    does: 'What makes nodes a group.',
    reasons: ['StormActive', 'NodeBudget'],
    from: 'the pool labels of the large providers',
  },
  cooldownSeconds: {
    does: 'After a plan ended nothing new begins on its targets.',
    reasons: ['CoolingDown'],
    from: 'jordigilh/kubernaut#616 and other loops of "remediated, still broken"',
  },
  'breakers.target.failures': {
    does: 'So many failures in a row leave the target alone.',
    reasons: ['ConsecutiveFailures'],
    from: 'pfnet-research/node-operation-controller#31',
  },
  'breakers.target.openSeconds': {
    does: 'For so long; then one try. The annotation coordination.selfheal.dev/clear-block with a reason has that plan or action tried at once.',
    reasons: ['ConsecutiveFailures'],
    from: 'as above',
  },
  'breakers.aiDriven.failures': {
    does: 'So many failures of what models asked for hold all of it.',
    reasons: ['SourceSuspended'],
    from: 'the breaker of targets, for a source',
  },
  'breakers.aiDriven.windowSeconds': {
    does: 'Within so many seconds.',
    reasons: ['SourceSuspended'],
    from: 'the breaker of targets, for a source',
  },
  'diagnosis.model.namespace': { does: 'Namespace of the model that may vote.', reasons: [], from: 'its own' },
  'diagnosis.model.name': {
    does: 'InferenceService that may vote on layers where nothing was found in the cluster; a plan waits five seconds for it at most.',
    reasons: ['ModelAsked'],
    from: 'the coordination engine that this one follows',
  },
  'incidents.joinSeconds': {
    does: 'After the end of a plan another symptom of its cause becomes part of it.',
    reasons: ['PartOfIncident'],
    from: 'as long as the cooldown',
  },
  'incidents.verificationSeconds': {
    does: 'After the success of a plan its signal must stay away, else the plan was ineffective; 0: nobody looks.',
    reasons: [],
    from: 'jordigilh/kubernaut#616',
  },
  'incidents.attempts': {
    does: 'After so many ineffective plans in a row a person is asked.',
    reasons: ['Ineffective'],
    from: 'the chain of three of kubernaut',
  },
  'approval.expirySeconds': {
    does: 'A request that nobody decided on ends.',
    reasons: ['ApprovalExpired'],
    from: 'a quarter of an hour, as approvals of rivals',
  },
  'approval.rules': { does: 'What a person has to approve.', reasons: ['ApprovalRequired'], from: 'none: who runs the cluster knows' },
  maintenanceWindows: { does: 'When changes may begin.', reasons: ['MaintenanceWindowClosed'], from: 'none: always' },
  'protected.namespaces': {
    does: 'Left alone unless whoever asks has the verb remediate-protected.',
    reasons: ['ProtectedTarget'],
    from: 'what the cluster itself stands on',
  },
  'protected.targets': { does: 'Single objects that are left alone so.', reasons: ['ProtectedTarget'], from: 'none' },
  'retention.ttlSecondsAfterFinished': {
    does: 'Seconds for which a finished incident is kept, unless it comes from git; longer while it counts for cooldown, breakers or the rate of admissions.',
    reasons: [],
    from: 'a day, with the meaning that Jobs have',
  },
  'detectors.nodes.enabled': { does: 'Whether conditions of nodes are reported.', reasons: [], from: detecting },
  'detectors.nodes.notReadySeconds': { does: 'Seconds after which a node that is not Ready is reported.', reasons: [], from: detecting },
  'detectors.nodes.problemSeconds': {
    does: 'Seconds after which a pressure, or a condition of node-problem-detector, is reported.',
    reasons: [],
    from: detecting,
  },
  'detectors.clusterOperators.enabled': { does: 'Whether ClusterOperators are reported.', reasons: [], from: detecting },
  'detectors.clusterOperators.degradedSeconds': {
    does: 'Seconds after which one that is degraded or not available is reported.',
    reasons: [],
    from: detecting,
  },
  'detectors.machineConfigPools.enabled': { does: 'Whether MachineConfigPools are reported.', reasons: [], from: detecting },
  'detectors.machineConfigPools.degradedSeconds': { does: 'Seconds after which a degraded one is reported.', reasons: [], from: detecting },
  'detectors.workloads.enabled': { does: 'Whether Deployments, StatefulSets and DaemonSets are reported.', reasons: [], from: detecting },
  'detectors.workloads.unavailableSeconds': {
    does: 'Seconds after which one with too few ready pods is reported.',
    reasons: [],
    from: detecting,
  },
  'detectors.crashLoops.enabled': { does: 'Whether containers that end again and again are reported.', reasons: [], from: detecting },
  'detectors.crashLoops.restarts': { does: 'So many restarts are reported.', reasons: [], from: detecting },
  'detectors.crashLoops.windowSeconds': { does: 'Within so many seconds.', reasons: [], from: detecting },
  timings: { does: 'Waits and timeouts; see the table of defaults.', reasons: ['TimedOut', 'CheckpointFailed'], from: document },
};

/** A limit that no field of the policy sets. */
export interface FixedLimitRow {
  readonly reason: string;
  readonly does: string;
  readonly change: string;
}

/** In the order in which they are told, and then what arbitration itself says. */
export const fixedLimits: readonly FixedLimitRow[] = [
  {
    reason: 'TargetUnreadable',
    does: 'What has to be read before it may begin cannot be read just now.',
    change: 'It is read again every few seconds; look at the rights of the engine and at the API server.',
  },
  {
    reason: 'MissingRights',
    does: 'The engine itself lacks a right that it needs.',
    change: 'Apply the folder of config/ that the message names; the status of the policy lists all that is missing.',
  },
  {
    reason: 'NodeExcluded',
    does: 'The node carries a veto of its owners or of another tool.',
    change: 'Take the label, annotation or taint away that the message names.',
  },
  { reason: 'ClusterUpgrading', does: 'OpenShift is being upgraded, so nothing begins on nodes.', change: 'It ends with the upgrade.' },
  { reason: 'PoolUpdating', does: 'The MachineConfigPool of the node is being updated.', change: 'It ends with the update.' },
  { reason: 'PoolPaused', does: 'The MachineConfigPool of the node is paused.', change: 'Set spec.paused of the pool to false.' },
  {
    reason: 'TargetLocked',
    does: 'Another system holds the Lease of the node.',
    change: 'It ends when that system lets go or its Lease expires.',
  },
  {
    reason: 'ControlPlaneBusy',
    does: 'One node of the control plane at a time, and none while etcd could lose its quorum.',
    change: 'Bring the other one back.',
  },
  { reason: 'EvictionBlocked', does: 'A PodDisruptionBudget holds a pod.', change: 'Relax the budget, or let the timeout end the step.' },
  { reason: 'TargetHeld', does: 'A plan that executes holds the target.', change: 'It ends with that plan; `spec.cancel` ends it.' },
  {
    reason: 'TargetBusy',
    does: 'An action of ours is at work on the target or on what contains it.',
    change: 'It ends with that action; `spec.cancel` ends it.',
  },
  {
    reason: 'DeterministicPreferred',
    does: 'On one target a rule or a person goes before a model.',
    change: 'An approval makes it count as manual.',
  },
];
