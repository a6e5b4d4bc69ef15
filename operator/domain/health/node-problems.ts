import type { SeenNode } from './objects.ts';
import type { TimedCondition } from './timed-condition.ts';

/** What a kubelet, a network plugin or node-problem-detector says of a node that speaks against it. */
export interface NodeProblem {
  /** The type of the condition. */
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  /** Absent where the condition has no time. */
  readonly since?: string;
}

/** Conditions that are True when all is well, though their names do not end in Ready. */
const goodWhenTrue: ReadonlySet<string> = new Set(['EtcdIsVoter']);

/**
 * The conditions of the node that speak against it, in its own order. Types that end in Ready are good when True, as Kubernetes' own and those
 * of monitoring agents are; every other type names a problem, as those of the kubelet and of node-problem-detector do. Of one that is not
 * known nothing is held against the node, but of Ready.
 */
export function problemsOf(node: SeenNode): NodeProblem[] {
  const conditions: readonly TimedCondition[] = node.status?.conditions ?? [];
  return conditions.filter(isProblem).map(({ type, status, reason, lastTransitionTime: since }) => ({
    type,
    status,
    ...(reason ? { reason } : {}),
    ...(since ? { since } : {}),
  }));
}

function isProblem({ type, status }: TimedCondition): boolean {
  if (type === 'Ready') return status !== 'True';
  return status === (type.endsWith('Ready') || goodWhenTrue.has(type) ? 'False' : 'True');
}
