import type { Target } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { managedBy } from '../../domain/diagnosis/links.ts';
import { targetOf, type ConditionedWorkload, type Link } from '../../domain/diagnosis/seen.ts';
import type { KubeClient } from '../../kube/client.ts';
import { unless } from '../../kube/errors.ts';
import { isAutomated, managerOf, type Application } from '../../operations/argo-application.ts';
import { isSpent } from './limited-reads.ts';

/** A workload and the Application that manages it. */
export interface Managed {
  readonly target: Target;
  readonly application: Application;
}

/** Live: which of the workloads an Application manages; only what carries Argo CD's mark is looked up. */
export async function readManaged(client: KubeClient, workloads: readonly ConditionedWorkload[]): Promise<Managed[]> {
  const found = workloads.map(async (workload) => {
    const target = targetOf(workload);
    const application = await managerOf(client, target, workload).catch(unless(isSpent));
    return application ? [{ target, application }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** The keys of those that Argo CD syncs by itself. */
export function selfSyncedOf(managed: readonly Managed[]): ReadonlySet<string> {
  return new Set(managed.filter(({ application }) => isAutomated(application)).map(({ target }) => targetKey(target)));
}

/** Who keeps what as it is. */
export function linksOf(managed: readonly Managed[]): Link[] {
  return managed.map(({ target, application }) => ({ from: target, to: targetOf(application), via: managedBy }));
}
