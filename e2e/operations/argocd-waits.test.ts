import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { applicationPath, createApplication, isCompared, untilApplication } from '../harness/argocd-application.ts';
import { argocdNamespace, argocdPatience, startArgoCd, teamNamespace, type ArgoCd } from '../harness/argocd.ts';
import { auditPosition } from '../harness/audit.ts';
import { api } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { createRepository } from '../harness/git-repository.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { deployment, getDeployment, managersOf } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { cancel, request, untilAction, untilBlocked, untilEnded } from './actions.ts';
import { engineWrites, shop, syncedScene } from './argocd-scene.ts';

jest.setTimeout(300_000);

const home = 'argo-waits';
let cluster: WorkerCluster;
let argocd: ArgoCd;
let operator: Operator;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await createNodes(cluster, [{ name: home }]);
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: shop } }]);
  argocd = await startArgoCd(cluster);
  operator = await startOperator(cluster, { defaults: { pollSeconds: 1 } });
  await operator.ready();
}, argocdPatience);

judgeEachTest(() => cluster);

afterAll(async () => {
  await operator.stop();
  await argocd.stop();
});

const syncOf = (name: string): ActionWish => ({
  type: 'application_remediation',
  operation: 'argocd_sync',
  target: `Deployment/${shop}/${name}`,
});
const by = (name: string) => `Application/${argocdNamespace}/${name}`;

/** The project has these windows afterwards; each covers all of its Applications, all day long. */
async function windows(project: string, kinds: readonly object[]): Promise<void> {
  const syncWindows = kinds.map((kind) => ({
    schedule: '0 0 * * *',
    duration: '24h',
    timeZone: 'Europe/Berlin',
    applications: ['*'],
    ...kind,
  }));
  const spec = { sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }], syncWindows };
  await applyObjects(cluster, [
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata: { namespace: argocdNamespace, name: project }, spec },
  ]);
}

async function drift(name: string): Promise<void> {
  await kubectl(cluster, ['scale', '-n', shop, `deployment/${name}`, '--replicas=4']);
  await untilApplication(cluster, name, isCompared('OutOfSync'));
}

/** An Application whose sync somebody has asked for, and which does not end before the node exists: its second wave waits for the first. */
async function underWay(name: string, node: string): Promise<void> {
  const repository = await createRepository(cluster);
  const wave = (n: number) => ({ 'argocd.argoproj.io/sync-wave': String(n) });
  const later = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: shop, name: `${name}-later`, annotations: wave(1) } };
  await repository.commit({ 'a.json': deployment({ namespace: shop, name, node, annotations: wave(0) }), 'b.json': later });
  await createApplication(cluster, { name, repository, namespace: shop });
  await untilApplication(cluster, name, ({ status }) => (status?.resources ?? []).length === 2);
}

const atWork = (name: string) =>
  untilApplication(cluster, name, ({ status }) => /waiting for healthy state/.test(status?.operationState?.message ?? ''));

test('a sync waits for whoever is at work, a closed window and a skipped Application, writes nothing, and is made when they let it', async () => {
  await underWay('busy', 'argo-late');
  await api(cluster, { method: 'PATCH', path: applicationPath('busy'), body: { operation: { sync: {} } } });
  await windows('frozen', []);
  await syncedScene(cluster, 'frozen', home, { project: 'frozen' });
  await syncedScene(cluster, 'skipped', home);
  for (const name of ['frozen', 'skipped']) await drift(name);
  await windows('frozen', [{ kind: 'deny', manualSync: true }]);
  await kubectl(cluster, ['annotate', '-n', argocdNamespace, 'application/skipped', 'argocd.argoproj.io/skip-reconcile=true']);
  await atWork('busy');
  const position = await auditPosition(cluster);
  const reasons = { busy: 'TargetBusy', frozen: 'GitOpsManaged', skipped: 'GitOpsManaged' };
  for (const name of Object.keys(reasons)) await request(cluster, { name: `wait-${name}`, ...syncOf(name) });
  for (const [name, reason] of Object.entries(reasons))
    expect((await untilBlocked(cluster, `wait-${name}`, reason)).status).toMatchObject({ phase: 'Blocked', blocked: { by: by(name) } });
  for (const name of Object.keys(reasons)) expect(await engineWrites(cluster, position, name)).toEqual([]);
  await createNodes(cluster, [{ name: 'argo-late' }]);
  await windows('frozen', []);
  await kubectl(cluster, ['annotate', '-n', argocdNamespace, 'application/skipped', 'argocd.argoproj.io/skip-reconcile-']);
  for (const name of Object.keys(reasons)) {
    expect((await untilEnded(cluster, `wait-${name}`, 120_000)).status).toMatchObject({ phase: 'Succeeded' });
    expect(await engineWrites(cluster, position, name)).toHaveLength(1);
  }
  for (const name of ['frozen', 'skipped']) expect((await getDeployment(cluster, shop, name)).spec.replicas).toBe(2);
});

