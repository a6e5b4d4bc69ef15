import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { RemediationPlan } from '../../operator/api/generated/types.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { helm, helmProgram, historyOf, writeChart } from '../harness/helm.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import type { Playing } from '../harness/play.ts';
import { startPodRunner } from '../harness/pod-runner.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, getDeployment, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { writtenAnomaly } from '../journeys/bench/written.ts';
import { expectSameEndWhenKilled } from './crash-contract.ts';
import { account, allowJobs, ask, hopeless, plan, untilAction, untilPlan } from './jobs.ts';

jest.setTimeout(240_000);

const namespace = 'helm-shop';
const bare = 'helm-bare';
let cluster: WorkerCluster;
let bench: Bench;
let runner: Playing;
let chart: string;

/** What helm needs to roll a release of the chart back: its Secrets, and what the chart makes. */
const rights = [
  { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'create', 'update', 'patch', 'delete'] },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'create', 'update', 'patch', 'delete'] },
];

const configured = (where: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: where, name: 'coordination-helm' },
  data: { serviceAccountName: 'helm', image: 'registry.invalid/helm:4' },
});

beforeAll(async () => {
  const program = await helmProgram();
  cluster = await workerCluster();
  await installEngine(cluster);
  chart = await writeChart(cluster);
  await createNodes(cluster, [{ name: 'helm-home' }]);
  await createDeployment(cluster, { namespace, name: 'never', node: 'nowhere' });
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: bare } }]);
  await applyObjects(cluster, [...account(namespace, 'helm', rights), configured(namespace)]);
  for (const where of [namespace, bare]) await allowJobs(cluster, where);
  bench = await openBench(cluster);
  runner = startPodRunner(cluster, [dirname(program)]);
}, 900_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await runner.stop();
  await bench.stop();
});

const values = (mark: string, node: string) => ['--set', `mark=${mark}`, '--set', `node=${node}`];

/** A release that was well and has been upgraded to something that no node can run. */
async function brokenRelease(name: string, where = namespace): Promise<void> {
  await helm(cluster, ['install', name, chart, '--namespace', where, ...values('good', 'helm-home')]);
  await untilRolledOut(cluster, where, name);
  await helm(cluster, ['upgrade', name, chart, '--namespace', where, ...values('bad', 'nowhere')]);
}

const rollback = (name: string, of: string, more: Partial<ActionWish> = {}, where = namespace) =>
  ask(cluster, where, {
    name,
    type: 'application_remediation',
    operation: 'helm_rollback',
    target: `Deployment/${where}/${of}`,
    ...more,
  });
const ended = (name: string, where = namespace) => untilAction(cluster, { namespace: where, name });
const markOf = async (name: string) => (await getDeployment(cluster, namespace, name)).spec.template.metadata.annotations?.['mark'];
const descriptions = async (name: string) => (await historyOf(cluster, namespace, name)).map(({ description }) => description);
const engineWrites = async (position: number) =>
  committedWrites(await auditSince(cluster, position))
    .filter(
      ({ user, group, resource }) => user === engineUser && !group.endsWith('selfheal.dev') && !['events', 'leases'].includes(resource),
    )
    .map(({ verb, resource }) => `${verb} ${resource}`);

test('helm_rollback has the real helm roll the release back, once, and the engine reads no Secret and touches no workload', async () => {
  await brokenRelease('shop-1');
  const position = await auditPosition(cluster);
  await rollback('rollback-1', 'shop-1');
  const { status } = await ended('rollback-1');
  expect(status).toMatchObject({ phase: 'Succeeded', result: { from: 2, to: 3 }, changes: [{ resource: `Release/${namespace}/shop-1` }] });
  expect(await descriptions('shop-1')).toEqual(['Install complete', 'Upgrade complete', 'Rollback to 1']);
  expect(await markOf('shop-1')).toBe('good');
  await untilRolledOut(cluster, namespace, 'shop-1');
  expect(await engineWrites(position)).toEqual(['create jobs']);
  const asked = (await auditSince(cluster, position)).filter(({ user }) => user === engineUser);
  expect(asked.filter(({ resource }) => resource === 'secrets')).toEqual([]);
});

test('helm_rollback to the revision at which the release is leaves it alone', async () => {
  await brokenRelease('shop-2');
  await helm(cluster, ['rollback', 'shop-2', '1', '--namespace', namespace]);
  await untilRolledOut(cluster, namespace, 'shop-2');
  await rollback('rollback-2', 'shop-2', { parameters: { revision: 3 } });
  expect((await ended('rollback-2')).status).toMatchObject({ phase: 'Succeeded', result: { from: 3, to: 3 } });
  expect(await descriptions('shop-2')).toHaveLength(3);
});

test('helm_rollback to a revision that does not exist says what helm says, and nothing was changed', async () => {
  await brokenRelease('shop-3');
  await rollback('rollback-3', 'shop-3', { parameters: { revision: 9 } });
  expect((await ended('rollback-3')).status).toMatchObject({
    phase: 'Failed',
    reason: 'JobDeclined',
    message: expect.stringContaining('release has no 9 version') as unknown,
  });
  expect(await descriptions('shop-3')).toEqual(['Install complete', 'Upgrade complete']);
});

