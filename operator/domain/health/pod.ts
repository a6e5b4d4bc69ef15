import { failed, passed, type Finding } from './finding.ts';
import { conditionStatus, type ContainerStatus, type SeenPod } from './objects.ts';

const hopeless = ['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'CreateContainerConfigError'];

/** Whether the pod still counts for its workload: it has not ended and is not on its way out. */
export function isCurrent(pod: SeenPod): boolean {
  return pod.metadata.deletionTimestamp === undefined && !['Succeeded', 'Failed'].includes(pod.status?.phase ?? '');
}

/** Whether the pod may be sent traffic. */
export function isReady(pod: SeenPod): boolean {
  return conditionStatus(pod, 'Ready') === 'True';
}

/** What speaks against a pod whatever its workload counts: a container that cannot start, or one that ended after `since`. */
export function objectionToContainers(pod: SeenPod, since: Date | undefined): string | undefined {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  for (const status of statuses) {
    const objection = objectionToContainer(status, since);
    if (objection) return `container ${status.name} of Pod ${pod.metadata.namespace}/${pod.metadata.name} ${objection}`;
  }
  return undefined;
}

function objectionToContainer({ state, lastState }: ContainerStatus, since: Date | undefined): string | undefined {
  const reason = state?.waiting?.reason ?? '';
  if (hopeless.includes(reason)) return `is in ${reason}`;
  const ended = lastState?.terminated?.finishedAt;
  // Kubernetes writes whole seconds: an end in the second of the step may have come before it.
  return since && ended && Date.parse(ended) > since.getTime() ? 'ended after the last step' : undefined;
}

/** Judges a pod that no workload known to the engine stands for. */
export function judgeLonePod(pod: SeenPod, since: Date | undefined): Finding {
  const name = `Pod ${pod.metadata.namespace}/${pod.metadata.name}`;
  if (pod.status?.phase === 'Succeeded') return passed(`${name} ran to its end`);
  const objection = objectionToContainers(pod, since);
  if (objection) return failed(objection);
  return isReady(pod) && isCurrent(pod) ? passed(`${name} is ready`) : failed(`${name} is not ready`);
}
