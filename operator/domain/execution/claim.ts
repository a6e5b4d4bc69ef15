import { keys, type ObjectMeta } from '../../api/resource.ts';

/** What the engine looks at of a node that it cordons. */
export interface ClaimableNode {
  readonly metadata: Pick<ObjectMeta, 'name' | 'uid' | 'resourceVersion' | 'annotations'>;
  readonly spec?: { readonly unschedulable?: boolean };
}

/** A mark on a node: who cordoned it, and how it was before. */
export interface Claim {
  /** Uid of the plan, or of the action without a plan. */
  readonly owner: string;
  /** Undefined when the mark does not say, as one put on by hand. */
  readonly wasUnschedulable: boolean | undefined;
  /** It was cordoned before by another action of ours, which has ended. */
  readonly wasOurs?: true;
}

/** In place of true where the cordon before was ours too, so that uncordon_node may still lift it when the claim is gone. */
const ours = 'ours';

/** The claim on the node, if there is one. */
export function claimOn({ metadata }: ClaimableNode): Claim | undefined {
  const owner = metadata.annotations?.[keys.claim];
  if (owner === undefined) return undefined;
  const was = metadata.annotations?.[keys.wasUnschedulable];
  if (was === ours) return { owner, wasUnschedulable: true, wasOurs: true };
  return { owner, wasUnschedulable: was === 'true' ? true : was === 'false' ? false : undefined };
}

/** Whether the present cordon carries a token of ours: it was made by the engine, now or in an action that has ended. */
export function isOurCordon(node: ClaimableNode): boolean {
  return isCordoned(node) && node.metadata.annotations?.[keys.token] !== undefined;
}

/** Whether no new pod is scheduled to the node. */
export function isCordoned({ spec }: ClaimableNode): boolean {
  return spec?.unschedulable === true;
}

interface Mark {
  readonly owner: string | undefined;
  readonly wasUnschedulable: boolean | undefined;
  readonly token: string;
}

const guard = ({ metadata }: ClaimableNode) => ({ uid: metadata.uid, resourceVersion: metadata.resourceVersion });

/** Merge patch: the node is cordoned and carries the mark, if it is still as it was seen. */
export function cordonPatch(node: ClaimableNode, { owner, wasUnschedulable, token }: Mark): object {
  const was = wasUnschedulable && isOurCordon(node) ? ours : String(wasUnschedulable ?? false);
  const claim = owner === undefined ? {} : { [keys.claim]: owner, [keys.wasUnschedulable]: was };
  return { metadata: { ...guard(node), annotations: { ...claim, [keys.token]: token } }, spec: { unschedulable: true } };
}

/**
 * Merge patch: the claim is gone, and with `uncordon` the cordon too, if the node is still as it was seen. A cordon that stays keeps the
 * token, by which uncordon_node knows later that it is ours.
 */
export function releasePatch(node: ClaimableNode, how: Release): object {
  const claim = claimOn(node);
  const bare = how === 'uncordon' || !isCordoned(node) || (claim?.wasUnschedulable !== false && !claim?.wasOurs);
  const annotations = { [keys.claim]: null, [keys.wasUnschedulable]: null, ...(bare && { [keys.token]: null }) };
  const lifted = how === 'uncordon' && isCordoned(node) ? { spec: { unschedulable: null } } : {};
  return { metadata: { ...guard(node), annotations }, ...lifted };
}

/** `leave`: the claim goes, the cordon stays. `uncordon`: both go. */
export type Release = 'leave' | 'uncordon';

/** What became of the one that cordoned. */
export type ClaimOwner =
  | { readonly kind: 'unfinished' }
  /** No plan and no action has this uid. */
  | { readonly kind: 'gone' }
  /** `keepsCordon`: it has a Succeeded cordon_node or drain_node on this node. */
  | { readonly kind: 'ended'; readonly phase: string; readonly reason?: string; readonly keepsCordon: boolean };

/**
 * What is to become of a claim: it is kept while its owner works and when a rollback failed, which a person has to look at; the cordon stays
 * with the one who wanted it to, with a person who took over, and wherever the node was cordoned before or nobody knows; else it is lifted.
 */
export function judgeClaim(claim: Claim, owner: ClaimOwner): Release | 'keep' {
  const lift = claim.wasUnschedulable === false ? 'uncordon' : 'leave';
  if (owner.kind === 'unfinished') return 'keep';
  if (owner.kind === 'gone') return lift;
  if (owner.phase === 'RollbackFailed') return 'keep';
  if (owner.phase === 'Succeeded' || owner.reason === 'TakenOver') return 'leave';
  return owner.phase === 'Cancelled' && owner.keepsCordon ? 'leave' : lift;
}
