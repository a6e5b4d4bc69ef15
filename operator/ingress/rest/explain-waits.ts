import type { ObjectMeta } from '../../api/resource.ts';
import { keys } from '../../api/resource.ts';
import type { WaitingReason } from '../../api/waiting-reasons.ts';
import { howToApprove } from '../../domain/policy/approval-rules.ts';

/** Short names of our kinds, as kubectl takes them. */
export type ShortName = 'anom' | 'rplan' | 'ract';

/** Who waits, and for whom. */
interface Waiter extends Pick<ObjectMeta, 'namespace' | 'name'> {
  readonly short: ShortName;
  /** As kind/namespace/name, or in words where nothing of the cluster holds it. */
  readonly holder: string;
}

/** What is known of a reason for waiting beside what a status says. */
interface Way {
  /** Who holds it where its status names nobody. */
  readonly holder: string;
  /** When the wait ends. */
  readonly ends: (waiter: Waiter) => string;
  /** What a person can do, one sentence each. */
  readonly next: (waiter: Waiter) => readonly string[];
}

const field = (path: string): string => `RemediationPolicy/cluster, ${path}`;
const patience = 'It goes on by itself.';
const endsWithHolder = ({ holder }: Waiter): string => `when ${holder} ends`;

/** It ends with its holder, which a person may end. */
const rival: Way = {
  holder: 'another one that goes first',
  ends: endsWithHolder,
  next: ({ holder }) => [patience, ...howToEnd(holder)],
};

/** It goes on after a time, by a limit of the policy. */
const timed = (path: string, ends: string): Way => ({
  holder: field(path),
  ends: () => ends,
  next: () => [patience, `The policy says how long: kubectl explain rpol.spec.${path}.`],
});

/** Somebody outside the engine has to let go. */
const foreign = (holder: string, ends: string, next: string): Way => ({ holder, ends: () => ends, next: () => [next] });

const asked: Way = {
  holder: 'a person with the verb approve',
  ends: () => 'when somebody decides, or nobody did in time',
  next: (waiter) => [waiter.short === 'anom' ? 'Approve its plan or its action.' : howToApprove(waiter.short, waiter)],
};

const clearBlock = ({ short, namespace, name }: Waiter): string =>
  `To have it tried at once say why: kubectl annotate ${short} ${name} -n ${namespace ?? ''} ${keys.clearBlock}="WHY"`;

