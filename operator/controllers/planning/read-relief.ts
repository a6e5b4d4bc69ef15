import { controllerOf } from '../../api/resource.ts';
import { nodeState } from '../../domain/diagnosis/node-state.ts';
import { targetOf, type Growable, type Relief } from '../../domain/diagnosis/seen.ts';
import { growthOf, type SeenCapacity } from '../../domain/health/capacity.ts';
import { poolState } from '../../domain/health/machine-config-pool.ts';
import { clusterApiMachineOf, openshiftMachineOf, type NamedMachine } from '../../domain/health/node-machine.ts';
import type { SeenNode } from '../../domain/health/objects.ts';
import type { SourcedPool } from '../../domain/machine-config/in-force.ts';
import type { KubeClient, KubeObject } from '../../kube/client.ts';
import { isForbidden, isKindNotInstalled, unless } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { isSpent } from './limited-reads.ts';
import { readKnownGood } from '../../operations/kept-revisions.ts';

/** What could need relief. */
export interface Needy {
  readonly nodes: readonly SeenNode[];
  readonly pools: readonly SourcedPool[];
}

/**
 * Live: which degraded pools have a known good state, and what makes nodes like those that are ill. Only what a node says of its origin is
 * looked up, so a plain cluster is asked nothing; what may not be read, or is not installed, is no relief.
 */
export async function readRelief(client: KubeClient, { nodes, pools }: Needy, systemNamespace: string): Promise<Relief> {
  const degraded = pools.filter((pool) => poolState(pool).kind === 'degraded');
  const [good, growable] = await Promise.all([
    Promise.all(degraded.map((pool) => readGood(client, pool, systemNamespace).catch(orNothing))),
    Promise.all(nodes.filter((node) => nodeState(node, []).words.length > 0).map((node) => readGrowth(client, node).catch(orNothing))),
  ]);
  return { knownGood: new Set(good.flatMap((name) => name ?? [])), growable: growable.flatMap((one) => one ?? []) };
}

const orNothing = unless((error) => isForbidden(error) || isKindNotInstalled(error) || isSpent(error));

async function readGood(client: KubeClient, { metadata, status }: SourcedPool, namespace: string): Promise<string | undefined> {
  const found = await readKnownGood(client, namespace, { pool: metadata.name, configuration: status?.configuration?.name ?? '' });
  return found && metadata.name;
}

async function readGrowth(client: KubeClient, node: SeenNode): Promise<Growable | undefined> {
  const capacity = await readGroup(client, node.metadata);
  if (!capacity) return undefined;
  const growth = growthOf(capacity);
  if (growth.kind !== 'growable') return undefined;
  return { node: node.metadata.name, target: targetOf(capacity), replicas: growth.replicas };
}

/** The group that a node's machine belongs to, by what Machine API, Cluster API or Karpenter write on the node. */
async function readGroup(client: KubeClient, metadata: SeenNode['metadata']): Promise<SeenCapacity | undefined> {
  const [ofOpenshift, ofClusterApi] = [openshiftMachineOf(metadata), clusterApiMachineOf(metadata)];
  if (ofOpenshift) return readMachineSet(client, ofOpenshift);
  if (ofClusterApi) return readMachineDeployment(client, ofClusterApi);
  const pool = metadata.labels?.['karpenter.sh/nodepool'];
  return pool ? client.get<SeenCapacity>(kinds.NodePool, { name: pool }) : undefined;
}

async function readMachineSet(client: KubeClient, { namespace, name }: NamedMachine): Promise<SeenCapacity | undefined> {
  const machine = await client.get<KubeObject>(kinds.Machine, { namespace, name });
  const owner = machine && controllerOf(machine);
  return owner?.kind === 'MachineSet' ? client.get<SeenCapacity>(kinds.MachineSet, { namespace, name: owner.name }) : undefined;
}

async function readMachineDeployment(client: KubeClient, { namespace, name }: NamedMachine): Promise<SeenCapacity | undefined> {
  const machine = await client.get<KubeObject>(kinds.ClusterMachine, { namespace, name });
  const deployment = machine?.metadata.labels?.['cluster.x-k8s.io/deployment-name'];
  return deployment === undefined ? undefined : client.get<SeenCapacity>(kinds.MachineDeployment, { namespace, name: deployment });
}
