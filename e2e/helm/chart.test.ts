import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { api, find, type KubeObject } from '../harness/cluster.ts';
import { startControlPlane, type ControlPlane } from '../harness/control-plane.ts';
import { untilHolds } from '../harness/eventually.ts';
import { helm, historyOf, type HelmVersion } from '../harness/helm.ts';
import { applyFiles, applyObjects, kubectl, waitForCrds } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { objectsOf, withOverlay } from '../harness/overlay.ts';
import { applyPrometheusOperatorCrds } from '../harness/prometheus-operator-crds.ts';
import { getDeployment } from '../harness/workloads.ts';
import { refusals } from './refusals.ts';
import { chart, comparable, namespace, release, render, withValues } from './rendered.ts';
import { outcomeOf, runningTest, tellOutcome } from './test-pod.ts';
import { valueSets } from './value-sets.ts';

const root = join(import.meta.dirname, '../..');
const latest = { manager: { image: { tag: 'latest' } } };
const crds = ['anomalies', 'remediationplans', 'remediationactions', 'remediationpolicies'].map(
  (one) => `${one}.coordination.selfheal.dev`,
);
const both: readonly HelmVersion[] = [4, 3];

/** Of its own: helm takes over nothing that somebody else installed. */
let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startControlPlane();
  await createNodes(cluster, [{ name: 'chart-1' }, { name: 'chart-2' }]);
});
afterAll(() => cluster.stop());

describe('the chart', () => {
  test.each(valueSets)('is, with $of, what kustomize makes, by both versions of helm', async ({ values, overlay }) => {
    const all = await withOverlay(overlay, (folder) => objectsOf(cluster, folder));
    const made = all.filter(({ kind, metadata }) => kind !== 'Namespace' || metadata.name !== namespace);
    for (const version of both) {
      const rendered = await render(cluster, { ...values, ...latest }, { version });
      expect(comparable(rendered)).toEqual(comparable(made));
    }
  });

  test('names the namespace of its release everywhere, also in expressions', async () => {
    const { values = {} } = valueSets.at(-1) ?? {};
    const text = JSON.stringify(
      (await render(cluster, values, { into: 'elsewhere' })).filter(({ kind }) => kind !== 'CustomResourceDefinition'),
    );
    expect(text).not.toContain(namespace);
    expect(text).toContain('system:serviceaccount:elsewhere:coordination-engine-sa');
  });

  test('has the fence allow the image of node jobs that it sets, and no other', async () => {
    const rendered = await render(cluster, { nodeJobs: { image: 'registry.example/tools:1' }, optIn: { nodeJobs: true } });
    expect(JSON.stringify(rendered)).not.toContain('busybox');
    expect(rendered.find(({ metadata }) => metadata.name === 'coordination-engine-fence-node-jobs')).toMatchObject({
      spec: { variables: expect.arrayContaining([{ name: 'image', expression: "'registry.example/tools:1'" }]) },
    });
  });

  test('gives settings to the engine as texts, large numbers too, and has them win over those of the size', async () => {
    const settings = { TTL_SECONDS_AFTER_FINISHED: 31536000, MAX_ACTIVE_ACTIONS: 12, LOG_FORMAT: 'json' };
    const rendered = await render(cluster, { size: 'large', settings });
    expect(comparable(rendered)['Deployment self-healing-platform/coordination-engine']).toHaveProperty(
      'spec.template.spec.containers.0.env',
      expect.arrayContaining([
        { name: 'TTL_SECONDS_AFTER_FINISHED', value: '31536000' },
        { name: 'MAX_ACTIVE_ACTIONS', value: '12' },
        { name: 'LOG_FORMAT', value: 'json' },
        { name: 'NODE_OPTIONS', value: '--max-old-space-size=3072' },
      ]),
    );
  });

  test('makes the policy by a hook while its kind is not there, and among its objects afterwards', async () => {
    const annotationsOf = async (served: boolean) =>
      (await render(cluster, {}, { served })).find(({ kind }) => kind === 'RemediationPolicy')?.metadata;
    expect(await annotationsOf(false)).toMatchObject({ annotations: { 'helm.sh/hook': 'post-install,post-upgrade' } });
    expect(await annotationsOf(true)).not.toHaveProperty(['annotations', 'helm.sh/hook']);
  });

  test.each(refusals)('refuses $because, naming the field', async ({ values, field }) => {
    for (const version of both) await expect(render(cluster, values, { version })).rejects.toThrow(field);
  });

  test('is clean to helm lint', async () => {
    for (const version of both) await expect(helm(cluster, ['lint', '--strict', chart], version)).resolves.toContain('0 chart(s) failed');
  });
});

