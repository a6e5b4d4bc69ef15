import type { Target } from '../../api/generated/types.ts';
import { resolveNamespace, targetKey, type TargetLike } from '../../api/target.ts';

/** What an action or a plan locks: one object, and the nodes it has to do with. */
export interface LockTarget {
  /** group/kind/namespace/name; equal for the same object. */
  readonly key: string;
  /** Of a node itself; of anything else the nodes that its pods run on. */
  readonly nodes: readonly string[];
}

/** The key under which a node is locked. */
export function nodeKey(name: string): string {
  return targetKey({ apiVersion: 'v1', kind: 'Node', name });
}

/** The lock of a resolved target. */
export function lockOf(target: TargetLike & { readonly nodes?: readonly string[] }): LockTarget {
  const key = targetKey(target);
  return { key, nodes: key === nodeKey(target.name) ? [target.name] : (target.nodes ?? []) };
}

/** The lock of a target that could not be resolved, or was not yet: the object that is named, on no node. */
export function unresolvedLock(target: Target, ownNamespace: string | undefined): LockTarget {
  return lockOf(resolveNamespace(target, ownNamespace));
}

/** Whether both lock the same object. */
export function sameLock(a: LockTarget, b: LockTarget): boolean {
  return a.key === b.key;
}

/** Whether the target is a node, which contains what has a pod on it. */
export function isNode(target: LockTarget): boolean {
  const [name] = target.nodes;
  return target.nodes.length === 1 && name !== undefined && target.key === nodeKey(name);
}

/** Whether `outer` is a node and `inner` has a pod on it; nothing contains itself. */
export function contains(outer: LockTarget, inner: LockTarget): boolean {
  if (!isNode(outer) || isNode(inner)) return false;
  const [name] = outer.nodes;
  return name !== undefined && inner.nodes.includes(name);
}

/** Whether both are the same object or one contains the other. */
export function overlaps(a: LockTarget, b: LockTarget): boolean {
  return sameLock(a, b) || contains(a, b) || contains(b, a);
}
