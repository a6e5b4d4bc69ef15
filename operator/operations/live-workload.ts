import type { LabelSelector } from '../domain/health/label-selector.ts';
import { desiredPods, judgeRollout } from '../domain/health/rollout.ts';
import type { Resource } from '../api/resource.ts';
import type { Look, OperationContext } from './operation.ts';

/** What the operations read of a Deployment, StatefulSet, DaemonSet or ReplicaSet. */
export type LiveWorkload = Resource<
  {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly selector?: LabelSelector;
    readonly template?: {
      readonly metadata?: { readonly annotations?: Readonly<Record<string, string>>; readonly labels?: Readonly<Record<string, string>> };
    };
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

/** Whether every desired pod is of the present template, ready and available; failed once the controller itself gave up. */
export function lookAtRollout(workload: LiveWorkload): Look {
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
