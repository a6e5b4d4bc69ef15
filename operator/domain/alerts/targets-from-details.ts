import type { AnomalySpec, Target } from '../../api/generated/types.ts';
import { isClusterScoped, isNamespaceName, isObjectName, targetKey, usualApiVersion } from '../../api/target.ts';
import { isFromNodeAgent, isMeasuring, labelsOf, namespaceIn, type Labels } from './labels.ts';
import { ruleOf, type Rule } from './owner.ts';

/** Name of the node that has this name or address; undefined for what is neither. */
export type NodeIndex = (nameOrAddress: string) => string | undefined;

type Subject = Pick<Target, 'kind' | 'name'>;

/** Labels that name an object of a kind: what an alert is about comes before what that stands on. */
const kindOfLabel: readonly (readonly [label: string, kind: string])[] = [
  ['clusteroperator', 'ClusterOperator'],
  ['machineconfigpool', 'MachineConfigPool'],
  ['persistentvolumeclaim', 'PersistentVolumeClaim'],
  ['persistentvolume', 'PersistentVolume'],
  ['horizontalpodautoscaler', 'HorizontalPodAutoscaler'],
  ['hpa', 'HorizontalPodAutoscaler'],
  ['poddisruptionbudget', 'PodDisruptionBudget'],
  ['resourcequota', 'ResourceQuota'],
  ['deployment', 'Deployment'],
  ['statefulset', 'StatefulSet'],
  ['daemonset', 'DaemonSet'],
  ['replicaset', 'ReplicaSet'],
  ['cronjob', 'CronJob'],
  ['jobname', 'Job'],
];
const nodeLabels = ['node', 'nodename', 'kubernetesnode'];
const pairs: readonly (readonly [kind: string, name: string])[] = [
  ['workloadtype', 'workload'],
  ['ownerkind', 'ownername'],
  ['createdbykind', 'createdbyname'],
  ['involvedobjectkind', 'involvedobjectname'],
];
const kindsInPairs = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod', 'Node', 'PersistentVolumeClaim'];

/**
 * The objects that the details of a report name, the one that it is about first. Labels of an alert name two things at once: what was
 * measured, and where the exporter runs that measured it; the exporter counts only when nothing else is named. `nodes` tells nodes by their
 * addresses; without it only names are taken. What cannot be an object's name is left out; whether the objects exist is not known here.
 */
export function targetsFromDetails(
  details: AnomalySpec['details'],
  ownNamespace: string | undefined,
  nodes: NodeIndex = () => undefined,
): Target[] {
  const labels = labelsOf(details);
  return targetsOf({ labels, rule: ruleOf(labels) }, ownNamespace, nodes);
}

/** A report as its labels and its rule tell of it. */
export interface Told {
  readonly labels: Labels;
  readonly rule: Rule;
}

/** As `targetsFromDetails`, of details that were read already. */
export function targetsOf({ labels, rule }: Told, ownNamespace: string | undefined, nodes: NodeIndex = () => undefined): Target[] {
  const named = [...contextual(labels), ...byLabel(labels), ...byPair(labels)];
  const machines = namedNodes({ labels, rule }, nodes);
  const placed = named.length > 0 || machines.length > 0;
  const pods = podsOf({ labels, rule }, placed);
  const found = [...named, ...pods, ...machines];
  const subjects = found.length > 0 ? found : [...nodeOfInstance({ labels, rule }, nodes), ...serviceOf(labels)];
  const namespace = labels.get('involvedobjectnamespace') ?? namespaceIn(labels) ?? ownNamespace;
  const targets = subjects.flatMap((subject) => targetFor(subject, namespace));
  return [...new Map(targets.map((target) => [targetKey(target), target])).values()];
}

