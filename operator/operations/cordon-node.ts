import { targetString } from '../api/target.ts';
import { isCordoned } from '../domain/execution/claim.ts';
import { cordonBefore, cordonEffect, objectionToCordon } from './cordon.ts';
import { nodeOf } from './live-node.ts';
import { objectionToLock } from './node-lock.ts';
import { noParameters } from '../api/no-parameters.ts';
import type { Inspection, Operation, OperationContext } from './operation.ts';

async function inspect(context: OperationContext): Promise<Inspection> {
  const node = nodeOf(context);
  if (!node) return { kind: 'refused', reason: 'TargetNotFound', message: `Node ${context.target.name} does not exist.` };
  const claimed = objectionToCordon(node, context);
  if (claimed) return claimed;
  if (isCordoned(node)) return { kind: 'nothingToDo', message: `Node ${context.target.name} is cordoned already.` };
  const locked = await objectionToLock(context);
  if (locked) return locked;
  const changes = [{ resource: `${targetString(context.target)}.spec.unschedulable`, from: 'false', to: 'true' }];
  return { kind: 'ready', before: cordonBefore(node, context), targetUid: node.metadata.uid, changes };
}

/** No new pod is scheduled to the node. */
export const cordonNode: Operation = {
  name: 'cordon_node',
  types: ['node_remediation'],
  targetKinds: ['Node'],
  parameters: noParameters,
  undo: 'Reversible',
  inspect,
  effects: [cordonEffect],
};
