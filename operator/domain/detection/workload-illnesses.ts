import type { ConditionedWorkload } from '../diagnosis/seen.ts';
import { timedCondition } from '../health/timed-condition.ts';
import type { SeenPod } from '../health/objects.ts';
import { isCurrent, isReady } from '../health/pod.ts';
import { desiredPods, missingPods } from '../health/rollout.ts';
import type { DetectorPolicy } from '../policy/policy.ts';
import type { Illness } from './illness.ts';

/** Too few ready pods, since a Deployment says that it is not available, else since it was first seen so. */
export function workloadIllnesses(
  workload: ConditionedWorkload,
  { unavailableSeconds }: DetectorPolicy['workloads'],
  firstSeen: string,
): Illness[] {
  const missing = missingPods(workload);
  if (missing === 0) return [];
  const available = timedCondition(workload, 'Available');
  const said = available?.status === 'False' ? available.lastTransitionTime : undefined;
  const nothingLeft = missing === desiredPods(workload);
  return [
    {
      type: 'workload_unavailable',
      severity: nothingLeft ? 'high' : 'medium',
      what: nothingLeft ? 'none of its pods is ready' : 'fewer pods are ready than it should have',
      since: earlier(said, firstSeen),
      lastsSeconds: unavailableSeconds,
    },
  ];
}

/** Since when a pod of these is not ready; undefined when each is, or none tells. */
export function unreadySince(pods: readonly SeenPod[]): string | undefined {
  const unready = pods.filter((pod) => isCurrent(pod) && !isReady(pod));
  const times = unready.map((pod) => timedCondition(pod, 'Ready')?.lastTransitionTime ?? pod.metadata.creationTimestamp);
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
}

function earlier(said: string | undefined, seen: string): string {
  return said !== undefined && Date.parse(said) < Date.parse(seen) ? said : seen;
}
