import { LRUCache } from 'lru-cache';
import { relevant, type RestartCount, type Restarts } from '../../domain/detection/crash-loop.ts';
import type { SeenPod } from '../../domain/health/objects.ts';

/** How often the containers of objects were restarted, as they were seen over time; it is gone with the process. */
export interface RestartMemory {
  /** The containers of the subject's pods, with what is remembered of them; those of pods that are gone are forgotten. */
  saw(subject: string, pods: readonly SeenPod[], windowSeconds: number, now: Date): Restarts[];
}

/** Pods of Jobs come and go for ever, and nobody tells when one that was restarted is gone. */
const mostSubjects = 10_000;

/** An empty memory; of what was not looked at for longest it forgets what it holds too much. */
export function makeRestartMemory(): RestartMemory {
  const known = new LRUCache<string, ReadonlyMap<string, readonly RestartCount[]>>({ max: mostSubjects });
  return {
    saw(subject, pods, windowSeconds, now) {
      const before = known.get(subject);
      const containers = pods.flatMap((pod) => restartsOf(pod, now));
      const after = containers.map(({ id, restarts }) => {
        const counts = relevant([...(before?.get(id) ?? []), ...restarts.counts], windowSeconds, now);
        return { id, restarts: { ...restarts, counts } };
      });
      if (after.length === 0) known.delete(subject);
      else known.set(subject, new Map(after.map(({ id, restarts }) => [id, restarts.counts])));
      return after.map(({ restarts }) => restarts);
    },
  };
}

function restartsOf({ metadata, status }: SeenPod, now: Date): { readonly id: string; readonly restarts: Restarts }[] {
  const startedAt = Date.parse(status?.startTime ?? metadata.creationTimestamp);
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return statuses.map(({ name, restartCount = 0 }) => ({
    id: `${metadata.uid}/${name}`,
    restarts: { container: name, startedAt, counts: [{ at: now.getTime(), count: restartCount }] },
  }));
}
