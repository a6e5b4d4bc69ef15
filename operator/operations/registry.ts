import { addNodeCapacity } from './add-node-capacity.ts';
import { argocdSync } from './argocd-sync.ts';
import { cordonNode } from './cordon-node.ts';
import { makeCorrelate } from './correlate.ts';
import { deletePod } from './delete-pod.ts';
import { drainAndRebootNode } from './drain-and-reboot-node.ts';
import { drainNode } from './drain-node.ts';
import { exceptGitOps } from './except-gitops.ts';
import { helmRollback } from './helm-rollback.ts';
import { monitorClusterOperator } from './monitor-cluster-operator.ts';
import { monitorMco } from './monitor-mco.ts';
import { makeObserve, type Judge } from './observe.ts';
import type { Operation } from './operation.ts';
import { makePredict, type Models } from './predict.ts';
import { rollbackMachineConfig } from './rollback-machine-config.ts';
import { runJob } from './run-job.ts';
import { reconcileOwner } from './reconcile-owner.ts';
import { restartKubelet } from './restart-kubelet.ts';
import { restartDeployment } from './restart-deployment.ts';
import { restartOperator } from './restart-operator.ts';
import { makeRolloutUndo } from './rollout-undo.ts';
import { scaleWorkload } from './scale-workload.ts';
import { uncordonNode } from './uncordon-node.ts';
import { updateResources } from './update-resources.ts';

/** Every operation that is built, by name; one that is missing here is Unsupported. */
export function makeOperations(judge: Judge, models: Models, systemNamespace: string): ReadonlyMap<string, Operation> {
  const operations: readonly Operation[] = [
    monitorMco,
    rollbackMachineConfig,
    addNodeCapacity,
    monitorClusterOperator,
    makeObserve(judge),
    cordonNode,
    uncordonNode,
    drainNode,
    drainAndRebootNode,
    restartKubelet,
    ...[scaleWorkload, updateResources, makeRolloutUndo(systemNamespace), restartDeployment, restartOperator].map(exceptGitOps),
    deletePod,
    reconcileOwner,
    argocdSync,
    makePredict(models),
    makeCorrelate(systemNamespace),
    runJob,
    exceptGitOps(helmRollback),
  ];
  return new Map(operations.map((operation) => [operation.name, operation]));
}
