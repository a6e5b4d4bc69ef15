import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keys } from '../../operator/api/resource.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, getDeployment, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { request, untilEnded } from './actions.ts';
import { createWidget, getWidget, installWidgets, optIntoWidgets, playWidgetOperator, removeWidgets, widgetGroup } from './widgets.ts';

const namespace = 'ops-owner';
let cluster: WorkerCluster;
let operator: Operator;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await installWidgets(cluster);
  await playWidgetOperator(cluster);
  await createNodes(cluster, [{ name: 'owner-home' }]);
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  operator = await startOperator(cluster, { defaults: { pollSeconds: 0.5 } });
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await operator.stop();
  await removeWidgets(cluster);
});

/** A Deployment that the widget of that name controls. */
async function createOwned(name: string, stuck = false): Promise<void> {
  const { apiVersion, kind, metadata } = await createWidget(cluster, namespace, name, stuck);
  await createDeployment(cluster, { namespace, name, node: 'owner-home' });
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  const ownerReferences = [{ apiVersion, kind, name, uid: metadata.uid, controller: true }];
  await api(cluster, { method: 'PATCH', path, body: { metadata: { ownerReferences } } });
  await untilRolledOut(cluster, namespace, name);
}

const widget = (name: string) => ({ apiVersion: `${widgetGroup}/v1`, kind: 'Widget', namespace, name });
const reconcile = (target: ActionWish['target']): ActionWish => ({ type: 'application_remediation', operation: 'reconcile_owner', target });

/** The engine has the right, and the API server knows it. */
async function untilAllowed(verb: string): Promise<void> {
  await eventually(
    async () => (await kubectl(cluster, ['auth', 'can-i', verb, `widgets.${widgetGroup}`, `--as=${engineUser}`])).trim() === 'yes',
    { within: 30_000, describe: `the engine may ${verb} widgets` },
  );
}

async function pokes(name: string, position: number): Promise<string[]> {
  const writes = committedWrites(await auditSince(cluster, position));
  return writes.filter((entry) => entry.user === engineUser && entry.resource === 'widgets' && entry.name === name).map(({ verb }) => verb);
}

describe('reconcile_owner', () => {
  test.each([
    { granted: [], missing: 'get' },
    { granted: ['get'], missing: 'patch' },
  ])('where $granted are opted into, fails and names the right that is missing', async ({ granted, missing }) => {
    const name = `may-not-${missing}`;
    await createOwned(name);
    if (granted.length > 0) await optIntoWidgets(cluster, granted);
    for (const verb of granted) await untilAllowed(verb);
    await request(cluster, { name, ...reconcile(`Deployment/${namespace}/${name}`) });
    const { status } = await untilEnded(cluster, name);
    expect(status).toMatchObject({
      phase: 'Failed',
      reason: 'Forbidden',
      message: expect.stringContaining(`The engine may not ${missing} widgets`),
    });
  });

  test.each([
    { of: 'a workload', name: 'of-workload', target: `Deployment/${namespace}/of-workload` },
    { of: 'a custom resource', name: 'of-widget', target: widget('of-widget') },
  ])('makes the operator of $of look at it by one write, and waits for what it says', async ({ name, target }) => {
    await optIntoWidgets(cluster, ['get', 'patch']);
    for (const verb of ['get', 'patch']) await untilAllowed(verb);
    await createOwned(name);
    const position = await auditPosition(cluster);
    await request(cluster, { name, ...reconcile(target) });
    const { status } = await untilEnded(cluster, name);
    const token = status?.intents?.[0]?.token;
    expect(status).toMatchObject({ phase: 'Succeeded', message: `Widget ${namespace}/${name} is reconciled.` });
    const { metadata, status: said } = await getWidget(cluster, namespace, name);
    expect([metadata.annotations?.[keys.token], said?.handled]).toEqual([token, token]);
    expect(await pokes(name, position)).toEqual(['patch']);
  });

  test('ends NeedsPerson when the operator does not look at it in time', async () => {
    await createOwned('stuck', true);
    await request(cluster, { name: 'stuck', ...reconcile(`Deployment/${namespace}/stuck`), timeoutSeconds: 10 });
    const { status } = await untilEnded(cluster, 'stuck');
    expect(status).toMatchObject({
      phase: 'Failed',
      reason: 'NeedsPerson',
      message: expect.stringContaining('Look at the log of its operator'),
    });
  });

  test.each([
    { name: 'no-owner', target: `Deployment/${namespace}/alone`, reason: 'InvalidTarget' },
    { name: 'no-widget', target: widget('missing'), reason: 'TargetNotFound' },
    { name: 'no-api', target: { ...widget('of-widget'), kind: 'Gadget' }, reason: 'ApiNotInstalled' },
    { name: 'no-group', target: { ...widget('of-widget'), apiVersion: 'gadgets.example.com/v1' }, reason: 'ApiNotInstalled' },
  ])('of $name is refused with $reason', async ({ name, target, reason }) => {
    await createDeployment(cluster, { namespace, name: 'alone', node: 'owner-home' });
    await request(cluster, { name, ...reconcile(target) });
    expect((await untilEnded(cluster, name)).status).toMatchObject({ phase: 'Failed', reason });
  });
});

describe('restart_operator', () => {
  const restart = (target: string): ActionWish => ({ type: 'platform_remediation', operation: 'restart_operator', target });

  test('replaces the pods of an operator by one write', async () => {
    await createDeployment(cluster, { namespace, name: 'widget-operator', node: 'owner-home' });
    await untilRolledOut(cluster, namespace, 'widget-operator');
    const { generation = 0 } = (await getDeployment(cluster, namespace, 'widget-operator')).metadata;
    await request(cluster, { name: 'restart-operator', ...restart(`Deployment/${namespace}/widget-operator`) });
    expect((await untilEnded(cluster, 'restart-operator', 60_000)).status).toMatchObject({ phase: 'Succeeded' });
    const { metadata, spec } = await getDeployment(cluster, namespace, 'widget-operator');
    expect(metadata.generation).toBe(generation + 1);
    expect(spec.template.metadata.annotations).toHaveProperty(['kubectl.kubernetes.io/restartedAt']);
  });

  test('refuses the workload in which the engine itself runs', async () => {
    const home = 'self-healing-platform';
    const labels = { app: 'engine' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.invalid/engine:1' }] } };
    const spec = { replicas: 0, serviceName: 'engine', selector: { matchLabels: labels }, template };
    await applyObjects(cluster, [{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { namespace: home, name: 'engine' }, spec }]);
    await request(cluster, { name: 'restart-itself', ...restart(`StatefulSet/${home}/engine`) });
    expect((await untilEnded(cluster, 'restart-itself')).status).toMatchObject({ phase: 'Failed', reason: 'ProtectedTarget' });
    const path = `/apis/apps/v1/namespaces/${home}/statefulsets/engine`;
    expect((await api<KubeObject>(cluster, { path })).metadata.generation).toBe(1);
    await kubectl(cluster, ['delete', '-n', home, 'statefulset/engine']);
  });
});
