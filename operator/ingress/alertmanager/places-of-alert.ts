import type { Target } from '../../api/generated/types.ts';
import { isClusterScoped, isNamespaceName } from '../../api/target.ts';
import type { AlertReport } from '../../domain/alerts/anomaly-from-alert.ts';

/**
 * The namespaces in which an alert may be stored, the best first: the system's when it names something that has none, the one that its labels
 * name, the system's for whatever cannot be stored there, and where they name neither that of who sent it. Whoever may report in the system
 * namespace reports everything to the same place, through whichever door.
 */
export function placesOfAlert({ spec, targets }: AlertReport, systemNamespace: string, own: string | undefined): string[] {
  const named = targets.find(({ namespace }) => namespace !== undefined)?.namespace ?? namespaceOf(spec);
  const system = targets.some(isOfCluster) ? [systemNamespace] : [];
  const others = [named, systemNamespace, named === undefined && system.length === 0 ? own : undefined];
  return [...new Set([...system, ...others.filter((one) => one !== undefined)])];
}

function isOfCluster({ kind }: Target): boolean {
  return isClusterScoped(kind);
}

/** What was measured comes before where it was measured. */
function namespaceOf({ details = {} }: AlertReport['spec']): string | undefined {
  const named = details['exported_namespace'] ?? details['namespace'];
  return typeof named === 'string' && isNamespaceName(named) ? named : undefined;
}
