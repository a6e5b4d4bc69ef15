import type { Dependency, Target } from '../../api/generated/types.ts';
import { targetKey, targetString } from '../../api/target.ts';
import { poolsOf } from '../health/machine-config-pool.ts';
import { nodesOf, seenIn, type Hit } from './hits.ts';
import { linkedBy } from './links.ts';
import { growthEdges } from './relief.ts';
import { targetOf, type Resident, type SeenWorld } from './seen.ts';

const mostEdges = 64;
/** Of what runs on very many nodes not each is told. */
const mostNodes = 16;

/** What stands on what, as far as it has to do with what is hit; the edges to what is ill come before those to what is well. */
export function dependenciesOf(world: SeenWorld, hits: readonly Hit[], residents: readonly Resident[]): Dependency[] {
  const ill = new Set(hits.filter(({ target }) => target.kind === 'Node').map(({ target }) => target.name));
  const seen = seenIn(world);
  const owners = seen.flatMap(({ asked, target }) => (targetKey(asked) === targetKey(target) ? [] : [edge(asked, target, linkedBy.owner)]));
  const links = world.links.map(({ from, to, via }) => edge(from, to, via));
  const placed = [...seen.map((one) => ({ target: one.target, nodes: nodesOf(one) })), ...residents].map(({ target, nodes }) => ({
    onIll: nodes.filter((name) => ill.has(name)).map((name) => onNode(target, name)),
    onWell: nodes.filter((name) => !ill.has(name)).map((name) => onNode(target, name)),
  }));
  const all = [
    ...owners,
    ...links,
    ...placed.flatMap(({ onIll }) => onIll.slice(0, mostNodes)),
    ...poolEdges(world, ill),
    ...growthEdges(world, hits),
    ...placed.flatMap(({ onIll, onWell }) => onWell.slice(0, Math.max(0, mostNodes - onIll.length))),
  ];
  return [...new Map(all.map((one) => [`${one.from} ${one.to}`, one])).values()].slice(0, mostEdges);
}

function poolEdges({ nodes, pools }: SeenWorld, ill: ReadonlySet<string>): Dependency[] {
  return nodes
    .filter(({ metadata }) => ill.has(metadata.name))
    .flatMap((node) => poolsOf(node, pools).map((pool) => edge(targetOf(node), targetOf(pool), linkedBy.pool)));
}

function onNode(target: Target, name: string): Dependency {
  return edge(target, { kind: 'Node', name }, linkedBy.node);
}

function edge(from: Pick<Target, 'kind' | 'namespace' | 'name'>, to: Pick<Target, 'kind' | 'namespace' | 'name'>, via: string): Dependency {
  return { from: targetString(from), to: targetString(to), via };
}
