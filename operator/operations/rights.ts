import type { OperationName, Target } from '../api/generated/types.ts';
import type { Right } from '../api/right.ts';
import { applicationOf, trackingAnnotation } from '../domain/execution/tracking-id.ts';
import { rightsOn } from '../kube/access.ts';
import { findKind, kinds, type Kind } from '../kube/kinds.ts';
import { isControlPlane } from './control-plane.ts';
import { nodeOf } from './live-node.ts';
import { nodeJobsNamespace } from './node-job.ts';
import { lockNamespace } from './node-lock.ts';
import type { OperationContext } from './operation.ts';
import { viaIn } from './reboot-strategies/choose.ts';
import type { StrategyName } from './reboot-strategies/strategy.ts';
import { differencesIn } from './restore-machine-configs.ts';
import { rolloutAccount } from './rollout-undo.ts';

/** What the rights depend on; what is not known yet is absent, or empty. */
export interface RightsQuestion extends Pick<OperationContext, 'target' | 'object' | 'before' | 'parameters' | 'ownNode' | 'ownPod'> {
  /** Of the action. */
  readonly namespace?: string;
}

type RightsOf = (question: RightsQuestion) => readonly Right[];

const namespaceOf = ({ namespace }: RightsQuestion): string | undefined => namespace;

/** The rights on the target itself. */
const onTarget =
  (verbs: readonly Right['verb'][], subresource?: string): RightsOf =>
  ({ target: { apiVersion, kind: word, namespace, name } }) => {
    const kind = findKind(apiVersion, word);
    return kind ? rightsOn(kind, verbs, { namespace, name, subresource }) : [];
  };

const all =
  (...rows: readonly RightsOf[]): RightsOf =>
  (context) =>
    rows.flatMap((row) => row(context));

const fixed =
  (rights: readonly Right[]): RightsOf =>
  () =>
    rights;

const readsLock = fixed(rightsOn(kinds.Lease, ['get'], { namespace: lockNamespace }));
const takesLock = fixed(rightsOn(kinds.Lease, ['get', 'create', 'update', 'delete'], { namespace: lockNamespace }));

/** That the node is the engine's own makes it look for another replica. */
const readsOwn: RightsOf = ({ ownNode, ownPod, target }) =>
  ownNode === target.name ? rightsOn(kinds.Pod, ['list'], { namespace: ownPod?.namespace }) : [];

const readsControlPlane: RightsOf = (context) => {
  const node = nodeOf(context);
  return node && isControlPlane(node) ? rightsOn(kinds.Node, ['list']) : [];
};

const drains = all(
  onTarget(['get', 'patch']),
  takesLock,
  readsOwn,
  readsControlPlane,
  fixed([
    ...rightsOn(kinds.Pod, ['list']),
    ...rightsOn(kinds.Pod, ['create'], { subresource: 'eviction' }),
    ...rightsOn(kinds.PodDisruptionBudget, ['list']),
    ...rightsOn(kinds.DaemonSet, ['get']),
  ]),
);

const nodeJobs = fixed([
  ...rightsOn(kinds.Job, ['get', 'create', 'delete'], { namespace: nodeJobsNamespace }),
  ...rightsOn(kinds.Event, ['list'], { namespace: nodeJobsNamespace }),
  ...rightsOn(kinds.Lease, ['get'], { namespace: 'kube-node-lease' }),
]);

const onVia =
  (kind: Kind, verbs: readonly Right['verb'][]): RightsOf =>
  ({ before }) =>
    rightsOn(kind, verbs, { namespace: viaIn(before).namespace });

const remediation = (kind: Kind, template: Kind): RightsOf =>
  all(onVia(kind, ['get', 'create', 'delete']), onVia(template, ['get']), fixed(rightsOn(template, ['list'])));

