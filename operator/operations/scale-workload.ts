import { targetString } from '../api/target.ts';
import { isKindNotInstalled } from '../kube/errors.ts';
import { findKind, groupOf, kinds } from '../kube/kinds.ts';
import { admissible, isControlled, isOwnWorkload, isRefused, lookAtRollout, workloadOf, type LiveWorkload } from './live-workload.ts';
import type { Effect, EffectContext, Inspection, Look, Operation, OperationContext } from './operation.ts';

/** More replicas than the larger of the two are not asked for: five times as many as now, or a hundred. */
const sane = { times: 5, replicas: 100 };

const replicasOf = ({ spec }: LiveWorkload): number => spec.replicas ?? 1;
const wanted = ({ parameters }: OperationContext): number => Number(parameters['replicas']);

async function inspect(context: OperationContext): Promise<Inspection> {
  const workload = admissible(context, [isOwnWorkload, isControlled]);
  if (isRefused(workload)) return workload;
  const name = targetString(context.target);
  const [from, to] = [replicasOf(workload), wanted(context)];
  if (from === to) return { kind: 'nothingToDo', message: `${name} has ${to} replicas already.` };
  const refusal = refuseMany(from, to, name) ?? (await refuseAutoscaled(context, name));
  if (refusal) return refusal;
  const before = { replicas: from, generation: workload.metadata.generation ?? 0 };
  const changes = [{ resource: `${name}.spec.replicas`, from: String(from), to: String(to) }];
  return { kind: 'ready', before, targetUid: workload.metadata.uid, changes };
}

function refuseMany(from: number, to: number, name: string): Inspection | undefined {
  const most = Math.max(from * sane.times, sane.replicas);
  if (to <= most) return undefined;
  return {
    kind: 'refused',
    reason: 'AboveMaxReplicas',
    message: `${name} has ${from} replicas; the engine asks for at most ${most}, not for ${to}.`,
  };
}

interface Autoscaler {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
  };
  readonly spec: { readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind: string; readonly name: string } };
}

async function refuseAutoscaled({ client, target }: OperationContext, name: string): Promise<Inspection | undefined> {
  const scalers = await client.list<Autoscaler>(kinds.HorizontalPodAutoscaler, { namespace: target.namespace }).catch((error: unknown) => {
    if (isKindNotInstalled(error)) return { items: [] };
    throw error;
  });
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

async function scaleTo(context: EffectContext, replicas: number): Promise<void> {
  const { client, target } = context;
  const workload = workloadOf(context);
  const kind = findKind(target.apiVersion, target.kind);
  if (!workload || !kind) return;
  const { namespace, name, uid, resourceVersion, creationTimestamp } = workload.metadata;
  const metadata = { namespace, name, uid, resourceVersion, creationTimestamp };
  const scale = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata, spec: { replicas } };
  await client.update(kind, scale, { subresource: 'scale', key: { namespace, name } });
}

/**
 * The scale subresource takes no annotation, so the proof is the field itself: as asked for = made. Still as before with the spec never
 * written since = not made. Anything else was written by somebody else, over whom nothing is written.
 */
function look(context: EffectContext): Look {
  const workload = workloadOf(context);
  if (!workload) return { kind: 'absent' };
  const { replicas, generation } = context.before;
  if (replicasOf(workload) === wanted(context)) return { kind: 'done' };
  const untouched = replicasOf(workload) === replicas && (workload.metadata.generation ?? 0) === generation;
  return untouched ? { kind: 'absent' } : moved(context, workload);
}

function moved(context: OperationContext, workload: LiveWorkload): Look {
  const message = `Somebody else changed ${targetString(context.target)}, which has ${replicasOf(workload)} replicas now.`;
  return { kind: 'failed', reason: 'MovedByOther', message };
}

function lookAtUndo(context: EffectContext): Look {
  const workload = workloadOf(context);
  if (!workload) return { kind: 'done', message: 'The target is gone.' };
  const now = replicasOf(workload);
  if (now === context.before['replicas']) return { kind: 'done', message: `It has ${now} replicas again.` };
  if (now === wanted(context)) return { kind: 'absent' };
  return { kind: 'drifted', message: `Somebody else set ${now} replicas, so it is left so.` };
}

const scaleEffect: Effect = {
  name: 'scale',
  announce: { reason: 'Scaling', note: 'Its replicas are changed to remediate it.' },
  apply: (context) => scaleTo(context, wanted(context)),
  look: (context) => Promise.resolve(look(context)),
  undo: {
    name: 'undo-scale',
    announce: { reason: 'Scaling', note: 'Its replicas are set back to what they were.' },
    apply: (context) => scaleTo(context, Number(context.before['replicas'])),
    look: (context) => Promise.resolve(lookAtUndo(context)),
  },
};

async function settled(context: OperationContext): Promise<Look> {
  const workload = workloadOf(context);
  if (!workload) return Promise.resolve({ kind: 'absent' });
  return Promise.resolve(replicasOf(workload) === wanted(context) ? lookAtRollout(workload) : moved(context, workload));
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
