import { resolveNamespace } from '../api/target.ts';
import type { ConditionedWorkload, Resident, SeenTarget, SeenWorld } from '../domain/diagnosis/seen.ts';
import { targetOf } from '../domain/diagnosis/seen.ts';
import type { SeenClusterOperator, SeenNode, SeenPod, SeenPool } from '../domain/health/objects.ts';
import { target } from './targets.ts';

interface Conditioned {
  readonly status?: { readonly conditions?: readonly { readonly type: string }[] };
}

/** The object with the time since when its condition of that type says what it says. */
export function since<T extends Conditioned>(object: T, type: string, lastTransitionTime: string): T {
  const conditions = (object.status?.conditions ?? []).map((one) => (one.type === type ? { ...one, lastTransitionTime } : one));
  return { ...object, status: { ...object.status, conditions } };
}

/** The workload with none of its pods ready. */
export function unavailable(workload: ConditionedWorkload): ConditionedWorkload {
  const none = workload.kind === 'DaemonSet' ? { numberReady: 0 } : { readyReplicas: 0 };
  return { ...workload, status: { ...workload.status, ...none } };
}

/** Node, pool or operator as a target that was found. */
export function seenTarget(object: SeenNode | SeenPool | SeenClusterOperator): SeenTarget {
  const at = targetOf(object);
  const read = { asked: at, target: at };
  if (object.kind === 'Node') return { kind: 'node', ...read, node: object as SeenNode };
  if (object.kind === 'MachineConfigPool') return { kind: 'pool', ...read, pool: object as SeenPool };
  return { kind: 'operator', ...read, operator: object };
}

/** A workload, named itself or by one of its pods, with the pods that were read. */
export function seenWorkload(workload: ConditionedWorkload, pods: readonly SeenPod[] = [], asked?: string): SeenTarget {
  const top = targetOf(workload);
  return { kind: 'workload', asked: asked === undefined ? top : resolveNamespace(target(asked), 'shop'), target: top, workload, pods };
}

/** Workloads on a node, as planning reads them. */
export function residentsOn(node: string, ...workloads: readonly ConditionedWorkload[]): Resident[] {
  return workloads.map((workload) => ({ target: targetOf(workload), nodes: [node], workload }));
}

/** What planning saw; nodes that are targets need not be named twice. */
export function world(targets: readonly SeenTarget[], more: Partial<Omit<SeenWorld, 'targets'>> = {}): SeenWorld {
  const named = targets.flatMap((seen) => (seen.kind === 'node' ? [seen.node] : []));
  const relief = { knownGood: new Set<string>(), growable: [] };
  const nothing = { beyond: [], links: [], pools: [], residents: [], selfSynced: new Set<string>(), rollable: new Set<string>(), relief };
  return { targets, ...nothing, ...more, nodes: [...named, ...(more.nodes ?? [])] };
}
