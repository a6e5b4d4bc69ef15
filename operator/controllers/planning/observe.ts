import type { Anomaly, Target } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { ownAccountOf } from '../../config.ts';
import { diagnose } from '../../domain/diagnosis/diagnose.ts';
import { fingerprintOf } from '../../domain/diagnosis/fingerprint.ts';
import { isIll, nodesOf } from '../../domain/diagnosis/hits.ts';
import { targetOf, type ConditionedWorkload, type Resident, type SeenTarget, type SeenWorld } from '../../domain/diagnosis/seen.ts';
import type { SeenNode } from '../../domain/health/objects.ts';
import { objectionToTargets } from '../../domain/planning/namespace-rule.ts';
import type { Analysis } from '../../domain/planning/seen-anomaly.ts';
import { mostWorkloads } from '../../domain/planning/steps.ts';
import type { StoredObject } from '../../kube/client.ts';
import { isForbidden } from '../../kube/errors.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { listPools, readTargets } from './read-targets.ts';
import { readResidents } from './read-residents.ts';
import { readRelief } from './read-relief.ts';
import { readRollable } from './read-rollable.ts';
import { readSelfSynced } from './read-self-synced.ts';

/** What reading the cluster for one anomaly came to. */
export interface Observation {
  readonly fingerprint?: string;
  readonly analysis: Analysis;
}

type Reading = Pick<EngineDeps, 'client' | 'caches' | 'settings'>;

/**
 * The anomaly's targets, those of its companions, and what they stand on, read live and judged. Nothing more than the targets is read when
 * the fingerprint shows a repetition, and nothing at all when it does not matter.
 */
export async function observe(
  deps: Reading,
  anomaly: Anomaly,
  repeats: (fingerprint: string) => boolean,
  companions: readonly Anomaly[] = [],
): Promise<Observation> {
  const { systemNamespace } = deps.settings;
  if (anomaly.spec.resolvedAt !== undefined || objectionToTargets(anomaly, systemNamespace)) return { analysis: { kind: 'unread' } };
  try {
    const targets = await readTargets(deps.client, anomaly, systemNamespace);
    const fingerprint = fingerprintOf(
      anomaly.spec,
      targets.map(({ target }) => target),
    );
    if (repeats(fingerprint)) return { fingerprint, analysis: { kind: 'unread' } };
    return { fingerprint, analysis: absent(targets) ?? (await analyze(deps, anomaly, { targets, companions })) };
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return {
      analysis: {
        kind: 'forbidden',
        message: `The engine may not ${error.verb ?? 'read'} ${error.resource ?? 'what it needs'}: ${error.message}`,
      },
    };
  }
}

interface Reported {
  readonly targets: readonly SeenTarget[];
  readonly companions: readonly Anomaly[];
}

/** With companions, their plan is made here too, so that what they report is judged as if it had been reported with this. */
async function analyze(deps: Reading, anomaly: Anomaly, { targets, companions }: Reported): Promise<Analysis> {
  const theirs = await Promise.all(companions.map((companion) => readReported(deps, companion)));
  const there = [...targets, ...theirs.flat().filter(({ kind }) => kind !== 'missing' && kind !== 'replaced')];
  const once = [...new Map(there.map((seen) => [targetKey(seen.target), seen])).values()];
  const uids = companions.map(({ metadata }) => metadata.uid);
  return { ...judge(await readWorld(deps, anomaly, once), anomaly), ...(uids.length > 0 && { companions: uids }) };
}

async function readReported({ client, settings }: Reading, anomaly: Anomaly): Promise<SeenTarget[]> {
  const { systemNamespace } = settings;
  return objectionToTargets(anomaly, systemNamespace) ? [] : readTargets(client, anomaly, systemNamespace);
}

function judge(world: SeenWorld, { spec }: Anomaly): Extract<Analysis, { kind: 'read' }> {
  const named = world.targets.flatMap((seen) => ('node' in seen ? [] : objectsOf(seen)));
  const objects = [...named, ...world.nodes].map(withUid);
  return { kind: 'read', diagnosis: diagnose(world, spec), objects };
}

function withUid(object: StoredObject): Target {
  return { ...targetOf(object), uid: object.metadata.uid };
}

function objectsOf(seen: SeenTarget): readonly StoredObject[] {
  switch (seen.kind) {
    case 'workload':
      return [seen.workload, ...seen.pods.filter(({ metadata }) => metadata.name === seen.asked.name)];
    case 'pod':
      return [seen.pod];
    case 'pool':
      return [seen.pool];
    case 'operator':
      return [seen.operator];
    default:
      return [];
  }
}

function absent(targets: readonly SeenTarget[]): Analysis | undefined {
  const asked = (wanted: SeenTarget['kind']) => targets.filter(({ kind }) => kind === wanted).map((target) => target.asked);
  const [missing, replaced] = [asked('missing'), asked('replaced')];
  return missing.length + replaced.length > 0 ? { kind: 'absent', missing, replaced } : undefined;
}

async function readWorld({ client, caches, settings }: Reading, { metadata }: Anomaly, targets: readonly SeenTarget[]): Promise<SeenWorld> {
  const own = targets.flatMap((target) => (target.kind === 'node' ? [target.node] : []));
  const named = new Set(own.map((node) => node.metadata.name));
  const beneath = [...new Set(targets.flatMap(nodesOf))].filter((name) => !named.has(name));
  // The cache holds nodes as they came from the API server.
  const cached = beneath.flatMap((name) => (caches.nodes.get({ name }) as unknown as SeenNode | undefined) ?? []);
  const nodes = [...own, ...cached];
  const suspects = nodes.filter((node) => isIll(node, { pools: [] }));
  const pools = suspects.length > 0 ? await listPools(client) : [];
  const workloads = targets.filter(({ kind }) => kind === 'workload').length;
  // A tenant's anomaly makes no plan for a node; the one that it raises in the system namespace reads what lives there.
  const ofTenant = metadata.namespace !== settings.systemNamespace;
  const ill = ofTenant ? [] : suspects.map((node) => node.metadata.name);
  const residents = ill.length > 0 ? await readResidents(client, ill, mostWorkloads - workloads) : [];
  const known = targets.flatMap((target) => (target.kind === 'pool' ? [target.pool] : []));
  const needy = ofTenant ? { nodes: [], pools: [] } : { nodes: suspects, pools: [...known, ...pools] };
  const around = workloadsOf(targets, residents);
  const [selfSynced, rollable, relief] = await Promise.all([
    readSelfSynced(client, around),
    readRollable(client, around, ownAccountOf(settings)),
    readRelief(client, needy, settings.systemNamespace),
  ]);
  return { targets, nodes, pools, residents, selfSynced, rollable, relief };
}

function workloadsOf(targets: readonly SeenTarget[], residents: readonly Resident[]): ConditionedWorkload[] {
  const own = targets.flatMap((seen) => (seen.kind === 'workload' ? [seen.workload] : []));
  return [...own, ...residents.flatMap(({ workload }) => workload ?? [])];
}
