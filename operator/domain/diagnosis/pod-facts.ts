import { targetString } from '../../api/target.ts';
import { conditionStatus, type ContainerStatus, type SeenPod, type Terminated } from '../health/objects.ts';
import { isCurrent, isReady, objectionToContainers } from '../health/pod.ts';
import { targetOf } from './seen.ts';
import { earliest, type Fact } from './state.ts';
import { timedCondition } from '../health/timed-condition.ts';

/** A container that ended so often and so lately crashes again and again, though it may run at this moment. */
const oftenRestarted = 3;
const latelySeconds = 600;

/** What is wrong with a pod, the most telling first; nothing with one that runs well, has done its work, or goes away. */
export function factsOfPod(pod: SeenPod, readAt?: Date): Fact[] {
  if (pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === 'Succeeded') return [];
  const main = mainFact(pod);
  return main ? [main, ...endings(pod)] : endings(pod, (status) => endsAgainAndAgain(status, readAt));
}

function mainFact(pod: SeenPod): Fact | undefined {
  const fact = (word: string, what: string): Fact => ({ word, evidence: { what, where: nameOf(pod), ...sinceOf(failingSince(pod)) } });
  if (pod.status?.phase === 'Failed') {
    return pod.status.reason === 'Evicted' ? fact('Evicted', 'its node evicted it') : fact('PodFailed', 'it failed');
  }
  const waiting = waitingReason(pod);
  if (waiting !== undefined) return fact(waiting, objectionToContainers(pod, undefined) ?? waiting);
  if (conditionStatus(pod, 'PodScheduled') === 'False') return fact('Unschedulable', 'it has no node');
  return isCurrent(pod) && !isReady(pod) ? fact('NotReady', 'it is not ready') : undefined;
}

function waitingReason(pod: SeenPod): string | undefined {
  if (objectionToContainers(pod, undefined) === undefined) return undefined;
  return statusesOf(pod).find(({ state }) => state?.waiting?.reason !== undefined)?.state?.waiting?.reason;
}

/** How its containers ended last, where that was no end in peace. */
function endings(pod: SeenPod, isMeant: (status: ContainerStatus) => boolean = () => true): Fact[] {
  return statusesOf(pod)
    .filter(isMeant)
    .flatMap((status) => {
      const found = badEnd(status);
      return found ? [{ word: found.word, evidence: { what: found.what(pod), where: nameOf(pod), ...sinceOf(found.at) } }] : [];
    });
}

function badEnd(status: ContainerStatus): { word: string; what: (pod: SeenPod) => string; at: string | undefined } | undefined {
  const { reason, exitCode = 0, finishedAt: at } = lastEnd(status) ?? {};
  if (reason === 'OOMKilled') return { word: 'OOMKilled', what: (pod) => outOfMemory(pod, status.name), at };
  if (exitCode === 0) return undefined;
  return { word: 'CrashExit', what: () => `container ${status.name} ended by itself with exit code ${exitCode}`, at };
}

function outOfMemory(pod: SeenPod, container: string): string {
  const limit = memoryLimit(pod, container);
  return limit === undefined
    ? `container ${container} was killed for want of memory, and has no limit of its own`
    : `container ${container} was killed for more memory than its limit of ${limit}`;
}

function lastEnd({ state, lastState }: ContainerStatus): Terminated | undefined {
  return state?.terminated ?? lastState?.terminated;
}

function endsAgainAndAgain(status: ContainerStatus, readAt: Date | undefined): boolean {
  const at = Date.parse(lastEnd(status)?.finishedAt ?? '');
  return (status.restartCount ?? 0) >= oftenRestarted && readAt !== undefined && readAt.getTime() - at < latelySeconds * 1000;
}

/** The memory that the container may have, as a Kubernetes quantity; undefined when it has no limit. */
export function memoryLimit({ spec }: SeenPod, container: string): string | undefined {
  return spec.containers?.find(({ name }) => name === container)?.resources?.limits?.['memory'];
}

/** The containers that were last killed for more memory than their own limit. */
export function outgrown(pod: SeenPod): { readonly container: string; readonly limit: string }[] {
  return statusesOf(pod).flatMap((status) => {
    const limit = lastEnd(status)?.reason === 'OOMKilled' ? memoryLimit(pod, status.name) : undefined;
    return limit === undefined ? [] : [{ container: status.name, limit }];
  });
}

/** A crash shows in Ready, in what ended last and, when that was one of many, in how long the kubelet waits by now; whichever is first counts. */
function failingSince(pod: SeenPod): string | undefined {
  const ready = timedCondition(pod, 'Ready');
  const began = statusesOf(pod).map((status) => {
    const at = lastEnd(status)?.finishedAt;
    const looped = secondsOfLoop(status.state?.waiting?.message);
    // A container that the kubelet lost sight of has null for the time of its end.
    return at === undefined || Number.isNaN(Date.parse(at)) || looped === 0 ? at : new Date(Date.parse(at) - looped * 1000).toISOString();
  });
  return earliest([ready?.status === 'False' ? ready.lastTransitionTime : undefined, ...began]);
}

const firstWaitSeconds = 10;

/** The kubelet waits 10 s after the first crash and twice as long after each further one: a wait of n seconds comes after n - 10 s of waits. */
function secondsOfLoop(message = ''): number {
  const [, minutes = '0', seconds] = /^back-off (?:(\d{1,2})m)?(\d{1,2})s /.exec(message) ?? [];
  return seconds === undefined ? 0 : Math.max(0, Number(minutes) * 60 + Number(seconds) - firstWaitSeconds);
}

function statusesOf({ status }: SeenPod): readonly ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}

function nameOf(pod: SeenPod): string {
  return targetString(targetOf(pod));
}

function sinceOf(since: string | undefined): { since?: string } {
  return since === undefined ? {} : { since };
}
