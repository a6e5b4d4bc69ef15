import { controllerOf, type Resource } from '../api/resource.ts';
import { targetString } from '../api/target.ts';
import type { LabelSelector } from '../domain/health/label-selector.ts';
import type { PodSpec } from '../domain/health/objects.ts';
import { desiredPods, judgeRollout } from '../domain/health/rollout.ts';
import type { Inspection, Look, OperationContext } from './operation.ts';

/** Amounts of cpu, memory and the like by name, in the words of the API (`250m`, `1Gi`). */
export type Quantities = Readonly<Record<string, string>>;

/** What the operations read of a pod template. */
export interface LiveTemplate {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>>; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: PodSpec & {
    readonly containers?: readonly {
      readonly name: string;
      readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
    }[];
  };
}

/** What the operations read of a Deployment, StatefulSet, DaemonSet or ReplicaSet. */
export type LiveWorkload = Resource<
  {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly selector?: LabelSelector;
    readonly template?: LiveTemplate;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
  },
  {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly availableReplicas?: number;
    readonly numberAvailable?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
  }
>;

/** The workload as it was read at the start of this pass; undefined when it is gone. */
export function workloadOf({ object }: OperationContext): LiveWorkload | undefined {
  return object && (object as unknown as LiveWorkload);
}

/** Annotations that each pod of the workload gets. */
export function templateAnnotations({ spec }: LiveWorkload): Readonly<Record<string, string>> {
  return spec.template?.metadata?.annotations ?? {};
}

type Refused = Extract<Inspection, { kind: 'refused' }>;
type Objection = (workload: LiveWorkload, context: OperationContext) => Refused | undefined;

const refused = (reason: Refused['reason'], message: string): Refused => ({ kind: 'refused', reason, message });

/** Refuses a workload that the engine's own pod belongs to: it would end, or change, itself. */
export const isOwnWorkload: Objection = ({ metadata }, { target, ownPod }) => {
  if (!ownPod || ownPod.namespace !== metadata.namespace || !isPodNameOf(metadata.name, ownPod.name)) return undefined;
  return refused('ProtectedTarget', `The engine itself runs in ${targetString(target)}.`);
};

/** `web-<hash>-<five>` of a Deployment, `web-0` or `web-<five>` of the others. */
function isPodNameOf(workload: string, pod: string): boolean {
  return pod.startsWith(`${workload}-`) && /^([a-z0-9]+-)?[a-z0-9]+$/.test(pod.slice(workload.length + 1));
}

/** Refuses a workload that another object controls, whose controller would put back what is changed. */
export const isControlled: Objection = (workload, { target }) => {
  const owner = controllerOf(workload);
  return owner && refused('InvalidTarget', `${targetString(target)} belongs to ${owner.kind} ${owner.name}, which would change it back.`);
};

/** Refuses a workload whose pods are not replaced when its template changes. */
export const isNotRolling: Objection = ({ spec }, { target }) => {
  const name = targetString(target);
  if (spec.paused) return refused('RolloutPaused', `${name} is paused, so a rollout would not begin.`);
  const manual = spec.updateStrategy?.type === 'OnDelete';
  return manual ? refused('RolloutPaused', `${name} has the update strategy OnDelete, so a rollout would not begin.`) : undefined;
};

/** The live workload, or the first of the objections to it. */
export function admissible(context: OperationContext, objections: readonly Objection[]): LiveWorkload | Refused {
  const workload = workloadOf(context);
  if (!workload) return refused('TargetNotFound', `${targetString(context.target)} does not exist.`);
  for (const objection of objections) {
    const refusal = objection(workload, context);
    if (refusal) return refusal;
  }
  return workload;
}

/** Whether it is an objection, and no workload. */
export function isRefused(found: LiveWorkload | Inspection): found is Inspection {
  return !('metadata' in found);
}

/** How the rollout of the live target fares, unless it is not any more what the effect made of it, as `moved` tells. */
export function settledRollout(context: OperationContext, moved?: (workload: LiveWorkload) => Look | undefined): Promise<Look> {
  const workload = workloadOf(context);
  return Promise.resolve(workload ? (moved?.(workload) ?? lookAtRollout(workload)) : { kind: 'absent' });
}

/** Whether every desired pod is of the present template, ready and available; failed once the controller itself gave up. */
function lookAtRollout(workload: LiveWorkload): Look {
  const finding = judgeRollout(workload);
  if (finding.result === 'Passed' && available(workload) >= desiredPods(workload))
    return { kind: 'done', message: `${capital(finding.message)}.` };
  if (hasGivenUp(workload))
    return { kind: 'failed', reason: 'RolloutFailed', message: `The rollout made no progress in time: ${finding.message}.` };
  const waiting = finding.result === 'Passed' ? 'not every pod is available yet' : finding.message;
  return { kind: 'working', message: `Waiting for the rollout: ${waiting}.` };
}

function available({ kind, status }: LiveWorkload): number {
  return (kind === 'DaemonSet' ? status?.numberAvailable : status?.availableReplicas) ?? 0;
}

function hasGivenUp({ metadata, status }: LiveWorkload): boolean {
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) return false;
  return status?.conditions?.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded') ?? false;
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
