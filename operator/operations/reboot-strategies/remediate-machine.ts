import { keys } from '../../api/resource.ts';
import { clusterApiMachine, clusterApiMachineOf } from '../../domain/health/node-machine.ts';
import type { ObjectKey, StoredObject } from '../../kube/client.ts';
import { kinds } from '../../kube/kinds.ts';
import type { LiveNode } from '../live-node.ts';
import type { Look, OperationContext } from '../operation.ts';
import { carriesToken } from '../token.ts';
import { annotate, whyUnreadable, type Found, type RebootStrategy, type StrategyContext } from './strategy.ts';

/** Cluster API's request that the owner of the Machine replaces it; a MachineHealthCheck that selects the Machine carries it out. */
const remediate = 'cluster.x-k8s.io/remediate-machine';

interface Machine extends StoredObject {
  readonly status?: { readonly nodeRef?: { readonly name?: string } };
}

async function find(context: OperationContext, { metadata }: LiveNode): Promise<Found> {
  const { name } = metadata;
  const via = clusterApiMachineOf(metadata);
  if (!via) return { kind: 'unusable', why: `Node ${name} has no annotation ${clusterApiMachine}` };
  const machine = await readMachine(context, via);
  if (typeof machine === 'string') return { kind: 'unusable', why: machine };
  const where = `Machine ${via.namespace}/${via.name}`;
  const objection = objectionTo(machine, name);
  if (objection !== undefined) return { kind: 'unusable', why: `${where} ${objection}` };
  if (machine.metadata.annotations?.[remediate] === undefined) return { kind: 'usable', via };
  return { kind: 'busy', reason: 'TargetLocked', message: `Somebody else has asked to remediate ${where}.`, by: where };
}

function objectionTo({ metadata, status }: Machine, node: string): string | undefined {
  // A kubelet may write the annotations of its node, but not what the Machine says.
  const other = status?.nodeRef?.name ?? node;
  if (other !== node) return `is that of Node ${other}`;
  return metadata.ownerReferences?.some(({ controller }) => controller) ? undefined : 'has no owner that would replace it';
}

/** The Machine, or why it cannot be had. */
async function readMachine({ client }: OperationContext, via: ObjectKey): Promise<Machine | string> {
  const kind = kinds.ClusterMachine;
  const found = await client.get<Machine>(kind, via).catch(whyUnreadable('get', kind, ' (cluster.x-k8s.io)'));
  return found ?? `Machine ${via.namespace}/${via.name} does not exist`;
}

const read = ({ client, via }: StrategyContext): Promise<Machine | undefined> => client.get<Machine>(kinds.ClusterMachine, via);

async function look(context: StrategyContext): Promise<Look> {
  const machine = await read(context);
  const where = `Machine ${context.via.namespace}/${context.via.name}`;
  if (!machine) return { kind: 'working', message: `${where} is gone; its node is not yet.` };
  if (machine.metadata.deletionTimestamp !== undefined) return { kind: 'working', message: `${where} is being replaced.` };
  return carriesToken(machine, context.intent.token)
    ? { kind: 'working', message: `${where} is to be replaced by its owner.` }
    : { kind: 'absent' };
}

/** The Machine, unless it is on its way out anyway. */
async function readStaying(context: StrategyContext): Promise<Machine | undefined> {
  const machine = await read(context);
  return machine?.metadata.deletionTimestamp === undefined ? machine : undefined;
}

async function ask(context: StrategyContext): Promise<void> {
  const machine = await readStaying(context);
  if (machine) await annotate(context, kinds.ClusterMachine, machine, { [remediate]: '', [keys.token]: context.intent.token });
}

async function withdraw(context: StrategyContext): Promise<void> {
  const machine = await readStaying(context);
  if (!machine || !carriesToken(machine, context.intent.token)) return;
  await annotate(context, kinds.ClusterMachine, machine, { [remediate]: null, [keys.token]: null });
}

/** Cluster API replaces the machine under the node, and the node with it. */
export const remediateMachineStrategy: RebootStrategy = {
  name: 'RemediateMachine',
  drastic: 'deletes the machine of the node',
  find,
  ask,
  look,
  withdraw,
  lookWhenGone: async (context) => {
    const machine = await read(context);
    if (!machine) return { kind: 'done' };
    return { kind: 'working', message: 'The node is gone; its machine is not yet.' };
  },
};
