import type { OperationName } from '../../api/generated/types.ts';
import type { SeenPool } from '../health/objects.ts';
import { changesSomething } from './changes.ts';
import type { Wish } from './hold-on.ts';
import type { GroupedNode } from './node-groups.ts';
import type { GroupState } from './storms.ts';

/** What limits know of nodes; each part of it as it was seen lately. */
export interface NodesWorld {
  /** Undefined for a node that is not known. */
  readonly of: (name: string) => GroupedNode | undefined;
  readonly group: (name: string) => GroupState | undefined;
  /** Undefined while it could not be read. */
  readonly upgrade: Upgrade | undefined;
  /** The Machine behind a node; undefined when it has none, or it was not read yet. */
  readonly machineOf: (node: string) => Marked | undefined;
}

/** Whether what runs the cluster is changing it; in a cluster that nothing upgrades in that way, `upgrading` is false and there are no pools. */
export interface Upgrade {
  readonly upgrading: boolean;
  readonly pools: readonly SeenPool[];
}

/** Annotations of an object, with what people call it. */
export interface Marked {
  readonly who: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** It could not be read, so that nobody knows what it carries. */
  readonly unreadable?: boolean;
}

/** Whether the operation, made on a node, takes anything from it: to look at it, or to take pods again, does not. */
export function disturbs(operation: OperationName): boolean {
  return changesSomething(operation) && operation !== 'uncordon_node';
}

/** Names of the nodes that the wish would disturb; none of what takes something back or writes nothing. */
export function disturbedNodes({ compensates, dryRun, works }: Pick<Wish, 'compensates' | 'dryRun' | 'works'>): readonly string[] {
  if (compensates || dryRun) return [];
  const nodes = works.flatMap(({ operation, target }) => (target.kind === 'Node' && disturbs(operation) ? target.name : []));
  return [...new Set(nodes)];
}

/** Whether the node carries the claim of this action or of its plan, so that work on it has begun. */
export function hasBegunOn({ claimedBy }: GroupedNode, { kind, uid, planUid }: Pick<Wish, 'kind' | 'uid' | 'planUid'>): boolean {
  if (claimedBy === undefined || kind === 'plan') return false;
  return claimedBy === (planUid ?? uid);
}
