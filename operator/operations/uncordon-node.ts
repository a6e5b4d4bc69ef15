import { keys } from '../api/resource.ts';
import { targetString } from '../api/target.ts';
import { claimOn, cordonPatch, isCordoned, isOurCordon, releasePatch } from '../domain/execution/claim.ts';
import { kinds } from '../kube/kinds.ts';
import { objectionToClaim } from './cordon.ts';
import { nodeOf, type LiveNode } from './live-node.ts';
import { objectionToLock } from './node-lock.ts';
import { noParameters } from '../api/no-parameters.ts';
import type { Effect, EffectContext, Inspection, Look, Operation, OperationContext } from './operation.ts';
import { carriesToken } from './token.ts';

async function inspect(context: OperationContext): Promise<Inspection> {
  const node = nodeOf(context);
  const { target } = context;
  if (!node) return { kind: 'refused', reason: 'TargetNotFound', message: `Node ${target.name} does not exist.` };
  if (!isCordoned(node)) return { kind: 'nothingToDo', message: `Node ${target.name} is not cordoned.` };
  return objectionToClaim(node, context) ?? objectionToForeign(node, context) ?? (await objectionToLock(context)) ?? ready(node, context);
}

function objectionToForeign(node: LiveNode, { target }: OperationContext): Inspection | undefined {
  const found = claimOn(node);
  if (found?.wasUnschedulable !== true && (found || isOurCordon(node))) return undefined;
  return {
    kind: 'refused',
    reason: 'ForeignCordon',
    message: `Somebody else cordoned Node ${target.name}; the engine lifts its own cordons only.`,
  };
}

function ready(node: LiveNode, { target }: OperationContext): Inspection {
  const found = claimOn(node);
  const token = node.metadata.annotations?.[keys.token];
  const before = { unschedulable: true, ...(found && { owner: found.owner }), ...(token !== undefined && { token }) };
  const changes = [{ resource: `${targetString(target)}.spec.unschedulable`, from: 'true', to: 'false' }];
  return { kind: 'ready', before, targetUid: node.metadata.uid, changes };
}

async function uncordon(context: EffectContext): Promise<void> {
  const node = nodeOf(context);
  if (node) await context.client.patch(kinds.Node, { name: node.metadata.name }, releasePatch(node, 'uncordon'));
}

/** The cordon that was seen is gone together with its marks; one made by somebody else after that carries none of them. */
function lookAtUncordon(context: EffectContext): Look {
  const node = nodeOf(context);
  if (!node || !isCordoned(node)) return { kind: 'done', message: 'The node takes pods again.' };
  const { owner, token } = context.before;
  const same = claimOn(node)?.owner === owner && node.metadata.annotations?.[keys.token] === token;
  return same ? { kind: 'absent' } : { kind: 'done', message: 'The node was uncordoned, and cordoned again by somebody else.' };
}

async function cordonAgain(context: EffectContext): Promise<void> {
  const node = nodeOf(context);
  if (!node) return;
  const { owner } = context.before;
  const mark = { owner: typeof owner === 'string' ? owner : undefined, wasUnschedulable: false, token: context.intent.token };
  await context.client.patch(kinds.Node, { name: node.metadata.name }, cordonPatch(node, mark));
}

function lookAtCordonAgain(context: EffectContext): Look {
  const node = nodeOf(context);
  if (!node) return { kind: 'done', message: 'The node is gone.' };
  if (!isCordoned(node)) return { kind: 'absent' };
  if (carriesToken(node, context.intent.token)) return { kind: 'done', message: 'The node is cordoned again.' };
  return { kind: 'drifted', message: 'Somebody else cordoned the node meanwhile.' };
}

const uncordonEffect: Effect = {
  name: 'uncordon',
  announce: { reason: 'NodeUncordoned', note: 'The node takes pods again.' },
  apply: uncordon,
  look: (context) => Promise.resolve(lookAtUncordon(context)),
  undo: {
    name: 'undo-uncordon',
    announce: { reason: 'NodeCordoned', note: 'The node is cordoned as it was before.' },
    apply: cordonAgain,
    look: (context) => Promise.resolve(lookAtCordonAgain(context)),
  },
};

/** Pods are scheduled to the node again, if it was the engine that cordoned it. */
export const uncordonNode: Operation = {
  name: 'uncordon_node',
  types: ['node_remediation'],
  targetKinds: ['Node'],
  parameters: noParameters,
  undo: 'Reversible',
  inspect,
  effects: [uncordonEffect],
};
