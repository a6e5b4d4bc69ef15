import { targetString } from '../api/target.ts';
import { findKind } from '../kube/kinds.ts';
import { workloadOf, type LiveWorkload } from './live-workload.ts';
import type { Effect, EffectContext, Inspection, Look, OperationContext } from './operation.ts';

interface Scalable {
  readonly metadata: { readonly generation?: number };
  readonly spec: { readonly replicas?: number };
}

/** The replicas that somebody asked for, of anything that has `spec.replicas`. */
export const replicasOf = ({ spec }: Scalable): number => spec.replicas ?? 1;

/** The replicas that the action asks for. */
export const wanted = ({ parameters }: OperationContext): number => Number(parameters['replicas']);

/** Refuses to ask for more replicas than `most`, where there are `from` now. */
export function refuseMany(context: OperationContext, from: number, most: number): Inspection | undefined {
  const to = wanted(context);
  if (to <= most) return undefined;
  const message = `${targetString(context.target)} has ${from} replicas; the engine asks for at most ${most}, not for ${to}.`;
  return { kind: 'refused', reason: 'AboveMaxReplicas', message };
}

/** What the effect wants recorded before it: the replicas, and how often the spec had been written. */
export function scaleBefore(scalable: Scalable): { readonly replicas: number; readonly generation: number } {
  return { replicas: replicasOf(scalable), generation: scalable.metadata.generation ?? 0 };
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

/** Somebody else wrote the replicas. */
export function moved(context: OperationContext, workload: LiveWorkload): Look {
  const message = `Somebody else changed ${targetString(context.target)}, which has ${replicasOf(workload)} replicas now.`;
  return { kind: 'failed', reason: 'MovedByOther', message };
}

function lookAtUndo(context: EffectContext): Look {
  const workload = workloadOf(context);
  if (!workload) return { kind: 'done', message: 'The target is gone.' };
  const now = replicasOf(workload);
  if (now === context.before['replicas']) return { kind: 'done', message: `It has ${now} replicas again.` };
  if (now === wanted(context)) return { kind: 'absent' };
  return { kind: 'drifted', message: `Somebody else changed the replicas from ${wanted(context)} to ${now}, so it is left so.` };
}

/** The target has the wanted replicas, written through its scale subresource. */
export const scaleEffect: Effect = {
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
