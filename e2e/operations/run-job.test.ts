import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationPlan } from '../../operator/api/generated/types.ts';
import { keys } from '../../operator/api/resource.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import type { PlanWish } from '../../operator/testing/plan-builder.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { api, find } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import type { Playing } from '../harness/play.ts';
import { forbidPods } from '../harness/pod-quota.ts';
import { startPodRunner } from '../harness/pod-runner.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, getDeployment, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { expectSameEndWhenKilled } from './crash-contract.ts';
import { account, allowJobs, ask, hopeless, plan, template, untilAction, untilPlan } from './jobs.ts';

const namespace = 'jobs-shop';
const closed = 'jobs-closed';
const system = 'self-healing-platform';
const web = `Deployment/${namespace}/web`;
const tier = 'shop.example/tier';
let cluster: WorkerCluster;
let bench: Bench;
let runner: Playing;

/** Sets an annotation of the target and leaves what was there before; the inverse compares before it sets that back. */
const target = 'kubectl -n "$COORDINATION_TARGET_NAMESPACE" annotate --overwrite "$COORDINATION_TARGET_KIND/$COORDINATION_TARGET_NAME"';
const read = `kubectl -n "$COORDINATION_TARGET_NAMESPACE" get "$COORDINATION_TARGET_KIND/$COORDINATION_TARGET_NAME" -o jsonpath='{.metadata.annotations.shop\\.example/tier}'`;
const mark = `was=$(${read}); ${target} "${tier}=$COORDINATION_VALUE_tier"; printf %s "$was" > "$MESSAGE"`;
const unmark = `[ "$(${read})" = "$COORDINATION_VALUE_tier" ] || { echo "it is $(${read})" > "$MESSAGE"; exit 3; }
${target} "${tier}=$COORDINATION_OUTPUT"`;
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['tier'],
  properties: { tier: { type: 'string', maxLength: 60 } },
};
const rights = [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'patch'] }];

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await createNodes(cluster, [{ name: 'jobs-home' }]);
  await createDeployment(cluster, { namespace, name: 'web', node: 'jobs-home', annotations: { [tier]: 'gold' } });
  await createDeployment(cluster, { namespace: closed, name: 'web', node: 'jobs-home' });
  await untilRolledOut(cluster, namespace, 'web');
  for (const where of [namespace, system]) await allowJobs(cluster, where);
  const other = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }];
  await applyObjects(cluster, [
    ...account(namespace, 'marker', rights),
    ...account(namespace, 'powerful', other, false),
    template(namespace, 'mark', { script: mark, schema, inverse: 'unmark', account: 'marker' }),
    template(namespace, 'unmark', { script: unmark, schema, account: 'marker' }),
    template(namespace, 'once', { script: 'echo done > "$MESSAGE"' }),
    template(namespace, 'failing', { script: 'echo "the disk is full" > "$MESSAGE"; exit 7' }),
    template(namespace, 'slow', { script: 'exec sleep 600' }),
    template(namespace, 'broken', { script: 'true', schema: { type: 'objct' } }),
    template(namespace, 'borrowing', { script: 'true', account: 'powerful' }),
    template(system, 'noted', { script: 'echo "$COORDINATION_TARGET_NAME" > "$MESSAGE"' }),
  ]);
  bench = await openBench(cluster);
  runner = startPodRunner(cluster, [cluster.binaries.bin]);
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await runner.stop();
  await bench.stop();
});

const run = (name: string, parameters: object, more: Partial<ActionWish> = {}) =>
  ask(cluster, namespace, {
    name,
    type: 'application_remediation',
    operation: 'run_job',
    target: web,
    parameters: { ...parameters },
    ...more,
  });
const ended = (name: string) => untilAction(cluster, { namespace, name });
const tierNow = async () => (await getDeployment(cluster, namespace, 'web')).metadata.annotations?.[tier];
const setTier = (value: string) => kubectl(cluster, ['annotate', '-n', namespace, 'deployment/web', `${tier}=${value}`, '--overwrite']);
const jobPath = (uid: string, prefix = 'run', where = namespace) => `/apis/batch/v1/namespaces/${where}/jobs/${prefix}-${uid}`;

/** Jobs that the engine made and removed since then. */
async function jobWrites(position: number): Promise<string[]> {
  const writes = committedWrites(await auditSince(cluster, position)).filter(
    ({ user, resource }) => user === engineUser && resource === 'jobs',
  );
  return writes.map(({ verb, name }) => `${verb} ${name}`);
}