/** What only the place where it was measured gives a meaning: `name`, `pool`. */
function contextual(labels: Labels): Subject[] {
  const [name, pool] = [labels.get('name'), labels.get('pool')];
  const pools = pool !== undefined && isOf(labels, /machine-config/) ? [{ kind: 'MachineConfigPool', name: pool }] : [];
  if (name === undefined) return pools;
  if (isOf(labels, /cluster-version/)) return [...pools, { kind: name === 'version' ? 'ClusterVersion' : 'ClusterOperator', name }];
  if (/^v[0-9]+((alpha|beta)[0-9]+)?\.[a-z]/.test(name)) return [...pools, { kind: 'APIService', name }];
  return labels.has('syncstatus') || labels.has('healthstatus') ? [...pools, { kind: 'Application', name }] : pools;
}

function isOf(labels: Labels, component: RegExp): boolean {
  return ['namespace', 'job', 'service', 'pod'].some((key) => component.test(labels.get(key) ?? ''));
}

/** An exporter's own labels come in the way of what it exports, which is then called `exported_...`. */
function exported(labels: Labels, label: string): string | undefined {
  return labels.get(`exported${label}`) ?? labels.get(label);
}

function byLabel(labels: Labels): Subject[] {
  return kindOfLabel.flatMap(([label, kind]) => {
    const name = exported(labels, label);
    return name === undefined ? [] : [{ kind, name }];
  });
}

function byPair(labels: Labels): Subject[] {
  return pairs.flatMap(([kindLabel, nameLabel]) => {
    const [given, name] = [labels.get(kindLabel)?.toLowerCase(), labels.get(nameLabel)];
    const kind = kindsInPairs.find((known) => known.toLowerCase() === given);
    return kind === undefined || name === undefined ? [] : [{ kind, name }];
  });
}

/** What an application calls its nodes is a node of the cluster only where that has one of that name. */
function namedNodes({ labels, rule }: Told, nodes: NodeIndex): Subject[] {
  const given = nodeLabels.flatMap((label) => exported(labels, label) ?? []);
  const isOwn = given.length > 0 && rule.owner === 'own';
  return given.flatMap((name) => nodes(name) ?? (isOwn ? [] : name)).map((name) => ({ kind: 'Node', name }));
}

/** Its name, as Prometheus or an older habit of configuring it calls that. */
function podIn(labels: Labels): string | undefined {
  return exported(labels, 'pod') ?? labels.get('podname') ?? labels.get('kubernetespodname');
}

function podsOf({ labels, rule }: Told, isOtherNamed: boolean): Subject[] {
  const pod = podIn(labels);
  if (pod === undefined) return [];
  const tellsOfOthers = isOtherNamed || ((isFromNodeAgent(labels) || rule.measuresNodes) && labels.has('instance'));
  const isMeasurer = !labels.has('exportedpod') && tellsOfOthers && (rule.measuresNodes || isMeasuring(labels, pod));
  return isMeasurer ? [] : [{ kind: 'Pod', name: pod }];
}

/** The node of the instance that was measured; a name that nobody knows only where what runs on it measured it. */
function nodeOfInstance({ labels, rule }: Told, nodes: NodeIndex): Subject[] {
  const host = labels.get('instance')?.replace(/:[0-9]+$/, '') ?? '';
  const isOfNode = isFromNodeAgent(labels) || rule.measuresNodes;
  const guess = isOfNode && !/^[0-9.]+$|:/.test(host) ? host : undefined;
  const name = nodes(host.replaceAll(/[[\]]/g, '')) ?? guess;
  return name === undefined || name === '' ? [] : [{ kind: 'Node', name }];
}

/** A service is where metrics are fetched: the subject only of what is said of all that it fetches. */
function serviceOf(labels: Labels): Subject[] {
  const name = exported(labels, 'service');
  return name === undefined || labels.has('instance') || labels.has('pod') ? [] : [{ kind: 'Service', name }];
}

function targetFor({ kind, name }: Subject, namespace: string | undefined): Target[] {
  const apiVersion = usualApiVersion(kind);
  if (apiVersion === undefined || !isObjectName(name)) return [];
  if (isClusterScoped(kind)) return [{ apiVersion, kind, name }];
  return namespace !== undefined && isNamespaceName(namespace) ? [{ apiVersion, kind, namespace, name }] : [];
}