test('a person`s sync passes a window that lets people through, and Argo CD takes it', async () => {
  await windows('manual', [{ kind: 'deny', manualSync: true }]);
  await syncedScene(cluster, 'manual', home, { project: 'manual' });
  await drift('manual');
  await request(cluster, { name: 'by-person', ...syncOf('manual'), source: 'manual' });
  expect((await untilEnded(cluster, 'by-person', 60_000)).status).toMatchObject({ phase: 'Succeeded', reason: 'Succeeded' });
});

test('a sync that a window stops after it was asked for says so, and once called off is never made', async () => {
  await windows('closing', []);
  await syncedScene(cluster, 'closing', home, { project: 'closing' });
  await drift('closing');
  const [controller] = argocd.parts;
  controller?.kill('SIGSTOP'); // the window closes between the engine's look and Argo CD's
  await request(cluster, { name: 'closed', ...syncOf('closing') });
  await untilAction(cluster, 'closed', ({ status }) => status?.message === 'Argo CD was asked to sync.');
  await windows('closing', [{ kind: 'deny' }]);
  controller?.kill('SIGCONT');
  const held = await untilBlocked(cluster, 'closed', 'GitOpsManaged');
  expect(held.status).toMatchObject({ phase: 'Running', message: expect.stringMatching(/^Argo CD holds the sync back/) as unknown });
  await cancel(cluster, 'closed');
  await untilEnded(cluster, 'closed');
  await windows('closing', []);
  // Argo CD takes an operation up again when it looks at the Application, which by itself may be minutes later.
  await kubectl(cluster, ['annotate', '-n', argocdNamespace, 'application/closing', 'argocd.argoproj.io/refresh=normal']);
  const { status } = await untilApplication(cluster, 'closing', ({ operation }) => operation === undefined);
  expect(status?.operationState).toMatchObject({ phase: 'Failed', message: expect.stringMatching(/terminated/i) as unknown });
  expect((await getDeployment(cluster, shop, 'closing')).spec.replicas).toBe(4);
});

test('a sync that is called off is ended by Argo CD too', async () => {
  await underWay('endless', 'argo-never');
  const position = await auditPosition(cluster);
  const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', namespace: argocdNamespace, name: 'endless' };
  await request(cluster, { name: 'called-off', ...syncOf('endless'), target });
  await atWork('endless');
  await untilAction(cluster, 'called-off', ({ status }) => /Argo CD syncs the Application/.test(status?.message ?? ''));
  await cancel(cluster, 'called-off');
  expect((await untilEnded(cluster, 'called-off', 60_000)).status).toMatchObject({
    phase: 'Cancelled',
    reason: 'CancelRequested',
    result: { undo: { sync: 'Irreversible' } },
  });
  const { status } = await untilApplication(cluster, 'endless', ({ operation }) => operation === undefined);
  expect(status?.operationState).toMatchObject({ phase: 'Failed', message: expect.stringMatching(/terminated/i) as unknown });
  const bodies = (await engineWrites(cluster, position, 'endless')).map(({ requestObject }) =>
    Object.keys(requestObject as object).toSorted(),
  );
  const [asked, ...ended] = bodies.map((fields) => fields.join(' '));
  expect(asked).toBe('metadata operation');
  expect(new Set(ended)).toEqual(new Set(['metadata status'])); // more than once if Argo CD had overwritten it
});

test('an Application that heals itself, in a namespace of a team, is asked and its workload left alone', async () => {
  const syncPolicy = { automated: { selfHeal: true } };
  await syncedScene(cluster, 'healing', home, { home: teamNamespace, syncPolicy });
  const position = await auditPosition(cluster);
  await request(cluster, { name: 'heal-1', ...syncOf('healing') });
  expect((await untilEnded(cluster, 'heal-1', 60_000)).status).toMatchObject({
    phase: 'Succeeded',
    before: { applicationNamespace: teamNamespace, automated: true },
  });
  const writes = await engineWrites(cluster, position, 'healing');
  expect(writes.map(({ verb, resource, namespace }) => [verb, resource, namespace])).toEqual([['patch', 'applications', teamNamespace]]);
  expect(await managersOf(cluster, shop, 'healing')).toEqual(['argocd-controller', 'kube-controller-manager']);
});
