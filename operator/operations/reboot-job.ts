import { keys } from '../api/resource.ts';
import type { KubeObject, NewObject } from '../kube/client.ts';
import { kinds } from '../kube/kinds.ts';
import type { EffectContext, OperationContext } from './operation.ts';

/** Where privileged helper Jobs run; nothing else does. */
export const nodeJobsNamespace = 'self-healing-node-jobs';
/** The ServiceAccount of the helper Jobs; it has no rights. */
export const nodeJobsServiceAccount = 'node-jobs';

const image = 'docker.io/library/busybox:1.37';
/** The Job may not fire long after anybody still waits for it. */
const activeDeadlineSeconds = 600;

/** What the operations read of a Job. */
export interface RebootJob {
  readonly metadata: KubeObject['metadata'];
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly lastTransitionTime?: string }[];
  };
}

/** Where the action's Job is. */
export function rebootJobKey({ action }: OperationContext): { namespace: string; name: string } {
  return { namespace: nodeJobsNamespace, name: `reboot-${action.metadata.uid}` };
}

/** The action's Job as it is; undefined when it does not exist. */
export async function readRebootJob(context: OperationContext): Promise<RebootJob | undefined> {
  const job = await context.client.get(kinds.Job, rebootJobKey(context));
  return job && job;
}

/** Whether the Job was made for this intent. */
export function isOurs({ metadata }: RebootJob, { intent }: EffectContext): boolean {
  return metadata.annotations?.[keys.token] === intent.token;
}

/** When the Job failed, if it did. */
export function failedAt({ status }: RebootJob): string | undefined {
  return status?.conditions?.find(({ type, status: value }) => type === 'Failed' && value === 'True')?.lastTransitionTime;
}

/** What the Job's controller says when no pod may be created for it; undefined when it does not. */
export async function refusalOf({ metadata }: RebootJob, { client }: OperationContext): Promise<string | undefined> {
  const fieldSelector = `regarding.uid=${metadata.uid},reason=FailedCreate`;
  const { items } = await client.list(kinds.Event, { namespace: nodeJobsNamespace, fieldSelector, limit: 1 });
  const note = items[0]?.['note'];
  return items.length === 0 ? undefined : typeof note === 'string' ? note : 'its pod could not be created';
}

/** One privileged pod, pinned to the node and tolerating everything, that tells the host's init to reboot and ends. */
export function newRebootJob(context: EffectContext): NewObject {
  const { action, intent, target } = context;
  const labels = { [keys.operation]: 'reboot', [keys.actionUid]: action.metadata.uid };
  return {
    metadata: { ...rebootJobKey(context), labels, annotations: { [keys.token]: intent.token } },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds,
      ttlSecondsAfterFinished: 3600,
      template: { metadata: { labels }, spec: podSpec(target.name) },
    },
  };
}

function podSpec(nodeName: string): object {
  return {
    nodeName,
    tolerations: [{ operator: 'Exists' }],
    restartPolicy: 'Never',
    serviceAccountName: nodeJobsServiceAccount,
    automountServiceAccountToken: false,
    hostPID: true,
    hostNetwork: true,
    priorityClassName: 'system-node-critical',
    containers: [
      {
        name: 'reboot',
        image,
        command: ['chroot', '/host', 'systemctl', 'reboot'],
        securityContext: { privileged: true },
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
        volumeMounts: [{ name: 'host', mountPath: '/host' }],
      },
    ],
    volumes: [{ name: 'host', hostPath: { path: '/', type: 'Directory' } }],
  };
}