const strategies: Readonly<Record<StrategyName, RightsOf>> = {
  Job: nodeJobs,
  SelfNodeRemediation: remediation(kinds.SelfNodeRemediation, kinds.SelfNodeRemediationTemplate),
  FenceAgentsRemediation: remediation(kinds.FenceAgentsRemediation, kinds.FenceAgentsRemediationTemplate),
  MachineDeletionRemediation: remediation(kinds.MachineDeletionRemediation, kinds.MachineDeletionRemediationTemplate),
  Metal3Reboot: all(fixed(rightsOn(kinds.BareMetalHost, ['list'])), onVia(kinds.BareMetalHost, ['get', 'patch'])),
  RemediateMachine: onVia(kinds.ClusterMachine, ['get', 'patch']),
};

/** By the way that was found, or that is asked for; a Job is what is tried first. */
const reboots: RightsOf = (context) => {
  const name = context.before['strategy'] ?? context.parameters['strategy'];
  const [, rightsOf] = Object.entries(strategies).find(([known]) => known === name) ?? ['Job', strategies.Job];
  return rightsOf(context);
};

/** Only an object that names an Application makes the engine ask for it. */
const readsManager: RightsOf = ({ object, target }) => {
  const tracked = applicationOf(object?.metadata.annotations?.[trackingAnnotation], target);
  return tracked ? rightsOn(kinds.Application, ['list'], { namespace: tracked.namespace }) : [];
};

const isApplication = ({ target: { apiVersion, kind } }: RightsQuestion): boolean => findKind(apiVersion, kind) === kinds.Application;

const syncs: RightsOf = (context) => {
  const { before, target } = context;
  const named = isApplication(context) ? target.namespace : before['applicationNamespace'];
  const namespace = typeof named === 'string' ? named : undefined;
  return rightsOn(kinds.Application, ['get', 'patch'], { namespace });
};
const readsProjects = fixed(rightsOn(kinds.AppProject, ['list']));

const readsHistory: RightsOf = ({ target: { kind, namespace } }) =>
  rightsOn(kind === 'Deployment' ? kinds.ReplicaSet : kinds.ControllerRevision, ['list'], { namespace });

/** Templates are written by another ServiceAccount. */
const borrowsAccount: RightsOf = ({ ownPod }) => [
  ...rightsOn(kinds.ServiceAccount, ['create'], { namespace: ownPod?.namespace, subresource: 'token', name: rolloutAccount }),
];

/** Which owner it is is known once the inspection has found it. */
const pokesOwner: RightsOf = ({ before }) => {
  const owner = before['owner'] as (Kind & { readonly namespace?: string }) | undefined;
  return owner ? rightsOn(owner, ['get', 'patch'], { namespace: owner.namespace }) : [];
};

const runsJobs =
  (namespaceIn: (question: RightsQuestion) => string | undefined): RightsOf =>
  (context) => {
    const namespace = namespaceIn(context);
    return [
      ...rightsOn(kinds.ConfigMap, ['get'], { namespace }),
      ...rightsOn(kinds.ServiceAccount, ['get'], { namespace }),
      ...rightsOn(kinds.Job, ['get', 'create', 'delete'], { namespace }),
      ...rightsOn(kinds.Pod, ['list'], { namespace }),
      ...rightsOn(kinds.Event, ['list'], { namespace }),
    ];
  };

/** What is made by the rollback is deleted when it is undone, and the other way round. */
const restores: RightsOf = (context) => {
  const found = differencesIn(context);
  const isMadeOrDeleted = found.some(({ was, good }) => was === undefined || good === undefined);
  const isChanged = found.length === 0 || found.some(({ was, good }) => was !== undefined && good !== undefined);
  return [
    ...rightsOn(kinds.MachineConfig, ['get']),
    ...(isChanged ? rightsOn(kinds.MachineConfig, ['update']) : []),
    ...(isMadeOrDeleted ? rightsOn(kinds.MachineConfig, ['create', 'delete']) : []),
    ...rightsOn(kinds.ControllerRevision, ['get', 'create'], { namespace: namespaceOf(context) }),
  ];
};

