import type { Anomaly, Target } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import { isClusterScoped, targetString } from '../../api/target.ts';

/** Why an object in this namespace may not name the target; undefined when it may. The system namespace may name everything. */
export function objectionToTarget(
  target: Target,
  namespace: string | undefined,
  systemNamespace: string,
): { readonly reason: Reason; readonly message: string } | undefined {
  if (namespace === systemNamespace) return undefined;
  if (isClusterScoped(target.kind)) {
    const message = `${targetString(target)} is cluster-scoped; report it in ${systemNamespace}`;
    return { reason: 'ClusterScopedTarget', message };
  }
  if (target.namespace === undefined || target.namespace === namespace) return undefined;
  const message = `${targetString(target)} lies in another namespace; report it there or in ${systemNamespace}`;
  return { reason: 'CrossNamespaceTarget', message };
}

/** The first objection to a target of the anomaly. */
export function objectionToTargets({ metadata, spec }: Anomaly, systemNamespace: string): ReturnType<typeof objectionToTarget> {
  return (spec.targets ?? [])
    .map((target) => objectionToTarget(target, metadata.namespace, systemNamespace))
    .find((one) => one !== undefined);
}
