import { stringify } from 'yaml';
import type { NewObject } from '../kube/client.ts';
import { kinds } from '../kube/kinds.ts';
import type { LiveJob } from '../operations/action-job.ts';
import type { FakeEngine } from './fake-engine.ts';

/** A ConfigMap in namespace `shop` with a template of a Job; `more` adds keys or replaces them. */
export function aTemplate(name: string, more: Readonly<Record<string, string>> = {}, pod: object = {}): NewObject {
  const spec = { template: { spec: { containers: [{ name: 'main', image: 'tool:1', command: [name] }], ...pod } } };
  const data = { 'job.yaml': stringify({ apiVersion: 'batch/v1', kind: 'Job', spec }), ...more };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'shop', name }, data };
}

/** How a Job ended, and what its container left. */
export interface JobEnd {
  readonly exitCode: number;
  readonly message?: string;
  /** True when its pod is gone already. */
  readonly podless?: boolean;
  /** Further lists of the pod's status, of what somebody else put into the pod. */
  readonly beside?: { readonly containerStatuses?: readonly object[]; readonly initContainerStatuses?: readonly object[] };
}

/** The Job's pod has ended so, as kubelet and Job controller would write it. */
export function endJob({ cluster }: FakeEngine, name: string, { exitCode, message, podless = false, beside }: JobEnd): void {
  const job = cluster.peek<LiveJob>(kinds.Job, { namespace: 'shop', name });
  if (!job) throw new Error(`no Job ${name}`);
  const type = exitCode === 0 ? 'Complete' : 'Failed';
  cluster.put({ ...job, status: { conditions: [{ type, status: 'True', message: 'BackoffLimitExceeded' }] } });
  if (!podless) putPod(cluster, job, { terminated: { exitCode, message } }, beside);
}

/** The Job's pod waits for that reason. */
export function holdJob({ cluster }: FakeEngine, name: string, reason: string): void {
  const job = cluster.peek<LiveJob>(kinds.Job, { namespace: 'shop', name });
  if (job) putPod(cluster, job, { waiting: { reason } });
}

function putPod(
  cluster: FakeEngine['cluster'],
  job: LiveJob,
  state: object,
  { containerStatuses = [], ...beside }: JobEnd['beside'] = {},
): void {
  const { name, uid } = job.metadata;
  const [container] = job.spec.template.spec.containers;
  const labels = { 'batch.kubernetes.io/controller-uid': uid };
  cluster.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name: `${name}-x`, labels },
    spec: {},
    status: { ...beside, containerStatuses: [{ name: container?.name, state }, ...containerStatuses] },
  });
}
