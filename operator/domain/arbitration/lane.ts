import type { ActionType, ConflictType } from '../../api/generated/types.ts';
import type { ExclusivePartners, ExclusivityScope } from './exclusive-types.ts';
import { isHarmless, type Contender } from './contender.ts';
import { isNode, nodeKey } from './targets.ts';

/** A contender found in a lane, and why it is in the way. */
export interface Found {
  readonly contender: Contender;
  readonly conflictType: ConflictType;
}

/** How contenders of one pass are compared; it counts, so that a test can see how the work grows. */
export interface Order {
  readonly compare: (a: Contender, b: Contender) => number;
  readonly tally: { comparisons: number };
  readonly scope: ExclusivityScope;
  readonly partners: ExclusivePartners;
}

/** Contenders that entered in order of rank, found by lock and by type; in each bucket the best stands first. */
export interface Lane {
  readonly order: Order;
  readonly byLock: Map<string, Contender[]>;
  readonly byNode: Map<string, Contender[]>;
  readonly byType: Map<ActionType, Contender[]>;
}

/** A lane with these contenders, best first; harmless ones stay out. */
export function laneOf(order: Order, contenders: Iterable<Contender> = []): Lane {
  const lane: Lane = { order, byLock: new Map(), byNode: new Map(), byType: new Map() };
  for (const contender of contenders) enter(lane, contender);
  return lane;
}

/** The contender can be found from now on; it must rank behind all that entered before. */
export function enter(lane: Lane, contender: Contender): void {
  if (isHarmless(contender)) return;
  put(lane.byLock, contender.target.key, contender);
  if (!contender.compensates) put(lane.byType, contender.type, contender);
  if (!isNode(contender.target)) for (const node of contender.target.nodes) put(lane.byNode, node, contender);
}

/** At most `limit` contenders of the lane that keep this one from running: on its target, then containing or contained, then by type. */
export function rivalsIn(lane: Lane, one: Contender, limit: number): Found[] {
  if (isHarmless(one)) return [];
  const found = named(heads(lane, one, limit, [lane.byLock.get(one.target.key)]), 'same_target');
  if (one.compensates) return found;
  if (found.length < limit) found.push(...named(heads(lane, one, limit, containing(lane, one)), 'contained_target'));
  if (found.length < limit) found.push(...exclusive(lane, one, { limit, found }));
  return found.slice(0, limit);
}

function exclusive(lane: Lane, one: Contender, { limit, found }: { limit: number; found: readonly Found[] }): Found[] {
  const partners = lane.order.partners.get(one.type) ?? [];
  if (lane.order.scope !== 'Cluster' || partners.length === 0) return [];
  const known = new Set(found.map(({ contender }) => contender.uid));
  const buckets = partners.map((partner) => lane.byType.get(partner));
  const candidates = heads(lane, one, limit + known.size, buckets);
  return named(
    candidates.filter(({ uid }) => !known.has(uid)),
    'exclusive_types',
  );
}

function containing(lane: Lane, { target }: Contender): (readonly Contender[] | undefined)[] {
  if (isNode(target)) return target.nodes.map((node) => lane.byNode.get(node));
  return target.nodes.map((node) => lane.byLock.get(nodeKey(node)));
}

/** The best of several buckets, in order of rank, without the asking one. */
function heads({ order }: Lane, one: Contender, limit: number, buckets: readonly (readonly Contender[] | undefined)[]): Contender[] {
  const best = buckets.flatMap((bucket) => bucket?.slice(0, limit + 1) ?? []).filter(({ uid }) => uid !== one.uid);
  order.tally.comparisons += best.length;
  return (buckets.length > 1 ? best.sort(order.compare) : best).slice(0, limit);
}

function named(contenders: readonly Contender[], conflictType: ConflictType): Found[] {
  return contenders.map((contender) => ({ contender, conflictType }));
}

function put<K>(map: Map<K, Contender[]>, key: K, contender: Contender): void {
  const bucket = map.get(key);
  if (bucket) bucket.push(contender);
  else map.set(key, [contender]);
}
