import { describe, expect, test } from '@jest/globals';
import { engineUser } from '../../e2e/harness/audit.ts';
import { allows, shippedGrants } from '../../e2e/rbac/rules.ts';
import { wordsOf, type Right } from '../api/right.ts';
import { engineApiVersion, groupOf } from '../kube/kinds.ts';
import type { ActionWish } from '../testing/action-builder.ts';
import { declaredFor } from '../testing/check-rights.ts';
import { aNode, aPod, aWorkload, ownedBy } from '../testing/cluster-objects.ts';
import { admit, bootedNode, executionEngine, replicaPod } from '../testing/execution-engine.ts';
import type { FakeEngineOptions } from '../testing/fake-engine.ts';
import { aMachineConfig, aSourcedPool, keptState, renderedFrom } from '../testing/machine-configs.ts';
import { webFormer, webNow } from '../testing/rollout-objects.ts';
import { carryOut } from '../testing/run-action.ts';
import type { Judge } from './observe.ts';
import type { Models } from './predict.ts';
import { makeOperations } from './registry.ts';
import { target } from '../testing/targets.ts';

const judge: Judge = { checks: [], runCheck: () => Promise.resolve({ result: 'Passed', message: '' }) };
const models: Models = { ask: () => Promise.reject(new Error('no model is asked')), modelUrl: '', modelHosts: [] };

type Objects = NonNullable<FakeEngineOptions['objects']>;

const wordsIn = (rights: readonly Right[]): string[] => [...new Set(rights.map(wordsOf))].sort();
const isForeign = ({ group }: Right): boolean => group !== groupOf(engineApiVersion);

/** That the rights are all that is needed, the tests of every operation show: see testing/check-rights.ts. This is that each is needed. */
describe('no more rights are named than are used by', () => {
  const master = bootedNode('w1', 'boot-1', { labels: { 'node-role.kubernetes.io/control-plane': '' } });
  const cordoned = aNode('w1', { spec: { unschedulable: true }, annotations: { 'coordination.selfheal.dev/was-unschedulable': 'false' } });
  const ours = { ...cordoned, metadata: { ...cordoned.metadata, annotations: { 'coordination.selfheal.dev/claim': 'uid-act-1' } } };
  const ofDaemonSet = aPod('log-1', { ownerReferences: ownedBy(aWorkload('DaemonSet', 'log')), spec: { nodeName: 'w1' } });
  const expired = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { namespace: 'medik8s-leases', name: 'node-w1' },
    spec: { holderIdentity: 'other', leaseDurationSeconds: 1, renewTime: '2020-01-01T00:00:00.000000Z' },
  };
  const web = webNow();
  const tracking = { annotations: { 'argocd.argoproj.io/tracking-id': 'argocd_web:apps/Deployment:shop/web' } };
  const resources = [{ group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }];
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { namespace: 'argocd', name: 'web' },
    spec: {},
    status: { resources },
  };
  const good = renderedFrom('rendered-a', '99-tuning');
  const degraded = aSourcedPool({ wanted: renderedFrom('rendered-b', '99-tuning'), present: good, degraded: true });
  const kept = keptState('rendered-a', [aMachineConfig('99-tuning')]);
  const containers = [{ name: 'main', limits: { cpu: '1' } }];
  const app = { type: 'application_remediation', namespace: 'shop' } as const;
  const operations = [...makeOperations(judge, models, 'self-healing-platform').values()];
  const drained: Objects = [aNode('w1'), replicaPod('web-a'), ofDaemonSet, aWorkload('DaemonSet', 'log')];

  test.each<{ on: string; wish: ActionWish; worlds: readonly Objects[] }>([
    { on: 'a node', wish: { operation: 'cordon_node' }, worlds: [[aNode('w1')]] },
    { on: 'a node', wish: { operation: 'uncordon_node' }, worlds: [[ours]] },
    { on: 'a node', wish: { operation: 'drain_node' }, worlds: [drained, [...drained, expired]] },
    {
      on: 'a node of the control plane',
      wish: { operation: 'drain_node' },
      worlds: [
        [...drained.slice(1), master],
        [...drained.slice(1), master, expired],
      ],
    },
    { on: 'a workload', wish: { type: 'resource_scaling', target: 'Deployment/shop/web', parameters: { replicas: 3 } }, worlds: [[web]] },
    {
      on: 'a workload with a tracking id',
      wish: { type: 'resource_scaling', target: 'Deployment/shop/web', parameters: { replicas: 3 } },
      worlds: [[aWorkload('Deployment', 'web', tracking)]],
    },
    {
      on: 'a workload',
      wish: { type: 'resource_scaling', operation: 'update_resources', target: 'Deployment/shop/web', parameters: { containers } },
      worlds: [[web]],
    },
    { on: 'a workload', wish: { ...app, target: 'Deployment/shop/web' }, worlds: [[web]] },
    { on: 'a Deployment', wish: { ...app, operation: 'rollout_undo', target: 'Deployment/shop/web' }, worlds: [[web, webFormer]] },
    { on: 'a pod', wish: { ...app, operation: 'delete_pod', target: 'Pod/shop/web-a' }, worlds: [[replicaPod('web-a')]] },
    {
      on: 'a workload of an Application',
      wish: { ...app, operation: 'argocd_sync', target: 'Deployment/shop/web' },
      worlds: [[aWorkload('Deployment', 'web', tracking), application]],
    },
    {
      on: 'a pool with a changed MachineConfig',
      wish: { operation: 'rollback_machine_config', target: 'MachineConfigPool/worker' },
      worlds: [[degraded, aMachineConfig('99-tuning', { argument: 'broken' }), ...kept]],
    },
  ])('$wish.operation $wish.type on $on', async ({ wish, worlds }) => {
    const [used, declared]: [Right[], Right[]] = [[], []];
    for (const objects of worlds) {
      const engine = executionEngine(objects, { operations });
      const action = await carryOut(engine, admit(engine, wish), 250);
      expect(action.status?.intents?.length ?? 0).toBeGreaterThan(0);
      used.push(...engine.cluster.used.filter(isForeign));
      declared.push(...declaredFor(engine, action));
    }
    const isBroad = (right: Right): boolean => wordsIn(declared).includes(wordsOf({ ...right, namespace: undefined }));
    const asNamed = used.map((right) => (isBroad(right) ? { ...right, namespace: undefined } : right));
    expect(wordsIn(declared)).toEqual(wordsIn(asNamed));
  });
});

