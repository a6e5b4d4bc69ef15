import { poolsOf } from '../health/machine-config-pool.ts';
import { conditionStatus, type SeenNode, type SeenPool } from '../health/objects.ts';
import type { Hold } from './hold.ts';
import type { Limit } from './hold-on.ts';
import { disturbedNodes, type Upgrade } from './node-work.ts';

/** While the cluster or the pool of a node is being changed by what runs it, or a person paused the pool, the node is left to them. */
export const upgradeGate: Limit = (wish, { nodes }) => {
  const names = disturbedNodes(wish);
  const [first] = names;
  if (first === undefined) return undefined;
  const { upgrade } = nodes;
  if (!upgrade) return { reason: 'TargetUnreadable', message: `Whether Node/${first} is being upgraded cannot be read just now.` };
  if (upgrade.upgrading) return clusterUpgrading;
  for (const name of names) {
    const node = nodes.of(name)?.node;
    const hold = node && holdOf(node, upgrade);
    if (hold) return hold;
  }
  return undefined;
};

const clusterUpgrading = {
  reason: 'ClusterUpgrading',
  message: 'The cluster is being upgraded, and its nodes are left to that until ClusterVersion/version is not Progressing any more.',
  by: 'ClusterVersion/version',
} as const satisfies Hold;

function holdOf(node: SeenNode, { pools }: Upgrade): Hold | undefined {
  const own = poolsOf(node, pools);
  const paused = own.find(({ spec }) => spec.paused === true);
  if (paused) return pausedHold(paused);
  const updating = own.find((pool) => conditionStatus(pool, 'Updating') === 'True');
  if (updating) return updatingHold(nameOf(updating), `${nameOf(updating)} brings a new configuration to its nodes`);
  const name = `Node/${node.metadata.name}`;
  return isUnconfigured(node) ? updatingHold(name, `${name} does not have its desired machine configuration yet`) : undefined;
}

const nameOf = ({ metadata }: SeenPool): string => `MachineConfigPool/${metadata.name}`;

function pausedHold(pool: SeenPool): Hold {
  const name = nameOf(pool);
  return { reason: 'PoolPaused', message: `${name} is paused, and its nodes are left alone until spec.paused is false.`, by: name };
}

function updatingHold(by: string, what: string): Hold {
  return { reason: 'PoolUpdating', message: `${what}, and nobody else disturbs a node meanwhile.`, by };
}

function isUnconfigured({ metadata }: SeenNode): boolean {
  const [current, desired] = ['currentConfig', 'desiredConfig'].map(
    (key) => metadata.annotations?.[`machineconfiguration.openshift.io/${key}`],
  );
  return desired !== undefined && current !== desired;
}
