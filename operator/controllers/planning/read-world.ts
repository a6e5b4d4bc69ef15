import type { Anomaly } from '../../api/generated/types.ts';
import { isNameable } from '../../api/target.ts';
import { ownAccountOf } from '../../config.ts';
import { isIll, nodesOf, seenIn } from '../../domain/diagnosis/hits.ts';
import type { ConditionedWorkload, Resident, SeenTarget, SeenWorld } from '../../domain/diagnosis/seen.ts';
import type { SeenNode } from '../../domain/health/objects.ts';
import { objectionToTarget } from '../../domain/planning/namespace-rule.ts';
import { mostWorkloads } from '../../domain/playbooks/situation.ts';
import { unless } from '../../kube/errors.ts';
import { nodeNamed } from '../runtime/seen-node.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { isSpent } from './limited-reads.ts';
import { readBeyond } from './read-beyond.ts';
import { linksOf, readManaged, selfSyncedOf } from './read-managed.ts';
import { readRelief } from './read-relief.ts';
import { readResidents } from './read-residents.ts';
import { readRollable } from './read-rollable.ts';
import { listPools } from './read-targets.ts';

/** What a diagnosis reads with. */
export type Reading = Pick<EngineDeps, 'client' | 'caches' | 'settings' | 'playbooks' | 'clock' | 'policy'>;

/** What the targets lead to and stand on, the ill nodes' pools and what else runs there: live, but for the nodes, which are watched. */
export async function readWorld(deps: Reading, { metadata }: Anomaly, targets: readonly SeenTarget[]): Promise<SeenWorld> {
  const { client, caches, settings, clock } = deps;
  const { systemNamespace } = settings;
  const { beyond, links } = await readBeyond(
    client,
    targets,
    (target) => isNameable(target) && !objectionToTarget(target, metadata.namespace, systemNamespace),
  );
  const seen = seenIn({ targets, beyond });
  const nodes = nodesUnder(seen, caches.nodes);
  const suspects = nodes.filter((node) => isIll(node, { pools: [] }));
  const pools = suspects.length > 0 ? await listPools(client).catch(unless(isSpent, [])) : [];
  const workloads = seen.filter(({ kind }) => kind === 'workload').length;
  // A tenant's anomaly makes no plan for a node; the one that it raises in the system namespace reads what lives there.
  const ofTenant = metadata.namespace !== systemNamespace;
  const ill = ofTenant ? [] : suspects.map((node) => node.metadata.name);
  const known = seen.flatMap((target) => (target.kind === 'pool' ? [target.pool] : []));
  const relief = await readRelief(client, ofTenant ? noneNeedy : { nodes: suspects, pools: [...known, ...pools] }, systemNamespace);
  const residents = ill.length > 0 ? await readResidents(client, ill, mostWorkloads - workloads) : [];
  const around = workloadsOf(seen, residents);
  const managed = await readManaged(client, around);
  const rollable = await readRollable(client, around, ownAccountOf(settings));
  const allLinks = [...links, ...linksOf(managed)];
  return {
    targets,
    beyond,
    links: allLinks,
    readAt: clock.now(),
    nodes,
    pools,
    residents,
    selfSynced: selfSyncedOf(managed),
    rollable,
    relief,
  };
}

const noneNeedy = { nodes: [], pools: [] };

function nodesUnder(seen: readonly SeenTarget[], cache: EngineDeps['caches']['nodes']): SeenNode[] {
  const own = seen.flatMap((target) => (target.kind === 'node' ? [target.node] : []));
  const named = new Set(own.map((node) => node.metadata.name));
  const beneath = [...new Set(seen.flatMap(nodesOf))].filter((name) => !named.has(name));
  return [...own, ...beneath.flatMap((name) => nodeNamed(cache, name) ?? [])];
}

function workloadsOf(seen: readonly SeenTarget[], residents: readonly Resident[]): ConditionedWorkload[] {
  const own = seen.flatMap((target) => (target.kind === 'workload' ? [target.workload] : []));
  return [...own, ...residents.flatMap(({ workload }) => workload ?? [])];
}
