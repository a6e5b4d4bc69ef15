import { targetString } from '../api/target.ts';
import type { StoredObject } from '../kube/client.ts';
import { isKindNotInstalled, unless } from '../kube/errors.ts';
import { groupOf, kinds } from '../kube/kinds.ts';
import { admissible, isControlled, isOwnWorkload, isRefused, settledRollout } from './live-workload.ts';
import type { Inspection, Look, Operation, OperationContext } from './operation.ts';
import { moved, refuseMany, replicasOf, scaleBefore, scaleEffect, wanted } from './scale-effect.ts';

/** More replicas than the larger of the two are not asked for: five times as many as now, or a hundred. */
const sane = { times: 5, replicas: 100 };

async function inspect(context: OperationContext): Promise<Inspection> {
  const workload = admissible(context, [isOwnWorkload, isControlled]);
  if (isRefused(workload)) return workload;
  const name = targetString(context.target);
  const [from, to] = [replicasOf(workload), wanted(context)];
  if (from === to) return { kind: 'nothingToDo', message: `${name} has ${to} replicas already.` };
  const most = Math.max(from * sane.times, sane.replicas);
  const refusal = refuseMany(context, from, most) ?? (await refuseAutoscaled(context, name));
  if (refusal) return refusal;
  const changes = [{ resource: `${name}.spec.replicas`, from: String(from), to: String(to) }];
  return { kind: 'ready', before: scaleBefore(workload), targetUid: workload.metadata.uid, changes };
}

interface Autoscaler extends StoredObject {
  readonly spec: { readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind: string; readonly name: string } };
}

async function refuseAutoscaled({ client, target }: OperationContext, name: string): Promise<Inspection | undefined> {
  const scalers = await client
    .list<Autoscaler>(kinds.HorizontalPodAutoscaler, { namespace: target.namespace })
    .catch(unless(isKindNotInstalled, { items: [] }));
  const owner = scalers.items.find(({ spec: { scaleTargetRef: of } }) => {
    const sameGroup = of.apiVersion === undefined || groupOf(of.apiVersion) === groupOf(target.apiVersion);
    return sameGroup && of.kind === target.kind && of.name === target.name;
  });
  if (!owner) return undefined;
  return {
    kind: 'refused',
    reason: 'ManagedByHPA',
    message: `HorizontalPodAutoscaler ${owner.metadata.name} decides on the replicas of ${name}.`,
  };
}

function settled(context: OperationContext): Promise<Look> {
  return settledRollout(context, (workload) => (replicasOf(workload) === wanted(context) ? undefined : moved(context, workload)));
}

/** The workload has exactly so many replicas, and all of them are available. */
export const scaleWorkload: Operation = {
  name: 'scale_workload',
  types: ['resource_scaling'],
  targetKinds: ['Deployment', 'StatefulSet', 'ReplicaSet'],
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['replicas'],
    properties: { replicas: { type: 'integer', minimum: 0, maximum: 100_000 } },
  },
  undo: 'Reversible',
  inspect,
  effects: [scaleEffect],
  settled,
};
