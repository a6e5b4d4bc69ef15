import { failed, passed, type Finding } from './finding.ts';
import type { SeenWorkload } from './objects.ts';

interface Counts {
  readonly desired: number;
  readonly all: number;
  readonly updated: number;
  readonly mustBeUpdated: number;
  readonly ready: number;
}

/** How many pods the workload should have. */
export function desiredPods(workload: SeenWorkload): number {
  const { kind, spec, status } = workload;
  return kind === 'DaemonSet' ? (status?.desiredNumberScheduled ?? 0) : (spec.replicas ?? 1);
}

/** How many ready pods the workload lacks. */
export function missingPods(workload: SeenWorkload): number {
  const { kind, status = {} } = workload;
  const ready = (kind === 'DaemonSet' ? status.numberReady : status.readyReplicas) ?? 0;
  return Math.max(0, desiredPods(workload) - ready);
}

/** Passed when every desired pod is of the present template and ready, and no older one is left. */
export function judgeRollout(workload: SeenWorkload): Finding {
  const { kind, metadata, status } = workload;
  const name = `${kind} ${metadata.namespace}/${metadata.name}`;
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) return failed(`the last change of ${name} is not acted on yet`);
  const { desired, all, updated, mustBeUpdated, ready } = countsOf(workload);
  if (updated < mustBeUpdated) return failed(`not every pod of ${name} is updated`);
  if (ready < desired) return failed(`not every pod of ${name} is ready`);
  return all > desired ? failed(`${name} still has pods that are to go`) : passed(`every pod of ${name} is updated and ready`);
}

function countsOf(workload: SeenWorkload): Counts {
  const { kind, status = {} } = workload;
  const desired = desiredPods(workload);
  const mustBeUpdated = updatable(workload, desired);
  if (kind === 'DaemonSet') {
    return { desired, all: desired, updated: status.updatedNumberScheduled ?? 0, mustBeUpdated, ready: status.numberReady ?? 0 };
  }
  return { desired, all: status.replicas ?? 0, updated: status.updatedReplicas ?? 0, mustBeUpdated, ready: status.readyReplicas ?? 0 };
}

/** Pods that the controller brings to the present template by itself: none with OnDelete, those from `partition` on in a StatefulSet. */
function updatable({ kind, spec }: SeenWorkload, desired: number): number {
  if (kind === 'ReplicaSet' || spec.updateStrategy?.type === 'OnDelete') return 0;
  return Math.max(0, desired - (spec.updateStrategy?.rollingUpdate?.partition ?? 0));
}
