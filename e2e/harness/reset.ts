import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { api, ApiError, type Cluster, type KubeObject } from './cluster.ts';
import { hasCode } from './errors.ts';
import { eventually } from './eventually.ts';
import { untilPoliciesForgotten } from './forgotten-policies.ts';
import { killGroup } from './process.ts';
import { listCrds, removeCrds } from './remove-crds.ts';

const bindings = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings';

/** What tests make and what could disturb the next: nothing of it belongs to the control plane itself. */
const collections = [
  bindings,
  '/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings',
  '/apis/coordination.selfheal.dev/v1alpha1/anomalies',
  '/apis/coordination.selfheal.dev/v1alpha1/remediationplans',
  '/apis/coordination.selfheal.dev/v1alpha1/remediationactions',
  '/apis/coordination.selfheal.dev/v1alpha1/remediationpolicies',
  '/apis/apps/v1/deployments',
  '/apis/apps/v1/statefulsets',
  '/apis/apps/v1/daemonsets',
  '/apis/apps/v1/replicasets',
  '/apis/apps/v1/controllerrevisions', // also what the engine keeps of pools
  '/apis/batch/v1/jobs',
  '/apis/policy/v1/poddisruptionbudgets',
  '/apis/autoscaling/v2/horizontalpodautoscalers',
  '/api/v1/pods',
  '/api/v1/nodes',
  // That of the engine, which a killed replica still holds, those of nodes, which the next of that name would have, and locks.
  '/apis/coordination.k8s.io/v1/leases?fieldSelector=metadata.namespace!=kube-system',
  '/api/v1/configmaps?fieldSelector=metadata.name=coordination-engine-counts',
] as const;

/**
 * True afterwards: no operator or Argo CD of an earlier test file runs, and none of its objects, workloads, nodes, Leases and kinds of
 * others is left. Finalizers are stripped, since nobody is there any more to keep their promise.
 */
export async function resetCluster(cluster: Cluster): Promise<void> {
  await endProcesses(cluster);
  const wereJudged = (await listed(cluster, bindings)).some(({ metadata }) => !metadata.name.startsWith(fence));
  await eventually(() => emptyAll(cluster), { within: 170_000, describe: 'nothing is left of earlier test files' });
  if (wereJudged) await untilPoliciesForgotten(cluster);
  await removeForeignKinds(cluster);
}

/** Whose policies are about the engine alone, and are there again before it is. */
const fence = 'coordination-engine-fence-';

/**
 * Whether nothing was left in one look at all of them. One after the other would not do: a controller that has not yet heard that its
 * owner went makes the pod again that was just removed.
 */
async function emptyAll(cluster: Cluster): Promise<boolean> {
  const left: string[] = [];
  for (const path of collections) if (!(await empty(cluster, path))) left.push(path);
  if (left.length > 0) throw new Error(`there was something in ${left.join(', ')}`);
  return true;
}

/** Groups that belong to the control plane and to the engine. */
const kept = ['coordination.selfheal.dev', 'kwok.x-k8s.io'];

/** True afterwards: no custom kind that tests installed is left, and no object of one. */
async function removeForeignKinds(cluster: Cluster): Promise<void> {
  const foreign = (await listCrds(cluster)).filter(({ spec }) => !kept.includes(spec.group));
  for (const { metadata, spec } of foreign) {
    const version = spec.versions.find(({ served }) => served);
    const path = `/apis/${spec.group}/${version?.name}/${metadata.name.slice(0, metadata.name.indexOf('.'))}`;
    if (version) await eventually(() => empty(cluster, path), { within: 60_000, describe: `nothing is left of ${path}` });
  }
  if (foreign.length > 0)
    await removeCrds(
      cluster,
      foreign.map(({ metadata }) => metadata.name),
    );
}

async function endProcesses({ dir }: Cluster): Promise<void> {
  const folder = join(dir, 'pids');
  const files = (await readdir(folder)).filter((file) => /^(operator|argocd)-/.test(file));
  for (const file of files) await endProcess(join(folder, file));
}

async function endProcess(pidFile: string): Promise<void> {
  try {
    killGroup(Number(await readFile(pidFile, 'utf8')), 'SIGKILL');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error; // it has ended meanwhile
  }
}

/** Asks for the end of all that are left, and says whether there were none. */
async function empty(cluster: Cluster, path: string): Promise<boolean> {
  const items = await listed(cluster, path);
  for (const { metadata } of items) await remove(cluster, pathOf(path, metadata), metadata.finalizers);
  return items.length === 0;
}

async function listed(cluster: Cluster, path: string): Promise<readonly KubeObject[]> {
  try {
    return (await api<{ items: KubeObject[] }>(cluster, { path })).items;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return []; // the kind is not installed yet
    throw error;
  }
}

function pathOf(listed: string, { namespace, name }: KubeObject['metadata']): string {
  const [collection = ''] = listed.split('?');
  if (namespace === undefined) return `${collection}/${name}`;
  const cut = collection.lastIndexOf('/');
  return `${collection.slice(0, cut)}/namespaces/${namespace}${collection.slice(cut)}/${name}`;
}

async function remove(cluster: Cluster, path: string, finalizers: readonly string[] = []): Promise<void> {
  const gone = (error: unknown): void => {
    if (!(error instanceof ApiError && (error.status === 404 || error.status === 409))) throw error;
  };
  if (finalizers.length > 0) await api(cluster, { method: 'PATCH', path, body: { metadata: { finalizers: null } } }).catch(gone);
  await api(cluster, { method: 'DELETE', path, body: { gracePeriodSeconds: 0, propagationPolicy: 'Background' } }).catch(gone);
}
