import type { Hold } from '../limits/hold.ts';
import { disturbs } from '../limits/node-work.ts';
import type { Contender } from './contender.ts';
import { isNode } from './targets.ts';

/** Where work on a node takes its place. */
export interface NodePlace {
  /** Name of those that share the places: a group of nodes, or the control plane. */
  readonly name: string;
  /** How many of its nodes may be worked on at once. */
  readonly max: number;
  /** After a storm one begins at a time. */
  readonly release?: Release;
}

/** What a storm in a group held is let go one by one; milliseconds, and since the epoch. */
export interface Release {
  readonly group: string;
  /** When the next one may begin, and then one after each such time. */
  readonly at: number;
  readonly everyMs: number;
}

/** What the places of nodes depend on besides who holds. */
export interface NodePlaces {
  /** Undefined for a node that is not known. */
  readonly of: (node: string) => NodePlace | undefined;
  /** Nodes that carry a claim of a plan or lone action that has not ended. */
  readonly claimed: readonly ClaimedNode[];
}

/** A node with the uid of the plan, or of the lone action, that claims it. */
export interface ClaimedNode {
  readonly node: string;
  readonly by: string;
}

/** Gives the places of nodes to those who ask in order. */
export interface NodeSeats {
  /** Why it gets none now; undefined when it gets one or needs none. */
  readonly refusal: (one: Contender) => Hold | undefined;
  /** That all places of the group are taken; a node that its own plan only claims, until it ends, keeps nobody waiting for itself. */
  readonly overBudget: (one: Contender) => Hold | undefined;
  /** It has the place from now on. */
  readonly take: (one: Contender) => void;
}

/** The places that are left beside those that hold. */
export function nodeSeats(places: NodePlaces, holding: readonly Contender[], now: Date): NodeSeats {
  const busy = new Map<string, Map<string, ClaimedNode>>();
  const occupy = (claimed: ClaimedNode): void => {
    const name = places.of(claimed.node)?.name;
    if (name !== undefined) busy.set(name, (busy.get(name) ?? new Map<string, ClaimedNode>()).set(claimed.node, claimed));
  };
  const atWork = new Set<ClaimedNode>();
  const work = (one: Contender): void => {
    for (const claimed of workOf(one)) {
      atWork.add(claimed);
      occupy(claimed);
    }
  };
  places.claimed.forEach(occupy);
  holding.forEach(work);
  const releases = releasesFrom(now);
  const wantedBy = (one: Contender): NodePlace | undefined => {
    const node = nodeOf(one) ?? '';
    const place = places.of(node);
    return place && !busy.get(place.name)?.has(node) ? place : undefined;
  };
  const overBudget = (one: Contender): Hold | undefined => {
    const place = wantedBy(one);
    const taken = [...(busy.get(place?.name ?? '')?.values() ?? [])].filter(
      (claimed) => claimed.by !== ownerOf(one) || atWork.has(claimed),
    );
    return place && taken.length >= place.max ? noneLeft(place, taken) : undefined;
  };
  return {
    overBudget,
    refusal(one) {
      const refusal = overBudget(one);
      if (refusal) return refusal;
      const release = wantedBy(one)?.release;
      const until = release ? releases(release) : 0;
      return until > now.getTime() ? afterStorm(until) : undefined;
    },
    take: work,
  };
}

/** When each of those that ask one after the other may begin. */
function releasesFrom(now: Date): (release: Release) => number {
  const asked = new Map<string, number>();
  return ({ group, at, everyMs }) => {
    const before = asked.get(group) ?? 0;
    asked.set(group, before + 1);
    return slot({ at, everyMs }, before, now.getTime());
  };
}

/** When the one with `before` others before it may begin: told alike on each pass, though the first may come late. */
function slot({ at, everyMs }: Pick<Release, 'at' | 'everyMs'>, before: number, now: number): number {
  const missed = Math.max(0, Math.floor((now - at) / everyMs));
  return at + (missed + before) * everyMs;
}

const ownerOf = ({ planUid, uid }: Contender): string => planUid ?? uid;

function workOf(one: Contender): ClaimedNode[] {
  const node = nodeOf(one);
  return node === undefined ? [] : [{ node, by: ownerOf(one) }];
}

/** The node that it would disturb, or disturbs. */
function nodeOf({ target, operation, compensates, dryRun }: Contender): string | undefined {
  return isNode(target) && disturbs(operation) && !compensates && !dryRun ? target.nodes[0] : undefined;
}

function noneLeft({ name, max }: NodePlace, inFlight: readonly ClaimedNode[]): Hold {
  const [first = ''] = inFlight.map(({ node }) => node).toSorted();
  return {
    reason: 'NodeBudget',
    message: `As many nodes of ${name} are worked on as may be at once, which is ${max}.`,
    by: `Node/${first}`,
  };
}

function afterStorm(until: number): Hold {
  const message = 'What had to wait for the end of a storm among the nodes begins one by one.';
  return { reason: 'StormCooldown', message, until: new Date(until) };
}
