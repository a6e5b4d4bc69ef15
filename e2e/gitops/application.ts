import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { applicationPath, untilApplication, type ApplicationObject } from '../harness/argocd-application.ts';
import { api, type Cluster } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import type { GitRepository } from '../harness/git-repository.ts';
import { applyObjects } from '../harness/kubectl.ts';

interface Shipped {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
  readonly spec: { readonly source: object };
}

const shipped = parse(readFileSync(join(import.meta.dirname, '../../config/gitops/argocd-application.yaml'), 'utf8')) as Shipped;

/** The Application as config/gitops ships it, under another name, of that folder of a repository of the tests. */
export async function createShipped(cluster: Cluster, name: string, { url }: GitRepository, path: string): Promise<void> {
  const source = { ...shipped.spec.source, repoURL: url, path };
  const spec = { ...shipped.spec, source, destination: { server: cluster.server } };
  await applyObjects(cluster, [{ ...shipped, metadata: { ...shipped.metadata, name }, spec }]);
}

/** Argo CD looks at git anew, as it does by itself every few minutes. */
export async function refresh(cluster: Cluster, name: string): Promise<void> {
  const body = { metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } } };
  await api(cluster, { method: 'PATCH', path: applicationPath(name), body });
}

/** How an Application and all that it is made of are, once that is as `wanted`: health by kind/name, its own under `application`. */
export async function untilHealth(cluster: Cluster, name: string, wanted: Readonly<Record<string, string>>): Promise<ApplicationObject> {
  return untilApplication(cluster, name, (application) => {
    const health = healthIn(application);
    return Object.entries(wanted).every(([object, status]) => health[object] === status);
  });
}

function healthIn({ status }: ApplicationObject): Readonly<Record<string, string | undefined>> {
  const resources = (status?.resources ?? []).map((resource) => [`${resource.kind}/${resource.name}`, resource.health?.status] as const);
  return { ...Object.fromEntries(resources), application: status?.health?.status, sync: status?.sync?.status };
}

/**
 * Argo CD has synced, and deleted what git has no more, as a person asks of it. A sync that it began by itself goes first, and may swallow what is
 * asked for meanwhile.
 */
export async function prune(cluster: Cluster, name: string): Promise<void> {
  const path = applicationPath(name);
  const attempt = async (): Promise<boolean> => {
    const { operation, status } = await api<ApplicationObject>(cluster, { path });
    const state = status?.operationState;
    if (state?.operation?.sync?.prune === true && state.phase === 'Succeeded') return true;
    const isIdle = operation === undefined && state?.phase !== 'Running';
    const body = { operation: { initiatedBy: { username: 'a person' }, sync: { prune: true } } };
    if (isIdle) await api(cluster, { method: 'PATCH', path, body });
    return false;
  };
  await eventually(attempt, { within: 90_000, every: 500, describe: `${name} is synced and pruned` });
}
