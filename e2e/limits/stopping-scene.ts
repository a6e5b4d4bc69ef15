import type { RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { keys } from '../../operator/api/resource.ts';
import { buildCheckpoint, type PlanWish } from '../../operator/testing/plan-builder.ts';
import { committedWrites, isByEngine, type AuditEntry } from '../harness/audit.ts';
import type { Cluster } from '../harness/cluster.ts';
import { versionsOf, type Version } from '../harness/history.ts';
import { applyObjects } from '../harness/kubectl.ts';
import type { NodeObject } from '../harness/nodes.ts';
import { deployment, untilRolledOut } from '../harness/workloads.ts';

const namespace = 'stop';

/** Where a plan on a node of its own is when somebody intervenes. */
export const states = {
  asked: {
    steps: (node: string) => [{ target: `Node/${node}` }],
    more: { approvalRequired: true },
    isThere: ({ status }: RemediationPlan) => status?.phase === 'AwaitingApproval',
  },
  locked: {
    steps: (node: string) => [{ target: `Node/${node}` }],
    more: {},
    isThere: ({ status }: RemediationPlan) => status?.blocked?.reason === 'TargetLocked',
  },
  draining: {
    steps: (node: string) => [
      { target: `Node/${node}-done` },
      { target: `Node/${node}`, operation: 'drain_node' as const, timeoutSeconds: 300 },
    ],
    more: {},
    isThere: ({ status }: RemediationPlan) => status?.blocked?.reason === 'EvictionBlocked' && status.steps?.[0]?.phase === 'Succeeded',
  },
  settling: {
    steps: (node: string) => [
      { target: `Node/${node}`, waitSeconds: 300 },
      { target: `Node/${node}`, operation: 'uncordon_node' as const },
    ],
    more: {},
    isThere: ({ status }: RemediationPlan) => status?.steps?.[0]?.phase === 'Waiting',
  },
  verifying: {
    steps: (node: string) => [{ target: `Node/${node}` }],
    more: {
      checkpoints: [
        buildCheckpoint('infrastructure', 1, ['external_condition'], {
          timeoutSeconds: 300,
          parameters: { conditionType: 'example.com/Looked' },
        }),
      ],
    },
    isThere: ({ status }: RemediationPlan) => status?.phase === 'Verifying',
  },
};

export type State = keyof typeof states;

/** The plan that comes into the state by itself, on the node of the same name. */
export function planIn(state: State, node: string): PlanWish & { readonly name: string } {
  const { steps, more } = states[state];
  return { name: `plan-${node}`, steps: steps(node), ...more };
}

/** Each node has a pod that no eviction gets off it, so that a drain there is at work for as long as it is let. */
export async function holdPodsOn(cluster: Cluster, nodes: readonly string[]): Promise<void> {
  const spec = { minAvailable: '100%', selector: { matchLabels: { held: 'yes' } } };
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace, name: 'held' }, spec },
    ...nodes.map((node) => deployment({ namespace, name: node, node, podLabels: { held: 'yes' } })),
  ]);
  await Promise.all(nodes.map((node) => untilRolledOut(cluster, namespace, node)));
}

/** The phase and reason that the object had last, and whether it is still there. */
export function lastOf(history: readonly Version[], kind: string, name: string): { end: string; there: boolean } | undefined {
  const last = versionsOf(history, kind, name).at(-1);
  if (!last) return undefined;
  const { status } = last.object as unknown as RemediationPlan | RemediationAction;
  return { end: `${status?.phase ?? ''}/${status?.reason ?? ''}`, there: last.type !== 'DELETED' };
}

/** How each action of the plan ended, in order of their names: `01 Succeeded/Completed`. */
export function endsOfActions(history: readonly Version[], plan: string): string[] {
  const stem = plan.replace('plan-', 'act-');
  const own = history.filter(({ object: { kind, metadata } }) => kind === 'RemediationAction' && metadata.name.startsWith(`${stem}-`));
  const names = [...new Set(own.map(({ object }) => object.metadata.name))].toSorted();
  return names.map((name) => `${name.slice(stem.length + 1)} ${lastOf(history, 'RemediationAction', name)?.end ?? ''}`);
}

/** The action's status each time it was stored after it had succeeded; one that nobody touches has one. */
export function statusesAfterSuccess(history: readonly Version[], action: string): string[] {
  const statuses = versionsOf(history, 'RemediationAction', action).map(({ object }) => object as unknown as RemediationAction);
  return [...new Set(statuses.filter(({ status }) => status?.phase === 'Succeeded').map(({ status }) => JSON.stringify(status)))];
}

/** What the engine wrote on the node and on its lock, in order, as `patch nodes`. */
export function writesOn(audit: readonly AuditEntry[], node: string): string[] {
  return committedWrites(audit)
    .filter((entry) => isByEngine(entry) && writtenNode(entry) === node)
    .map(({ verb, resource }) => `${verb} ${resource}`);
}

function writtenNode({ resource, namespace: where, name }: AuditEntry): string | undefined {
  if (resource === 'nodes') return name;
  return resource === 'leases' && where === 'medik8s-leases' ? name?.replace('node-', '') : undefined;
}

/** How the node is handed back. */
export function handedBack({ metadata, spec }: NodeObject): { cordoned: boolean; claimed: boolean } {
  return { cordoned: spec.unschedulable ?? false, claimed: metadata.annotations?.[keys.claim] !== undefined };
}
