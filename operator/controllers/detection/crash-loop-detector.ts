import type { Target } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { crashLoopIllnesses, restartsWithin, uncertainUntil } from '../../domain/detection/crash-loop.ts';
import { missingPods } from '../../domain/health/rollout.ts';
import type { SeenPod } from '../../domain/health/objects.ts';
import { isCurrent } from '../../domain/health/pod.ts';
import type { KubeObject } from '../../kube/client.ts';
import { kinds } from '../../kube/kinds.ts';
import { readOwner } from '../planning/read-owner.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { readPodsOf } from '../../kube/read-pods.ts';
import type { Ask, Detector, Look } from './detector.ts';
import { makeRestartMemory, type RestartMemory } from './restart-memory.ts';
import { subjectOf, targetOfSubject, type WorkloadWatches } from './workload-watches.ts';

type BackOff = KubeObject & { readonly regarding?: { readonly kind?: string; readonly namespace?: string; readonly name?: string } };

/** Between two looks at the pods of one subject, however often it changes. */
const leastMs = 10_000;
/** So often within its window something that was restarted is looked at again. */
const looksPerWindow = 10;
const shortestMs = 1000;

interface Looking extends Pick<EngineDeps, 'client' | 'policy' | 'clock'> {
  readonly workloads: WorkloadWatches;
  readonly ask: Ask;
  readonly memory: RestartMemory;
  /** By subject, by the monotonic clock. */
  readonly lookedAt: Map<string, number>;
  /** Pods that are ill, and what they are reported as; each is looked at again until it is well or gone. */
  readonly ill: Map<string, Target>;
}

/**
 * Containers that end again and again. Nobody watches all pods for that: a kubelet that backs off says so in an Event, and a pod that is not
 * ready shows in its workload. Then the pods are read, and again while there is something to count.
 */
export function makeCrashLoopDetector(
  { client, watch, policy, clock }: Pick<EngineDeps, 'client' | 'watch' | 'policy' | 'clock'>,
  workloads: WorkloadWatches,
  ask: Ask,
): Detector {
  const events = watch<BackOff>(kinds.Event, { fieldSelector: 'reason=BackOff,type=Warning' });
  events.cache.onChange(({ kind, object: { regarding } }) => {
    if (kind !== 'deleted' && regarding?.kind === 'Pod') ask(`Pod/${regarding.namespace}/${regarding.name}`);
  });
  workloads.onChange((subject, workload) => {
    if (missingPods(workload) > 0) ask(subject);
  });
  const looking: Looking = { client, policy, clock, workloads, ask, memory: makeRestartMemory(), lookedAt: new Map(), ill: new Map() };
  return {
    name: 'crashLoops',
    isOn: ({ crashLoops }) => crashLoops.enabled,
    open() {
      workloads.open('crashLoops');
      events.start();
      return Promise.resolve(true);
    },
    async close() {
      await Promise.all([workloads.close('crashLoops'), events.stop()]);
    },
    subjects: () => workloads.subjects().filter((subject) => isShort(workloads, subject)),
    look: (subject, now) => lookInTime(looking, subject, now),
  };
}

function isShort(workloads: WorkloadWatches, subject: string): boolean {
  const workload = workloads.get(subject);
  return workload !== undefined && missingPods(workload) > 0;
}

async function lookInTime(looking: Looking, subject: string, now: Date): Promise<Look> {
  const { clock, lookedAt, workloads, client } = looking;
  const at = clock.monotonic();
  const wait = (lookedAt.get(subject) ?? -leastMs) + leastMs - at;
  if (wait > 0) return { againMs: wait };
  lookedAt.delete(subject);
  forgetBefore(lookedAt, at - leastMs);
  lookedAt.set(subject, at);
  if (subject.startsWith('Pod/')) return lookAtPod(looking, subject, now);
  const workload = workloads.get(subject);
  const pods = workload ? await readPodsOf(client, workload) : [];
  return { ...judge(looking, { subject, target: targetOfSubject(subject), pods }, now), labels: workload?.metadata.labels };
}

/** Pods come and go for ever: looks that keep nothing from being looked at again are forgotten, the oldest of which come first. */
function forgetBefore(lookedAt: Map<string, number>, time: number): void {
  for (const [subject, at] of lookedAt) {
    if (at > time) return;
    lookedAt.delete(subject);
  }
}

/** A pod of a workload shows there; one that has none, or one of another sort, stands for itself. */
async function lookAtPod(looking: Looking, subject: string, now: Date): Promise<Look> {
  const { client, workloads, ask } = looking;
  const [, namespace, name = ''] = subject.split('/');
  const pod = await client.get<SeenPod>(kinds.Pod, { namespace, name });
  const { apiVersion, kind } = kinds.Pod;
  const { target, workload } = pod ? await readOwner(client, pod) : { target: { apiVersion, kind, namespace, name } };
  if (workload && workloads.get(subjectOf(workload))) {
    ask(subjectOf(workload));
    return {};
  }
  const look = judge(looking, { subject, target, pods: pod ? [pod] : [] }, now);
  return { ...forAll(looking, subject, look), labels: pod?.metadata.labels };
}

/** What several pods are reported as is well when the last of those that were ill is well or gone. */
function forAll({ ill }: Looking, subject: string, look: Look): Look {
  const { sighting } = look;
  if (!sighting) return look;
  const target = ill.get(subject) ?? sighting.target;
  ill.delete(subject);
  if (sighting.illnesses.length > 0) ill.set(subject, target);
  else if ([...ill.values()].some((other) => targetKey(other) === targetKey(target))) return { ...look, sighting: undefined };
  return { ...look, sighting: { ...sighting, target } };
}

interface Seen {
  readonly subject: string;
  readonly target: Target;
  readonly pods: readonly SeenPod[];
}

/** Well is only what was not restarted for a whole window that was watched: a kubelet backs off, and another process may have reported it. */
function judge({ memory, policy }: Looking, { subject, target, pods }: Seen, now: Date): Look {
  const limits = policy().detectors.crashLoops;
  const current = pods.filter(isCurrent);
  const containers = memory.saw(subject, current, limits.windowSeconds, now);
  const illnesses = crashLoopIllnesses(containers, limits, now);
  const counting = containers.some((one) => restartsWithin(one, limits.windowSeconds, now) > 0) || current.some(backsOff);
  const unknownMs = uncertainUntil(containers, limits.windowSeconds, now)?.getTime();
  const again = counting ? (limits.windowSeconds * 1000) / looksPerWindow : unknownMs && unknownMs - now.getTime();
  const isSure = illnesses.length > 0 || (!counting && unknownMs === undefined);
  return {
    ...(isSure && { sighting: { detector: 'crashLoops', target, illnesses } }),
    ...(again !== undefined && { againMs: Math.max(shortestMs, again) }),
  };
}

function backsOff({ status }: SeenPod): boolean {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return containers.some(({ state }) => state?.waiting?.reason === 'CrashLoopBackOff');
}
