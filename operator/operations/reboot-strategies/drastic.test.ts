import { describe, expect, test } from '@jest/globals';
import { kinds, type Kind } from '../../kube/kinds.ts';
import type { ActionWish } from '../../testing/action-builder.ts';
import { admit, bootedNode, executionEngine, writesOn } from '../../testing/execution-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { carryOut } from '../../testing/run-action.ts';

const template = ({ apiVersion, kind }: Kind) => ({
  apiVersion,
  kind,
  metadata: { namespace: 'medik8s', name: 'usual' },
  spec: { template: { spec: { remediationStrategy: 'Automatic' } } },
});
const owner = { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'MachineSet', name: 's', uid: 's', controller: true };
const machine = {
  apiVersion: 'cluster.x-k8s.io/v1beta1',
  kind: 'Machine',
  metadata: { namespace: 'machines', name: 'm1', ownerReferences: [owner] },
  spec: {},
};
const capi = { 'cluster.x-k8s.io/machine': 'm1', 'cluster.x-k8s.io/cluster-namespace': 'machines' };
const openshift = { 'machine.openshift.io/machine': 'machines/m1' };

const ways = [
  {
    way: 'FenceAgentsRemediation',
    does: 'cuts the power of the node',
    annotations: {},
    object: template(kinds.FenceAgentsRemediationTemplate),
  },
  {
    way: 'MachineDeletionRemediation',
    does: 'deletes the machine',
    annotations: openshift,
    object: template(kinds.MachineDeletionRemediationTemplate),
  },
  { way: 'RemediateMachine', does: 'deletes the machine', annotations: capi, object: machine },
];

describe.each(ways)('$way, which $does, as the only way left', ({ way, does, annotations, object }) => {
  function scene(wish: ActionWish = {}) {
    const engine = executionEngine([bootedNode('w1', 'boot-1', { conditions: { Ready: 'Unknown' }, annotations }), object]);
    return { ...engine, engine, carry: () => carryOut(engine, admit(engine, { operation: 'drain_and_reboot_node', ...wish }), 250) };
  }

  test('is not taken by itself: it waits, and says for what', async () => {
    const { carry, engine } = scene();
    const { status } = await carry();
    expect(status).toMatchObject({ phase: 'Blocked', reason: 'NoRebootStrategy' });
    expect(status?.message).toMatch(
      new RegExp(`the only other way, ${way}, ${does}.*: parameters.strategy has to name it, or a person has to approve`),
    );
    expect(writesOn(engine, 'Node')).toEqual([]);
  });

  const plan = { name: 'plan-test', uid: 'uid-plan-test' };

  test.each<{ when: string; wish: ActionWish }>([
    { when: 'it is named', wish: { parameters: { strategy: way } } },
    { when: 'a person approved the action', wish: { approval: { decision: 'Approved', by: 'ann' } } },
    { when: 'a person approved its plan', wish: { plan } },
  ])('is taken when $when', async ({ wish }) => {
    const { carry, put } = scene(wish);
    put(buildPlan({ ...plan, approval: { decision: 'Approved', by: 'ann' } }));
    expect((await carry()).status).toMatchObject({ phase: 'Running', before: { strategy: way } });
  });
});
