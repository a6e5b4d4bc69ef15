import type { Change } from '../api/generated/types.ts';
import { targetString } from '../api/target.ts';
import { podName } from '../domain/execution/evictable.ts';
import { objectionToControlPlane } from './control-plane.ts';
import { cordonBefore, cordonEffect, objectionToCordon } from './cordon.ts';
import { drainBlockers } from './drain-blockers.ts';
import { evictEffect } from './evict-pods.ts';
import { nodeOf, type LiveNode } from './live-node.ts';
import { holdingLock, objectionToLock, takingLock } from './node-lock.ts';
import type { Inspection, Operation, OperationContext } from './operation.ts';
import { objectionToOwnNode } from './own-node.ts';
import { readDrain } from './read-drain.ts';

/** Parameters of every operation that drains. */
export const drainParameters = {
  gracePeriodSeconds: { type: 'integer', minimum: -1, maximum: 3600 },
  deleteEmptyDirData: { type: 'boolean' },
  force: { type: 'boolean' },
} as const;

/** Pods that are listed one by one as changes; of more only the number is told. */
const listed = 50;

/** Whether the node may be drained: refused with every blocker at once, before anything is touched. */
export async function inspectDrain(context: OperationContext): Promise<Inspection> {
  const node = nodeOf(context);
  const { target } = context;
  if (!node) return { kind: 'refused', reason: 'TargetNotFound', message: `Node ${target.name} does not exist.` };
  const objection =
    (await objectionToOwnNode(context)) ??
    objectionToCordon(node, context) ??
    (await objectionToLock(context)) ??
    (await objectionToControlPlane(node, context));
  if (objection) return objection;
  const { evict, leaving, blockers } = await readDrain(context);
  if (blockers.length > 0) return { kind: 'refused', reason: 'DrainBlocked', message: blockers.join('; ') };
  const before = { ...cordonBefore(node, context), pods: evict.length + leaving.length };
  return { kind: 'ready', before, targetUid: node.metadata.uid, changes: changesOf(node, context, evict.map(podName)) };
}

function changesOf(node: LiveNode, { target }: OperationContext, pods: readonly string[]): Change[] {
  const name = targetString(target);
  const cordon = { resource: `${name}.spec.unschedulable`, from: String(node.spec?.unschedulable ?? false), to: 'true' };
  const evictions = pods.slice(0, listed).map((pod) => ({ resource: `Pod/${pod}`, to: 'evicted' }));
  const rest = pods.length > listed ? [{ resource: `${name}.pods`, to: `${pods.length - listed} more evicted` }] : [];
  return [cordon, ...evictions, ...rest];
}

/** The node is cordoned and no pod is left on it but those that belong to the node itself. */
export const drainNode: Operation = {
  name: 'drain_node',
  types: ['node_remediation'],
  targetKinds: ['Node'],
  parameters: { type: 'object', additionalProperties: false, properties: drainParameters },
  undo: 'Partial',
  inspect: inspectDrain,
  blockers: drainBlockers,
  locksNode: true,
  effects: [takingLock(cordonEffect), holdingLock(evictEffect)],
};
