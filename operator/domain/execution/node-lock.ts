import { keys, type Resource } from '../../api/resource.ts';

/** A Lease in which medik8s and its like agree on who works on a node. */
export type LockLease = Resource<
  | {
      readonly holderIdentity?: string;
      readonly leaseDurationSeconds?: number;
      readonly acquireTime?: string;
      readonly renewTime?: string;
      readonly leaseTransitions?: number;
    }
  | undefined,
  unknown
>;

/** The action on whose behalf a node is locked. */
export interface LockOwner {
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
}

/** How the lock of a node stands, seen from one action. */
export type LockState = { readonly kind: 'free' } | { readonly kind: 'ours' } | { readonly kind: 'held'; readonly by: string };

const prefix = 'coordination-engine/';

/** The holder that a Lease names, so that a person sees which action it is. */
export function holderOf({ namespace = '', name }: LockOwner): string {
  return `${prefix}${namespace}/${name}`;
}

/** The action that a Lease of ours was taken for; undefined for a Lease that another system holds. */
export function lockOwnerIn({ metadata, spec }: LockLease): LockOwner | undefined {
  const uid = metadata.labels?.[keys.actionUid];
  const [, namespace, name] = /^coordination-engine\/([^/]*)\/([^/]+)$/.exec(spec?.holderIdentity ?? '') ?? [];
  return uid === undefined || name === undefined ? undefined : { namespace, name, uid };
}

/**
 * Whose the lock is. One that another system took and that does not say until when is held until somebody removes it, and so is one that
 * was renewed in the future: medik8s would call both free, which with clocks that differ makes two holders.
 */
export function judgeLock(lease: LockLease | undefined, owner: LockOwner, now: Date): LockState {
  const by = lease?.spec?.holderIdentity ?? '';
  if (!lease || by === '') return { kind: 'free' };
  // Even when its time is over: nobody else has taken it.
  if (isFor(lease, owner)) return { kind: 'ours' };
  const end = endOf(lease);
  return end !== undefined && end < now.getTime() ? { kind: 'free' } : { kind: 'held', by };
}

function isFor(lease: LockLease, owner: LockOwner): boolean {
  return lockOwnerIn(lease)?.uid === owner.uid && lease.spec?.holderIdentity === holderOf(owner);
}

function endOf({ spec }: LockLease): number | undefined {
  const { renewTime, leaseDurationSeconds } = spec ?? {};
  if (renewTime === undefined || leaseDurationSeconds === undefined) return undefined;
  return Date.parse(renewTime) + leaseDurationSeconds * 1000;
}
