import { targetKey } from '../../api/target.ts';
import { targetOf, type ConditionedWorkload } from '../../domain/diagnosis/seen.ts';
import type { KubeClient } from '../../kube/client.ts';
import { isForbidden, unless } from '../../kube/errors.ts';
import { isSpent } from './limited-reads.ts';
import { readHelmConfig } from '../../operations/helm-config.ts';
import { releaseOf } from '../../operations/helm-release.ts';

/**
 * Live: the keys of those workloads whose Helm release may be rolled back, since the owner of the namespace configured it; each namespace
 * of such a workload is asked once. `own` is the engine's ServiceAccount, as `namespace/name`.
 */
export async function readRollable(
  client: KubeClient,
  workloads: readonly ConditionedWorkload[],
  own: string,
): Promise<ReadonlySet<string>> {
  const released = workloads.filter((workload) => typeof releaseOf(workload) !== 'string');
  const byNamespace = Map.groupBy(released, ({ metadata }) => metadata.namespace ?? '');
  const keys = Array.from(byNamespace, async ([namespace, group]) => {
    // A namespace that lends the engine only a part of the rights must not keep an incident of others from being planned.
    const config = await readHelmConfig(client, namespace, own).catch(
      unless((error) => isForbidden(error) || isSpent(error), { reason: 'Forbidden' }),
    );
    return 'reason' in config ? [] : group.map((workload) => targetKey(targetOf(workload)));
  });
  return new Set((await Promise.all(keys)).flat());
}
