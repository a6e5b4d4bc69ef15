import { keys } from '../api/resource.ts';
import type { KubeObject, NewObject } from '../kube/client.ts';
import { isAlreadyExists, isNotFound, unless } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { whyNoPod } from './failed-create.ts';
import { readiness, type LiveNode } from './live-node.ts';
import type { EffectContext, Look, OperationContext } from './operation.ts';
import { carriesToken } from './token.ts';

/** Where privileged helper Jobs run; nothing else does. */
export const nodeJobsNamespace = 'self-healing-node-jobs';
/** The ServiceAccount of the helper Jobs; it may ask the API server for nothing. */
export const nodeJobsServiceAccount = 'node-jobs';

/** The Job may not fire long after anybody still waits for it. */
const activeDeadlineSeconds = 600;
/** A kubelet that did not renew its Lease for this long runs nothing that it is asked to. */
const staleLeaseSeconds = 40;

/** What a helper Job does on its node. */
export interface NodeJobWork {
  /** Value of the label `operation` of the Job and its pod. */
  readonly operation: 'reboot' | 'restart-kubelet';
  /** First part of the Job's name; the action's uid is the second. */
  readonly prefix: string;
  /** Run in the mount namespace of the host. */
  readonly command: readonly string[];
}

/** What the operations read of a Job. */
export interface NodeJob {
  readonly metadata: KubeObject['metadata'];
  readonly status?: {
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly lastTransitionTime?: string }[];
  };
}

/** The Lease that the kubelet of the node renews; undefined when it has none. */
export async function kubeletLease({ client, target }: OperationContext): Promise<{ renewTime?: string } | undefined> {
  const lease = await client.get(kinds.Lease, { namespace: 'kube-node-lease', name: target.name });
  return lease?.['spec'] as { renewTime?: string } | undefined;
}

/** Why no Job can be run on the node; undefined when the kubelet answers. */
export async function objectionToJob(node: LiveNode, context: OperationContext): Promise<string | undefined> {
  const { name } = node.metadata;
  if (readiness(node) === 'Unknown') return `Node ${name} does not report, so it runs no Job`;
  const renewed = (await kubeletLease(context))?.renewTime;
  if (renewed === undefined || context.now.getTime() - Date.parse(renewed) <= staleLeaseSeconds * 1000) return undefined;
  return `The Lease of Node ${name} is not renewed, so it runs no Job`;
}

/** Where the action's Job is. */
export function nodeJobKey({ action }: OperationContext, { prefix }: NodeJobWork): { namespace: string; name: string } {
  return { namespace: nodeJobsNamespace, name: `${prefix}-${action.metadata.uid}` };
}

/** The action's Job as it is; undefined when it does not exist. */
export async function readNodeJob(context: OperationContext, work: NodeJobWork): Promise<NodeJob | undefined> {
  return context.client.get(kinds.Job, nodeJobKey(context, work));
}

/** What stands against the Job: it is a foreign one, or no pod may be created for it. */
export async function objectionToNodeJob(context: EffectContext, job: NodeJob): Promise<Look | undefined> {
  if (!carriesToken(job, context.intent.token))
    return { kind: 'failed', reason: 'NameCollision', message: `A foreign Job has the name ${job.metadata.name}.` };
  const refusal = await whyNoPod(context.client, job.metadata);
  return refusal === undefined ? undefined : { kind: 'failed', reason: 'JobRefused', message: `The helper Job was refused: ${refusal}` };
}

/** When the Job failed, if it did. */
export function failedAt({ status }: NodeJob): string | undefined {
  return status?.conditions?.find(({ type, status: value }) => type === 'Failed' && value === 'True')?.lastTransitionTime;
}

/** The Job exists; whose it is, if it was there before, is seen by the next look. */
export async function startNodeJob(context: EffectContext, work: NodeJobWork): Promise<void> {
  await context.client.create(kinds.Job, newNodeJob(context, work)).catch(unless(isAlreadyExists));
}

/** A Job that has not fired yet must not fire once the node is handed back; a failed one is left to show why. */
export async function callOffNodeJob(context: EffectContext, work: NodeJobWork): Promise<void> {
  const job = await readNodeJob(context, work);
  if (!job || !carriesToken(job, context.intent.token) || failedAt(job) !== undefined) return;
  const options = { uid: job.metadata.uid, propagation: 'Background' } as const;
  await context.client.delete(kinds.Job, nodeJobKey(context, work), options).catch(unless(isNotFound));
}

/** One privileged pod, pinned to the node and tolerating everything, that runs the command on the host and ends. */
function newNodeJob(context: EffectContext, work: NodeJobWork): NewObject {
  const { action, intent } = context;
  const labels = { [keys.operation]: work.operation, [keys.actionUid]: action.metadata.uid };
  return {
    metadata: { ...nodeJobKey(context, work), labels, annotations: { [keys.token]: intent.token } },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds,
      ttlSecondsAfterFinished: 3600,
      template: { metadata: { labels }, spec: podSpec(context, work) },
    },
  };
}

function podSpec({ target, nodeJobImage }: EffectContext, { operation, command }: NodeJobWork): object {
  return {
    nodeName: target.name,
    tolerations: [{ operator: 'Exists' }],
    restartPolicy: 'Never',
    serviceAccountName: nodeJobsServiceAccount,
    automountServiceAccountToken: false,
    hostPID: true,
    hostNetwork: true,
    priorityClassName: 'system-node-critical',
    containers: [
      {
        name: operation,
        image: nodeJobImage,
        command: ['chroot', '/host', ...command],
        securityContext: { privileged: true },
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
        volumeMounts: [{ name: 'host', mountPath: '/host' }],
      },
    ],
    volumes: [{ name: 'host', hostPath: { path: '/', type: 'Directory' } }],
  };
}
