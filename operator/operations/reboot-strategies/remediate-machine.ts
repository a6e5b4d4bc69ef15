import { keys } from '../../api/resource.ts';
import type { ObjectKey, StoredObject } from '../../kube/client.ts';
import { isForbidden, isKindNotInstalled } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import type { LiveNode } from '../live-node.ts';
import type { Look, OperationContext } from '../operation.ts';
import type { Found, RebootStrategy, StrategyContext } from './strategy.ts';

/** Cluster API's request that the owner of the Machine replaces it; a MachineHealthCheck that selects the Machine carries it out. */
const remediate = 'cluster.x-k8s.io/remediate-machine';
const machineAnnotation = 'cluster.x-k8s.io/machine';
const namespaceAnnotation = 'cluster.x-k8s.io/cluster-namespace';

interface Machine extends StoredObject {
  readonly status?: { readonly nodeRef?: { readonly name?: string } };
}

async function find(context: OperationContext, { metadata: { name, annotations = {} } }: LiveNode): Promise<Found> {
  const via = { namespace: annotations[namespaceAnnotation], name: annotations[machineAnnotation] ?? '' };
  if (!via.namespace || via.name === '') return { kind: 'unusable', why: `Node ${name} has no annotation ${machineAnnotation}` };
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
  try {
    return (await client.get<Machine>(kinds.ClusterMachine, via)) ?? `Machine ${via.namespace}/${via.name} does not exist`;
  } catch (error) {
    if (isKindNotInstalled(error)) return 'the API of Machine (cluster.x-k8s.io) is not installed';
    if (isForbidden(error)) return 'the engine may not get machines (cluster.x-k8s.io)';
    throw error;
  }
}

const read = ({ client, via }: StrategyContext): Promise<Machine | undefined> => client.get<Machine>(kinds.ClusterMachine, via);
const isOurs = ({ metadata }: Machine, { intent }: StrategyContext): boolean => metadata.annotations?.[keys.token] === intent.token;

async function look(context: StrategyContext): Promise<Look> {
  const machine = await read(context);
  const where = `Machine ${context.via.namespace}/${context.via.name}`;
  if (!machine) return { kind: 'working', message: `${where} is gone; its node is not yet.` };
  if (machine.metadata.deletionTimestamp !== undefined) return { kind: 'working', message: `${where} is being replaced.` };
  return isOurs(machine, context) ? { kind: 'working', message: `${where} is to be replaced by its owner.` } : { kind: 'absent' };
}

async function annotate(context: StrategyContext, annotations: Readonly<Record<string, string | null>>): Promise<void> {
  const machine = await read(context);
  if (!machine || machine.metadata.deletionTimestamp !== undefined) return;
  const { uid, resourceVersion } = machine.metadata;
  await context.client.patch(kinds.ClusterMachine, context.via, { metadata: { uid, resourceVersion, annotations } });
}

async function withdraw(context: StrategyContext): Promise<void> {
  const machine = await read(context);
  if (machine && isOurs(machine, context)) await annotate(context, { [remediate]: null, [keys.token]: null });
}

/** Cluster API replaces the machine under the node, and the node with it. */
export const remediateMachineStrategy: RebootStrategy = {
  name: 'RemediateMachine',
  find,
  ask: (context) => annotate(context, { [remediate]: '', [keys.token]: context.intent.token }),
  look,
  withdraw,
  lookWhenGone: async (context) => {
    const machine = await read(context);
    if (!machine) return { kind: 'done' };
    return { kind: 'working', message: 'The node is gone; its machine is not yet.' };
  },
};
