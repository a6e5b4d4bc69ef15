import { targetString } from '../api/target.ts';
import { growthOf, type SeenCapacity } from '../domain/health/capacity.ts';
import { machinesSince, takeStock } from './live-machines.ts';
import { workloadOf } from './live-workload.ts';
import type { Inspection, Look, Operation, OperationContext } from './operation.ts';
import { moved, refuseMany, replicasOf, scaleBefore, scaleEffect, wanted } from './scale-effect.ts';

/** Machines cost money: no more are asked for than twice as many as now, or three more, whichever is larger. */
const sane = { times: 2, more: 3 };

function capacityOf({ object }: OperationContext): SeenCapacity | undefined {
  return object && (object as unknown as SeenCapacity);
}

async function inspect(context: OperationContext): Promise<Inspection> {
  const capacity = capacityOf(context);
  const name = targetString(context.target);
  if (!capacity) return { kind: 'refused', reason: 'TargetNotFound', message: `${name} does not exist.` };
  const growth = growthOf(capacity);
  if (growth.kind === 'refused') return growth;
  const [from, to] = [growth.replicas, wanted(context)];
  if (from >= to) return { kind: 'nothingToDo', message: `${name} has ${from} replicas already, of ${to} that are asked for.` };
  const refusal = refuseMany(context, from, Math.max(from * sane.times, from + sane.more));
  if (refusal) return refusal;
  const before = { ...scaleBefore(capacity), ...(await takeStock(context.client, capacity)), ready: readyIn(capacity) };
  const changes = [{ resource: `${name}.spec.replicas`, from: String(from), to: String(to) }];
  return { kind: 'ready', before, targetUid: capacity.metadata.uid, changes };
}

/** Nodes of the group that its controller counts as ready. */
function readyIn({ status }: SeenCapacity): number {
  return status?.readyReplicas ?? status?.nodes ?? 0;
}

/** Each machine that was asked for has a node that is Ready; one that failed will not come. */
async function settled(context: OperationContext): Promise<Look> {
  const capacity = capacityOf(context);
  const scaled = workloadOf(context);
  if (!capacity || !scaled) return { kind: 'absent' };
  if (replicasOf(scaled) !== wanted(context)) return moved(context, scaled);
  const { youngest, ofThatSecond, ready, replicas } = context.before;
  const since = { youngest: String(youngest), ofThatSecond: (ofThatSecond ?? []) as readonly string[] };
  const machines = await machinesSince(context.client, capacity, since);
  const failed = machines.find((machine) => machine.kind === 'failed');
  if (failed) return { kind: 'failed', reason: 'RolloutFailed', message: `Machine ${failed.machine} failed: ${failed.why}` };
  const nodes = machines.flatMap((machine) => (machine.kind === 'ready' ? [machine.node] : []));
  const missing = wanted(context) - Number(replicas) - nodes.length;
  if (missing > 0) return { kind: 'working', message: `Waiting for ${missing} more node${missing === 1 ? '' : 's'} to be Ready.` };
  const result = { readyBefore: ready, readyAfter: readyIn(capacity), nodes: nodes.slice(0, 50) };
  return { kind: 'done', message: `Added ${nodes.join(', ')}.`, result };
}

/** The group has at least so many machines, and each that was added has a node that is Ready. */
export const addNodeCapacity: Operation = {
  name: 'add_node_capacity',
  types: ['node_remediation'],
  targetKinds: ['MachineSet', 'MachineDeployment', 'NodePool'],
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['replicas'],
    properties: { replicas: { type: 'integer', minimum: 1, maximum: 10_000 } },
  },
  undo: 'Reversible',
  inspect,
  effects: [scaleEffect],
  settled,
};
