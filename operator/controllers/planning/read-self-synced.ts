import { targetKey } from '../../api/target.ts';
import { targetOf, type ConditionedWorkload } from '../../domain/diagnosis/seen.ts';
import type { KubeClient } from '../../kube/client.ts';
import { isAutomated, managerOf } from '../../operations/argo-application.ts';

/** Live: the keys of those workloads whose Application Argo CD syncs by itself; only what carries Argo CD's mark is looked up. */
export async function readSelfSynced(client: KubeClient, workloads: readonly ConditionedWorkload[]): Promise<ReadonlySet<string>> {
  const keys = workloads.map(async (workload) => {
    const target = targetOf(workload);
    const application = await managerOf(client, target, workload);
    return application && isAutomated(application) ? [targetKey(target)] : [];
  });
  return new Set((await Promise.all(keys)).flat());
}