describe('each right is granted by the shipped roles', () => {
  const grants = shippedGrants();
  const via = (namespace: string) => ({ via: { namespace, name: 'x' } });
  const strategy = (name: string) => ({ operation: 'drain_and_reboot_node', before: { strategy: name, ...via('machines') } }) as const;
  const deployment = 'Deployment/shop/web';
  const bothWays = {
    machineConfigs: [
      { name: 'a', was: 'x', good: 'y' },
      { name: 'b', good: 'y' },
    ],
  };

  test.each<{ operation: ActionWish['operation']; on?: string; before?: Readonly<Record<string, unknown>> }>([
    { operation: 'monitor_mco' },
    { operation: 'monitor_mco', on: 'MachineConfigPool/worker' },
    { operation: 'monitor_cluster_operator', on: 'ClusterOperator/network' },
    { operation: 'cordon_node' },
    { operation: 'uncordon_node' },
    { operation: 'drain_node', on: 'Node/engine-node' },
    strategy('Job'),
    strategy('SelfNodeRemediation'),
    strategy('FenceAgentsRemediation'),
    strategy('MachineDeletionRemediation'),
    strategy('Metal3Reboot'),
    strategy('RemediateMachine'),
    { operation: 'restart_kubelet' },
    { operation: 'rollback_machine_config', on: 'MachineConfigPool/worker', before: bothWays },
    { operation: 'add_node_capacity', on: 'MachineSet/cloud/workers' },
    { operation: 'add_node_capacity', on: 'MachineDeployment/cloud/workers' },
    { operation: 'add_node_capacity', on: 'NodePool/workers' },
    { operation: 'scale_workload', on: deployment },
    { operation: 'scale_workload', on: 'ReplicaSet/shop/web' },
    { operation: 'update_resources', on: 'StatefulSet/shop/web' },
    { operation: 'restart_deployment', on: 'DaemonSet/shop/web' },
    { operation: 'restart_operator', on: deployment },
    { operation: 'rollout_undo', on: 'StatefulSet/shop/web' },
    { operation: 'delete_pod', on: 'Pod/shop/web-1' },
    { operation: 'argocd_sync', on: 'Application/argocd/web' },
    { operation: 'argocd_sync', on: deployment, before: { applicationNamespace: 'argocd' } },
    { operation: 'helm_rollback', on: deployment },
    { operation: 'reconcile_owner', on: deployment },
    { operation: 'run_job', on: deployment },
    { operation: 'observe' },
    { operation: 'predict', on: 'InferenceService/shop/model' },
    { operation: 'correlate', on: 'Namespace/shop' },
  ])('that $operation needs on $on', ({ operation, on = 'Node/w1', before = {} }) => {
    const engine = executionEngine([]);
    const action = admit(engine, { operation, target: target(on), status: { phase: 'Admitted', before } });
    const beyond = declaredFor(engine, action).filter((right) => !grants.some((grant) => allows(grant, { ...right, account: engineUser })));
    expect(beyond.map(wordsOf)).toEqual([]);
  });

  test('the owner that reconcile_owner found is named, and up to the administrator', () => {
    const engine = executionEngine([]);
    const owner = { apiVersion: 'example.com/v1', kind: 'Shop', plural: 'shops', namespaced: true, namespace: 'shop', name: 'x', uid: 'u' };
    const wish = { operation: 'reconcile_owner', target: deployment, status: { phase: 'Admitted', before: { owner } } } as const;
    const named = declaredFor(engine, admit(engine, wish)).map(wordsOf);
    expect(named).toEqual(['get deployments.apps in shop', 'get shops.example.com in shop', 'patch shops.example.com in shop']);
  });
});
