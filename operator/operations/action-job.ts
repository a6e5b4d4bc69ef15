import { keys, type Resource } from '../api/resource.ts';
import type { KubeClient, NewObject, ObjectKey } from '../kube/client.ts';
import { kinds } from '../kube/kinds.ts';
import type { JobContainer, JobPodSpec, JobSpec, Variable } from './job-template.ts';
import type { OperationContext } from './operation.ts';

/** What the operations read of a Job. */
export type LiveJob = Resource<
  Pick<JobSpec, 'template'>,
  {
    readonly active?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  }
>;

/** One Job that an action runs. */
export interface JobRequest {
  readonly namespace: string;
  /** First part of its name; the rest is the action's uid. */
  readonly prefix: 'run' | 'undo';
  readonly spec: JobSpec;
  readonly variables: readonly Variable[];
  /** It ends by itself after so many seconds. */
  readonly deadlineSeconds: number;
}

/** Seconds for which an ended Job is kept unless its template asks for longer. */
const usualTtl = 86_400;

/** Where the action's Job is. */
export function jobKey(
  { namespace, prefix }: Pick<JobRequest, 'namespace' | 'prefix'>,
  { action }: Pick<OperationContext, 'action'>,
): ObjectKey {
  return { namespace, name: `${prefix}-${action.metadata.uid}` };
}

/** The Job for the request: one pod, run once, with the engine's variables last, so that none of the template's can be made of them. */
export function newJob(request: JobRequest, context: Pick<OperationContext, 'action'>, token: string): NewObject {
  const { spec, variables, deadlineSeconds } = request;
  const { metadata = {}, spec: pod } = spec.template;
  const labels = { [keys.operation]: context.action.spec.operation, [keys.actionUid]: context.action.metadata.uid };
  const withVariables = (container: JobContainer): JobContainer => ({ ...container, env: [...(container.env ?? []), ...variables] });
  return {
    metadata: { ...jobKey(request, context), labels, annotations: { [keys.token]: token }, ownerReferences: ownersOf(request, context) },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: deadlineSeconds,
      ttlSecondsAfterFinished: spec.ttlSecondsAfterFinished ?? usualTtl,
      template: {
        metadata: { ...metadata, labels: { ...metadata.labels, ...labels } },
        spec: {
          ...pod,
          restartPolicy: 'Never',
          automountServiceAccountToken: pod.serviceAccountName === undefined ? false : pod.automountServiceAccountToken,
          containers: pod.containers.map(withVariables),
          initContainers: pod.initContainers?.map(withVariables),
        },
      },
    },
  };
}

/** A Job beside its action goes with it; owners in another namespace would have it collected at once. */
function ownersOf({ namespace }: JobRequest, { action }: Pick<OperationContext, 'action'>): NewObject['metadata']['ownerReferences'] {
  const { apiVersion, kind, metadata } = action;
  return metadata.namespace === namespace ? [{ apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true }] : [];
}

/** Whether the Job has ended, and how. */
export function endOf({ status }: LiveJob): 'Complete' | 'Failed' | undefined {
  const holds = (wanted: string): boolean =>
    status?.conditions?.some(({ type, status: value }) => type === wanted && value === 'True') ?? false;
  if (holds('Complete')) return 'Complete';
  return holds('Failed') ? 'Failed' : undefined;
}

/** What the container of a Job did, as the kubelet wrote it into the pod's status. */
export interface JobOutcome {
  readonly exitCode?: number;
  /** The termination message. */
  readonly output?: string;
  /** What keeps the pod from running, for example `ImagePullBackOff: not found`. */
  readonly waits?: string;
}

interface ContainerStatus {
  readonly name: string;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: { readonly exitCode: number; readonly message?: string };
  };
}

type JobPod = Resource<unknown, { readonly containerStatuses?: ContainerStatus[]; readonly initContainerStatuses?: ContainerStatus[] }>;

/** What is known of the pod of the Job; nothing of it once the pod is gone. */
export async function outcomeOf({ metadata, spec }: LiveJob, client: KubeClient): Promise<JobOutcome> {
  const { items } = await client.list<JobPod>(kinds.Pod, {
    namespace: metadata.namespace,
    labelSelector: `batch.kubernetes.io/controller-uid=${metadata.uid}`,
    limit: 1,
  });
  const statuses = items.flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]);
  const own = ownContainers(spec.template.spec);
  return { ...exitOf(statuses.filter(({ name }) => own.has(name))), ...waitOf(statuses) };
}

/** Those whose end is that of the Job: neither what a webhook puts into its pod nor a sidecar, which is told to end when they have. */
function ownContainers({ containers, initContainers = [] }: JobPodSpec): ReadonlySet<string> {
  const ending = initContainers.filter((container) => container['restartPolicy'] !== 'Always');
  return new Set([...ending, ...containers].map(({ name }) => name));
}

/** That of the container that failed, or of the last one. */
function exitOf(statuses: readonly ContainerStatus[]): JobOutcome {
  const terminated = statuses.flatMap(({ state }) => state?.terminated ?? []);
  const told = terminated.find(({ exitCode }) => exitCode !== 0) ?? terminated.at(-1);
  if (!told) return {};
  return { exitCode: told.exitCode, ...(told.message && { output: told.message.trim() }) };
}

function waitOf(statuses: readonly ContainerStatus[]): JobOutcome {
  const [waiting] = statuses.flatMap(({ state }) => state?.waiting ?? []);
  return waiting?.reason === undefined ? {} : { waits: [waiting.reason, waiting.message].filter(Boolean).join(': ') };
}
