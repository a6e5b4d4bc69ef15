import { describe, expect, test } from '@jest/globals';
import type { RemediationPlanSpec } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aNode, aPod, aPool, aWorkload, configured } from '../../testing/cluster-objects.ts';
import { seenTarget, seenWorkload, unavailable, world } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { SeenWorld } from '../diagnosis/seen.ts';
import { builtInDefaults } from './defaults.ts';
import { planFor } from './plan-for.ts';

const anomaly = buildAnomaly({ type: 'anything_at_all' });
const planOf = (seen: SeenWorld): RemediationPlanSpec => planFor(diagnose(seen, anomaly.spec), anomaly, builtInDefaults);
const stepsOf = ({ steps }: RemediationPlanSpec) =>
  steps.map(({ action: { operation, target: of, parameters } }) =>
    [operation, targetString(of), parameters && JSON.stringify(parameters)].filter((part) => part !== undefined).join(' '),
  );
const checkpointsOf = ({ checkpoints = [] }: RemediationPlanSpec) => checkpoints.map(({ name, afterStep }) => `${name} after ${afterStep}`);

const labels = { 'node-role.kubernetes.io/worker': '' };
const ill = (type: string, { name = 'w1', status = 'True' } = {}) => aNode(name, { conditions: { [type]: status }, labels });
const waiting = aNode('w1', { labels, annotations: configured('a', 'b') });
const degraded = (Updating = 'False') => aPool('worker', { conditions: { Degraded: 'True', Updating } });
const pay = unavailable(aWorkload('Deployment', 'pay'));

const nothing = { knownGood: new Set<string>(), growable: [] };
const restorable = { ...nothing, knownGood: new Set(['worker']) };
const growing = (...nodes: readonly string[]) => ({
  ...nothing,
  growable: nodes.map((node) => ({ node, target: target('MachineSet/cloud/workers'), replicas: 3 })),
});

describe('a plan goes back to the known good, or asks for new nodes', () => {
  test.each<{ when: string; seen: SeenWorld; steps: string[]; checks: string[] }>([
    ...['True', 'False'].map((Updating) => ({
      when: `a pool is degraded, updating: ${Updating}, and was seen well before`,
      seen: world([seenTarget(degraded(Updating))], { relief: restorable }),
      steps: ['rollback_machine_config MachineConfigPool/worker'],
      checks: ['infrastructure-healthy after 1'],
    })),
    {
      when: 'a pool is degraded and was never seen well',
      seen: world([seenTarget(degraded())]),
      steps: ['monitor_mco MachineConfigPool/worker'],
      checks: ['infrastructure-healthy after 1'],
    },
    {
      when: 'the pool of a node that waits for its configuration is degraded',
      seen: world([seenTarget(waiting)], { pools: [degraded()], relief: restorable }),
      steps: ['rollback_machine_config MachineConfigPool/worker'],
      checks: ['infrastructure-healthy after 1'],
    },
    {
      when: 'an application stands on a node that waits for its configuration, whose pool is degraded',
      seen: world([seenWorkload(pay, [aPod('pay-1', { spec: { nodeName: 'w1' } })])], {
        nodes: [waiting],
        pools: [degraded()],
        relief: restorable,
      }),
      steps: ['rollback_machine_config MachineConfigPool/worker', 'restart_deployment Deployment/shop/pay'],
      checks: ['infrastructure-healthy after 1', 'application-healthy after 2'],
    },
    ...(['MemoryPressure', 'DiskPressure', 'PIDPressure'] as const).map((type) => ({
      when: `a node has ${type} and something makes nodes like it`,
      seen: world([seenTarget(ill(type))], { relief: growing('w1') }),
      steps: ['drain_node Node/w1', 'add_node_capacity MachineSet/cloud/workers {"replicas":4}'],
      checks: ['infrastructure-healthy after 2'],
    })),
    {
      when: 'two nodes of one group have pressure',
      seen: world([seenTarget(ill('MemoryPressure')), seenTarget(ill('DiskPressure', { name: 'w2' }))], {
        relief: growing('w1', 'w2'),
      }),
      steps: ['drain_node Node/w1', 'drain_node Node/w2', 'add_node_capacity MachineSet/cloud/workers {"replicas":5}'],
      checks: ['infrastructure-healthy after 3'],
    },
    {
      when: 'only one of two such nodes has a group',
      seen: world([seenTarget(ill('MemoryPressure')), seenTarget(ill('DiskPressure', { name: 'w2' }))], {
        relief: growing('w2'),
      }),
      steps: ['drain_and_reboot_node Node/w1', 'drain_node Node/w2', 'add_node_capacity MachineSet/cloud/workers {"replicas":4}'],
      checks: ['infrastructure-healthy after 3'],
    },
    {
      when: 'a node is not Ready and something makes nodes like it',
      seen: world([seenTarget(ill('Ready', { status: 'Unknown' }))], { relief: growing('w1') }),
      steps: ['drain_and_reboot_node Node/w1'],
      checks: ['infrastructure-healthy after 1'],
    },
  ])('when $when', ({ seen, steps, checks }) => {
    const plan = planOf(seen);
    expect(stepsOf(plan)).toEqual(steps);
    expect(checkpointsOf(plan)).toEqual(checks);
  });
});

test('what a plan will do about nodes and pools is in the diagnosis, so that it can be made again', () => {
  const found = diagnose(world([seenTarget(ill('MemoryPressure'))], { relief: growing('w1') }), anomaly.spec);
  expect(found.impactedResources).toMatchObject([{ state: 'MemoryPressure' }, { target: { kind: 'MachineSet' }, state: 'GrowsTo 4' }]);
  expect(found.dependencies).toEqual([{ from: 'Node/w1', to: 'MachineSet/cloud/workers', via: 'machine' }]);
  const pool = diagnose(world([seenTarget(waiting)], { pools: [degraded()], relief: restorable }), anomaly.spec);
  expect(pool.impactedResources).toMatchObject([{ state: 'Updating' }, { state: 'Degraded, KnownGood' }]);
});
