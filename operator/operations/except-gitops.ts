import { targetString } from '../api/target.ts';
import { managerOf, nameOf } from './argo-application.ts';
import type { Inspection, Operation, OperationContext } from './operation.ts';

/**
 * The operation, refused on a workload that Argo CD manages: whether Argo CD puts back what is changed there or not, git is where it is
 * decided. That git says so is asked of Argo CD itself; a tracking id whose Application is gone keeps nobody.
 */
export function exceptGitOps(operation: Operation): Operation {
  const inspect = async (context: OperationContext): Promise<Inspection> => {
    const { client, target, object } = context;
    const manager = await managerOf(client, target, object);
    if (!manager) return operation.inspect(context);
    const message = `${nameOf(manager)} manages ${targetString(target)}: change it in git, or ask for argocd_sync.`;
    return { kind: 'refused', reason: 'GitOpsManaged', message };
  };
  return { ...operation, inspect };
}
