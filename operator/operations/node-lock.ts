import { keys } from '../api/resource.ts';
import { holderOf, judgeLock, lockOwnerIn, type LockLease, type LockOwner, type LockState } from '../domain/execution/node-lock.ts';
import type { KubeClient, NewObject } from '../kube/client.ts';
import { Conflict, isAlreadyExists, isNotFound, unless } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { microTime } from '../kube/micro-time.ts';
import { nodeOf, type LiveNode } from './live-node.ts';
import type { Effect, EffectContext, Inspection, Look, OperationContext } from './operation.ts';

/** Where medik8s, and whoever works with it, locks nodes. */
export const lockNamespace = 'medik8s-leases';

/** A lock outlives its action by so many seconds, within which the action is ended and the node handed back; as NodeHealthCheck. */
const bufferSeconds = 60;

/** The Lease of a node, named as medik8s names it. */
export function lockKey(node: string): { namespace: string; name: string } {
  return { namespace: lockNamespace, name: `node-${node}` };
}

const ownerOf = ({ action }: OperationContext): LockOwner => action.metadata;

async function readLock(context: OperationContext): Promise<{ lease?: LockLease; state: LockState }> {
  const lease = await context.client.get<LockLease>(kinds.Lease, lockKey(context.target.name));
  return { lease, state: judgeLock(lease, ownerOf(context), context.now) };
}

/** That another system is at work on the node; undefined when nobody is. */
export async function objectionToLock(context: OperationContext): Promise<Inspection | undefined> {
  const { state } = await readLock(context);
  if (state.kind !== 'held') return undefined;
  return {
    kind: 'blocked',
    reason: 'TargetLocked',
    message: lockedBy(context, state.by),
    by: `Lease ${leaseName(context)} of ${state.by}`,
  };
}

const leaseName = ({ target }: OperationContext): string => `${lockNamespace}/${lockKey(target.name).name}`;

function lockedBy(context: OperationContext, holder: string): string {
  return `Node ${context.target.name} is locked by ${holder}, which holds the Lease ${leaseName(context)}.`;
}

/** The node is locked for this action; else what stands against it. Repeating it changes nothing. */
async function takeLock(context: EffectContext): Promise<Look | undefined> {
  const node = nodeOf(context);
  const { lease, state } = await readLock(context);
  if (!node || state.kind === 'ours') return undefined;
  if (state.kind === 'held') return waiting(context, state.by);
  try {
    if (lease) await context.client.update(kinds.Lease, takenOver(lease, node, context));
    else await context.client.create(kinds.Lease, newLock(node, context));
    return undefined;
  } catch (error) {
    if (isNotFound(error) && !lease)
      return { kind: 'failed', reason: 'ApplyFailed', message: `There is no namespace ${lockNamespace}, in which nodes are locked.` };
    // Another was faster: the next look says who.
    if (isAlreadyExists(error)) throw new Conflict({ code: 409, reason: 'Conflict', message: error.message, cause: error });
    throw error;
  }
}

function newLock(node: LiveNode, context: EffectContext): NewObject {
  return { metadata: { ...lockKey(node.metadata.name), ...marks(node, context) }, spec: { ...terms(context), leaseTransitions: 0 } };
}

/** The Lease of a holder whose time is over, in our name; guarded by its resourceVersion. */
function takenOver(lease: LockLease, node: LiveNode, context: EffectContext): LockLease {
  const leaseTransitions = (lease.spec?.leaseTransitions ?? 0) + 1;
  const { labels, ownerReferences } = marks(node, context);
  const metadata = { ...lease.metadata, labels: { ...lease.metadata.labels, ...labels }, ownerReferences };
  return { ...lease, metadata, spec: { ...lease.spec, ...terms(context), leaseTransitions } };
}

function marks({ metadata: { name, uid } }: LiveNode, { action }: EffectContext) {
  return {
    labels: { [keys.actionUid]: action.metadata.uid },
    ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
  };
}

function terms(context: EffectContext) {
  const now = microTime(context.now);
  const leaseDurationSeconds = context.timeoutSeconds + bufferSeconds;
  return { holderIdentity: holderOf(ownerOf(context)), leaseDurationSeconds, acquireTime: now, renewTime: now };
}

const waiting = (context: OperationContext, holder: string): Look => ({
  kind: 'working',
  message: lockedBy(context, holder),
  blocked: { reason: 'TargetLocked', by: holder },
  begun: false,
});

/** The first effect of an operation that locks its node: it is not made before the lock is ours. */
export function takingLock(effect: Effect): Effect {
  return underLock(effect, (context, seen, holder) => (seen.kind === 'absent' ? waiting(context, holder) : seen));
}

/** A later effect of it: given up when another system has taken the lock meanwhile. */
export function holdingLock(effect: Effect): Effect {
  return underLock(effect, (context, seen, holder) =>
    seen.kind === 'absent' || seen.kind === 'working' ? lost(context, seen, holder) : seen,
  );
}

/** The effect, made only with the lock; `whenHeld` judges what is seen of it while another system has that. */
function underLock(effect: Effect, whenHeld: (context: EffectContext, seen: Look, holder: string) => Look): Effect {
  return {
    ...effect,
    apply: async (context) => (await takeLock(context)) ?? (await effect.apply(context)),
    look: async (context) => {
      const [seen, { state }] = [await effect.look(context), await readLock(context)];
      return state.kind === 'held' ? whenHeld(context, seen, state.by) : seen;
    },
  };
}

function lost(context: EffectContext, seen: Look, holder: string): Look {
  const begun = seen.kind === 'working' && seen.begun !== false;
  return { kind: 'failed', reason: 'TargetLocked', message: `${lockedBy(context, holder)} It took the lock over.`, begun };
}

/** The lock that was taken for that action is gone; another's is left alone. True when there was one. */
export async function releaseLock(client: KubeClient, node: string, owner: LockOwner): Promise<boolean> {
  const lease = await client.get<LockLease>(kinds.Lease, lockKey(node));
  if (!lease || lockOwnerIn(lease)?.uid !== owner.uid) return false;
  const { uid, resourceVersion } = lease.metadata;
  return client.delete(kinds.Lease, lockKey(node), { uid, resourceVersion }).then(() => true, unless(isNotFound, false));
}
