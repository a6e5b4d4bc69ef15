import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeBundle } from '../../scripts/bundle/make-bundle.ts';
import { manifestsOf } from '../../scripts/bundle/examples.ts';
import { wordsOf, type Binding, type Manifest, type Role } from '../../scripts/bundle/manifest.ts';
import { isRoleOf } from '../../scripts/bundle/partition.ts';
import { render } from '../../scripts/render.ts';
import { engineUser } from '../harness/audit.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { startControlPlane, type ControlPlane } from '../harness/control-plane.ts';
import { engineServiceAccount } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyFiles, applyObjects } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyStages } from '../harness/stages.ts';
import { createDeployment } from '../harness/workloads.ts';
import { shortDefaults } from '../journeys/bench/journey.ts';
import { untilAnomaly } from '../journeys/bench/plans.ts';
import { allowedOf } from '../rbac/review.ts';
import { installAsOlm, olmObjects } from './as-olm.ts';
import { readBundle, type Bundle } from './read-bundle.ts';

const root = join(import.meta.dirname, '../..');
let bundle: Bundle;
let kustomized: readonly Manifest[];
beforeAll(async () => {
  bundle = readBundle(await makeBundle({ engine: 'coordination-engine:latest' }));
  kustomized = manifestsOf(await render(join(root, 'config/default')));
});

const bindingsIn = (objects: readonly Manifest[]) => objects.filter(({ kind }) => kind.endsWith('RoleBinding')) as unknown as Binding[];

/** All that an installation grants, as `who scope rule`, one line for each. */
function grantsIn(objects: readonly Manifest[]): string[] {
  const lines = bindingsIn(objects).flatMap((binding) => {
    const { metadata, subjects } = binding;
    const { namespace = '*' } = metadata;
    const role = objects.find((one): one is Role => isRoleOf(one, binding));
    const rules = role?.aggregationRule ? [role.aggregationRule] : (role?.rules ?? []);
    return subjects.flatMap((subject) =>
      rules.map((rule) => `${subject.namespace}/${subject.name} in ${namespace} ${JSON.stringify(rule)}`),
    );
  });
  return lines.toSorted();
}

const whole = () => [...bundle.crds, ...olmObjects(bundle), ...bundle.companion] as Manifest[];

describe('the bundle and what an administrator adds', () => {
  test('grant what config/default grants and no right more, to the same account in the same namespaces', () => {
    expect(grantsIn(whole())).toEqual(grantsIn(kustomized));
    expect(grantsIn(whole()).length).toBeGreaterThan(10);
  });

  test('need no right of what is applied later: OLM alone grants all of it', () => {
    expect(grantsIn(olmObjects(bundle))).toEqual(grantsIn(kustomized));
  });

  test('would grant more if the ClusterServiceVersion asked for rights in its own namespace, since OLM lifts those to all', () => {
    const rules = [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['patch'] }];
    const { version } = bundle;
    const spec = { ...version.spec.install.spec, permissions: [{ serviceAccountName: engineServiceAccount.name, rules }] };
    const asking = { ...bundle, version: { ...version, spec: { ...version.spec, install: { spec } } } };
    const more = grantsIn(olmObjects(asking)).filter((one) => !grantsIn(kustomized).includes(one));
    expect(more.filter((one) => one.includes(' in * ') && one.includes('leases'))).toHaveLength(1);
  });

  test('deploy what config/default deploys', () => {
    const deployment = (objects: readonly Manifest[]) => objects.find(({ kind }) => kind === 'Deployment');
    expect(deployment(whole())).toEqual(deployment(kustomized));
  });

  test('have every other object of config/default as it is, and none besides', () => {
    // who is granted what is held against each other above; by which roles is OLM's affair
    const made = ['RoleBinding', 'ClusterRoleBinding', 'ServiceAccount', 'Namespace', 'Deployment'];
    const others = (objects: readonly Manifest[]) =>
      objects
        .filter((one) => !made.includes(one.kind) && !bindingsIn(objects).some((binding) => isRoleOf(one, binding)))
        .toSorted((a, b) => (wordsOf(a) < wordsOf(b) ? -1 : 1));
    expect(others(whole())).toEqual(others(kustomized));
  });

  test('have the same namespaces and ServiceAccounts', () => {
    const named = (objects: readonly Manifest[]) =>
      objects.filter(({ kind }) => ['Namespace', 'ServiceAccount'].includes(kind)).map(wordsOf);
    expect(named(whole()).toSorted()).toEqual(named(kustomized).toSorted());
  });
});

describe('installed as OLM does, on an API server that knows nothing else of the engine', () => {
  let cluster: ControlPlane;
  let operator: Operator;
  // ready before an administrator applied anything
  beforeAll(async () => {
    cluster = await startControlPlane();
    await applyStages(cluster, ['ready-needs-restart']);
    await createNodes(cluster, [{ name: 'worker-1' }]);
    await installAsOlm(cluster, bundle);
    operator = await startOperator(cluster, { defaults: shortDefaults });
    await operator.ready();
    await applyObjects(cluster, bundle.companion);
  });
  afterAll(async () => {
    await operator?.stop();
    await cluster?.stop();
  });

  test('its Deployment is admitted in the namespace that it suggests, under the pod security that the namespace asks for', async () => {
    const path = `/api/v1/namespaces/${engineServiceAccount.namespace}/pods?labelSelector=app%3Dcoordination-engine`;
    const pods = async () => (await api<{ items: KubeObject[] }>(cluster, { path })).items;
    await eventually(async () => (await pods()).length > 0, { within: 60_000, describe: 'a pod of the engine exists' });
  });

  test.each([
    { verb: 'patch', group: 'coordination.k8s.io', resource: 'leases' },
    { verb: 'list', group: '', resource: 'configmaps' },
  ])('the engine may $verb $resource in its own namespace and in no other', async (asked) => {
    const uses = [engineServiceAccount.namespace, 'default'].map((namespace) => ({ ...asked, namespace, account: engineUser }));
    expect((await allowedOf(cluster, uses)).map(({ namespace }) => namespace)).toEqual([engineServiceAccount.namespace]);
  });

  test('the engine heals a workload with the rights that OLM gives it', async () => {
    const stuck = { 'demo.selfheal.dev/ready-needs-restart': 'true' };
    await createDeployment(cluster, { namespace: 'shop', name: 'cart', podLabels: stuck });
    await applyFiles(cluster, [join(root, 'samples/workload-unavailable.yaml')]);
    const anomaly = await untilAnomaly(cluster, 'anom-cart-unavailable', ({ status }) => status?.phase === 'Resolved', 'shop');
    expect(anomaly.status?.planRef).toBeDefined();
  });
});
