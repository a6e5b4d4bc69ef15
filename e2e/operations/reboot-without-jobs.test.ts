import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { engineUser } from '../harness/audit.ts';
import { api, find, type KubeObject } from '../harness/cluster.ts';
import { installEngine, optInNames, optOutOf } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { bootAnew, createNodes, getNode } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyRemediatorCrds, removeRemediatorCrds } from '../harness/remediator-crds.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { untilNoneAllowed } from '../rbac/review.ts';
import { request, untilBlocked, untilEnded } from './actions.ts';

const namespace = 'out-of-band';
const granted = ['node-drain', 'node-remediation'];
const group = 'self-node-remediation.medik8s.io';
const jobs = 'the engine may not get leases in kube-node-lease, which config/opt-in/node-jobs grants';
let cluster: WorkerCluster;
let operator: Operator;

/** True afterwards: of config/opt-in the engine has these two and nothing else. */
async function grantOnlyThese(): Promise<void> {
  await installEngine(cluster);
  for (const name of optInNames().filter((one) => !granted.includes(one))) await optOutOf(cluster, name);
  const right = { account: engineUser, group: 'coordination.k8s.io', resource: 'leases', verb: 'get', namespace: 'kube-node-lease' };
  await untilNoneAllowed(cluster, [right]);
}

beforeAll(async () => {
  cluster = await workerCluster();
  await grantOnlyThese();
  await applyRemediatorCrds(cluster);
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  operator = await startOperator(cluster, { defaults: { pollSeconds: 1 } });
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await operator?.stop();
  await removeRemediatorCrds(cluster);
  await installEngine(cluster);
}, 240_000);

const reboot = (name: string, strategy?: string): Promise<void> =>
  request(cluster, {
    ...{ name, operation: 'drain_and_reboot_node', target: `Node/${name}` },
    ...(strategy !== undefined && { parameters: { strategy } }),
  });

describe('a node whose kubelet answers, where Jobs on nodes are not granted', () => {
  test('waits while there is no other way, and says which right is missing', async () => {
    await createNodes(cluster, [{ name: 'no-way-1' }]);
    await reboot('no-way-1');
    const { status } = await untilBlocked(cluster, 'no-way-1', 'NoRebootStrategy');
    expect(status?.message).toBe(`Job cannot be used on Node no-way-1: ${jobs}, and no other way is there.`);
    expect((await getNode(cluster, 'no-way-1')).spec.unschedulable).toBeUndefined();
    await kubectl(cluster, ['delete', 'remediationaction', 'no-way-1', '-n', 'self-healing-platform', '--wait=false']);
  });

  test('is not rebooted by a Job that is asked for', async () => {
    await createNodes(cluster, [{ name: 'no-job-1' }]);
    await reboot('no-job-1', 'Job');
    const { status } = await untilEnded(cluster, 'no-job-1');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'NoRebootStrategy' });
    expect(status?.message).toBe(`Job cannot be used on Node no-job-1: ${jobs}.`);
  });

  test('is rebooted by the only other way', async () => {
    const template = { metadata: { namespace, name: 'usual' }, spec: { template: { spec: {} } } };
    await applyObjects(cluster, [{ apiVersion: `${group}/v1alpha1`, kind: 'SelfNodeRemediationTemplate', ...template }]);
    await createNodes(cluster, [{ name: 'other-way-1' }]);
    await reboot('other-way-1');
    const path = `/apis/${group}/v1alpha1/namespaces/${namespace}/selfnoderemediations/other-way-1`;
    await eventually(() => find<KubeObject>(cluster, path), { within: 30_000, describe: 'the remediator is asked' });
    await bootAnew(cluster, 'other-way-1');
    expect((await untilEnded(cluster, 'other-way-1')).status).toMatchObject({
      phase: 'Succeeded',
      before: { strategy: 'SelfNodeRemediation', via: { namespace, name: 'usual' } },
    });
    const made = await api<{ items: KubeObject[] }>(cluster, { path: '/apis/batch/v1/jobs' });
    expect(made.items.filter(({ metadata }) => metadata.name.startsWith('reboot-'))).toEqual([]);
  });
});
