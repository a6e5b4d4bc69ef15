import { controllerOf } from '../api/resource.ts';
import { noParameters } from '../api/no-parameters.ts';
import { targetString } from '../api/target.ts';
import { isStatic, type DrainPod } from '../domain/execution/evictable.ts';
import { evict, retrySeconds } from './eviction.ts';
import type { Effect, EffectContext, Inspection, Look, Operation, OperationContext } from './operation.ts';
import { budgetsIn } from './read-drain.ts';

const podOf = ({ object }: OperationContext): DrainPod | undefined => object && (object as unknown as DrainPod);

function inspect(context: OperationContext): Inspection {
  const pod = podOf(context);
  const name = targetString(context.target);
  if (!pod) return { kind: 'refused', reason: 'TargetNotFound', message: `${name} does not exist.` };
  if (isOwn(pod, context)) return { kind: 'refused', reason: 'ProtectedTarget', message: `The engine itself runs in ${name}.` };
  if (isStatic(pod)) {
    const message = `${name} is the mirror of a pod that its kubelet runs from a file; to evict it ends nothing.`;
    return { kind: 'refused', reason: 'InvalidTarget', message };
  }
  if (pod.metadata.deletionTimestamp !== undefined) return { kind: 'nothingToDo', message: `${name} is on its way out already.` };
  const owner = controllerOf(pod);
  const to = owner ? `evicted; ${owner.kind} ${owner.name} makes another one` : 'evicted; nothing makes it anew';
  return { kind: 'ready', before: {}, targetUid: pod.metadata.uid, changes: [{ resource: name, to }] };
}

function isOwn({ metadata }: DrainPod, { ownPod }: OperationContext): boolean {
  return metadata.namespace === ownPod?.namespace && metadata.name === ownPod?.name;
}

/** The pod that was inspected; the next one may have its name. */
function meant(context: EffectContext): DrainPod | undefined {
  const pod = podOf(context);
  return pod?.metadata.uid === context.intent.targetUid ? pod : undefined;
}

function look(context: EffectContext): Look {
  const pod = meant(context);
  if (!pod) return { kind: 'done', message: 'The pod is gone.' };
  return pod.metadata.deletionTimestamp === undefined
    ? { kind: 'absent' }
    : { kind: 'working', message: 'The pod is on its way out, but not gone.' };
}

async function ask(context: EffectContext): Promise<Look | undefined> {
  const pod = meant(context);
  if (!pod) return undefined;
  const budgets = await budgetsIn(context.client, new Set([pod.metadata.namespace]));
  const reply = await evict(context.client, pod, { budgets });
  switch (reply.kind) {
    case 'going':
      return undefined;
    case 'held':
      return {
        ...waiting(`Held by a PodDisruptionBudget: ${reply.by}.`, retrySeconds),
        begun: false,
        blocked: { reason: 'EvictionBlocked', by: reply.by },
      };
    case 'later':
      return { ...waiting('The API server does not take the eviction now.', reply.seconds), begun: false };
    case 'unanswered':
      return waiting(`Not evicted, to be tried again: ${reply.message}`, retrySeconds);
    case 'refused':
      return { kind: 'failed', reason: 'EvictionBlocked', message: `${reply.message}.` };
    default:
      return reply satisfies never;
  }
}

const waiting = (message: string, again: number) => ({ kind: 'working', message, again }) as const;

const evictPodEffect: Effect = {
  name: 'evict',
  announce: { reason: 'Evicting', note: 'It is evicted to remediate what it belongs to.' },
  apply: ask,
  outlives: () => true,
  look: (context) => Promise.resolve(look(context)),
};

/** The named pod, and no other of its name, is gone: by one eviction, which its PodDisruptionBudget had to allow. */
export const deletePod: Operation = {
  name: 'delete_pod',
  types: ['application_remediation'],
  targetKinds: ['Pod'],
  parameters: noParameters,
  undo: 'Irreversible',
  actsOnNamed: true,
  inspect: (context) => Promise.resolve(inspect(context)),
  effects: [evictPodEffect],
};
