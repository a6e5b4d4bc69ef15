import type {
  ActionType,
  DeploymentInfo,
  ImpactedResource,
  Layer,
  OperationName,
  PlanStep,
  Target,
  Undo,
} from '../../api/generated/types.ts';
import { targetKey, targetString } from '../../api/target.ts';
import { pressures, updating } from '../diagnosis/node-state.ts';
import { canGoBack, grownReplicas, madeBy } from '../diagnosis/relief.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import type { Defaults } from './defaults.ts';

/** What is to be done to one object, before it has its place in a plan. */
export interface Remedy {
  readonly layer: Layer;
  readonly type: ActionType;
  readonly operation: OperationName;
  readonly undo: Undo;
  readonly target: Target;
  readonly parameters?: PlanStep['action']['parameters'];
  readonly description: string;
}

/** As many workloads get a step of their own; the others are named in the description of the last one. */
export const mostWorkloads = 20;
const mostBelowApplications = 30;
const longestDescription = 1024;
const illnesses = [...pressures, 'NotReady'];

/**
 * What is done about each object that is hit, in the order in which it is done: lower layers first, workloads by namespace and name.
 * `report` stands in where nothing is known to be hit.
 */
export function remediesFor(diagnosis: Diagnosis, report: Target): Remedy[] {
  const below = diagnosis.impactedResources.flatMap(
    (resource) => nodeRemedy(resource, diagnosis) ?? growthRemedy(resource) ?? poolRemedy(resource) ?? operatorRemedy(resource) ?? [],
  );
  const remedies = [...below.slice(0, mostBelowApplications), ...workloadRemedies(diagnosis)];
  return remedies.length > 0 ? remedies : [watch(diagnosis, report)];
}

function nodeRemedy({ layer, target, state = '' }: ImpactedResource, { dependencies, impactedResources }: Diagnosis): Remedy | undefined {
  if (layer !== 'infrastructure' || target.kind !== 'Node') return undefined;
  const words = state.split(', ');
  const on = dependencies.filter(({ from }) => from === targetString(target));
  if (words.includes(updating)) {
    const goesBack = impactedResources.some((one) => canGoBack(one.state) && on.some(({ to }) => to === targetString(one.target)));
    if (goesBack) return undefined;
    return rollout(target, `Wait until the machine configuration of node ${target.name} is in place (${state})`);
  }
  if (!illnesses.some((illness) => words.includes(illness))) return undefined;
  const of = { layer, type: 'node_remediation', undo: 'Partial', target } as const;
  if (on.some(({ via }) => via === madeBy)) {
    return { ...of, operation: 'drain_node', description: `Drain node ${target.name}, for which another one comes (${state})` };
  }
  return { ...of, operation: 'drain_and_reboot_node', description: `Drain node ${target.name} and reboot it (${state})` };
}

/** A group of machines that grows by as many as are drained. */
function growthRemedy({ target, state }: ImpactedResource): Remedy | undefined {
  const replicas = grownReplicas(state);
  if (replicas === undefined) return undefined;
  const description = `Let ${targetString(target)} have ${replicas} machines, and wait until the new nodes are Ready`;
  const of = { layer: 'infrastructure', type: 'node_remediation', undo: 'Reversible' } as const;
  return { ...of, operation: 'add_node_capacity', target, parameters: { replicas }, description };
}

function poolRemedy({ target, state = '' }: ImpactedResource): Remedy | undefined {
  if (target.kind !== 'MachineConfigPool') return undefined;
  if (!canGoBack(state)) return rollout(target, `Wait until the rollout of pool ${target.name} is done (${state})`);
  const description = `Roll the MachineConfigs of pool ${target.name} back to when it was last well (${state})`;
  const of = { layer: 'infrastructure', type: 'node_remediation', undo: 'Reversible' } as const;
  return { ...of, operation: 'rollback_machine_config', target, description };
}

function rollout(target: Target, description: string): Remedy {
  return { layer: 'infrastructure', type: 'node_remediation', operation: 'monitor_mco', undo: 'None', target, description };
}

function operatorRemedy({ target, state }: ImpactedResource): Remedy | undefined {
  if (target.kind !== 'ClusterOperator') return undefined;
  const description = `Wait until cluster operator ${target.name} has recovered (${state})`;
  return { layer: 'platform', type: 'platform_remediation', operation: 'monitor_cluster_operator', undo: 'None', target, description };
}

function workloadRemedies({ impactedResources, deployments, rootCause }: Diagnosis): Remedy[] {
  const path = ({ namespace, name, kind }: Target): string => `${namespace}/${name}/${kind}`;
  const known = deployments.toSorted((a, b) => (path(a.target) < path(b.target) ? -1 : 1)).slice(0, mostWorkloads);
  const states = new Map(impactedResources.map(({ target, state = '' }) => [targetKey(target), state.split(', ')]));
  const remedies = known.map((info) => {
    const isCause = rootCause?.target !== undefined && targetKey(rootCause.target) === targetKey(info.target);
    return (isCause ? rollbackRemedy(info) : undefined) ?? workloadRemedy(info, states.get(targetKey(info.target)) ?? []);
  });
  const chosen = new Set(known.map(({ target }) => targetKey(target)));
  const rest = impactedResources.filter(({ layer, target }) => layer === 'application' && !chosen.has(targetKey(target)));
  return remedies.map((remedy, i) =>
    i < remedies.length - 1 || rest.length === 0 ? remedy : { ...remedy, description: andRest(remedy, rest) },
  );
}

