import type { Dependency, DeploymentInfo, ImpactedResource, Layer, RootCause } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { layersFromReport, type Report } from '../alerts/layers-from-report.ts';
import { withReported } from '../alerts/reported-hits.ts';
import { hitsBeneath, weigh } from './blame.ts';
import type { SeenPod } from '../health/objects.ts';
import { bounded } from './bounded.ts';
import { deploymentOf } from './deployment-method.ts';
import { dependenciesOf } from './graph.ts';
import { absence, hitsOfTargets, type Hit } from './hits.ts';
import { sortLayers } from './layers.ts';
import { managedBy } from './links.ts';
import { outgrown } from './pod-facts.ts';
import { growing, withPools } from './relief.ts';
import { rootCauseOf } from './root-cause.ts';
import { missingIn, withSayings } from './said.ts';
import { targetOf, type ConditionedWorkload, type Resident, type SeenWorld } from './seen.ts';
import { onAffectedNode } from './state-words.ts';

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
const mostAbsent = 10;
const restartable: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/**
 * Which layers are hit, by what, and what hangs on it; from live objects where the report names any that exist, else from the report itself:
 * then no object is hit, and a plan can only look on. An alert that is `taken` at its word hits what it is about, well as that may seem.
 */
export function diagnose(world: SeenWorld, report: Report, taken = false): Diagnosis {
  if (world.targets.length === 0) return diagnoseReport(report, world);
  const weighed = weigh(world);
  const found = withSayings(withPools(world, [...hitsOfTargets(world), ...hitsBeneath(weighed)]), world, report);
  const hits = taken ? withReported(found, world, report) : found;
  if (hits.length === 0 && missingIn(world).length > 0) return diagnoseReport(report, world);
  const residents = hits.length === 0 ? [] : residentsOf(world, hits);
  return bounded({
    affectedLayers: sortLayers([...hits.map(({ layer }) => layer), ...residents.map(() => 'application' as const)]),
    impactedResources: impacted(world, hits, residents),
    rootCause: withAbsent(rootCauseOf(hits, weighed), world),
    dependencies: dependenciesOf(world, hits, residents),
    deployments: deploymentsOf(world, hits, residents),
  });
}

const mostFacts = 20;

/** That a part of what was reported is not there is a fact too. */
function withAbsent(cause: RootCause | undefined, { targets }: SeenWorld): RootCause | undefined {
  const absent = targets.filter(({ kind }) => kind === 'missing').map(({ asked }) => absence(asked));
  return cause && { ...cause, evidence: [...(cause.evidence ?? []), ...absent].slice(0, mostFacts) };
}

function diagnoseReport(report: Report, world: SeenWorld): Diagnosis {
  const missing = missingIn(world).map(({ asked }) => asked);
  const { layers, what } = layersFromReport(missing.length > 0 ? { ...report, targets: missing } : report);
  const absent = missing.map(absence);
  const rootCause = { layer: layers[0] ?? 'application', evidence: [{ what }, ...absent.slice(0, mostAbsent)] };
  return { affectedLayers: layers, impactedResources: [], rootCause, dependencies: [], deployments: [] };
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
    ...moved.map(({ target }) => ({ layer: 'application' as const, target, state: onAffectedNode })),
  ];
  const order = sortLayers(resources.map(({ layer }) => layer));
  return order.flatMap((layer) => resources.filter((resource) => resource.layer === layer)).slice(0, mostResources);
}

function deploymentsOf(
  { targets, beyond, links, selfSynced, rollable }: SeenWorld,
  hits: readonly Hit[],
  residents: readonly Resident[],
): DeploymentInfo[] {
  const hit = new Set(hits.map(({ target }) => targetKey(target)));
  const own = [...targets, ...beyond].flatMap((seen) => (seen.kind === 'workload' && hit.has(targetKey(seen.target)) ? [seen] : []));
  const moved = residents.flatMap(({ workload }) => (workload ? [{ workload, pods: [] }] : []));
  const workloads = [...own, ...moved].filter(({ workload }) => restartable.has(workload.kind));
  const keys = workloads.map(({ workload }) => targetKey(targetOf(workload)));
  const keepers = new Map(links.filter(({ via }) => via === managedBy).map(({ from, to }) => [targetKey(from), to]));
  const once = workloads.map((one, i) => ({ ...one, key: keys[i] ?? '' })).filter(({ key }, i) => keys.indexOf(key) === i);
  return once.slice(0, mostDeployments).map(({ key, workload, pods }) => ({
    ...deploymentOf(workload, keepers.get(key)),
    ...sizeOf(workload, pods),
    ...(selfSynced.has(key) && { automated: true }),
    ...(rollable.has(key) && { rollback: true }),
  }));
}

const mostContainers = 16;

function revisionOf(written: string | undefined): Pick<DeploymentInfo, 'revision'> {
  const revision = Number(written);
  return Number.isInteger(revision) && revision > 0 ? { revision } : {};
}

/** How many pods it asked for, and which of its containers outgrew their memory. */
function sizeOf(
  { kind, spec, metadata }: ConditionedWorkload,
  pods: readonly SeenPod[],
): Pick<DeploymentInfo, 'replicas' | 'revision' | 'outOfMemory'> {
  const containers = new Map(pods.flatMap(outgrown).map((one) => [one.container, one]));
  return {
    ...(kind !== 'DaemonSet' && { replicas: spec.replicas ?? 1 }),
    ...(kind === 'Deployment' && revisionOf(metadata.annotations?.['deployment.kubernetes.io/revision'])),
    ...(containers.size > 0 && { outOfMemory: [...containers.values()].slice(0, mostContainers) }),
  };
}