test('run_job runs the template once with its values, as the ServiceAccount that it names, and takes exit code and message', async () => {
  const position = await auditPosition(cluster);
  await setTier('gold');
  const value = '$(HOME)"; touch /tmp/jobs-injected; echo "`id`';
  await run('mark-1', { template: 'mark', values: { tier: value } });
  const action = await ended('mark-1');
  const { uid } = action.metadata;
  expect(action.status).toMatchObject({
    phase: 'Succeeded',
    result: { job: `${namespace}/run-${uid}`, exitCode: 0, output: 'gold' },
    changes: [{ resource: `Job/${namespace}/run-${uid}`, to: expect.stringContaining('undone by template unmark') as unknown }],
  });
  expect(await tierNow()).toBe(value);
  expect(await jobWrites(position)).toEqual([`create run-${uid}`]);
  const job = await api(cluster, { path: jobPath(uid) });
  expect(job.metadata.ownerReferences).toMatchObject([{ kind: 'RemediationAction', uid }]);
});

test('run_job fails with the exit code and the message of its Job, and does not run it again', async () => {
  const position = await auditPosition(cluster);
  await run('failing-1', { template: 'failing' });
  const { metadata, status } = await ended('failing-1');
  expect(status).toMatchObject({
    phase: 'Failed',
    reason: 'JobFailed',
    message: `Job ${namespace}/run-${metadata.uid} failed with exit code 7: the disk is full`,
  });
  expect(await jobWrites(position)).toEqual([`create run-${metadata.uid}`]);
});

describe('run_job makes nothing and says why', () => {
  test.each([
    { of: 'mark', values: {}, reason: 'InvalidParameters', told: 'spec.parameters.values.tier is required.' },
    { of: 'mark', values: { tier: 'x'.repeat(61) }, reason: 'InvalidParameters', told: 'tier must NOT have more than 60 characters' },
    { of: 'mark', values: { tier: 'a', more: 1 }, reason: 'InvalidParameters', told: 'values.more is not a known parameter' },
    { of: 'once', values: { tier: 'a' }, reason: 'InvalidParameters', told: 'values.tier is not a known parameter' },
    { of: 'broken', values: {}, reason: 'InvalidTemplate', told: `ConfigMap ${namespace}/broken: its schema cannot be used` },
    { of: 'borrowing', values: {}, reason: 'ServiceAccountRefused', told: `is not labelled ${keys.runJobs}=true` },
    { of: 'missing', values: {}, reason: 'TemplateNotFound', told: `ConfigMap ${namespace}/missing does not exist.` },
  ])('$reason: $told', async ({ of, values, reason, told }) => {
    const position = await auditPosition(cluster);
    const name = `refused-${of}-${Object.keys(values).join('-')}-${JSON.stringify(values).length}`.replace(/-+/g, '-');
    await run(name, { template: of, values });
    expect((await ended(name)).status).toMatchObject({ phase: 'Failed', reason, message: expect.stringContaining(told) as unknown });
    expect(await jobWrites(position)).toEqual([]);
  });

  test('where nobody let the engine run Jobs', async () => {
    const position = await auditPosition(cluster);
    const wish = {
      type: 'application_remediation',
      operation: 'run_job',
      target: `Deployment/${closed}/web`,
      parameters: { template: 'x' },
    } as const;
    await ask(cluster, closed, { name: 'closed-1', ...wish });
    expect((await untilAction(cluster, { namespace: closed, name: 'closed-1' })).status).toMatchObject({
      phase: 'Failed',
      reason: 'Forbidden',
      message: expect.stringContaining('a RoleBinding to ClusterRole coordination-engine-jobs there lets it') as unknown,
    });
    expect(await jobWrites(position)).toEqual([]);
  });

  test('when the API server itself would not take the Job', async () => {
    const position = await auditPosition(cluster);
    const manifest = { apiVersion: 'batch/v1', kind: 'Job', spec: { template: { spec: { containers: [{ name: 'Main', imag: 'x' }] } } } };
    const data = { 'job.yaml': JSON.stringify(manifest) };
    await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'unfit' }, data }]);
    await run('unfit-1', { template: 'unfit' });
    expect((await ended('unfit-1')).status).toMatchObject({
      phase: 'Failed',
      reason: 'InvalidTemplate',
      message: expect.stringMatching(/The API server would not take the Job: .*imag/s) as unknown,
    });
    expect(await jobWrites(position)).toEqual([]);
  });

  test('in a dry run, which lists the Job', async () => {
    const position = await auditPosition(cluster);
    await run('dry-1', { template: 'once' }, { dryRun: true });
    const { metadata, status } = await ended('dry-1');
    const resource = `Job/${namespace}/run-${metadata.uid}`;
    expect(status).toMatchObject({ reason: 'DryRun', changes: [{ resource, to: `template once for ${web}; no inverse` }] });
    expect(await jobWrites(position)).toEqual([]);
  });
});

