import { stringify } from 'yaml';
import type { NewObject } from '../kube/client.ts';
import { kinds } from '../kube/kinds.ts';
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
}

/** The Job's pod has ended so, as kubelet and Job controller would write it. */
export function endJob({ cluster }: FakeEngine, name: string, { exitCode, message, podless = false }: JobEnd): void {
  const job = cluster.peek(kinds.Job, { namespace: 'shop', name });
  if (!job) throw new Error(`no Job ${name}`);
  const type = exitCode === 0 ? 'Complete' : 'Failed';
  cluster.put({ ...job, status: { conditions: [{ type, status: 'True', message: 'BackoffLimitExceeded' }] } });
  if (!podless) putPod(cluster, job.metadata, { terminated: { exitCode, message } });
}

/** The Job's pod waits for that reason. */
export function holdJob({ cluster }: FakeEngine, name: string, reason: string): void {
  const job = cluster.peek(kinds.Job, { namespace: 'shop', name });
  if (job) putPod(cluster, job.metadata, { waiting: { reason } });
}

function putPod(cluster: FakeEngine['cluster'], { name, uid }: { readonly name: string; readonly uid: string }, state: object): void {
  const labels = { 'batch.kubernetes.io/controller-uid': uid };
  cluster.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name: `${name}-x`, labels },
    spec: {},
    status: { containerStatuses: [{ name: 'main', state }] },
  });
}
