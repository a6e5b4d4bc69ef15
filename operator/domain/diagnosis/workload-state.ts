import type { Evidence } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { conditionStatus, type SeenPod } from '../health/objects.ts';
import { isCurrent, isReady, objectionToContainers } from '../health/pod.ts';
import { desiredPods } from '../health/rollout.ts';
import { targetOf, timedCondition, type ConditionedWorkload } from './seen.ts';
import { earliest, stateOf, type State } from './state.ts';

interface Fact {
  readonly word: string;
  readonly evidence: Evidence;
}

/** What single pods may show while their workload has all that it should have: an evicted leftover, one more during a rollout. */
const transient: ReadonlySet<string> = new Set(['NotReady', 'PodFailed']);

/** What is wrong with a workload: fewer ready pods than it should have, a rollout that does not get on, or pods of it that cannot run. */
export function workloadState(workload: ConditionedWorkload, pods: readonly SeenPod[]): State {
  const where = targetString(targetOf(workload));
  const ofPods = pods.filter((pod) => pod.status?.phase !== 'Succeeded').flatMap(factsOfPod);
  const ready = workload.kind === 'DaemonSet' ? workload.status?.numberReady : workload.status?.readyReplicas;
  const short = (ready ?? 0) < desiredPods(workload);
  const stuck = timedCondition(workload, 'Progressing')?.reason === 'ProgressDeadlineExceeded';
  const since = earliest([...ofPods.map(({ evidence }) => evidence.since), unavailableSince(workload)]);
  return stateOf([
    ...(short ? [fact('Unavailable', 'fewer pods are ready than it should have', where, since)] : []),
    ...(stuck ? [fact('NotProgressing', 'its rollout exceeded its deadline', where)] : []),
    ...ofPods.filter(({ word }) => short || !transient.has(word)).slice(0, 5),
  ]);
}

function unavailableSince(workload: ConditionedWorkload): string | undefined {
  const available = timedCondition(workload, 'Available');
  return available?.status === 'False' ? available.lastTransitionTime : undefined;
}

/** What is wrong with a pod that stands for itself. */
export function podState(pod: SeenPod): State {
  return stateOf(pod.status?.phase === 'Succeeded' ? [] : factsOfPod(pod));
}

function factsOfPod(pod: SeenPod): Fact[] {
  if (pod.metadata.deletionTimestamp !== undefined) return [];
  const where = targetString(targetOf(pod));
  const since = failingSince(pod);
  if (pod.status?.phase === 'Failed') return [fact('PodFailed', `it failed`, where, since)];
  const waiting = waitingReason(pod);
  if (waiting) return [fact(waiting, objectionToContainers(pod, undefined) ?? waiting, where, since)];
  const unschedulable = conditionStatus(pod, 'PodScheduled') === 'False';
  if (unschedulable) return [fact('Unschedulable', 'it has no node', where, since)];
  return isCurrent(pod) && !isReady(pod) ? [fact('NotReady', 'it is not ready', where, since)] : [];
}

function waitingReason(pod: SeenPod): string | undefined {
  if (objectionToContainers(pod, undefined) === undefined) return undefined;
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  return statuses.find((status) => status.state?.waiting?.reason !== undefined)?.state?.waiting?.reason;
}

/** A crash shows in what ended last and in Ready, whichever was first. */
function failingSince(pod: SeenPod): string | undefined {
  const ready = timedCondition(pod, 'Ready');
  const ended = (pod.status?.containerStatuses ?? []).map(({ lastState }) => lastState?.terminated?.finishedAt);
  return earliest([ready?.status === 'False' ? ready.lastTransitionTime : undefined, ...ended]);
}

function fact(word: string, what: string, where: string, since?: string): Fact {
  return { word, evidence: { what, where, ...(since === undefined ? {} : { since }) } };
}
