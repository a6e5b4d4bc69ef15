import type { Dependency, ImpactedResource, Target } from '../../api/generated/types.ts';
import { targetKey, targetString } from '../../api/target.ts';
import { poolsOf } from '../health/machine-config-pool.ts';
import type { Hit } from './hits.ts';
import { poolCondition, pressures, updating } from './node-state.ts';
import { targetOf, type Growable, type SeenWorld } from './seen.ts';

/** The word for a pool that has a state to go back to. */
export const knownGood = 'KnownGood';
/** How a dependency of a node on what makes machines like it is recorded. */
export const madeBy = 'machine';

const degraded = 'Degraded';
const growsTo = /^GrowsTo (\d+)$/;

/** The replicas that would make up for the nodes that are taken away; undefined for what does not grow. */
export function grownReplicas(state: string | undefined): number | undefined {
  const [, replicas] = growsTo.exec(state ?? '') ?? [];
  return replicas === undefined ? undefined : Number(replicas);
}

/** The hits with the degraded pools that hold up nodes among them; of a pool that can go back it is said so. */
export function withPools(world: SeenWorld, hits: readonly Hit[]): Hit[] {
  const known = new Set(hits.map(({ target }) => targetKey(target)));
  const held = new Set(hits.filter(({ words }) => words.includes(updating)).map(({ target }) => target.name));
  const holding = world.nodes.filter(({ metadata }) => held.has(metadata.name)).flatMap((node) => poolsOf(node, world.pools));
  const pools = [...new Map(holding.map((pool) => [pool.metadata.name, pool])).values()]
    .map((pool): Hit => ({ layer: 'infrastructure', target: targetOf(pool), ...poolCondition(pool) }))
    .filter(({ words, target }) => words.includes(degraded) && !known.has(targetKey(target)));
  return [...hits, ...pools].map((hit) => (isRestorable(hit, world) ? { ...hit, words: [...hit.words, knownGood] } : hit));
}

function isRestorable({ target, words }: Hit, { relief }: SeenWorld): boolean {
  return target.kind === 'MachineConfigPool' && words.includes(degraded) && relief.knownGood.has(target.name);
}

/** What makes machines like those nodes that are under pressure and nothing else; each with the nodes that it is to make up for. */
function groupsOf({ relief }: SeenWorld, hits: readonly Hit[]): { target: Target; replicas: number; nodes: string[] }[] {
  const pressed = new Set(hits.filter(isPressed).map(({ target }) => target.name));
  const groups = Map.groupBy(
    relief.growable.filter(({ node }) => pressed.has(node)),
    ({ target }) => targetKey(target),
  );
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    return first ? [{ target: first.target, replicas: first.replicas, nodes: own.map(({ node }: Growable) => node) }] : [];
  });
}

function isPressed({ layer, target, words }: Hit): boolean {
  return layer === 'infrastructure' && target.kind === 'Node' && words.every((word) => pressures.includes(word));
}

/** The groups that can make up for nodes, in the form in which they are recorded. */
export function growing(world: SeenWorld, hits: readonly Hit[]): ImpactedResource[] {
  return groupsOf(world, hits).map(({ target, replicas, nodes }) => ({
    layer: 'infrastructure',
    target,
    state: `GrowsTo ${replicas + nodes.length}`,
  }));
}

/** Which nodes they make up for. */
export function growthEdges(world: SeenWorld, hits: readonly Hit[]): Dependency[] {
  return groupsOf(world, hits).flatMap(({ target, nodes }) =>
    nodes.map((node) => ({ from: targetString({ kind: 'Node', name: node }), to: targetString(target), via: madeBy })),
  );
}