test('run_job that is cancelled ends its Job', async () => {
  await run('slow-1', { template: 'slow' });
  const { metadata } = await untilAction(cluster, { namespace, name: 'slow-1' }, ({ status }) => status?.result?.['job'] !== undefined);
  await eventually(async () => ((await find(cluster, jobPath(metadata.uid)))?.['status'] as { ready?: number } | undefined)?.ready === 1, {
    within: 20_000,
    describe: 'its pod runs',
  });
  const path = `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${namespace}/remediationactions/slow-1`;
  await api(cluster, { method: 'PATCH', path, body: { spec: { cancel: true } } });
  expect((await ended('slow-1')).status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
  await eventually(async () => (await find(cluster, jobPath(metadata.uid))) === undefined, { within: 30_000, describe: 'the Job is gone' });
});

test('run_job ends with JobRefused when its Job may make no pod', async () => {
  const allowPods = await forbidPods(cluster, namespace);
  await run('quota-1', { template: 'once' });
  expect((await ended('quota-1')).status).toMatchObject({
    phase: 'Failed',
    reason: 'JobRefused',
    message: expect.stringContaining('quota') as unknown,
  });
  await allowPods();
});

describe('a plan with run_job', () => {
  const step = (of: string, values: object, undo: 'Reversible' | 'Irreversible' = 'Reversible'): PlanWish => ({
    steps: [{ layer: 'application', operation: 'run_job', target: web, parameters: { template: of, values: { ...values } }, undo }],
  });
  const rows = ({ status }: RemediationPlan) => status?.rollback?.map(({ step: name, result }) => `${name} ${result}`);

  beforeAll(async () => {
    // A workload that is never well, so that a checkpoint on it always fails.
    await createDeployment(cluster, { namespace, name: 'never', node: 'nowhere' });
  });

  test('that did not help is taken back by the inverse', async () => {
    await setTier('gold');
    await plan(cluster, namespace, { name: 'plan-jobs-1', ...step('mark', { tier: 'silver' }), checkpoints: [hopeless(namespace, 2)] });
    await untilAction(cluster, { namespace, name: 'act-jobs-1-01' });
    expect(await tierNow()).toBe('silver');
    const done = await untilPlan(cluster, { namespace, name: 'plan-jobs-1' });
    expect(done.status).toMatchObject({ phase: 'RolledBack', reason: 'CheckpointFailed' });
    expect(rows(done)).toEqual(['step-1 Undone']);
    expect(await tierNow()).toBe('gold');
  });

  test('leaves what somebody else has changed since, as the inverse finds it', async () => {
    await setTier('gold');
    await plan(cluster, namespace, { name: 'plan-jobs-2', ...step('mark', { tier: 'silver' }), checkpoints: [hopeless(namespace, 20)] });
    await untilAction(cluster, { namespace, name: 'act-jobs-2-01' });
    await setTier('bronze');
    const done = await untilPlan(cluster, { namespace, name: 'plan-jobs-2' });
    expect(done.status).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial' });
    expect(rows(done)).toEqual(['step-1 Drifted']);
    expect(await tierNow()).toBe('bronze');
  });

  test('that claims that it can be undone, though its template names no inverse, is refused before anybody approves it', async () => {
    const position = await auditPosition(cluster);
    await plan(cluster, namespace, { name: 'plan-jobs-3', ...step('once', {}), approvalRequired: true });
    expect((await untilPlan(cluster, { namespace, name: 'plan-jobs-3' })).status).toMatchObject({
      phase: 'Failed',
      reason: 'InvalidPlan',
      message: expect.stringContaining('names no inverse') as unknown,
    });
    expect(await jobWrites(position)).toEqual([]);
  });

  test('that says that it cannot be undone waits for its approval', async () => {
    await plan(cluster, namespace, { name: 'plan-jobs-4', ...step('once', {}, 'Irreversible'), approvalRequired: true });
    const waiting = await untilPlan(cluster, { namespace, name: 'plan-jobs-4' }, ({ status }) => status?.phase === 'AwaitingApproval');
    expect(waiting.spec.steps[0]?.undo).toBe('Irreversible');
    await kubectl(cluster, ['delete', 'remediationplan', 'plan-jobs-4', '-n', namespace]);
  });

  test('whose values do not fit is refused before it starts', async () => {
    await plan(cluster, namespace, { name: 'plan-jobs-5', ...step('mark', { tier: 3 }) });
    expect((await untilPlan(cluster, { namespace, name: 'plan-jobs-5' })).status).toMatchObject({
      phase: 'Failed',
      reason: 'InvalidPlan',
      message: expect.stringContaining('values.tier must be string') as unknown,
    });
  });
});

test('run_job, killed right before or right after its Job is made, runs it once and ends alike', async () => {
  await expectSameEndWhenKilled(cluster, bench, {
    prepare: async (name) => {
      await createDeployment(cluster, { namespace, name, node: 'jobs-home' });
      const to = { type: 'application_remediation', operation: 'run_job', target: `Deployment/${namespace}/${name}` } as const;
      return { ...to, parameters: { template: 'noted' } };
    },
    effect: () => ({ verb: 'create', resource: 'jobs' }),
    state: async (id, { metadata, status }) => {
      const job = await find(cluster, jobPath(metadata.uid, 'run', system));
      return {
        output: String(status?.result?.['output']).replace(id, 'ID'),
        succeeded: (job?.['status'] as { succeeded?: number } | undefined)?.succeeded,
      };
    },
  });
});