describe.each(both)('helm %i on the real API server', (version) => {
  let operator: Operator | undefined;
  const run = (...args: string[]) => helm(cluster, [...args, '--namespace', namespace], version);
  const install = (values: object, ...flags: string[]) =>
    withValues(cluster, values, (file) => run('upgrade', '--install', release, chart, '--create-namespace', '--values', file, ...flags));
  const patiently = ['--wait', '--timeout', '170s'];
  const policy = () =>
    api<KubeObject & { spec: object }>(cluster, { path: '/apis/coordination.selfheal.dev/v1alpha1/remediationpolicies/cluster' });
  const roleOf = (optIn: string) => find(cluster, `/apis/rbac.authorization.k8s.io/v1/clusterroles/coordination-engine-${optIn}`);

  afterAll(async () => {
    await operator?.stop();
    await kubectl(cluster, ['delete', '--ignore-not-found', '--wait=true', 'namespace', 'medik8s-leases', 'shop']);
    await kubectl(cluster, ['delete', '--ignore-not-found', '--wait=true', 'crd', ...crds]);
  });

  test('installs everything in one go, the policy too, and tells how to go on', async () => {
    const notes = await install({}, ...patiently);
    expect(notes).toContain('STATUS: deployed');
    expect(notes).toContain(`helm test ${release}`);
    expect(notes).toContain('optIn.NAME=true');
    expect(await policy()).toMatchObject({ spec: {} });
    expect(await getDeployment(cluster, namespace, 'coordination-engine')).toMatchObject({ status: { readyReplicas: 2 } });
  }, 240_000);

  test('gives the engine the rights to be ready, and says so by helm test', async () => {
    operator = await startOperator(cluster);
    await operator.ready({ within: 120_000 });
    const told = run('test', release, '--timeout', '170s');
    const judged = runningTest(cluster).then(async (container) => {
      await tellOutcome(cluster, await outcomeOf(container, new URL(operator?.url ?? '').host, 60));
      return outcomeOf(container, 'localhost:1', 0);
    });
    const [printed, unreachable] = await Promise.all([told, judged]);
    expect(printed).toMatch(/Phase: +Succeeded/);
    expect(unreachable).toMatchObject({ exitCode: 1 });
  }, 360_000);

  test('upgrades size and powers, and takes back nothing that somebody decided', async () => {
    await kubectl(cluster, ['patch', 'rpol', 'cluster', '--type=merge', '-p', '{"spec":{"suspended":true}}']);
    await applyFiles(cluster, [join(root, 'samples/workload-unavailable.yaml')]);
    const wanted = { size: 'small', optIn: { nodeDrain: true } };
    await install(wanted, ...patiently);
    await install({ ...wanted, policy: { spec: { maxActiveActions: 7 } } }, ...patiently);
    expect(await policy()).toMatchObject({ spec: { maxActiveActions: 7, suspended: true } });
    expect(await getDeployment(cluster, namespace, 'coordination-engine')).toMatchObject({ spec: { replicas: 1 } });
    expect(await roleOf('node-drain')).toBeDefined();
  }, 420_000);

  test('rolls back to what was installed first, and leaves the policy as it is', async () => {
    await run('rollback', release, '1', ...patiently);
    expect(await historyOf(cluster, namespace, release)).toHaveLength(4);
    expect(await getDeployment(cluster, namespace, 'coordination-engine')).toMatchObject({ spec: { replicas: 2 } });
    expect(await roleOf('node-drain')).toBeUndefined();
    expect(await policy()).toMatchObject({ spec: { maxActiveActions: 7, suspended: true } });
  }, 240_000);

  test('uninstalls all but the kinds, what people asked for, the policy and the namespace of locks, and finds them again', async () => {
    await operator?.stop();
    await run('uninstall', release, ...patiently);
    const ours = 'all,serviceaccounts,clusterroles,validatingadmissionpolicies,flowschemas';
    await untilHolds(async () =>
      expect(await kubectl(cluster, ['get', ours, '-A', '-l', 'app=coordination-engine', '-o', 'name'])).toBe(''),
    );
    const kept = await kubectl(cluster, ['get', 'crd,rpol,anomalies,ns', '-A', '-o', 'name']);
    for (const one of [...crds, '/anom-cart-unavailable', '/cluster', 'namespace/medik8s-leases']) expect(kept).toContain(one);
    await install({});
    expect(await policy()).toMatchObject({ spec: { suspended: true } });
    await run('uninstall', release, ...patiently);
  }, 420_000);
});

describe('what the chart renders', () => {
  test('is accepted by the API server, strictly', async () => {
    await kubectl(cluster, ['apply', '-k', join(root, 'config/crd')]);
    await waitForCrds(cluster, crds);
    await applyPrometheusOperatorCrds(cluster);
    const sets = await Promise.all(valueSets.map(({ values }) => render(cluster, values)));
    const distinct = [...new Map(sets.flat().map((object) => [JSON.stringify(object), object])).values()];
    await applyObjects(
      cluster,
      distinct.filter(({ kind }) => kind === 'Namespace'),
    );
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: distinct });
    const accepted = await kubectl(cluster, ['apply', '--dry-run=server', '--validate=strict', '-f', '-'], { input: list });
    expect(accepted.trim().split('\n')).toHaveLength(distinct.length);
  });
});
