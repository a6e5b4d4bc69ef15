import { describe, expect, test } from '@jest/globals';
import type { CheckType } from '../api/generated/types.ts';
import { objectionToPlan } from '../domain/progression/validate-plan.ts';
import { layerChecks } from '../domain/planning/defaults.ts';
import { aClusterOperator, aNode, aPod, aPool, aService, aSlice, aWorkload, type Conditions } from '../testing/cluster-objects.ts';
import { caseIds, givenBy } from '../testing/engine-cases.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { buildCheckpoint, buildPlan } from '../testing/plan-builder.ts';
import { testRules } from '../testing/simulate-plan.ts';
import { target } from '../testing/targets.ts';
import { kinds } from '../kube/kinds.ts';
import { makeRunCheck } from './run-check.ts';

type Objects = NonNullable<ConstructorParameters<typeof FakeCluster>[0]>['objects'];

const check = (type: CheckType, targets: readonly string[], objects: Objects) =>
  makeRunCheck({ client: new FakeCluster({ objects }) })(type, { targets: targets.map(target), parameters: {} });

interface Counts {
  readonly name?: string;
  readonly machineCount?: number;
  readonly updatedMachineCount?: number;
  readonly degradedMachineCount?: number;
}
interface Pool {
  readonly MachineConfigPool: {
    readonly status: Counts & { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
  };
}

const pool = (machineCount: number, updatedMachineCount: number, updating: string, degraded: string): Pool => ({
  MachineConfigPool: {
    status: {
      machineCount,
      updatedMachineCount,
      degradedMachineCount: degraded === 'True' ? 1 : 0,
      conditions: [
        { type: 'Updating', status: updating },
        { type: 'Degraded', status: degraded },
      ],
    },
  },
});

describe('what related engines say of a MachineConfigPool', () => {
  test.each([
    { id: 'ckpt-mcp-2-updating', own: pool(3, 2, 'True', 'False'), message: /is not updated yet/ },
    { id: 'ckpt-mcp-3-degraded', own: pool(3, 3, 'False', 'True'), message: /is degraded/ },
    { id: 'ckpt-mcp-4-machines-not-updated', own: pool(5, 3, 'False', 'False'), message: /is not updated yet/ },
  ])('$id: it is not stable', async ({ id, own, message }) => {
    const { status } = givenBy(id, own).MachineConfigPool;
    const verdict = await check('mco_stable', ['MachineConfigPool/worker'], [aPool('worker', { status })]);
    expect(verdict).toEqual({ result: 'Failed', message: expect.stringMatching(message) });
  });

  test('ckpt-mcp-7-one-of-many: one that updates is enough, and is named', async () => {
    const own = {
      pools: [
        { name: 'worker', updating: false },
        { name: 'master', machineCount: 3, updatedMachineCount: 2, updating: true },
      ],
    };
    const { pools } = givenBy<{ pools: readonly (Counts & { readonly name: string; readonly updating: boolean })[] }>(
      'ckpt-mcp-7-one-of-many',
      own,
    );
    const objects = pools.map(({ name, updating, ...status }) =>
      aPool(name, { conditions: updating ? { Updating: 'True', Updated: 'False' } : {}, ...(updating && { status }) }),
    );
    const verdict = await check(
      'mco_stable',
      pools.map(({ name }) => `MachineConfigPool/${name}`),
      objects,
    );
    expect(verdict).toEqual({ result: 'Failed', message: 'MachineConfigPool master is not updated yet' });
  });

  test('ckpt-mcp-8-no-pools: nothing to judge is NotApplicable here, not passed', async () => {
    expect((await check('mco_stable', ['Node/w1'], [aNode('w1')])).result).toBe('NotApplicable');
  });

  test('ckpt-mcp-9-seed: degraded machines and an update in progress are told apart', async () => {
    const { pools } = givenBy<{ pools: readonly Counts[] }>('ckpt-mcp-9-seed', {
      pools: [{ degradedMachineCount: 1 }, { machineCount: 3, updatedMachineCount: 2, degradedMachineCount: 0 }],
    });
    const verdicts = await Promise.all(
      pools.map((counts) =>
        check('mco_stable', ['MachineConfigPool/worker'], [aPool('worker', { status: { ...aPool('worker').status, ...counts } })]),
      ),
    );
    expect(verdicts).toEqual([
      { result: 'Failed', message: 'MachineConfigPool worker is degraded' },
      { result: 'Failed', message: 'MachineConfigPool worker is not updated yet' },
    ]);
  });
});

describe('what related engines say of other checks', () => {
  test('ckpt-nodes-ready: a node that reports nothing is not ready', async () => {
    const { nodes } = givenBy('ckpt-nodes-ready', {
      nodes: [
        { name: 'a', Ready: 'True' },
        { name: 'b', Ready: 'Unknown' },
      ],
    });
    const objects = nodes.map(({ name, Ready }) => aNode(name, { conditions: { Ready } }));
    const verdict = await check(
      'node_ready',
      nodes.map(({ name }) => `Node/${name}`),
      objects,
    );
    expect(verdict).toEqual({ result: 'Failed', message: 'Node b does not report whether it is Ready' });
  });

  test('ckpt-empty-cluster: where nothing is, no layer is called healthy', async () => {
    const client = new FakeCluster({ missing: [kinds.MachineConfigPool, kinds.ClusterOperator] });
    for (const type of Object.values(layerChecks).flat())
      expect((await makeRunCheck({ client })(type, { targets: [], parameters: {} })).result).toBe('NotApplicable');
  });

  test('ckpt-clusteroperators: available and not degraded, or not ready', async () => {
    const own: Conditions[] = [
      { Available: 'True', Degraded: 'False' },
      { Available: 'True', Degraded: 'True' },
      { Available: 'False', Degraded: 'False' },
      { conditions: 'none' },
    ];
    const { clusteroperators } = givenBy<{ clusteroperators: readonly Conditions[] }>('ckpt-clusteroperators', { clusteroperators: own });
    const results = await Promise.all(
      clusteroperators.map(async ({ conditions, ...said }) => {
        const object = aClusterOperator('dns', conditions === undefined ? said : { Available: 'Unknown' });
        return (await check('openshift_operators_ready', ['ClusterOperator/dns'], [object])).result;
      }),
    );
    expect(results).toEqual(['Passed', 'Failed', 'Failed', 'Failed']);
  });

  test('ckpt-neg-unknown-check: endpoints_healthy is known, and what is not known is refused with the plan', async () => {
    const service = aService('pay');
    const objects = [
      aWorkload('Deployment', 'pay'),
      aPod('pay-1', { labels: { app: 'pay' } }),
      service,
      aSlice(service, [{ ready: true }]),
    ];
    expect((await check('endpoints_healthy', ['Deployment/shop/pay'], objects)).result).toBe('Passed');
    const unknown = buildPlan({ checkpoints: [buildCheckpoint('application', 1, ['nothing_of_that_name' as CheckType])] });
    expect(objectionToPlan(unknown, testRules)?.reason).toBe('InvalidPlan');
  });

  test('ckpt-neg-namespace: the pods of the target count, wherever they are', async () => {
    const own = { target: 'production/payment-service', pods: [{ namespace: 'production', name: 'payment-1', phase: 'Pending' }] };
    const { target: where, pods } = givenBy('ckpt-neg-namespace', own);
    const [namespace = '', name = ''] = where.split('/');
    const objects = [
      aWorkload('Deployment', name, { namespace, status: { readyReplicas: 1 } }),
      ...pods.map((one) =>
        aPod(one.name, { namespace: one.namespace, phase: one.phase, ready: one.phase === 'Running', labels: { app: name } }),
      ),
    ];
    expect((await check('pods_running', [`Deployment/${where}`], objects)).result).toBe('Failed');
  });

  test('ckpt-neg-unrelated-node: a node that the plan does not touch does not count', async () => {
    const own = {
      plan_target_node: 'worker-1',
      nodes: [
        { name: 'worker-1', Ready: 'True' },
        { name: 'worker-9', Ready: 'False' },
      ],
    };
    const { plan_target_node: on, nodes } = givenBy('ckpt-neg-unrelated-node', own);
    const objects = nodes.map(({ name, Ready }) => aNode(name, { conditions: { Ready } }));
    expect((await check('node_ready', [`Node/${on}`], objects)).result).toBe('Passed');
  });

  test('ckpt-scenario-node-pressure: Ready alone is not enough', async () => {
    const { node } = givenBy<{ node: Conditions }>('ckpt-scenario-node-pressure', { node: { Ready: 'True', MemoryPressure: 'True' } });
    const objects = [aNode('w1', { conditions: node })];
    expect((await check('node_ready', ['Node/w1'], objects)).result).toBe('Passed');
    expect((await check('no_node_pressure', ['Node/w1'], objects)).result).toBe('Failed');
  });

  test('none of their cases is left out', () => {
    const here = [
      ...['ckpt-mcp-2-updating', 'ckpt-mcp-3-degraded', 'ckpt-mcp-4-machines-not-updated', 'ckpt-mcp-7-one-of-many', 'ckpt-mcp-8-no-pools'],
      ...['ckpt-mcp-9-seed', 'ckpt-nodes-ready', 'ckpt-empty-cluster', 'ckpt-clusteroperators', 'ckpt-neg-unknown-check'],
      ...['ckpt-neg-namespace', 'ckpt-neg-unrelated-node', 'ckpt-scenario-node-pressure'],
    ];
    expect(caseIds('ckpt-').filter((id) => !here.includes(id))).toEqual([]);
  });
});