test('helm_rollback after which the pods do not get ready is taken back when its time is over', async () => {
  await brokenRelease('shop-4');
  await helm(cluster, ['upgrade', 'shop-4', chart, '--namespace', namespace, ...values('good', 'helm-home')]);
  await untilRolledOut(cluster, namespace, 'shop-4');
  await rollback('rollback-4', 'shop-4', { parameters: { revision: 2 }, timeoutSeconds: 30 });
  expect((await ended('rollback-4')).status).toMatchObject({
    phase: 'Failed',
    reason: 'TimedOut',
    result: { undo: { rollback: 'Undone' } },
  });
  expect((await descriptions('shop-4')).slice(3)).toEqual(['Rollback to 2', 'Rollback to 3']);
  expect(await markOf('shop-4')).toBe('good');
});

test.each([
  { parameters: { revision: 0 }, phase: 'Rejected', reason: 'InvalidParameters', told: 'spec.parameters.revision must be >= 1' },
  { parameters: { revision: '2' }, phase: 'Rejected', reason: 'InvalidParameters', told: 'spec.parameters.revision must be integer' },
  { parameters: {}, phase: 'Failed', reason: 'InvalidTarget', told: 'is of no Helm release', of: 'never' },
])('helm_rollback is refused before anything is made: $told', async ({ parameters, phase, reason, told, of = 'shop-1' }) => {
  const position = await auditPosition(cluster);
  const name = `refused-${JSON.stringify(parameters).replaceAll(/[^a-z0-9]/g, '')}-${of}`;
  await rollback(name, of, { parameters: { ...parameters } });
  expect((await ended(name)).status).toMatchObject({ phase, reason, message: expect.stringContaining(told) as unknown });
  expect(await engineWrites(position)).toEqual([]);
});

test('helm_rollback is refused where nobody configured it', async () => {
  await brokenRelease('shop-5', bare);
  await rollback('rollback-5', 'shop-5', {}, bare);
  expect((await ended('rollback-5', bare)).status).toMatchObject({
    phase: 'Failed',
    reason: 'NotConfigured',
    message: expect.stringContaining(`ConfigMap ${bare}/coordination-helm`) as unknown,
  });
});

const rows = ({ status }: RemediationPlan) => status?.rollback?.map(({ step, result }) => `${step} ${result}`);
const planFor = (name: string, of: string, seconds = 2) =>
  plan(cluster, namespace, {
    name,
    steps: [{ layer: 'application', operation: 'helm_rollback', target: `Deployment/${namespace}/${of}` }],
    checkpoints: [hopeless(namespace, seconds)],
  });

test('a plan that did not help brings the release back to the revision at which it was', async () => {
  await brokenRelease('shop-6');
  await planFor('plan-helm-6', 'shop-6');
  const done = await untilPlan(cluster, { namespace, name: 'plan-helm-6' });
  expect(done.status).toMatchObject({ phase: 'RolledBack', reason: 'CheckpointFailed' });
  expect(rows(done)).toEqual(['step-1 Undone']);
  expect((await descriptions('shop-6')).slice(2)).toEqual(['Rollback to 1', 'Rollback to 2']);
  expect(await markOf('shop-6')).toBe('bad');
});

test('a release that somebody has upgraded since is left as they made it', async () => {
  await brokenRelease('shop-7');
  await planFor('plan-helm-7', 'shop-7', 10); // as long as somebody may need for an upgrade
  await untilAction(cluster, { namespace, name: 'act-helm-7-01' });
  await helm(cluster, ['upgrade', 'shop-7', chart, '--namespace', namespace, ...values('better', 'helm-home')]);
  const done = await untilPlan(cluster, { namespace, name: 'plan-helm-7' });
  expect(done.status).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial' });
  expect(rows(done)).toEqual(['step-1 Drifted']);
  expect(done.status?.rollback?.[0]?.message).toContain('at revision 4 by now, not at 3');
  expect(await markOf('shop-7')).toBe('better');
});

test('an anomaly about a workload that is ill by itself gets a plan with helm_rollback, marked before it starts, which cures it', async () => {
  await brokenRelease('shop-8');
  const unready = async () => (await getDeployment(cluster, namespace, 'shop-8')).status.readyReplicas === undefined;
  await eventually(unready, { within: 30_000, describe: 'no pod of shop-8 is ready' });
  const targets = [`Deployment/${namespace}/shop-8`];
  await applyObjects(cluster, [writtenAnomaly({ namespace, name: 'anom-helm-8', type: 'workload_unavailable', targets })]);
  const done = await untilPlan(cluster, { namespace, name: 'plan-helm-8' });
  expect(done.spec.steps).toMatchObject([{ undo: 'Reversible', action: { operation: 'helm_rollback' } }]);
  expect(done.status).toMatchObject({ phase: 'Succeeded' });
  expect(await markOf('shop-8')).toBe('good');
});

test('helm_rollback, killed right before or right after its Job is made, rolls back once and ends alike', async () => {
  await expectSameEndWhenKilled(cluster, bench, {
    prepare: async (id) => {
      await brokenRelease(id);
      return { type: 'application_remediation', operation: 'helm_rollback', target: `Deployment/${namespace}/${id}` };
    },
    effect: () => ({ verb: 'create', resource: 'jobs' }),
    state: async (id) => [await descriptions(id), await markOf(id)],
  });
});
