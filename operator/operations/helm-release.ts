import type { KubeObject } from '../kube/client.ts';
import { isObjectName, targetString } from '../api/target.ts';

/** Written by Helm on everything that a release consists of. */
const releaseName = 'meta.helm.sh/release-name';
const releaseNamespace = 'meta.helm.sh/release-namespace';
const managedBy = 'app.kubernetes.io/managed-by';

const longestName = 53;

/**
 * The release in the workload's own namespace that the workload says it is of, or why there is none to roll back. A release elsewhere is
 * not taken: whoever may write the workload could name any.
 */
export function releaseOf({ kind, metadata }: Pick<KubeObject, 'kind' | 'metadata'>): { readonly release: string } | string {
  const { annotations = {}, labels = {}, namespace, name } = metadata;
  const workload = targetString({ kind, namespace, name });
  const release = annotations[releaseName];
  if (release === undefined || labels[managedBy] !== 'Helm') return `${workload} is of no Helm release.`;
  const where = annotations[releaseNamespace];
  if (where !== namespace) return `The release ${release} of ${workload} is in namespace ${where}; only one in its own is rolled back.`;
  const valid = isObjectName(release) && release.length <= longestName;
  return valid ? { release } : `${workload} names a release that cannot be one.`;
}
