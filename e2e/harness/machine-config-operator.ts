import { createHash } from 'node:crypto';
import { api, find, type Cluster, type KubeObject } from './cluster.ts';
import { eventually } from './eventually.ts';
import { play, type Playing } from './play.ts';

const group = '/apis/machineconfiguration.openshift.io/v1';

/** A MachineConfig as the tests look at it. */
export interface MachineConfigObject extends KubeObject {
  readonly spec: { readonly config?: unknown; readonly kernelArguments?: readonly string[] };
}

/** A pool as the machine config operator keeps it. */
export interface PoolObject extends KubeObject {
  readonly spec: { readonly paused?: boolean; readonly configuration: Configuration };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly configuration?: Configuration;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

interface Configuration {
  readonly name?: string;
  readonly source?: readonly { readonly name: string }[];
}

/** The role label by which the pool `worker` selects its MachineConfigs. */
export const roleLabel = 'machineconfiguration.openshift.io/role';

/** A MachineConfig of the pool with this kernel argument. */
export function machineConfig(pool: string, name: string, kernelArgument: string): object {
  return {
    apiVersion: 'machineconfiguration.openshift.io/v1',
    kind: 'MachineConfig',
    metadata: { name, labels: { [roleLabel]: pool } },
    spec: { kernelArguments: [kernelArgument], config: { ignition: { version: '3.4.0' } } },
  };
}

/** A pool without a rendered configuration yet, of the nodes with its role. */
export function machineConfigPool(name: string): object {
  return {
    apiVersion: 'machineconfiguration.openshift.io/v1',
    kind: 'MachineConfigPool',
    metadata: { name },
    spec: {
      machineConfigSelector: { matchLabels: { [roleLabel]: name } },
      nodeSelector: { matchLabels: { [`node-role.kubernetes.io/${name}`]: '' } },
      configuration: {},
    },
  };
}

/** The pool as the API server has it now. */
export async function getPool(cluster: Cluster, name: string): Promise<PoolObject> {
  return api<PoolObject>(cluster, { path: `${group}/machineconfigpools/${name}` });
}

/** The MachineConfig as the API server has it now; undefined when there is none. */
export async function findMachineConfig(cluster: Cluster, name: string): Promise<MachineConfigObject | undefined> {
  return find<MachineConfigObject>(cluster, `${group}/machineconfigs/${name}`);
}

/** The pool, once all its machines have one configuration and none is degraded. */
export async function untilPoolUpdated(cluster: Cluster, name: string): Promise<PoolObject> {
  return untilPool(cluster, name, 'Updated');
}

/** The pool, once it reports that it is degraded. */
export async function untilPoolDegraded(cluster: Cluster, name: string): Promise<PoolObject> {
  return untilPool(cluster, name, 'Degraded');
}

async function untilPool(cluster: Cluster, name: string, type: string): Promise<PoolObject> {
  const isSo = async () => {
    const pool = await getPool(cluster, name);
    const { name: wanted } = await rendering(cluster, name);
    const fresh = pool.spec.configuration.name === wanted;
    return fresh && pool.status?.conditions?.some((one) => one.type === type && one.status === 'True') ? pool : undefined;
  };
  return eventually(isSo, { within: 30_000, describe: `pool ${name} is ${type} with its present MachineConfigs` });
}

/**
 * Plays the machine config operator for one pool: renders its MachineConfigs some time after they were written, tells the pool, and rolls
 * out at once; a rollout whose MachineConfigs have the kernel argument `broken` leaves the pool degraded, its machines at what they had.
 */
export function playMachineConfigOperator(cluster: Cluster, pool: string): Playing {
  return play(() => playOnce(cluster, pool), 150);
}

interface Rendering {
  readonly name: string;
  readonly sources: readonly MachineConfigObject[];
}

async function playOnce(cluster: Cluster, name: string): Promise<void> {
  const pool = await find<PoolObject>(cluster, `${group}/machineconfigpools/${name}`);
  if (!pool || pool.spec.paused) return;
  const wanted = await rendering(cluster, name);
  if (!isSettled(wanted)) return;
  if (pool.spec.configuration.name !== wanted.name) await render(cluster, pool, wanted);
  else await report(cluster, pool, isBroken(wanted) ? 'Degraded' : 'Updated');
}

async function rendering(cluster: Cluster, pool: string): Promise<Rendering> {
  const { items } = await api<{ items: MachineConfigObject[] }>(cluster, {
    path: `${group}/machineconfigs?labelSelector=${encodeURIComponent(`${roleLabel}=${pool}`)}`,
  });
  const sources = items.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const content = JSON.stringify(sources.map(({ metadata, spec }) => [metadata.name, spec]));
  return { name: `rendered-${pool}-${createHash('sha256').update(content).digest('hex').slice(0, 32)}`, sources };
}

/** As the real one, it waits a little after a change, so that several make one rendering. */
function isSettled({ sources }: Rendering): boolean {
  const written = sources.flatMap(({ metadata }) => (metadata as Written).managedFields ?? []).map(({ time }) => Date.parse(time ?? ''));
  return sources.length > 0 && Date.now() - Math.max(...written) > 2000;
}

interface Written {
  readonly managedFields?: readonly { readonly time?: string }[];
}

async function render(cluster: Cluster, pool: PoolObject, { name, sources }: Rendering): Promise<void> {
  const exists = await findMachineConfig(cluster, name);
  const spec = {
    kernelArguments: sources.flatMap((source) => source.spec.kernelArguments ?? []),
    config: { ignition: { version: '3.4.0' } },
  };
  const { apiVersion } = pool;
  if (!exists) {
    const rendered = { apiVersion, kind: 'MachineConfig', metadata: { name, ownerReferences: [ownedBy(pool)] }, spec };
    await api(cluster, { method: 'POST', path: `${group}/machineconfigs`, body: rendered });
  }
  const source = sources.map((one) => ({ apiVersion, kind: 'MachineConfig', name: one.metadata.name }));
  await api(cluster, { method: 'PATCH', path: pathOf(pool), body: { spec: { configuration: { name, source } } } });
}

function ownedBy({ apiVersion, kind, metadata: { name, uid } }: PoolObject): object {
  return { apiVersion, kind, name, uid, controller: true };
}

function isBroken({ sources }: Rendering): boolean {
  return sources.some(({ spec }) => spec.kernelArguments?.includes('broken'));
}

function isReported(pool: PoolObject, type: string): boolean {
  const { observedGeneration, conditions = [] } = pool.status ?? {};
  return observedGeneration === pool.metadata.generation && conditions.some((one) => one.type === type && one.status === 'True');
}

async function report(cluster: Cluster, pool: PoolObject, type: 'Updated' | 'Degraded'): Promise<void> {
  if (isReported(pool, type)) return;
  const done = type === 'Updated';
  const is = (name: string, status: boolean): object => {
    return { type: name, status: status ? 'True' : 'False', reason: 'Played', message: '', lastTransitionTime: new Date().toISOString() };
  };
  const status = {
    observedGeneration: pool.metadata.generation,
    configuration: done ? pool.spec.configuration : (pool.status?.configuration ?? {}),
    machineCount: 2,
    updatedMachineCount: done ? 2 : 0,
    readyMachineCount: done ? 2 : 1,
    unavailableMachineCount: done ? 0 : 1,
    degradedMachineCount: done ? 0 : 1,
    conditions: [is('Updated', done), is('Updating', !done), is('Degraded', !done), is('NodeDegraded', !done)],
  };
  await api(cluster, { method: 'PATCH', path: `${pathOf(pool)}/status`, body: { status } });
}

function pathOf({ metadata }: PoolObject): string {
  return `${group}/machineconfigpools/${metadata.name}`;
}
