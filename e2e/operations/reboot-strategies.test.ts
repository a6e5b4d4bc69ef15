import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { keys } from '../../operator/api/resource.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { applyCapacityCrds, removeCapacityCrds } from '../harness/capacity-crds.ts';
import { api, find, type KubeObject } from '../harness/cluster.ts';
import { installEngine, optInto, optOutOf } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { bootAnew, createNodes, getNode, untilNode, type NodeObject } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyRemediatorCrds, removeRemediatorCrds } from '../harness/remediator-crds.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { request, untilAction, untilBlocked, untilEnded } from './actions.ts';

/** Templates, hosts and machines lie here; the test plays what acts on them. */
const namespace = 'remediators';
const optIn = 'node-remediation';
let cluster: WorkerCluster;
let operator: Operator;

beforeAll(async () => {
  cluster = await workerCluster();
  await removeRemediatorCrds(cluster);
  await installEngine(cluster);
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  operator = await startOperator(cluster, { defaults: { pollSeconds: 1 } });
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);

afterEach(async () => {
  const kinds = [
    'selfnoderemediationtemplates',
    'fenceagentsremediationtemplates',
    'machinedeletionremediationtemplates',
    'baremetalhosts',
  ];
  // Before their CRDs are applied there is nothing to delete.
  await kubectl(cluster, ['delete', kinds.join(','), '--all', '-n', namespace]).catch(() => '');
});

afterAll(async () => {
  await operator.stop();
  await removeRemediatorCrds(cluster);
  await removeCapacityCrds(cluster);
});

const remediator = {
  SelfNodeRemediation: 'self-node-remediation.medik8s.io/v1alpha1',
  FenceAgentsRemediation: 'fence-agents-remediation.medik8s.io/v1alpha1',
  MachineDeletionRemediation: 'machine-deletion-remediation.medik8s.io/v1alpha1',
} as const;
type Kind = keyof typeof remediator;

const collection = (kind: Kind): string => `/apis/${remediator[kind]}/namespaces/${namespace}/${kind.toLowerCase()}s`;
const untilThere = (path: string): Promise<KubeObject> =>
  eventually(() => find<KubeObject>(cluster, path), { within: 20_000, describe: `${path} is there` });
const untilGone = (path: string): Promise<true> =>
  eventually(async () => (await find(cluster, path)) === undefined, { within: 20_000, describe: `${path} is gone` });

/** A template as an administrator makes it. */
async function template(kind: Kind, spec: object = {}): Promise<void> {
  const object = {
    apiVersion: remediator[kind],
    kind: `${kind}Template`,
    metadata: { namespace, name: 'usual' },
    spec: { template: { spec } },
  };
  await applyObjects(cluster, [object]);
}

/** The remediator says how far it is. */
async function say(kind: Kind, node: string, conditions: Readonly<Record<string, string>>): Promise<void> {
  const listed = Object.entries(conditions).map(([type, status]) => ({ type, status, reason: 'Played', message: 'played by the test' }));
  await api(cluster, { method: 'PATCH', path: `${collection(kind)}/${node}/status`, body: { status: { conditions: listed } } });
}

async function writesSince(position: number, resource: string): Promise<string[]> {
  const entries = committedWrites(await auditSince(cluster, position));
  return entries.filter((entry) => entry.user === engineUser && entry.resource === resource).map(({ verb }) => verb);
}

const reboot = (name: string, node: string, strategy?: string): Promise<void> =>
  request(cluster, { name, operation: 'drain_and_reboot_node', target: `Node/${node}`, ...(strategy && { parameters: { strategy } }) });
const schedulable = ({ spec, metadata }: NodeObject) => spec.unschedulable !== true && metadata.annotations?.[keys.claim] === undefined;

describe('a way to reboot that this cluster does not have', () => {
  test('is refused, naming the API that is missing', async () => {
    await createNodes(cluster, [{ name: 'way-1' }]);
    for (const [strategy, kind] of Object.entries({
      FenceAgentsRemediation: 'FenceAgentsRemediationTemplate',
      Metal3Reboot: 'BareMetalHost',
    })) {
      const name = `way-${strategy.toLowerCase()}`;
      await reboot(name, 'way-1', strategy);
      const { status } = await untilEnded(cluster, name);
      expect(status).toMatchObject({ phase: 'Failed', reason: 'NoRebootStrategy' });
      expect(status?.message).toBe(`${strategy} cannot be used on Node way-1: the API of ${kind} is not installed.`);
    }
    await reboot('way-magic', 'way-1', 'Magic');
    expect((await untilEnded(cluster, 'way-magic')).status).toMatchObject({ reason: 'InvalidParameters' });
    expect((await getNode(cluster, 'way-1')).spec.unschedulable).toBeUndefined();
  });

  test('is refused, naming the right that is missing', async () => {
    await optOutOf(cluster, optIn);
    await applyRemediatorCrds(cluster);
    await createNodes(cluster, [{ name: 'way-2' }]);
    await reboot('way-2', 'way-2', 'SelfNodeRemediation');
    const { status } = await untilEnded(cluster, 'way-2');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'NoRebootStrategy' });
    expect(status?.message).toContain('the engine may not list selfnoderemediationtemplates');
  });
});

