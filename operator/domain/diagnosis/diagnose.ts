import type { AnomalySpec, Dependency, DeploymentInfo, ImpactedResource, Layer, RootCause, Target } from '../../api/generated/types.ts';
import { targetKey, targetString } from '../../api/target.ts';
import { poolsOf } from '../health/machine-config-pool.ts';
import { bounded } from './bounded.ts';
import { deploymentOf } from './deployment-method.ts';
import { hitsBeneath, hitsOfTargets, nodesOf, type Hit } from './hits.ts';
import { sortLayers } from './layers.ts';
import { updating } from './node-state.ts';
import { growing, growthEdges, withPools } from './relief.ts';
import { rootCauseOf } from './root-cause.ts';
import { targetOf, type Resident, type SeenWorld } from './seen.ts';
import { layersFromWords } from './words.ts';

/** What was found, in the form in which it is recorded; a plan is made from this alone, so that it can be made again after a crash. */
export interface Diagnosis {
  /** Layers that are hit, lowest first; none when every target is well. */
  readonly affectedLayers: readonly Layer[];
  readonly impactedResources: readonly ImpactedResource[];
  readonly rootCause?: RootCause;
  readonly dependencies: readonly Dependency[];
  readonly deployments: readonly DeploymentInfo[];
}

const mostResources = 64;
const mostDeployments = 32;
const restartable: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Which layers are hit, by what, and what hangs on it; from live objects when the report names any, from its words when it does not. */
export function diagnose(world: SeenWorld, report: Pick<AnomalySpec, 'type' | 'description'>): Diagnosis {
  if (world.targets.length === 0) return diagnoseWords(report);
  const hits = withPools(world, [...hitsOfTargets(world), ...hitsBeneath(world)]);
  const residents = hits.length === 0 ? [] : residentsOf(world, hits);
  return bounded({
    affectedLayers: sortLayers([...hits.map(({ layer }) => layer), ...residents.map(() => 'application' as const)]),
    impactedResources: impacted(world, hits, residents),
    rootCause: rootCauseOf(hits, world),
    dependencies: dependenciesOf(world, hits, residents),
    deployments: deploymentsOf(world, hits, residents),
  });
}

function diagnoseWords({ type, description }: Pick<AnomalySpec, 'type' | 'description'>): Diagnosis {
  const spoken = layersFromWords(type.replaceAll('_', ' '), description);
  const affectedLayers: readonly Layer[] = spoken.length > 0 ? spoken : ['application'];
  const what = spoken.length > 0 ? 'only the words of the report speak for it' : 'nothing in the report names an object or a layer';
  const rootCause = { layer: affectedLayers[0] ?? 'application', evidence: [{ what }] };
  return { affectedLayers, impactedResources: [], rootCause, dependencies: [], deployments: [] };
}

/** Workloads on the nodes that are repaired: they are moved by it, ill or not. */
function residentsOf({ residents }: SeenWorld, hits: readonly Hit[]): readonly Resident[] {
  const nodes = new Set(
    hits.filter(({ layer, target }) => layer === 'infrastructure' && target.kind === 'Node').map((hit) => hit.target.name),
  );
  return residents.filter((resident) => resident.nodes.some((node) => nodes.has(node)));
}

function impacted(world: SeenWorld, hits: readonly Hit[], residents: readonly Resident[]): ImpactedResource[] {
  const known = new Set(hits.map(({ target }) => targetKey(target)));
  const suffering = hits.map(({ layer, target, words }) => ({ layer, target, state: words.join(', ').slice(0, 253) }));
  const moved = residents.filter(({ target }) => !known.has(targetKey(target)));
  const resources = [
    ...suffering,
    ...growing(world, hits),
    ...moved.map(({ target }) => ({ layer: 'application' as const, target, state: 'OnAffectedNode' })),
  ];
  const order = sortLayers(resources.map(({ layer }) => layer));
  return order.flatMap((layer) => resources.filter((resource) => resource.layer === layer)).slice(0, mostResources);
}

function deploymentsOf(
  { targets, selfSynced, rollable }: SeenWorld,
  hits: readonly Hit[],
  residents: readonly Resident[],
): DeploymentInfo[] {
  const hit = new Set(hits.map(({ target }) => targetKey(target)));
  const own = targets.flatMap((seen) => (seen.kind === 'workload' && hit.has(targetKey(seen.target)) ? [seen.workload] : []));
  const workloads = [...own, ...residents.flatMap(({ workload }) => workload ?? [])].filter(({ kind }) => restartable.has(kind));
  const unique = new Map(workloads.map((workload) => [targetKey(targetOf(workload)), workload]));
  return [...unique].slice(0, mostDeployments).map(([key, workload]) => ({
    ...deploymentOf(workload),
    ...(selfSynced.has(key) && { automated: true }),
    ...(rollable.has(key) && { rollback: true }),
  }));
}

function dependenciesOf(world: SeenWorld, hits: readonly Hit[], residents: readonly Resident[]): Dependency[] {
  const nodes = new Set(hits.filter(({ target }) => target.kind === 'Node').map(({ target }) => target.name));
  const owners = world.targets.flatMap(({ asked, target }) =>
    targetKey(asked) === targetKey(target) ? [] : [edge(asked, target, 'ownerReference')],
  );
  const placed = [...world.targets.map((seen) => ({ target: seen.target, nodes: nodesOf(seen) })), ...residents].flatMap(
    ({ target, nodes: on }) => on.filter((name) => nodes.has(name)).map((name) => edge(target, { kind: 'Node', name }, 'nodeName')),
  );
  const all = [...owners, ...placed, ...poolEdges(world, hits), ...growthEdges(world, hits)];
  return [...new Map(all.map((one) => [`${one.from} ${one.to}`, one])).values()].slice(0, 64);
}

function poolEdges({ nodes, pools }: SeenWorld, hits: readonly Hit[]): Dependency[] {
  const rolling = new Set(hits.filter(({ words }) => words.includes(updating)).map(({ target }) => target.name));
  return nodes
    .filter(({ metadata }) => rolling.has(metadata.name))
    .flatMap((node) => poolsOf(node, pools).map((pool) => edge(targetOf(node), targetOf(pool), 'nodeSelector')));
}

function edge(from: Pick<Target, 'kind' | 'namespace' | 'name'>, to: Pick<Target, 'kind' | 'namespace' | 'name'>, via: string): Dependency {
  return { from: targetString(from), to: targetString(to), via };
}
