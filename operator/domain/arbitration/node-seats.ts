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
  /** Nodes that carry a claim of ours. */
  readonly claimed: readonly string[];
}

/** Gives the places of nodes to those who ask in order. */
export interface NodeSeats {
  /** Why it gets none now; undefined when it gets one or needs none. */
  readonly refusal: (one: Contender) => Hold | undefined;
  /** It has the place from now on. */
  readonly take: (one: Contender) => void;
}

/** The places that are left beside those that hold. */
export function nodeSeats(places: NodePlaces, holding: readonly Contender[], now: Date): NodeSeats {
  const busy = new Map<string, Set<string>>();
  const released = new Map<string, number>();
  const occupy = (node: string): void => {
    const name = places.of(node)?.name;
    if (name !== undefined) busy.set(name, (busy.get(name) ?? new Set()).add(node));
  };
  for (const node of [...places.claimed, ...holding.flatMap((one) => nodeOf(one) ?? [])]) occupy(node);
  const later = ({ group, at, everyMs }: Release): number => {
    const before = released.get(group) ?? 0;
    released.set(group, before + 1);
    return slot({ at, everyMs }, before, now.getTime());
  };
  return {
    refusal(one) {
      const node = nodeOf(one) ?? '';
      const place = places.of(node);
      const inFlight = busy.get(place?.name ?? '') ?? new Set();
      if (!place || inFlight.has(node)) return undefined;
      if (inFlight.size >= place.max) return overBudget(place, inFlight);
      const until = place.release ? later(place.release) : 0;
      return until > now.getTime() ? afterStorm(until) : undefined;
    },
    take(one) {
      const node = nodeOf(one);
      if (node !== undefined) occupy(node);
    },
  };
}

/** When the one with `before` others before it may begin: told alike on each pass, though the first may come late. */
function slot({ at, everyMs }: Pick<Release, 'at' | 'everyMs'>, before: number, now: number): number {
  const missed = Math.max(0, Math.floor((now - at) / everyMs));
  return at + (missed + before) * everyMs;
}

/** The node that it would disturb, or disturbs. */
function nodeOf({ target, operation, compensates, dryRun }: Contender): string | undefined {
  return isNode(target) && disturbs(operation) && !compensates && !dryRun ? target.nodes[0] : undefined;
}

function overBudget({ name, max }: NodePlace, inFlight: ReadonlySet<string>): Hold {
  const [first = ''] = [...inFlight].toSorted();
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
