import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Undo } from '../../operator/api/generated/types.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { applicationPath, isCompared, syncByHand, untilApplication, type ApplicationObject } from '../harness/argocd-application.ts';
import { argocdPatience, startArgoCd, type ArgoCd } from '../harness/argocd.ts';
import { auditPosition } from '../harness/audit.ts';
import { api } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes, setNodeCondition } from '../harness/nodes.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { getDeployment, managersOf, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { applyPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { getAction, request, untilEnded } from './actions.ts';
import { engineWrites, shop, syncedScene } from './argocd-scene.ts';
import { expectSameEndWhenKilled } from './crash-contract.ts';

jest.setTimeout(300_000);

const home = 'argo-home';
/** A node under pressure, for a check that never passes. */
const ill = 'argo-ill';
let cluster: WorkerCluster;
let argocd: ArgoCd;
let bench: Bench;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await createNodes(cluster, [{ name: home }, { name: ill }]);
  await setNodeCondition(cluster, ill, { type: 'DiskPressure', status: 'True' });
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: shop } }]);
  argocd = await startArgoCd(cluster);
  bench = await openBench(cluster);
}, argocdPatience);

judgeEachTest(() => cluster);

afterAll(async () => {
  await bench.stop();
  await argocd.stop();
});

const syncOf = (name: string): ActionWish => ({
  type: 'application_remediation',
  operation: 'argocd_sync',
  target: `Deployment/${shop}/${name}`,
});
const scene = (name: string, syncPolicy?: object) => syncedScene(cluster, name, home, { syncPolicy });

/** Somebody changes what runs, and Argo CD has seen it. */
async function drift(name: string): Promise<void> {
  await kubectl(cluster, ['scale', '-n', shop, `deployment/${name}`, '--replicas=4']);
  await untilApplication(cluster, name, isCompared('OutOfSync'));
}

const replicasOf = async (name: string) => (await getDeployment(cluster, shop, name)).spec.replicas;
const revisionsOf = ({ status }: ApplicationObject) => status?.history?.map(({ revision }) => revision);
const getApplication = (name: string) => api<ApplicationObject>(cluster, { path: applicationPath(name) });

describe('argocd_sync', () => {
  test('of a drifted Application is one write of .operation alone, done when Argo CD has ended it', async () => {
    const { name, revision } = await scene('drifted');
    await drift(name);
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'sync-1', ...syncOf(name) });
    const { status } = await untilEnded(cluster, 'sync-1', 60_000);
    expect(status).toMatchObject({ phase: 'Succeeded', before: { revision }, result: { revision } });
    expect(await replicasOf(name)).toBe(2);
    const writes = await engineWrites(cluster, position, name);
    expect(writes.map(({ verb, resource }) => `${verb} ${resource}`)).toEqual(['patch applications']);
    const { metadata, ...rest } = writes[0]?.requestObject as { metadata: object };
    expect(Object.keys(metadata).toSorted()).toEqual(['resourceVersion', 'uid']);
    expect(Object.keys(rest)).toEqual(['operation']);
    const { status: now } = await getApplication(name);
    expect(now?.history?.at(-1)?.initiatedBy?.username).toBe(`coordination-engine/${status?.intents?.[0]?.token}`);
    expect(await managersOf(cluster, shop, name)).toEqual(['argocd-controller', 'kube-controller-manager']);
  });

  test('to the revision that runs already writes nothing', async () => {
    const { name, revision } = await scene('there');
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'sync-2', ...syncOf(name), parameters: { revision } });
    expect((await untilEnded(cluster, 'sync-2')).status).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
    expect(await engineWrites(cluster, position, name)).toEqual([]);
  });

  test('that Argo CD cannot carry out fails with what Argo CD says', async () => {
    const { name } = await scene('lost');
    await request(cluster, { name: 'sync-3', ...syncOf(name), parameters: { revision: 'no-such-branch' } });
    expect((await untilEnded(cluster, 'sync-3', 60_000)).status).toMatchObject({
      phase: 'Failed',
      reason: 'SyncFailed',
      message: expect.stringContaining('no-such-branch') as unknown,
    });
  });

  test('is refused for a workload that only claims to be of an Application, even when Argo CD has listed it', async () => {
    await scene('named');
    const [claim] = ['argocd.argoproj.io/tracking-id=named:apps/Deployment:ops-argocd/impostor'];
    await kubectl(cluster, ['create', 'deployment', '-n', shop, 'impostor', '--image=registry.invalid/nothing:1', '--replicas=0']);
    await kubectl(cluster, ['annotate', '-n', shop, 'deployment/impostor', claim]);
    await untilApplication(cluster, 'named', ({ status }) => status?.resources?.some(({ name }) => name === 'impostor') ?? false);
    await request(cluster, { name: 'sync-4', ...syncOf('impostor') });
    expect((await untilEnded(cluster, 'sync-4')).status).toMatchObject({ phase: 'Failed', reason: 'InvalidTarget' });
  });

  test('killed right before or after its write ends as if it had not been, with one sync', async () => {
    await expectSameEndWhenKilled(cluster, bench, {
      prepare: async (id) => {
        await scene(id);
        await drift(id);
        return syncOf(id);
      },
      effect: (name) => ({ verb: 'patch', resource: 'applications', name }),
      state: async (id) => {
        const { status } = await getApplication(id);
        const ours = status?.history?.filter(({ initiatedBy }) => initiatedBy?.username?.startsWith('coordination-engine/'));
        return { replicas: await replicasOf(id), syncs: status?.history?.length, ours: ours?.length };
      },
      within: 90_000,
    });
  });
});

