import type { KnownGood } from '../../operator/domain/machine-config/known-good.ts';
import { keys } from '../../operator/api/resource.ts';
import { api, type Cluster, type KubeObject } from '../harness/cluster.ts';
import { engineServiceAccount } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import {
  findMachineConfig,
  machineConfig,
  machineConfigPool,
  playMachineConfigOperator,
  untilPoolDegraded,
  untilPoolUpdated,
} from '../harness/machine-config-operator.ts';
import type { Playing } from '../harness/play.ts';

/** A ControllerRevision that the engine keeps. */
export interface KeptObject extends KubeObject {
  readonly revision: number;
  readonly data: KnownGood;
}

const played: Playing[] = [];

/** A pool with two MachineConfigs, `50-POOL` and `99-POOL`, updated; the engine keeps it as known good. */
export async function wellPool(cluster: Cluster, pool: string): Promise<void> {
  await newPool(cluster, pool);
  await untilPoolUpdated(cluster, pool);
  await untilKept(cluster, pool);
}

/** A pool that is rolled out as the machine config operator would. */
export async function newPool(cluster: Cluster, pool: string, argument = 'good'): Promise<void> {
  await applyObjects(cluster, [
    machineConfig(pool, `50-${pool}`, 'base'),
    machineConfig(pool, `99-${pool}`, argument),
    machineConfigPool(pool),
  ]);
  played.push(playMachineConfigOperator(cluster, pool));
}

/** Somebody edits the MachineConfig so that its rollout fails, and the pool is degraded by it. */
export async function breakPool(cluster: Cluster, pool: string): Promise<void> {
  await setArgument(cluster, `99-${pool}`, 'broken');
  await untilPoolDegraded(cluster, pool);
}

/** Somebody edits the kernel argument of a MachineConfig. */
export async function setArgument(cluster: Cluster, name: string, argument: string): Promise<void> {
  await kubectl(cluster, ['patch', 'machineconfig', name, '--type=merge', '-p', JSON.stringify({ spec: { kernelArguments: [argument] } })]);
}

/** The kernel arguments of a MachineConfig; undefined when there is none of that name. */
export async function argumentsOf(cluster: Cluster, name: string): Promise<readonly string[] | undefined> {
  return (await findMachineConfig(cluster, name))?.spec.kernelArguments;
}

/** The known good states of a pool, oldest first. */
export async function knownGood(cluster: Cluster, pool: string): Promise<KeptObject[]> {
  const items = await keptAs(cluster, 'known-good');
  return items.filter(({ data }) => data.pool === pool).toSorted((a, b) => a.revision - b.revision);
}

/** What the engine keeps under a label. */
export async function keptAs(cluster: Cluster, as: string): Promise<KeptObject[]> {
  const where = `/apis/apps/v1/namespaces/${engineServiceAccount.namespace}/controllerrevisions`;
  const selector = encodeURIComponent(`${keys.kept}=${as}`);
  return (await api<{ items: KeptObject[] }>(cluster, { path: `${where}?labelSelector=${selector}` })).items;
}

/** The newest known good state of the pool, once it is the one that is in force. */
export async function untilKept(cluster: Cluster, pool: string): Promise<KeptObject> {
  const isKept = async () => {
    const { spec } = await untilPoolUpdated(cluster, pool);
    const newest = (await knownGood(cluster, pool)).at(-1);
    return newest?.data.configuration === spec.configuration.name ? newest : undefined;
  };
  return eventually(isKept, { within: 30_000, describe: `pool ${pool} is kept as known good` });
}

/** Nothing is played any more. */
export async function endPlaying(): Promise<void> {
  await Promise.all(played.splice(0).map((one) => one.stop()));
}
