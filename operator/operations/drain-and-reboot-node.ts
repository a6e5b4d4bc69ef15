import { targetString } from '../api/target.ts';
import { cordonEffect, endCordonEffect } from './cordon.ts';
import { drainBlockers } from './drain-blockers.ts';
import { drainParameters, inspectDrain } from './drain-node.ts';
import { evictEffect } from './evict-pods.ts';
import { nodeOf } from './live-node.ts';
import { holdingLock, takingLock } from './node-lock.ts';
import type { Inspection, Operation, OperationContext } from './operation.ts';
import { chooseStrategy } from './reboot-strategies/choose.ts';
import { strategyNames } from './reboot-strategies/strategy.ts';
import { bootOf, mayLoseNode, rebootEffect } from './reboot.ts';

async function inspect(context: OperationContext): Promise<Inspection> {
  const inspection = await inspectDrain(context);
  const node = nodeOf(context);
  if (inspection.kind !== 'ready' || !node) return inspection;
  const choice = await chooseStrategy(context, node);
  if (choice.kind !== 'chosen') return choice;
  const { strategy, via } = choice;
  const reboot = { resource: `${targetString(context.target)}.status.nodeInfo.bootID`, from: bootOf(node), to: 'a new one' };
  return {
    ...inspection,
    before: { ...inspection.before, bootID: bootOf(node), strategy, ...(via && { via: { ...via } }) },
    changes: [...inspection.changes, reboot],
  };
}

/** The node was drained and rebooted, and takes pods again unless it was cordoned before. */
export const drainAndRebootNode: Operation = {
  name: 'drain_and_reboot_node',
  types: ['node_remediation'],
  targetKinds: ['Node'],
  parameters: { type: 'object', additionalProperties: false, properties: { ...drainParameters, strategy: { enum: strategyNames } } },
  undo: 'Partial',
  inspect,
  blockers: drainBlockers,
  locksNode: true,
  effects: [takingLock(cordonEffect), holdingLock(evictEffect), holdingLock(rebootEffect), { ...endCordonEffect, outlives: mayLoseNode }],
};
