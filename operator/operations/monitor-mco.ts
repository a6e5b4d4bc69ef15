import { judgeNodeConfig, poolsOf, poolState } from '../domain/health/machine-config-pool.ts';
import type { SeenNode, SeenPool } from '../domain/health/objects.ts';
import { isKindNotInstalled, unless } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { noParameters } from '../api/no-parameters.ts';
import type { Inspection, Look, Operation, OperationContext } from './operation.ts';

/** Waits until the pool of a node, or a pool itself, has rolled out; writes nothing. A degraded pool ends it. */
export const monitorMco: Operation = {
  name: 'monitor_mco',
  types: ['node_remediation'],
  targetKinds: ['Node', 'MachineConfigPool'],
  parameters: noParameters,
  undo: 'None',
  effects: [],
  inspect,
  settled,
};

/** What the target stands for: its pools, and the node if it is one; or that there is nothing to watch. */
type Seen =
  | { readonly kind: 'found'; readonly uid: string; readonly pools: readonly SeenPool[]; readonly node?: SeenNode }
  | { readonly kind: 'missing' }
  | { readonly kind: 'notApplicable'; readonly message: string };

async function inspect(context: OperationContext): Promise<Inspection> {
  const seen = await see(context);
  switch (seen.kind) {
    case 'found':
      return { kind: 'ready', before: {}, targetUid: seen.uid, changes: [] };
    case 'missing':
      return { kind: 'refused', reason: 'TargetNotFound', message: `${nameOf(context)} does not exist` };
    case 'notApplicable':
      return { kind: 'refused', reason: 'NotApplicable', message: seen.message };
    default:
      return seen satisfies never;
  }
}

async function settled(context: OperationContext): Promise<Look> {
  const seen = await see(context);
  switch (seen.kind) {
    case 'found':
      return lookAt(seen.pools, seen.node);
    case 'missing':
      return { kind: 'failed', reason: 'TargetGone', message: `${nameOf(context)} does not exist any more` };
    case 'notApplicable':
      return { kind: 'failed', reason: 'NotApplicable', message: seen.message };
    default:
      return seen satisfies never;
  }
}

function lookAt(pools: readonly SeenPool[], node: SeenNode | undefined): Look {
  const states = pools.map(poolState);
  const degraded = states.find(({ kind }) => kind === 'degraded');
  if (degraded) return { kind: 'failed', reason: 'PoolDegraded', message: degraded.message };
  const updating = states.find(({ kind }) => kind === 'updating');
  if (updating) return { kind: 'working', message: updating.message };
  const config = node && judgeNodeConfig(node);
  if (config?.result === 'Failed') return { kind: 'working', message: config.message };
  return { kind: 'done', message: states.map(({ message }) => message).join('; ') };
}

async function see(context: OperationContext): Promise<Seen> {
  const seen = context.target.kind === 'Node' ? seeNode(context) : seePool(context);
  return seen.catch(unless(isKindNotInstalled, { kind: 'notApplicable', message: 'The API of MachineConfigPool is not installed' }));
}

async function seePool({ client, target }: OperationContext): Promise<Seen> {
  const pool = await client.get<SeenPool>(kinds.MachineConfigPool, { name: target.name });
  return pool ? { kind: 'found', uid: pool.metadata.uid, pools: [pool] } : { kind: 'missing' };
}

async function seeNode({ client, target }: OperationContext): Promise<Seen> {
  const node = await client.get<SeenNode>(kinds.Node, { name: target.name });
  if (!node) return { kind: 'missing' };
  const { items } = await client.list<SeenPool>(kinds.MachineConfigPool);
  const pools = poolsOf(node, items);
  if (pools.length === 0) return { kind: 'notApplicable', message: `No MachineConfigPool covers Node ${target.name}` };
  return { kind: 'found', uid: node.metadata.uid, pools, node };
}

const nameOf = ({ target }: OperationContext): string => `${target.kind} ${target.name}`;
