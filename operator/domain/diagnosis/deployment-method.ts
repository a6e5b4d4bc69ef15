import type { DeploymentInfo } from '../../api/generated/types.ts';
import type { OwnerReference } from '../../api/resource.ts';
import { targetOf, type ConditionedWorkload } from './seen.ts';

type Method = Omit<DeploymentInfo, 'target'>;

const trackingId = 'argocd.argoproj.io/tracking-id';
const releaseName = 'meta.helm.sh/release-name';
const releaseNamespace = 'meta.helm.sh/release-namespace';
const managedBy = 'app.kubernetes.io/managed-by';
const builtInGroups: ReadonlySet<string> = new Set(['apps', 'batch', 'v1']);

/**
 * How a workload was deployed, the strongest sign first: Argo CD renders Helm charts too, so its own mark comes before Helm's, and
 * `app.kubernetes.io/instance` proves nothing because everybody sets it.
 */
export function deploymentOf(workload: ConditionedWorkload): DeploymentInfo {
  return { ...(argo(workload) ?? helm(workload) ?? operator(workload) ?? manual), target: targetOf(workload) };
}

const manual: Method = { method: 'Manual', confidence: 0.6, evidence: ['no sign of a tool that manages it'] };

function argo({ metadata }: ConditionedWorkload): Method | undefined {
  const id = metadata.annotations?.[trackingId];
  if (!id) return undefined;
  return {
    method: 'ArgoCD',
    managedBy: id.split(':')[0]?.slice(0, 400),
    confidence: 0.95,
    evidence: [`annotation ${trackingId}=${id}`.slice(0, 512)],
  };
}

function helm({ metadata }: ConditionedWorkload): Method | undefined {
  const release = metadata.annotations?.[releaseName];
  if (!release) return undefined;
  const namespace = metadata.annotations?.[releaseNamespace] ?? metadata.namespace;
  return {
    method: 'Helm',
    managedBy: `${namespace}/${release}`.slice(0, 400),
    confidence: 0.9,
    evidence: [`annotation ${releaseName}=${release}`.slice(0, 512)],
  };
}

function operator({ metadata }: ConditionedWorkload): Method | undefined {
  const owner = (metadata.ownerReferences ?? []).find((reference) => reference.controller === true);
  if (owner && !isBuiltIn(owner)) return byOperator(`${owner.kind}/${owner.name}`, `controller ${owner.kind}/${owner.name}`);
  const manager = metadata.labels?.[managedBy];
  return manager?.endsWith('-operator') ? byOperator(manager, `label ${managedBy}=${manager}`) : undefined;
}

function byOperator(by: string, evidence: string): Method {
  return { method: 'Operator', managedBy: by.slice(0, 400), confidence: 0.8, evidence: [evidence.slice(0, 512)] };
}

/** Whether Kubernetes itself has the owner's kind: another controller would put back what we change. */
export function isBuiltIn({ apiVersion }: Pick<OwnerReference, 'apiVersion'>): boolean {
  return builtInGroups.has(apiVersion.split('/')[0] ?? '');
}