/** Only a workload that is ill by itself: one that suffers from what is beneath it is not cured by an older chart. */
function rollbackRemedy({ target, method, managedBy, rollback }: DeploymentInfo): Remedy | undefined {
  if (method !== 'Helm' || rollback !== true) return undefined;
  const of = { layer: 'application', type: 'application_remediation', operation: 'helm_rollback', undo: 'Reversible' } as const;
  return { ...of, target, description: `Roll Helm release ${managedBy} back for ${targetString(target)}` };
}

function leaveTo(name: string, managedBy: string | undefined): Pick<Remedy, 'operation' | 'undo' | 'description'> {
  return { operation: 'observe', undo: 'None', description: `Leave ${name} to ${managedBy} and see whether it recovers` };
}

/** Its operator is asked only about what is ill itself, and only where the custom resource is known: a pod that is moved it makes anew anyway. */
function askOperator(
  name: string,
  managedBy: string | undefined,
  state: readonly string[],
): Pick<Remedy, 'operation' | 'undo' | 'description'> {
  const isIll = state.some((word) => word !== '' && word !== 'OnAffectedNode');
  if (!isIll || !managedBy?.includes('/')) return leaveTo(name, managedBy);
  const description = `Let the operator of ${managedBy} look at ${name}`;
  return { operation: 'reconcile_owner', undo: 'Irreversible', description };
}

/** What stays wrong however often a pod is made anew: an image or a configuration that is not there. */
const forPerson = ['ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'CreateContainerConfigError'];

function workloadRemedy({ target, method, managedBy, automated }: DeploymentInfo, state: readonly string[]): Remedy {
  const of = { layer: 'application', type: 'application_remediation', target } as const;
  switch (method) {
    case 'ArgoCD':
      return {
        ...of,
        operation: 'argocd_sync',
        undo: automated ? 'Irreversible' : 'Reversible',
        description: `Let Argo CD sync ${managedBy} for ${targetString(target)}${automated ? ', which it syncs by itself too' : ''}`,
      };
    case 'Operator':
      return { ...of, ...askOperator(targetString(target), managedBy, state) };
    case 'Helm':
      return { ...of, ...leaveTo(targetString(target), managedBy) };
    case 'Manual':
    case 'Unknown':
      return { ...of, ...restartOrPerson(targetString(target), state) };
  }
}

function restartOrPerson(name: string, state: readonly string[]): Pick<Remedy, 'operation' | 'undo' | 'description'> {
  const why = forPerson.find((word) => state.includes(word));
  if (why === undefined) return { operation: 'restart_deployment', undo: 'Irreversible', description: `Restart ${name}` };
  const description = `A restart of ${name} cannot help (${why}): a person has to mend what it asks for`;
  return { operation: 'observe', undo: 'None', description };
}

function andRest({ description }: Remedy, rest: readonly ImpactedResource[]): string {
  const names = rest.map(({ target }) => targetString(target)).join(', ');
  return `${description}; also hit, without a step of their own: ${names}`.slice(0, longestDescription);
}

const observers: Readonly<Record<Layer, ActionType>> = {
  infrastructure: 'node_remediation',
  platform: 'platform_remediation',
  application: 'application_remediation',
};

/** Kinds that the engine may read, as an action has to when it resolves its target. */
const readKinds: ReadonlySet<string> = new Set([
  'Node',
  'MachineConfigPool',
  'ClusterOperator',
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
]);

/** A plan has at least one step: where nothing can be done, it looks on while the checkpoints judge. */
function watch({ rootCause, affectedLayers, impactedResources }: Diagnosis, report: Target): Remedy {
  const suspect = rootCause?.target ?? impactedResources[0]?.target;
  const target = suspect && readKinds.has(suspect.kind) ? suspect : report;
  const layer = rootCause?.layer ?? affectedLayers[0] ?? 'application';
  return {
    layer,
    type: observers[layer],
    operation: 'observe',
    undo: 'None',
    target,
    description: `Nothing is known that would help ${targetString(suspect ?? target)}: look on, a person should look at it too`,
  };
}

/** The remedies as steps in this order, with waits and limits from the table and names that differ. */
export function stepsOf(remedies: readonly Remedy[], { operations }: Pick<Defaults, 'operations'>): PlanStep[] {
  const taken = new Set<string>();
  return remedies.map(({ layer, type, operation, undo, target, parameters, description }, index) => ({
    name: uniqueName(`${operation}-${target.name}`, index + 1, taken),
    layer,
    order: index + 1,
    description,
    waitSeconds: operations[operation].waitSeconds,
    timeoutSeconds: operations[operation].timeoutSeconds,
    required: operations[operation].required,
    undo,
    action: { type, operation, target, ...(parameters && { parameters }) },
  }));
}

function uniqueName(text: string, order: number, taken: Set<string>): string {
  const slug = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/-+$/, '');
  const name = taken.has(slug) ? `${slug}-${order}` : slug;
  taken.add(name);
  return name;
}