describe('a workload that Argo CD manages', () => {
  test.each([
    { name: 'restart', of: { type: 'application_remediation', operation: 'restart_deployment' } as const },
    { name: 'scale', of: { type: 'resource_scaling', operation: 'scale_workload', parameters: { replicas: 3 } } as const },
  ])('is not touched by a $name asked for by hand, which names the Application', async ({ name, of }) => {
    await scene(`by-hand-${name}`);
    const position = await auditPosition(cluster);
    await request(cluster, { name, ...of, target: `Deployment/${shop}/by-hand-${name}` });
    const { status } = await untilEnded(cluster, name);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'GitOpsManaged' });
    expect(status?.message).toContain(`Application/argocd/by-hand-${name} manages`);
    expect(await engineWrites(cluster, position, `by-hand-${name}`)).toEqual([]);
  });
});

describe('its undo', () => {
  /** A plan that syncs and then finds the disk pressure of a node, which no sync takes away. */
  async function hopelessPlan(name: string, timeoutSeconds = 2, undo: Undo = 'Reversible'): Promise<void> {
    const node = { apiVersion: 'v1', kind: 'Node', name: ill };
    await applyPlan(cluster, {
      name: `plan-${name}`,
      steps: [{ layer: 'application', operation: 'argocd_sync', target: `Deployment/${shop}/${name}`, undo }],
      checkpoints: [buildCheckpoint('application', 1, ['no_node_pressure'], { timeoutSeconds, targets: [node] })],
    });
  }

  async function endOf(name: string) {
    const { status } = await untilPlanEnded(cluster, `plan-${name}`, 90_000);
    return { ...status, rows: status?.rollback?.map(({ step, result }) => `${step} ${result}`) };
  }

  test('is a sync back to the previous revision of the history', async () => {
    const { name, revision, want } = await scene('back');
    const later = await want(3);
    await hopelessPlan(name);
    expect(await endOf(name)).toMatchObject({ phase: 'RolledBack', rows: ['step-1 Undone'] });
    expect(revisionsOf(await getApplication(name))).toEqual([revision, later, revision]);
    await untilRolledOut(cluster, shop, name);
    expect(await replicasOf(name)).toBe(2);
    expect(await managersOf(cluster, shop, name)).not.toContain('coordination-engine');
  });

  test('leaves alone what somebody else has synced since, and says from what to what', async () => {
    const { name, want } = await scene('moved');
    const ours = await want(3);
    await hopelessPlan(name, 25);
    await eventually(async () => (await getAction(cluster, `act-${name}-01`)).status?.phase === 'Succeeded', {
      within: 60_000,
      describe: 'the step is done',
    });
    const theirs = await want(4);
    await syncByHand(cluster, name);
    const position = await auditPosition(cluster);
    expect(await endOf(name)).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial', rows: ['step-1 Drifted'] });
    expect((await getAction(cluster, `act-${name}-01-undo`)).status?.message).toContain(`from ${ours} to ${theirs}`);
    expect(await engineWrites(cluster, position, name)).toEqual([]);
    expect(await replicasOf(name)).toBe(4);
  });

  test('is Irreversible where Argo CD syncs by itself, and a plan that says otherwise is refused', async () => {
    const { name } = await scene('automated', { automated: { selfHeal: true } });
    const position = await auditPosition(cluster);
    await hopelessPlan(name);
    expect(await endOf(name)).toMatchObject({
      ...{ phase: 'Failed', reason: 'InvalidPlan' },
      message: expect.stringMatching(/undo says Reversible, but it is Irreversible.*syncs by itself/),
    });
    expect(await engineWrites(cluster, position, name)).toEqual([]);
    await kubectl(cluster, ['delete', 'rplan', `plan-${name}`, '-n', 'self-healing-platform']);

    await hopelessPlan(name, 2, 'Irreversible');
    expect(await endOf(name)).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial', rows: ['step-1 Irreversible'] });
  });
});
