import { isOver } from '../../api/terminal-phases.ts';
import { claimOn, judgeClaim, releasePatch, type ClaimOwner, type Release } from '../../domain/execution/claim.ts';
import { lockOwnerIn, type LockLease } from '../../domain/execution/node-lock.ts';
import { kinds } from '../../kube/kinds.ts';
import { asNode } from '../../operations/live-node.ts';
import { lockKey, releaseLock } from '../../operations/node-lock.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { releasing } from './causes.ts';
import { ownerOf } from './owners.ts';

/** What was done with a claim. */
export type Released = Release | 'keep' | 'none';

/**
 * The claim of that owner is gone from the node, with the cordon or without it, unless it is to be kept. Read live and guarded, so that
 * neither another's claim nor a cordon that a person made meanwhile is touched.
 */
export async function releaseClaim(
  deps: EngineDeps,
  nodeName: string,
  owner: { readonly uid: string; readonly fate: ClaimOwner },
): Promise<Released> {
  const client = releasing(deps, 'ClaimReleased', owner.uid);
  const object = await client.get(kinds.Node, { name: nodeName });
  if (!object) return 'none';
  const node = asNode(object);
  const claim = claimOn(node);
  if (claim?.owner !== owner.uid) return 'none';
  const verdict = judgeClaim(claim, owner.fate);
  if (verdict === 'keep') return verdict;
  deps.caches.nodes.upsert(await client.patch(kinds.Node, { name: nodeName }, releasePatch(node, verdict)));
  return verdict;
}

/**
 * True when the node is not, or no longer, claimed by somebody who has ended: whoever comes next need not wait for the one who is just
 * about to let go.
 */
export async function releaseLeftClaim(deps: EngineDeps, nodeName: string): Promise<boolean> {
  const object = await deps.client.get(kinds.Node, { name: nodeName });
  const uid = object && claimOn(asNode(object))?.owner;
  if (uid === undefined) return true;
  const fate = ownerOf(uid, nodeName, deps.caches);
  return fate.kind === 'ended' && (await releaseClaim(deps, nodeName, { uid, fate })) !== 'keep';
}

/**
 * True when the node is not, or no longer, locked by an action of ours that has ended; the cordon goes before the lock (kured #1129). It
 * may be that one itself that lets go just now.
 */
export async function releaseLeftLock(deps: EngineDeps, nodeName: string): Promise<boolean> {
  const lease = await deps.client.get<LockLease>(kinds.Lease, lockKey(nodeName));
  if (!lease) return true;
  const owner = lockOwnerIn(lease);
  const action = owner && deps.caches.actions.getByUid(owner.uid);
  if (!owner || !action || !isOver(action)) return false;
  await releaseLeftClaim(deps, nodeName);
  await releaseLock(releasing(deps, 'LockReleased', owner.uid), nodeName, owner);
  return true;
}