const readsMachines: RightsOf = ({ target: { apiVersion, kind, namespace } }) => {
  const group = findKind(apiVersion, kind);
  const machine = group === kinds.NodePool ? kinds.NodeClaim : group === kinds.MachineDeployment ? kinds.ClusterMachine : kinds.Machine;
  return [...rightsOn(machine, ['list'], { namespace }), ...rightsOn(kinds.Node, ['get'])];
};

const changesTemplate = all(onTarget(['get', 'patch']), readsManager);
const readsPools: RightsOf = ({ target }) => (target.kind === 'Node' ? rightsOn(kinds.MachineConfigPool, ['list']) : []);

const rights: Readonly<Record<OperationName, RightsOf>> = {
  monitor_mco: all(onTarget(['get']), readsPools),
  monitor_cluster_operator: onTarget(['get']),
  cordon_node: all(onTarget(['get', 'patch']), readsLock),
  uncordon_node: all(onTarget(['get', 'patch']), readsLock),
  drain_node: drains,
  drain_and_reboot_node: all(drains, reboots),
  restart_kubelet: all(onTarget(['get']), takesLock, readsOwn, nodeJobs),
  rollback_machine_config: all(onTarget(['get']), restores),
  add_node_capacity: all(onTarget(['get']), onTarget(['update'], 'scale'), readsMachines),
  scale_workload: all(
    onTarget(['get']),
    onTarget(['update'], 'scale'),
    ({ target: { namespace } }) => rightsOn(kinds.HorizontalPodAutoscaler, ['list'], { namespace }),
    readsManager,
  ),
  update_resources: changesTemplate,
  restart_deployment: changesTemplate,
  restart_operator: changesTemplate,
  rollout_undo: all(onTarget(['get']), readsManager, readsHistory, borrowsAccount),
  delete_pod: all(onTarget(['get']), onTarget(['create'], 'eviction'), ({ target: { namespace } }) =>
    rightsOn(kinds.PodDisruptionBudget, ['list'], { namespace }),
  ),
  argocd_sync: all(onTarget(['get']), readsManager, syncs, readsProjects),
  helm_rollback: all(
    onTarget(['get']),
    readsManager,
    runsJobs(({ target }) => target.namespace),
  ),
  reconcile_owner: all(onTarget(['get']), pokesOwner),
  run_job: all(onTarget(['get']), runsJobs(namespaceOf)),
  observe: onTarget(['get']),
  predict: onTarget(['get']),
  correlate: onTarget(['get']),
};

/**
 * What the engine has to be allowed for the action, its undo included, beside its own kinds; `before` as the inspection would record it, as
 * far as that came. What an `until` or a check reads is not among it: it says itself that it could not look.
 */
export function rightsFor({ action, ...context }: OperationContext): readonly Right[] {
  return rights[action.spec.operation]({ ...context, namespace: action.metadata.namespace });
}

/** Of the others the inspection finds what else is needed, or where; Jobs run where people grant them, which is not for the engine to be given. */
const toBegin: Partial<Record<string, RightsOf>> = {
  ...rights,
  drain_and_reboot_node: drains,
  argocd_sync: all(onTarget(['get']), (question) => (isApplication(question) ? syncs(question) : []), readsProjects),
  helm_rollback: onTarget(['get']),
  run_job: onTarget(['get']),
};

/**
 * What is needed whatever the inspection finds: without one of these it makes no sense to begin. Nothing is known of an operation that a newer
 * engine left behind.
 */
export function rightsToBegin(operation: OperationName, target: Target, systemNamespace: string): readonly Right[] {
  const ownPod = { namespace: systemNamespace, name: '' };
  return toBegin[operation]?.({ target, namespace: systemNamespace, before: {}, parameters: {}, ownPod }) ?? [];
}
