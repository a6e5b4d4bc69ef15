import { describe, expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { Terminal } from '../../kube/errors.ts';
import { kinds, type Kind } from '../../kube/kinds.ts';
import { admit, bootedNode, executionEngine, nodeNow, writesOn } from '../../testing/execution-engine.ts';
import type { FakeEngine } from '../../testing/fake-engine.ts';
import { carryOut, pass, stored } from '../../testing/run-action.ts';

const unknown = { conditions: { Ready: 'Unknown' } };
const machineOf = { annotations: { 'machine.openshift.io/machine': 'machines/m1' } };
const capi = { annotations: { 'cluster.x-k8s.io/machine': 'm1', 'cluster.x-k8s.io/cluster-namespace': 'machines' } };
const unplaced = { annotations: { ...capi.annotations, 'cluster.x-k8s.io/cluster-namespace': '' } };
const reboot = (engine: FakeEngine, strategy?: string) =>
  admit(engine, { operation: 'drain_and_reboot_node', ...(strategy && { parameters: { strategy } }) });

const template = (kind: Kind, name: string, spec: object = { remediationStrategy: 'Automatic' }) => ({
  apiVersion: kind.apiVersion,
  kind: kind.kind,
  metadata: { namespace: 'medik8s', name },
  spec: { template: { spec } },
});
const snrTemplate = template(kinds.SelfNodeRemediationTemplate, 'automatic');
const host = (more: object = {}, meta: object = {}) => ({
  apiVersion: 'metal3.io/v1alpha1',
  kind: 'BareMetalHost',
  metadata: { namespace: 'metal', name: 'h1', uid: 'host-uid', ...meta },
  spec: { online: true, ...more },
});
const controller = { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'MachineSet', name: 's', uid: 's', controller: true };
const machine = (meta: object = {}) => ({
  apiVersion: 'cluster.x-k8s.io/v1beta1',
  kind: 'Machine',
  metadata: { namespace: 'machines', name: 'm1', ownerReferences: [controller], ...meta },
  spec: {},
});
const ofOther = { ...machine(), status: { nodeRef: { name: 'w2' } } };

/** The node comes up in another boot; another node of its name when a uid is given. */
function boot(engine: FakeEngine, uid?: string): void {
  const node = nodeNow(engine) ?? bootedNode('w1');
  const metadata = uid === undefined ? node.metadata : { name: 'w1', uid };
  const spec = uid === undefined ? Reflect.get(node, 'spec') : {};
  engine.cluster.put({
    ...node,
    metadata,
    spec,
    status: { conditions: [{ type: 'Ready', status: 'True' }], nodeInfo: { bootID: 'boot-2' } },
  });
}

/** The remediator says how far it is. */
function say(engine: FakeEngine, kind: Kind, conditions: Readonly<Record<string, string>>): void {
  const found = engine.cluster.peek(kind, { namespace: 'medik8s', name: 'w1' });
  const listed = Object.entries(conditions).map(([type, status]) => ({ type, status, message: 'its agent is dead' }));
  engine.cluster.put({ ...found, status: { conditions: listed } } as never);
}

const remediation = ({ cluster }: FakeEngine, kind: Kind = kinds.SelfNodeRemediation) =>
  cluster.peek(kind, { namespace: 'medik8s', name: 'w1' });

describe('the choice of a way to reboot', () => {
  test.each([
    { when: 'the kubelet answers', objects: [bootedNode('w1'), snrTemplate], strategy: 'Job' },
    { when: 'it is asked for', objects: [bootedNode('w1'), snrTemplate], asked: 'SelfNodeRemediation', strategy: 'SelfNodeRemediation' },
    { when: 'it is the only other one', objects: [bootedNode('w1', 'boot-1', unknown), snrTemplate], strategy: 'SelfNodeRemediation' },
    {
      when: 'the provider id names the host',
      objects: [{ ...bootedNode('w1', 'boot-1', unknown), spec: { providerID: 'metal3://metal/h1/m3' } }, host()],
      strategy: 'Metal3Reboot',
    },
    {
      when: 'the provider id is the uid of the host',
      objects: [{ ...bootedNode('w1', 'boot-1', unknown), spec: { providerID: 'metal3://host-uid' } }, host()],
      strategy: 'Metal3Reboot',
    },
    {
      when: 'the host serves the Machine of the node',
      objects: [bootedNode('w1', 'boot-1', { ...unknown, ...machineOf }), host({ consumerRef: { namespace: 'machines', name: 'm1' } })],
      strategy: 'Metal3Reboot',
    },
    {
      when: 'Cluster API has its Machine, and it is asked for',
      objects: [bootedNode('w1', 'boot-1', { ...unknown, ...capi }), machine()],
      asked: 'RemediateMachine',
      strategy: 'RemediateMachine',
    },
  ])('is $strategy when $when', async ({ objects, asked, strategy }) => {
    const engine = executionEngine(objects);
    const { status } = await carryOut(engine, reboot(engine, asked), 250);
    expect(status).toMatchObject({ phase: 'Running', before: { strategy } });
  });

  test('waits, naming them, when there are several other ways', async () => {
    const engine = executionEngine([
      bootedNode('w1', 'boot-1', unknown),
      snrTemplate,
      template(kinds.FenceAgentsRemediationTemplate, 'far'),
    ]);
    expect((await carryOut(engine, reboot(engine))).status).toMatchObject({
      phase: 'Blocked',
      reason: 'NoRebootStrategy',
      message:
        'Node w1 does not report, so it runs no Job, and there are several other ways, of which parameters.strategy has to name one: ' +
        'SelfNodeRemediation, FenceAgentsRemediation.',
    });
  });

  test.each([
    {
      asked: 'SelfNodeRemediation',
      objects: [],
      missing: [kinds.SelfNodeRemediationTemplate],
      why: 'the API of SelfNodeRemediationTemplate is not installed',
    },
    { asked: 'FenceAgentsRemediation', objects: [], why: 'there is no FenceAgentsRemediationTemplate' },
    { asked: 'MachineDeletionRemediation', objects: [], why: 'Node w1 has no annotation machine.openshift.io/machine' },
    { asked: 'Metal3Reboot', objects: [], missing: [kinds.BareMetalHost], why: 'the API of BareMetalHost is not installed' },
    { asked: 'Metal3Reboot', objects: [host()], why: 'no BareMetalHost carries Node w1' },
    {
      asked: 'Metal3Reboot',
      objects: [host({ online: false, consumerRef: { name: 'm1', namespace: 'machines' } })],
      node: machineOf,
      why: 'BareMetalHost metal/h1 is to be off',
    },
    { asked: 'RemediateMachine', objects: [], why: 'Node w1 has no annotation cluster.x-k8s.io/machine' },
    { asked: 'RemediateMachine', objects: [], node: unplaced, why: 'Node w1 has no annotation cluster.x-k8s.io/machine' },
    {
      asked: 'RemediateMachine',
      objects: [],
      node: capi,
      missing: [kinds.ClusterMachine],
      why: 'the API of Machine (cluster.x-k8s.io) is not installed',
    },
    { asked: 'RemediateMachine', objects: [], node: capi, why: 'Machine machines/m1 does not exist' },
    {
      asked: 'RemediateMachine',
      objects: [machine({ ownerReferences: [] })],
      node: capi,
      why: 'Machine machines/m1 has no owner that would replace it',
    },
    { asked: 'RemediateMachine', objects: [ofOther], node: capi, why: 'Machine machines/m1 is that of Node w2' },
  ])('refuses $asked where $why', async ({ asked, objects, node = {}, missing = [], why }) => {
    const engine = executionEngine([bootedNode('w1', 'boot-1', node), ...objects], { missing });
    expect((await carryOut(engine, reboot(engine, asked))).status).toMatchObject({
      phase: 'Failed',
      reason: 'NoRebootStrategy',
      message: `${asked} cannot be used on Node w1: ${why}.`,
    });
    expect(writesOn(engine, 'Node')).toEqual([]);
  });

  test('says which right is missing', async () => {
    const engine = executionEngine([bootedNode('w1'), snrTemplate]);
    engine.cluster.failNext('list SelfNodeRemediationTemplate', new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
    const { status } = await carryOut(engine, reboot(engine, 'SelfNodeRemediation'));
    expect(status?.message).toBe('SelfNodeRemediation cannot be used on Node w1: the engine may not list selfnoderemediationtemplates.');
  });

  test.each([
    {
      by: 'a remediation',
      asked: 'SelfNodeRemediation',
      objects: [snrTemplate, { ...snrTemplate, kind: 'SelfNodeRemediation', metadata: { namespace: 'medik8s', name: 'w1' } }],
      who: 'SelfNodeRemediation medik8s/w1',
    },
    {
      by: 'a reboot of its host',
      asked: 'Metal3Reboot',
      objects: [host({ consumerRef: { name: 'm1', namespace: 'machines' } }, { annotations: { 'reboot.metal3.io/other': '' } })],
      who: 'BareMetalHost metal/h1',
    },
    {
      by: 'a remediation of its Machine',
      asked: 'RemediateMachine',
      objects: [machine({ annotations: { 'cluster.x-k8s.io/remediate-machine': '' } })],
      who: 'Machine machines/m1',
    },
  ])('waits for $by that somebody else has asked for', async ({ asked, objects, who }) => {
    const annotations = { ...machineOf.annotations, ...capi.annotations };
    const engine = executionEngine([bootedNode('w1', 'boot-1', { annotations }), ...objects]);
    expect((await carryOut(engine, reboot(engine, asked))).status).toMatchObject({
      phase: 'Blocked',
      reason: 'TargetLocked',
      blocked: { by: who },
    });
  });
});

describe('a remediation of medik8s', () => {
  test('is made from the first template, watched by its conditions, believed by the boot alone, and deleted at the end', async () => {
    const engine = executionEngine([bootedNode('w1'), template(kinds.SelfNodeRemediationTemplate, 'b', {}), snrTemplate]);
    const action = reboot(engine, 'SelfNodeRemediation');
    const running = await carryOut(engine, action, 250);
    expect(remediation(engine)).toMatchObject({
      metadata: {
        annotations: { [keys.token]: running.status?.intents?.[2]?.token, 'remediation.medik8s.io/template-name': 'automatic' },
        labels: { [keys.actionUid]: action.metadata.uid },
      },
      spec: { remediationStrategy: 'Automatic' },
    });
    expect(running.status?.message).toBe('SelfNodeRemediation medik8s/w1 was not taken up yet; the node has not rebooted yet.');
    say(engine, kinds.SelfNodeRemediation, { Processing: 'True' });
    expect((await carryOut(engine, action, 500)).status?.message).toContain('is at work');
    say(engine, kinds.SelfNodeRemediation, { Processing: 'False', Succeeded: 'True' });
    await pass(engine, action);
    expect(stored(engine, action).status).toMatchObject({ phase: 'Running' });
    boot(engine);
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Succeeded', result: { bootID: 'boot-2' } });
    expect(remediation(engine)).toBeUndefined();
    expect(nodeNow(engine)).toMatchObject({ spec: {}, metadata: { annotations: {} } });
  });

  test('that fails is deleted, and so is one whose action is cancelled', async () => {
    for (const end of ['fails', 'cancelled'] as const) {
      const engine = executionEngine([bootedNode('w1'), snrTemplate]);
      const action = reboot(engine, 'SelfNodeRemediation');
      const running = await carryOut(engine, action, 250);
      if (end === 'fails') say(engine, kinds.SelfNodeRemediation, { Succeeded: 'False' });
      else engine.put({ ...running, spec: { ...running.spec, cancel: true } });
      const { status } = await carryOut(engine, action, 5000);
      expect(status).toMatchObject(
        end === 'fails'
          ? { phase: 'Failed', reason: 'RemediationFailed', message: 'SelfNodeRemediation medik8s/w1 failed: its agent is dead' }
          : { phase: 'Cancelled', reason: 'CancelRequested' },
      );
      expect(remediation(engine)).toBeUndefined();
      expect(nodeNow(engine)).toMatchObject({ spec: {}, metadata: { annotations: {} } });
    }
  });

  test('that another one makes first is left alone', async () => {
    const engine = executionEngine([bootedNode('w1'), snrTemplate]);
    const action = reboot(engine, 'SelfNodeRemediation');
    const create = engine.cluster.create.bind(engine.cluster);
    engine.cluster.create = (kind, ...rest) => {
      const other = { ...snrTemplate, kind: 'SelfNodeRemediation', metadata: { namespace: 'medik8s', name: 'w1' } };
      if (kind === kinds.SelfNodeRemediation) engine.cluster.put(other);
      return create(kind, ...rest);
    };
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Failed', reason: 'TargetLocked' });
    expect(remediation(engine)).toBeDefined();
  });

  test.each([
    { node: 'gone for good', permanent: 'True', then: () => undefined },
    { node: 'back under another uid', permanent: 'False', then: (engine: FakeEngine) => boot(engine, 'new-uid') },
  ])('that deletes the machine has done its part when the node is $node', async ({ permanent, then }) => {
    const mdr = kinds.MachineDeletionRemediation;
    const engine = executionEngine([bootedNode('w1', 'boot-1', machineOf), template(kinds.MachineDeletionRemediationTemplate, 'mdr', {})]);
    const { apiVersion, kind, metadata } = nodeNow(engine) ?? bootedNode('w1');
    const resolvedTarget = { apiVersion, kind, name: 'w1', uid: metadata.uid };
    const parameters = { strategy: 'MachineDeletionRemediation' };
    const action = admit(engine, { operation: 'drain_and_reboot_node', parameters, status: { phase: 'Admitted', resolvedTarget } });
    await carryOut(engine, action, 250);
    engine.cluster.remove(kinds.Node, { name: 'w1' });
    await pass(engine, action);
    expect(stored(engine, action).status).toMatchObject({ phase: 'Running', message: 'The node was removed and has not come back yet.' });
    say(engine, mdr, { PermanentNodeDeletionExpected: permanent });
    then(engine);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
    expect(remediation(engine, mdr)).toBeUndefined();
  });
});

describe('a reboot by its host', () => {
  const objects = [bootedNode('w1', 'boot-1', machineOf), host({ consumerRef: { namespace: 'machines', name: 'm1' } })];
  const marks = ({ cluster }: FakeEngine) => cluster.peek(kinds.BareMetalHost, { namespace: 'metal', name: 'h1' })?.metadata.annotations;

  test('is asked for once, though the operator takes its annotation off before the node is up', async () => {
    const engine = executionEngine(objects);
    const action = reboot(engine, 'Metal3Reboot');
    const running = await carryOut(engine, action, 250);
    const token = { [keys.token]: running.status?.intents?.[2]?.token };
    expect(marks(engine)).toEqual({ 'reboot.metal3.io': '{"mode":"hard"}', ...token });
    engine.cluster.put({ ...host({ consumerRef: { namespace: 'machines', name: 'm1' } }, { annotations: token }) });
    await pass(engine, action);
    expect(writesOn(engine, 'BareMetalHost')).toHaveLength(1);
    boot(engine);
    expect((await carryOut(engine, action, 5000)).status?.phase).toBe('Succeeded');
    expect(marks(engine)).toEqual({});
  });

  test('is taken back when the action is cancelled', async () => {
    const engine = executionEngine(objects);
    const running = await carryOut(engine, reboot(engine, 'Metal3Reboot'), 250);
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    expect((await carryOut(engine, running, 5000)).status?.phase).toBe('Cancelled');
    expect(marks(engine)).toEqual({});
  });
});

describe('a replacement by Cluster API', () => {
  const key = { namespace: 'machines', name: 'm1' };
  const begin = async () => {
    const engine = executionEngine([bootedNode('w1', 'boot-1', capi), machine()]);
    const action = reboot(engine, 'RemediateMachine');
    return { engine, action, running: await carryOut(engine, action, 250) };
  };

  test('is asked for on the Machine and done when Machine and node are gone', async () => {
    const { engine, action } = await begin();
    const asked = engine.cluster.peek(kinds.ClusterMachine, key);
    expect(asked?.metadata.annotations).toMatchObject({ 'cluster.x-k8s.io/remediate-machine': '' });
    engine.cluster.put({ ...asked, metadata: { ...asked?.metadata, deletionTimestamp: 'now', finalizers: ['x/y'] } });
    await pass(engine, action);
    expect(stored(engine, action).status?.message).toBe('Machine machines/m1 is being replaced.');
    engine.cluster.remove(kinds.Node, { name: 'w1' });
    await pass(engine, action);
    expect(stored(engine, action).status?.message).toBe('The node is gone; its machine is not yet.');
    engine.cluster.remove(kinds.ClusterMachine, key);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
    expect(writesOn(engine, 'Machine')).toHaveLength(1);
  });

  test('is taken back when the action is cancelled before the owner took it up', async () => {
    const { engine, running } = await begin();
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    expect((await carryOut(engine, running, 5000)).status?.phase).toBe('Cancelled');
    expect(engine.cluster.peek(kinds.ClusterMachine, key)?.metadata.annotations).toEqual({});
  });
});
