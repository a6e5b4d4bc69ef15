import type { AnomalySpec, DeploymentInfo, HistoryRow, ImpactedResource, Layer, Target } from '../../api/generated/types.ts';
import { targetKey, targetString } from '../../api/target.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { wordsOf } from '../diagnosis/state-words.ts';

/** What was reported and found, as far as playbooks ask for it. */
export interface Incident {
  readonly diagnosis: Diagnosis;
  readonly report: Pick<AnomalySpec, 'type' | 'details' | 'recommendedAction'>;
  /** What the report is about when nothing is known to be hit. */
  readonly reported: Target;
  /** What was tried before; newest last. */
  readonly history: readonly HistoryRow[];
}

/** One object that is hit, or the report itself, with all that playbooks may ask about it. */
export interface Situation extends Incident {
  readonly target: Target;
  readonly layer: Layer;
  readonly words: readonly string[];
  readonly isCause: boolean;
  /** No object got a step, so this is about the report. */
  readonly nothingElse: boolean;
  readonly deployment?: DeploymentInfo;
}

/** As many workloads get steps of their own; the others are named in the description of the last one. */
export const mostWorkloads = 20;

/** Objects below the applications, in the order of the diagnosis, which is that of layers. */
export function situationsBelow(incident: Incident): Situation[] {
  return incident.diagnosis.impactedResources
    .filter(({ layer }) => layer !== 'application')
    .map((resource) => situationOf(incident, resource.target, resource));
}

/** Workloads of which it is known how they were deployed, by namespace and name; then the other objects of applications. */
export function applicationSituations(incident: Incident): Situation[] {
  const { impactedResources, deployments } = incident.diagnosis;
  const hit = impactedResources.filter(({ layer }) => layer === 'application');
  const known = deployments.map(({ target }) => target);
  const workloads = known.toSorted((a, b) => (path(a) < path(b) ? -1 : 1)).slice(0, mostWorkloads);
  const keys = new Set(known.map(targetKey));
  const others = hit.filter(({ target }) => !keys.has(targetKey(target))).map(({ target }) => target);
  const resources = new Map(hit.map((resource) => [targetKey(resource.target), resource]));
  return [...workloads, ...others].map((target) => situationOf(incident, target, resources.get(targetKey(target))));
}

/** The report itself: about what is suspected, if the engine may read that, else about what was reported. */
export function reportSituation(incident: Incident): Situation {
  const { rootCause, affectedLayers } = incident.diagnosis;
  const layer = rootCause?.layer ?? affectedLayers[0] ?? 'application';
  const target = readableSuspect(incident) ?? incident.reported;
  return { ...situationOf(incident, target), layer, nothingElse: true };
}

/** What is thought to be the cause, whether or not the engine may read it. */
export function suspectOf({ diagnosis: { rootCause, impactedResources } }: Incident): Target | undefined {
  return rootCause?.target ?? impactedResources[0]?.target;
}

/** Kinds that the engine may read one by one, as an action has to when it resolves its target. */
const readKinds: ReadonlySet<string> = new Set([
  'Node',
  'MachineConfigPool',
  'ClusterOperator',
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'PersistentVolumeClaim',
  'Job',
]);

/** Whether an action may have an object of that kind as its target. */
export const isReadable = ({ kind }: Pick<Target, 'kind'>): boolean => readKinds.has(kind);

function readableSuspect(incident: Incident): Target | undefined {
  const suspect = suspectOf(incident);
  return suspect && isReadable(suspect) ? suspect : undefined;
}

function situationOf(incident: Incident, target: Target, resource?: ImpactedResource): Situation {
  const { rootCause, deployments } = incident.diagnosis;
  const key = targetKey(target);
  return {
    ...incident,
    target,
    layer: resource?.layer ?? 'application',
    words: wordsOf(resource?.state),
    isCause: rootCause?.target !== undefined && targetKey(rootCause.target) === key,
    nothingElse: false,
    deployment: deployments.find((one) => targetKey(one.target) === key),
  };
}

function path({ namespace, name, kind }: Target): string {
  return `${namespace}/${name}/${kind}`;
}

/** The object as people write it. */
export const nameOf = ({ target }: Situation): string => targetString(target);