const ways: Readonly<Record<WaitingReason, Way>> = {
  ActionDeleted: foreign('whoever deleted the action of the step', 'when the plan has settled what becomes of the step', patience),
  ActiveLimit: {
    holder: field('maxActiveActions'),
    ends: () => 'when one of the actions that are at work ends',
    next: () => [patience, 'To let more be at work at once raise maxActiveActions of the RemediationPolicy cluster.'],
  },
  ApprovalRequired: asked,
  ClusterUpgrading: foreign('ClusterVersion/version', 'when the upgrade of the cluster has ended', patience),
  ConsecutiveFailures: {
    holder: field('breakers.target'),
    ends: () => 'when the target has been left alone for long enough; then one try is made',
    next: (waiter) => ['Look why what was tried before failed.', clearBlock(waiter)],
  },
  ControlPlaneBusy: foreign('another node of the control plane', 'when that node is well and takes pods', 'Bring the other node back.'),
  CoolingDown: timed('cooldownSeconds', 'when what was done last had its time to show'),
  Correlating: foreign('a correlation of the namespace', 'when the correlation has ended, or took too long', patience),
  DeterministicPreferred: { ...rival, next: (waiter) => [...rival.next(waiter), ...approvalOf(waiter)] },
  EtcdGuard: foreign('the guard of etcd', 'when a member of etcd may be missing', 'Bring the members of etcd back that are not well.'),
  EvictionBlocked: foreign(
    'a PodDisruptionBudget',
    'when the budget lets the pod go, or the timeout of the action ends it',
    'Bring more pods of the workload up, or relax its PodDisruptionBudget.',
  ),
  Forbidden: foreign('the role of the engine', 'when the engine has the right', 'Grant the engine what the message names.'),
  GitOpsManaged: foreign('Argo CD', 'when Argo CD lets it', 'Look at the Application and its sync windows.'),
  Ineffective: {
    holder: 'a person, since what was done before did not help',
    ends: () => 'when somebody says that it is to be tried again',
    next: (waiter) => ['Look why it came back although its plans succeeded.', clearBlock(waiter)],
  },
  LowConfidence: asked,
  LowerPriority: rival,
  MaintenanceWindowClosed: timed('maintenanceWindows', 'when a maintenance window opens'),
  MissingRights: foreign(
    'the role of the engine',
    'when the engine has the right, within some seconds',
    'Apply the folder of config/ that the message names, or leave it to somebody else.',
  ),
  ModelAsked: timed('diagnosis.model', 'when the model has answered, or took too long'),
  ModelResting: foreign('the server of the model', 'when the model is asked again', 'Look at the InferenceService.'),
  NoRebootStrategy: foreign(
    'the node, which nothing can reboot',
    'when there is a way to reboot it, or the timeout of the action ends it',
    'Install a remediator, or choose one by the parameter strategy.',
  ),
  NodeBudget: timed('nodes.maxInFlight', 'when one of the nodes that are worked on is done'),
  NodeExcluded: foreign(
    'whoever excluded the node',
    'when the mark is gone',
    'Take the label, annotation or taint away that the message names.',
  ),
  OlderWins: rival,
  PartOfIncident: {
    holder: 'the incident that it is part of',
    ends: ({ holder }) => `when ${holder} has a plan`,
    next: () => [patience, 'That incident says what it waits for itself.'],
  },
  PoolPaused: foreign('the MachineConfigPool of the node', 'when the pool is no longer paused', 'Set spec.paused of the pool to false.'),
  PoolUpdating: foreign('the MachineConfigPool of the node', 'when the pool has its new configuration', patience),
  ProtectedTarget: {
    holder: field('protected'),
    ends: () => 'when whoever asked has the right, or somebody approves it',
    next: (waiter) => ['Grant whoever asked the verb remediate-protected that the message names.', ...approvalOf(waiter)],
  },
  RateLimited: timed('admissions', 'when a token comes'),
  SourceSuspended: {
    holder: field('breakers.aiDriven'),
    ends: () => 'when the failures of what models asked for are old enough',
    next: (waiter) => ['Look why what models asked for failed.', ...approvalOf(waiter)],
  },
  StormActive: foreign(
    'the group of nodes',
    'when fewer nodes of the group are unhealthy',
    'Look at the nodes: kubectl get rpol cluster -o wide.',
  ),
  StormCooldown: timed('nodes.stormCooldownSeconds', 'when the rest after the storm is over; then one node after the other'),
  Suspended: {
    holder: field('suspended'),
    ends: () => 'when somebody lifts the suspension',
    next: (waiter) => [howToResume(waiter)],
  },
  TargetBusy: rival,
  TargetHeld: rival,
  TargetLocked: foreign('the holder of the Lease of the node', 'when that system lets go, or its Lease expires', patience),
  TargetUnreadable: foreign('the API server', 'when the target can be read', 'Look at the rights of the engine and at the API server.'),
  Unmanaged: foreign(
    'whoever keeps the target out of reach',
    'when the label says otherwise',
    `Set the label ${keys.managed} that the message names to "true".`,
  ),
  WinnerPending: rival,
};

/** What holds somebody who waits for that reason, until when in words, and what a person can do. */
export function wayOn(reason: WaitingReason, by: string | undefined, who: Omit<Waiter, 'holder'>) {
  const { holder, ends, next } = ways[reason];
  const waiter: Waiter = { ...who, holder: by ?? holder };
  return { holder: waiter.holder, ends: ends(waiter), next: next(waiter) };
}

/** The line that ends an action or a plan, by its reference; none for anything else. */
export function howToEnd(ref: string): string[] {
  const [kind, namespace, name] = ref.split('/');
  if (name === undefined || namespace === undefined) return [];
  const line = (short: ShortName, knob: string) => [
    `To end ${name} before: kubectl patch ${short} ${name} -n ${namespace} --type merge -p '{"spec":{"cancel":${knob}}}'`,
  ];
  if (kind === 'RemediationAction') return line('ract', 'true');
  return kind === 'RemediationPlan' ? line('rplan', '"Stop"') : [];
}

function approvalOf(waiter: Waiter): string[] {
  return waiter.short === 'anom' ? [] : [howToApprove(waiter.short, waiter)];
}

function howToResume({ short, namespace, name, holder }: Waiter): string {
  const ofAll = `kubectl patch rpol cluster --type merge -p '{"spec":{"suspended":false}}'`;
  const own = `kubectl patch rplan ${name} -n ${namespace ?? ''} --type merge -p '{"spec":{"suspend":false}}'`;
  return short === 'rplan' && !holder.startsWith('RemediationPolicy') ? `To lift it: ${own}` : `To lift it: ${ofAll}`;
}
