import type { Target } from '../../api/generated/types.ts';
import type { ConditionedWorkload } from '../../domain/diagnosis/seen.ts';
import { kinds } from '../../kube/kinds.ts';
import type { EngineDeps, OwnWatch } from '../runtime/deps.ts';

/** The workloads of the cluster, for every detector that looks at them; watched while at least one does. */
export interface WorkloadWatches {
  /** By `Deployment/shop/pay`. */
  get(subject: string): ConditionedWorkload | undefined;
  subjects(): string[];
  onChange(listener: (subject: string, workload: ConditionedWorkload) => void): void;
  open(by: string): void;
  close(by: string): Promise<void>;
}

const watched = [kinds.Deployment, kinds.StatefulSet, kinds.DaemonSet] as const;

/** Nothing is watched until somebody opens it. */
export function makeWorkloadWatches({ watch }: Pick<EngineDeps, 'watch'>): WorkloadWatches {
  const watches = new Map<string, OwnWatch<ConditionedWorkload>>(watched.map((kind) => [kind.kind, watch<ConditionedWorkload>(kind)]));
  const users = new Set<string>();
  return {
    get(subject) {
      const [kind = '', namespace, name = ''] = subject.split('/');
      return watches.get(kind)?.cache.get({ namespace, name });
    },
    subjects: () => [...watches.values()].flatMap(({ cache }) => cache.list().map(subjectOf)),
    onChange(listener) {
      for (const { cache } of watches.values()) cache.onChange(({ object }) => listener(subjectOf(object), object));
    },
    open(by) {
      users.add(by);
      for (const one of watches.values()) one.start();
    },
    async close(by) {
      users.delete(by);
      if (users.size === 0) await Promise.all([...watches.values()].map((one) => one.stop()));
    },
  };
}

/** How a workload is called among detectors. */
export function subjectOf({ kind, metadata: { namespace, name } }: Pick<ConditionedWorkload, 'kind' | 'metadata'>): string {
  return `${kind}/${namespace}/${name}`;
}

/** The workload that is called so. */
export function targetOfSubject(subject: string): Target {
  const [kind = '', namespace, name = ''] = subject.split('/');
  return { apiVersion: kinds.Deployment.apiVersion, kind, namespace, name };
}
