import { claimOn, cordonPatch, isCordoned, releasePatch } from '../domain/execution/claim.ts';
import { kinds } from '../kube/kinds.ts';
import { nodeOf, type LiveNode } from './live-node.ts';
import type { Announcement, Before, Effect, EffectContext, Inspection, Look, OperationContext } from './operation.ts';

/** How a node was before an operation cordoned it. */
export interface CordonBefore extends Before {
  readonly unschedulable: boolean;
  /** An earlier step of the same plan has cordoned the node already: this one neither writes nor undoes the cordon. */
  readonly claimed: boolean;
}

/** That another plan or action claims the node. */
export function objectionToClaim(node: LiveNode, { claim, target }: OperationContext): Inspection | undefined {
  const owner = claimOn(node)?.owner;
  if (owner === undefined || owner === claim) return undefined;
  return { kind: 'blocked', reason: 'TargetHeld', message: `Node ${target.name} is claimed by another plan or action of uid ${owner}.` };
}

/** What stands against cordoning the node: another's claim, or a person who lifted the cordon of an earlier step. */
export function objectionToCordon(node: LiveNode, context: OperationContext): Inspection | undefined {
  const claimed = objectionToClaim(node, context);
  if (claimed || !claimOn(node) || isCordoned(node)) return claimed;
  return { kind: 'takenOver', message: `Somebody uncordoned Node ${context.target.name} between two steps.` };
}

/** How the node is now, to be restored later. */
export function cordonBefore(node: LiveNode, { claim }: OperationContext): CordonBefore {
  return { unschedulable: isCordoned(node), claimed: claimOn(node)?.owner === claim };
}

/** Whether the node is cordoned in our name. */
export function isHeld(node: LiveNode, { claim }: OperationContext): boolean {
  return isCordoned(node) && claimOn(node)?.owner === claim;
}

const uncordoned = ({ target }: OperationContext): Look => ({ kind: 'takenOver', message: `Somebody uncordoned Node ${target.name}.` });

async function cordon(context: EffectContext): Promise<void> {
  const node = nodeOf(context);
  if (!node) return;
  // Somebody else may have cordoned it since the inspection: that cordon is theirs and stays.
  const wasUnschedulable = context.before['unschedulable'] === true || isCordoned(node);
  const mark = { owner: context.claim, wasUnschedulable, token: context.intent.token };
  await context.client.patch(kinds.Node, { name: node.metadata.name }, cordonPatch(node, mark));
}

function lookAtCordon(context: EffectContext): Look {
  const node = nodeOf(context);
  const found = node && claimOn(node);
  if (!node || !found) return { kind: 'absent' };
  if (found.owner !== context.claim)
    return { kind: 'failed', reason: 'TargetHeld', message: `Node ${context.target.name} is claimed by another.` };
  return isCordoned(node) ? { kind: 'done', message: 'The node is cordoned.' } : uncordoned(context);
}

/** The claim goes, and the cordon with it unless the node was cordoned before. */
async function lift(context: EffectContext): Promise<void> {
  const node = nodeOf(context);
  if (!node) return;
  const how = claimOn(node)?.wasUnschedulable === false ? 'uncordon' : 'leave';
  await context.client.patch(kinds.Node, { name: node.metadata.name }, releasePatch(node, how));
}

const stayed = 'The node was cordoned before, and stays so.';

function lookAtLift(context: EffectContext): Look {
  const { before, claim } = context;
  const node = nodeOf(context);
  if (!node) return { kind: 'done', message: 'The node is gone.' };
  if (before['claimed'] === true) return { kind: 'done', message: 'The cordon belongs to an earlier step of the plan.' };
  const found = claimOn(node);
  if (found?.owner === claim) return { kind: 'absent' };
  if (isCordoned(node) && before['unschedulable'] !== true) return { kind: 'drifted', message: 'Somebody else holds the cordon now.' };
  return { kind: 'done', message: before['unschedulable'] === true ? stayed : 'The cordon is lifted again.' };
}

/** Says that the cordon ends, and why, unless it was not ours to begin with. */
const endOfCordon =
  (note: string) =>
  (context: OperationContext): Announcement => {
    const node = nodeOf(context);
    const ours = node && claimOn(node)?.wasUnschedulable === false;
    return ours ? { reason: 'NodeUncordoned', note } : { reason: 'ClaimReleased', note: 'The node stays cordoned, as it was before.' };
  };

/** The node is cordoned in our name; undone, it is as before: uncordoned unless it was cordoned before us. */
export const cordonEffect: Effect = {
  name: 'cordon',
  announce: { reason: 'NodeCordoned', note: 'No new pod is scheduled to the node while it is remediated.' },
  apply: cordon,
  look: (context) => Promise.resolve(lookAtCordon(context)),
  undo: {
    name: 'undo-cordon',
    announce: endOfCordon('The cordon is lifted, because what it was made for did not come to its end or is undone.'),
    apply: lift,
    look: (context) => Promise.resolve(lookAtLift(context)),
  },
};

/** Our own cordon ends where the node was schedulable before; what follows a reboot. It has no inverse. */
export const endCordonEffect: Effect = {
  name: 'uncordon',
  announce: endOfCordon('The remediation is done; the node takes pods again.'),
  apply: lift,
  look: async (context) => {
    const look = await Promise.resolve(lookAtLift(context));
    // A cordon by somebody else after ours ended is theirs, and no failure of this step.
    return look.kind === 'drifted' ? { kind: 'done', message: look.message } : look;
  },
};