describe('a node that does not answer', () => {
  beforeAll(async () => {
    await optInto(cluster, optIn);
    await applyRemediatorCrds(cluster);
    await applyCapacityCrds(cluster);
  });

  test('is remediated by the only remediator there is, which is told to finish when the new boot is proven', async () => {
    await createNodes(cluster, [{ name: 'snr-1', kubelet: false }]);
    await template('SelfNodeRemediation', { remediationStrategy: 'ResourceDeletion' });
    const position = await auditPosition(cluster);
    await reboot('snr-1', 'snr-1');
    const path = `${collection('SelfNodeRemediation')}/snr-1`;
    expect(await untilThere(path)).toMatchObject({ spec: { remediationStrategy: 'ResourceDeletion' } });
    await api(cluster, { method: 'PATCH', path, body: { metadata: { finalizers: ['test/remediator'] } } });
    await say('SelfNodeRemediation', 'snr-1', { Processing: 'True' });
    await untilAction(cluster, 'snr-1', ({ status }) => status?.message?.includes('is at work') ?? false);
    await say('SelfNodeRemediation', 'snr-1', { Processing: 'False', Succeeded: 'True' });
    await untilAction(cluster, 'snr-1', ({ status }) => status?.message?.includes('has done its part') ?? false);
    await bootAnew(cluster, 'snr-1');
    await eventually(async () => (await find<KubeObject>(cluster, path))?.metadata.deletionTimestamp !== undefined, {
      within: 20_000,
      describe: 'the remediator is told to finish',
    });
    expect((await untilAction(cluster, 'snr-1', ({ status }) => status?.message?.includes('taken back') ?? false)).status?.phase).toBe(
      'Running',
    );
    await api(cluster, { method: 'PATCH', path, body: { metadata: { finalizers: null } } });
    expect((await untilEnded(cluster, 'snr-1')).status).toMatchObject({
      phase: 'Succeeded',
      before: { strategy: 'SelfNodeRemediation', via: { namespace, name: 'usual' } },
      result: { bootID: 'second-boot-of-snr-1' },
    });
    await untilNode(cluster, 'snr-1', schedulable);
    expect(await writesSince(position, 'selfnoderemediations')).toEqual(['create', 'delete']);
  });

  test('that a remediator gives up on is handed back, the remediation deleted', async () => {
    await createNodes(cluster, [{ name: 'far-1', kubelet: false }]);
    await template('FenceAgentsRemediation');
    await reboot('far-1', 'far-1', 'FenceAgentsRemediation');
    const path = `${collection('FenceAgentsRemediation')}/far-1`;
    await untilThere(path);
    await say('FenceAgentsRemediation', 'far-1', { Succeeded: 'False' });
    expect((await untilEnded(cluster, 'far-1')).status).toMatchObject({
      phase: 'Failed',
      reason: 'RemediationFailed',
      message: expect.stringContaining('played by the test') as unknown,
      result: { undo: { reboot: 'Irreversible', cordon: 'Undone' } },
    });
    await untilGone(path);
    await untilNode(cluster, 'far-1', schedulable);
  });

  test('waits with the names of all ways when there is more than one', async () => {
    await createNodes(cluster, [{ name: 'both-1', kubelet: false }]);
    for (const kind of ['SelfNodeRemediation', 'FenceAgentsRemediation'] as const) await template(kind);
    await reboot('both-1', 'both-1');
    const { status } = await untilBlocked(cluster, 'both-1', 'NoRebootStrategy');
    expect(status?.message).toContain('SelfNodeRemediation, FenceAgentsRemediation');
    await kubectl(cluster, ['delete', 'remediationaction', 'both-1', '-n', 'self-healing-platform', '--wait=false']);
  });

  test('whose machine is deleted for good has been remediated when it is gone', async () => {
    const annotations = { 'machine.openshift.io/machine': `${namespace}/m1` };
    await createNodes(cluster, [{ name: 'mdr-1', kubelet: false, annotations }]);
    await template('MachineDeletionRemediation');
    await reboot('mdr-1', 'mdr-1', 'MachineDeletionRemediation');
    const path = `${collection('MachineDeletionRemediation')}/mdr-1`;
    await untilThere(path);
    await say('MachineDeletionRemediation', 'mdr-1', { Processing: 'True', PermanentNodeDeletionExpected: 'True' });
    await kubectl(cluster, ['delete', 'node', 'mdr-1']);
    expect((await untilEnded(cluster, 'mdr-1')).status).toMatchObject({ phase: 'Succeeded', result: { replaced: true } });
    await untilGone(path);
  });

  test('is switched off and on by its host, which is asked once and forgotten afterwards', async () => {
    const annotations = { 'machine.openshift.io/machine': `${namespace}/m2` };
    await createNodes(cluster, [{ name: 'bmh-1', kubelet: false, annotations }]);
    const consumerRef = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'Machine', namespace, name: 'm2' };
    await applyObjects(cluster, [
      { apiVersion: 'metal3.io/v1alpha1', kind: 'BareMetalHost', metadata: { namespace, name: 'h2' }, spec: { online: true, consumerRef } },
    ]);
    const path = `/apis/metal3.io/v1alpha1/namespaces/${namespace}/baremetalhosts/h2`;
    const marks = async () => (await api<KubeObject>(cluster, { path })).metadata.annotations ?? {};
    const position = await auditPosition(cluster);
    await reboot('bmh-1', 'bmh-1');
    await eventually(async () => (await marks())['reboot.metal3.io'] === '{"mode":"hard"}', { within: 20_000, describe: 'it is asked' });
    await api(cluster, { method: 'PATCH', path, body: { metadata: { annotations: { 'reboot.metal3.io': null } } } });
    await untilAction(cluster, 'bmh-1', ({ status }) => status?.message?.includes('switched off and on') ?? false);
    await bootAnew(cluster, 'bmh-1');
    expect((await untilEnded(cluster, 'bmh-1')).status).toMatchObject({ phase: 'Succeeded', before: { strategy: 'Metal3Reboot' } });
    expect(await marks()).not.toHaveProperty([keys.token]);
    expect(await writesSince(position, 'baremetalhosts')).toEqual(['patch', 'patch']);
  });

  test('is replaced with its machine where Cluster API is asked to', async () => {
    const annotations = { 'cluster.x-k8s.io/machine': 'm3', 'cluster.x-k8s.io/cluster-namespace': namespace };
    await createNodes(cluster, [{ name: 'capi-1', kubelet: false, annotations }]);
    await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'owner' } }]);
    const owner = await api<KubeObject>(cluster, { path: `/api/v1/namespaces/${namespace}/configmaps/owner` });
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata.uid, controller: true }];
    const spec = { clusterName: 'c', bootstrap: { dataSecretName: 's' }, infrastructureRef: { apiGroup: 'x.io', kind: 'X', name: 'x' } };
    await applyObjects(cluster, [
      { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { namespace, name: 'm3', ownerReferences }, spec },
    ]);
    const path = `/apis/cluster.x-k8s.io/v1beta2/namespaces/${namespace}/machines/m3`;
    const position = await auditPosition(cluster);
    await reboot('capi-1', 'capi-1', 'RemediateMachine');
    const asked = async () =>
      (await api<KubeObject>(cluster, { path })).metadata.annotations?.['cluster.x-k8s.io/remediate-machine'] === '';
    await eventually(asked, { within: 20_000, describe: 'its owner is asked' });
    await kubectl(cluster, ['delete', 'machines.cluster.x-k8s.io', 'm3', '-n', namespace]);
    await kubectl(cluster, ['delete', 'node', 'capi-1']);
    expect((await untilEnded(cluster, 'capi-1')).status).toMatchObject({ phase: 'Succeeded', result: { replaced: true } });
    expect(await writesSince(position, 'machines')).toEqual(['patch']);
  });
});
