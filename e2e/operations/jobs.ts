import { stringify } from 'yaml';
import type { Checkpoint, RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { keys } from '../../operator/api/resource.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { buildCheckpoint, type PlanWish } from '../../operator/testing/plan-builder.ts';
import { api, type Cluster } from '../harness/cluster.ts';
import { engineServiceAccount } from '../harness/engine.ts';
import { untilAsWanted } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { writtenAction, writtenPlan } from '../journeys/bench/written.ts';

const group = '/apis/coordination.selfheal.dev/v1alpha1';

/** True afterwards: the engine may run Jobs in the namespace, as its owner would allow it. */
export async function allowJobs(cluster: Cluster, namespace: string): Promise<void> {
  const name = 'coordination-engine-jobs';
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name };
  const subjects = [{ kind: 'ServiceAccount', ...engineServiceAccount }];
  await applyObjects(cluster, [
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { namespace, name }, roleRef, subjects },
  ]);
}

/** A ServiceAccount with these rights in its namespace; lent to Jobs unless told. */
export function account(namespace: string, name: string, rules: readonly object[], lent = true): object[] {
  const metadata = { namespace, name };
  const rbac = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...metadata, labels: lent ? { [keys.runJobs]: 'true' } : {} } },
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', namespace, name }],
    },
  ];
}

/** What a test says about a template. */
export interface TemplateWish {
  readonly script: string;
  readonly schema?: object;
  readonly inverse?: string;
  readonly account?: string;
}

/** A ConfigMap with a template whose Job runs the script; it leaves its message in the file that `$MESSAGE` names. */
export function template(namespace: string, name: string, { script, schema, inverse, account: serviceAccountName }: TemplateWish): object {
  const terminationMessagePath = `/tmp/message-${namespace}-${name}`;
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const container = {
    name: 'main',
    image: 'registry.invalid/tools:1',
    command: ['/bin/sh', '-eu', '-c', script],
    env: [{ name: 'MESSAGE', value: terminationMessagePath }],
    terminationMessagePath,
    securityContext,
  };
  const pod = {
    serviceAccountName,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container],
  };
  const job = { apiVersion: 'batch/v1', kind: 'Job', spec: { template: { spec: pod } } };
  const data = { 'job.yaml': stringify(job), ...(schema && { 'values.schema.json': JSON.stringify(schema) }), ...(inverse && { inverse }) };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, data };
}

/** Asks for an action in a tenant's namespace. */
export async function ask(cluster: Cluster, namespace: string, wish: ActionWish & { readonly name: string }): Promise<void> {
  await applyObjects(cluster, [writtenAction({ ...wish, namespace })]);
}

/** Behind the first step of a plan: a check of a Deployment that nobody makes, which never passes. */
export function hopeless(namespace: string, timeoutSeconds: number): Checkpoint {
  const targets = [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'never' }];
  return buildCheckpoint('application', 1, ['pods_running'], { timeoutSeconds, targets });
}

/** Makes a plan in a tenant's namespace. */
export async function plan(cluster: Cluster, namespace: string, wish: PlanWish & { readonly name: string }): Promise<void> {
  await applyObjects(cluster, [writtenPlan({ ...wish, namespace })]);
}

/** The action once it has ended, or once it is as `isAsWanted` says. */
export async function untilAction(
  cluster: Cluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  isAsWanted: (action: RemediationAction) => boolean = ({ status }) => status?.finishedAt !== undefined,
): Promise<RemediationAction> {
  return until<RemediationAction>(cluster, `${group}/namespaces/${namespace}/remediationactions/${name}`, isAsWanted);
}

/** The plan once it has ended, or once it is as `isAsWanted` says. */
export async function untilPlan(
  cluster: Cluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  isAsWanted: (plan: RemediationPlan) => boolean = ({ status }) => status?.finishedAt !== undefined,
): Promise<RemediationPlan> {
  return until<RemediationPlan>(cluster, `${group}/namespaces/${namespace}/remediationplans/${name}`, isAsWanted);
}

async function until<T extends { readonly status?: unknown }>(
  cluster: Cluster,
  path: string,
  isAsWanted: (object: T) => boolean,
): Promise<T> {
  return untilAsWanted(path, () => api<T>(cluster, { path }), isAsWanted, 60_000);
}
