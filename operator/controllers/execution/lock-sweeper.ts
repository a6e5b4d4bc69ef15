import { isOver } from '../../api/terminal-phases.ts';
import type { RemediationAction } from '../../api/generated/types.ts';
import { keys } from '../../api/resource.ts';
import { lockOwnerIn, type LockLease, type LockOwner } from '../../domain/execution/node-lock.ts';
import { isForbidden } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { lockKey, lockNamespace, releaseLock } from '../../operations/node-lock.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { releasing } from './causes.ts';

/** Stands for all locks; no node has this name. */
const everyNode = '*';

/**
 * No node stays locked for an action that is gone: every lock is looked at when this process begins to lead, and that of a node when an
 * action on it vanishes. In between nothing is read.
 */
export function makeLockSweeper(deps: EngineDeps): Controller {
  const queue = makeQueue(deps, { name: 'lock-sweeper' });
  deps.caches.actions.onChange(({ kind, object }) => {
    const { operation, target } = object.spec;
    if (kind === 'deleted' && deps.operations.get(operation)?.locksNode) queue.add(target.name);
  });
  return makeController(deps, { queue, reconcile: (node) => sweepLocks(deps, node), onStart: () => queue.add(everyNode) });
}

/** The lock of the node, or of every node, is gone if the action that it was taken for is gone or has ended. */
export async function sweepLocks(deps: EngineDeps, node: string): Promise<Requeue> {
  try {
    for (const lease of await locksOn(deps, node)) await sweep(deps, lease);
  } catch (error) {
    if (!isForbidden(error)) throw error;
    tellForbidden(deps, node, error);
  }
  return done;
}

/** Who did not opt into work on nodes has no locks to look after; who had an action on a node has. */
function tellForbidden({ log }: EngineDeps, node: string, error: Error): void {
  if (node === everyNode)
    log.info('Locks of nodes are not looked after, which needs config/opt-in/node-drain; one that was left expires by itself');
  else log.warn('The lock of a node cannot be looked after; it expires by itself', { node, namespace: lockNamespace, error });
}

async function locksOn({ client }: EngineDeps, node: string): Promise<readonly LockLease[]> {
  if (node === everyNode) {
    return (await client.list<LockLease>(kinds.Lease, { namespace: lockNamespace, labelSelector: keys.actionUid })).items;
  }
  const lease = await client.get<LockLease>(kinds.Lease, lockKey(node));
  return lease ? [lease] : [];
}

async function sweep(deps: EngineDeps, lease: LockLease): Promise<void> {
  const owner = lockOwnerIn(lease);
  if (!owner || !(await hasEnded(deps, owner))) return;
  const node = lease.metadata.name.replace(/^node-/, '');
  if (await releaseLock(releasing(deps, 'LockReleased', owner.uid), node, owner))
    deps.log.info('A lock whose action is over was removed', { node, action: owner.name });
}

/** Asked of the API server: a cache may be behind. */
async function hasEnded({ client }: EngineDeps, { namespace, name: action, uid }: LockOwner): Promise<boolean> {
  const found = await client.get<RemediationAction>(kinds.RemediationAction, { namespace, name: action });
  return found?.metadata.uid !== uid || isOver(found);
}
