import type { RemediationAction } from '../api/generated/types.ts';
import { indexForForetelling } from '../controllers/arbitration/foretell.ts';
import { addIndexes } from '../controllers/execution/owners.ts';
import { kinds } from '../kube/kinds.ts';
import { addNodeCapacity } from '../operations/add-node-capacity.ts';
import { argocdSync } from '../operations/argocd-sync.ts';
import { cordonNode } from '../operations/cordon-node.ts';
import { deletePod } from '../operations/delete-pod.ts';
import { drainAndRebootNode } from '../operations/drain-and-reboot-node.ts';
import { drainNode } from '../operations/drain-node.ts';
import { restartKubelet } from '../operations/restart-kubelet.ts';
import { reconcileOwner } from '../operations/reconcile-owner.ts';
import { restartDeployment } from '../operations/restart-deployment.ts';
import { rollbackMachineConfig } from '../operations/rollback-machine-config.ts';
import { restartOperator } from '../operations/restart-operator.ts';
import { makeRolloutUndo } from '../operations/rollout-undo.ts';
import { scaleWorkload } from '../operations/scale-workload.ts';
import { uncordonNode } from '../operations/uncordon-node.ts';
import { updateResources } from '../operations/update-resources.ts';
import { buildAction, type ActionWish } from './action-builder.ts';
import { aNode, aPod } from './cluster-objects.ts';
import { fakeEngine, usualSettings, type FakeEngine, type FakeEngineOptions } from './fake-engine.ts';

const operations = [
  cordonNode,
  uncordonNode,
  drainNode,
  drainAndRebootNode,
  restartKubelet,
  rollbackMachineConfig,
  addNodeCapacity,
  restartDeployment,
  scaleWorkload,
  updateResources,
  makeRolloutUndo(usualSettings.systemNamespace),
  deletePod,
  reconcileOwner,
  restartOperator,
  argocdSync,
];

/** Who writes templates, where that is opted into. */
export const rolloutUndoAccount = { namespace: usualSettings.systemNamespace, name: 'rollout-undo' };

/** An engine that executes: every operation with effects, every call allowed, and what can be opted into is. */
export function executionEngine(given: FakeEngineOptions['objects'], options: FakeEngineOptions = {}): FakeEngine {
  const objects = [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: rolloutUndoAccount }, ...(given ?? [])];
  const engine = fakeEngine({ objects, operations, allow: ['* *'], ...options });
  addIndexes(engine.deps.caches);
  indexForForetelling(engine.deps);
  return engine;
}

/** An admitted action, in the cluster and in the cache. */
export function admit(engine: FakeEngine, wish: ActionWish = {}): RemediationAction {
  const action = buildAction({ name: 'act-1', status: { phase: 'Admitted' }, ...wish });
  engine.put(action);
  return action;
}

/** The mutations of objects of that kind, or kind/subresource, that were to be stored, so far. */
export function writesOn({ cluster }: FakeEngine, what: string): FakeEngine['cluster']['calls'] {
  return cluster.calls.filter((call) => call.what === what && !['get', 'list'].includes(call.verb) && !isDryRun(call));
}

/** Whether the API server was only to judge it. */
export function isDryRun({ options = {} }: FakeEngine['cluster']['calls'][number]): boolean {
  return 'dryRun' in options && options.dryRun === true;
}

/** The node as the cluster has it. */
export function nodeNow({ cluster }: FakeEngine, name = 'w1') {
  return cluster.peek(kinds.Node, { name });
}

/** A node in the boot of that id. */
export function bootedNode(name: string, bootID = 'boot-1', parts: Parameters<typeof aNode>[1] = {}) {
  const node = aNode(name, parts);
  return { ...node, status: { ...node.status, nodeInfo: { bootID } } };
}

/** A pod of a ReplicaSet on node w1. */
export function replicaPod(name: string, parts: Parameters<typeof aPod>[1] = {}) {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'uid-web-1', controller: true };
  return aPod(name, { ownerReferences: [owner], ...parts, spec: { nodeName: 'w1', ...parts.spec } });
}
