import { failed, passed, type Finding } from './finding.ts';
import { matchesSelector } from './label-selector.ts';
import { conditionStatus, type SeenNode, type SeenPool } from './objects.ts';

/** How far a pool's machines are with the configuration that they should have. */
export interface PoolState {
  readonly kind: 'stable' | 'updating' | 'degraded';
  readonly message: string;
}

/**
 * The pools whose rollout reaches the node. As the machine config operator decides it: `master` before custom pools before `worker`,
 * so a node of a custom pool is not the worker pool's, though that selects it too.
 */
export function poolsOf(node: SeenNode, pools: readonly SeenPool[]): readonly SeenPool[] {
  const selecting = pools.filter((pool) => matchesSelector(pool.spec.nodeSelector, node.metadata.labels));
  const named = (name: string): SeenPool[] => selecting.filter((pool) => pool.metadata.name === name);
  const custom = selecting.filter((pool) => !['master', 'worker'].includes(pool.metadata.name));
  return [named('master'), custom, named('worker')].find((candidates) => candidates.length > 0) ?? [];
}

/** Stable: every machine has the wanted configuration and none is degraded. */
export function poolState(pool: SeenPool): PoolState {
  const name = `MachineConfigPool ${pool.metadata.name}`;
  const count = pool.status?.degradedMachineCount ?? 0;
  if (conditionStatus(pool, 'Degraded') === 'True' || count > 0) return { kind: 'degraded', message: `${name} is degraded` };
  return isUpdated(pool) ? { kind: 'stable', message: `${name} is updated` } : { kind: 'updating', message: `${name} is not updated yet` };
}

const updated: Readonly<Record<string, string>> = { Updated: 'True', Updating: 'False', Degraded: 'False' };

function isUpdated(pool: SeenPool): boolean {
  const { status } = pool;
  if (!status || status.machineCount === undefined || status.updatedMachineCount !== status.machineCount) return false;
  return isOfPresentSpec(pool) && Object.entries(updated).every(([type, wanted]) => conditionStatus(pool, type) === wanted);
}

/** A status from before the last change of the spec says nothing about that change. */
function isOfPresentSpec({ spec, status, metadata }: SeenPool): boolean {
  const observed = status?.observedGeneration ?? metadata.generation;
  return observed === metadata.generation && (spec.configuration?.name ?? '') === (status?.configuration?.name ?? '');
}

/** As poolState, as a finding. */
export function judgePool(pool: SeenPool): Finding {
  const { kind, message } = poolState(pool);
  return kind === 'stable' ? passed(message) : failed(message);
}

const annotation = (name: string): string => `machineconfiguration.openshift.io/${name}`;

/** Passed when the node has taken the configuration that it was given and its daemon is done. */
export function judgeNodeConfig(node: SeenNode): Finding {
  const name = `Node ${node.metadata.name}`;
  const annotations = node.metadata.annotations ?? {};
  const [current, desired, state] = ['currentConfig', 'desiredConfig', 'state'].map((key) => annotations[annotation(key)]);
  if (current === undefined || desired === undefined) return failed(`${name} does not report its machine configuration`);
  if (current !== desired) return failed(`${name} does not have its desired machine configuration yet`);
  return state === 'Done'
    ? passed(`${name} has its desired machine configuration`)
    : failed(`the machine config daemon of ${name} is not done`);
}
