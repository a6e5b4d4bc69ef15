import { unreadySince, workloadIllnesses } from '../../domain/detection/workload-illnesses.ts';
import { missingPods } from '../../domain/health/rollout.ts';
import type { ConditionedWorkload } from '../../domain/diagnosis/seen.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import type { Ask, Detector } from './detector.ts';
import { readPodsOf } from '../../kube/read-pods.ts';
import { targetOfSubject, type WorkloadWatches } from './workload-watches.ts';

/** Since when pods of a workload are not ready, as they said when they were read. */
interface Beginning {
  readonly since: string;
  /** That has lasted long enough for a report, so that it is not asked again. */
  readonly lasts: boolean;
}

/**
 * Workloads with fewer ready pods than they should have. Only their pods tell since when: they are read when that begins, and once more before
 * it is reported, since in a rollout it is each time another pod that is not ready.
 */
export function makeWorkloadDetector(
  { client, policy }: Pick<EngineDeps, 'client' | 'policy'>,
  workloads: WorkloadWatches,
  ask: Ask,
): Detector {
  const began = new Map<string, Beginning>();
  workloads.onChange((subject) => ask(subject));
  const isDue = (since: string, now: Date): boolean =>
    now.getTime() - Date.parse(since) >= policy().detectors.workloads.unavailableSeconds * 1000;
  const beganAt = async (subject: string, workload: ConditionedWorkload, now: Date): Promise<string> => {
    const known = began.get(subject);
    if (known && (known.lasts || !isDue(known.since, now))) return known.since;
    const since = unreadySince(await readPodsOf(client, workload)) ?? known?.since ?? now.toISOString();
    began.set(subject, { since, lasts: isDue(since, now) });
    return since;
  };
  return {
    name: 'workloads',
    isOn: (on) => on.workloads.enabled,
    open() {
      workloads.open('workloads');
      return Promise.resolve(true);
    },
    close() {
      began.clear();
      return workloads.close('workloads');
    },
    subjects: () => workloads.subjects(),
    async look(subject, now) {
      const workload = workloads.get(subject);
      const target = targetOfSubject(subject);
      if (!workload || missingPods(workload) === 0) {
        began.delete(subject);
        return { sighting: { detector: 'workloads', target, illnesses: [] } };
      }
      const illnesses = workloadIllnesses(workload, policy().detectors.workloads, await beganAt(subject, workload, now));
      return { sighting: { detector: 'workloads', target, illnesses }, labels: workload.metadata.labels };
    },
  };
}
