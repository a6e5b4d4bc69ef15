import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { keys } from '../api/resource.ts';
import { undoOutcome } from '../domain/execution/undo-outcome.ts';
import { Terminal } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { targetFrom, type ActionWish } from '../testing/action-builder.ts';
import { aWorkload } from '../testing/cluster-objects.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { aTemplate, endJob, holdJob } from '../testing/jobs.ts';
import { carryOut, pass } from '../testing/run-action.ts';
import { runJob } from './run-job.ts';

const schema = { type: 'object', properties: { rows: { type: 'integer', maximum: 9 } }, additionalProperties: false };
const withSchema = { 'values.schema.json': JSON.stringify(schema) };
const fix = (more: Readonly<Record<string, string>> = {}, pod: object = {}) => aTemplate('fix', { ...withSchema, ...more }, pod);
const unfix = (pod: object = {}) => aTemplate('unfix', withSchema, pod);
const wish: ActionWish = {
  namespace: 'shop',
  type: 'application_remediation',
  operation: 'run_job',
  target: 'Deployment/shop/web',
  parameters: { template: 'fix', values: { rows: 3 } },
};
const world = (objects: Parameters<typeof executionEngine>[0]) =>
  executionEngine([aWorkload('Deployment', 'web'), ...(objects ?? [])], { operations: [runJob] });
const jobOf = ({ cluster }: FakeEngine, name = 'run-uid-act-1') => cluster.peek(kinds.Job, { namespace: 'shop', name });
/** Jobs that were stored; a rehearsal is not. */
const made = (engine: FakeEngine) => writesOn(engine, 'Job').filter(({ options }) => !(options && 'dryRun' in options && options.dryRun));

describe('run_job', () => {
  test('makes one Job beside its action, once, and takes its exit code and message for the outcome', async () => {
    const engine = world([fix()]);
    const action = admit(engine, { ...wish, timeoutSeconds: 60 });
    const running = await carryOut(engine, action, 500);
    expect(running.status).toMatchObject({
      phase: 'Running',
      message: 'Job shop/run-uid-act-1 is at work.',
      result: { job: 'shop/run-uid-act-1' },
    });
    expect(jobOf(engine)).toMatchObject({
      metadata: {
        annotations: { [keys.token]: running.status?.intents?.[0]?.token },
        ownerReferences: [{ kind: 'RemediationAction', name: 'act-1', uid: 'uid-act-1', controller: true }],
      },
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: 60,
        template: {
          metadata: { labels: { [keys.operation]: 'run_job' } },
          spec: {
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            containers: [{ command: ['fix'], env: expect.arrayContaining([{ name: 'COORDINATION_VALUE_rows', value: '3' }]) as unknown }],
          },
        },
      },
    });
    endJob(engine, 'run-uid-act-1', { exitCode: 0, message: 'moved 3\n' });
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({
      phase: 'Succeeded',
      message: 'Job shop/run-uid-act-1 ended well: moved 3',
      result: { exitCode: 0, output: 'moved 3' },
    });
    expect(made(engine)).toHaveLength(1);
  });

  test.each([
    { end: { exitCode: 7, message: 'no disk' }, reason: 'JobFailed', told: 'failed with exit code 7: no disk', outcome: 'Irreversible' },
    { end: { exitCode: 3, message: 'not mine' }, reason: 'JobDeclined', told: 'failed with exit code 3: not mine', outcome: undefined },
    { end: { exitCode: 1, podless: true }, reason: 'JobFailed', told: 'failed with BackoffLimitExceeded.', outcome: 'Irreversible' },
  ])('fails with $reason when its Job $told', async ({ end, reason, told, outcome }) => {
    const engine = world([fix()]);
    const action = admit(engine, wish);
    await carryOut(engine, action, 500);
    endJob(engine, 'run-uid-act-1', end);
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Failed', reason, message: `Job shop/run-uid-act-1 ${told}` });
    expect(undoOutcome(ended)).toBe(outcome);
    expect(made(engine)).toHaveLength(1);
  });

  test('says what its pod waits for', async () => {
    const engine = world([fix()]);
    const action = admit(engine, wish);
    await carryOut(engine, action, 500);
    holdJob(engine, 'run-uid-act-1', 'ImagePullBackOff');
    expect((await carryOut(engine, action, 500)).status?.message).toBe('The pod of Job shop/run-uid-act-1 waits: ImagePullBackOff');
  });

  test('whose Job somebody deleted is not run again', async () => {
    const engine = world([fix()]);
    const action = admit(engine, wish);
    await carryOut(engine, action, 500);
    engine.cluster.remove(kinds.Job, { namespace: 'shop', name: 'run-uid-act-1' });
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Failed', reason: 'JobGone' });
    expect(made(engine)).toHaveLength(1);
  });

  test('ends with what keeps its Job from making a pod, and takes the Job away', async () => {
    const engine = world([fix()]);
    const action = admit(engine, wish);
    await carryOut(engine, action, 500);
    const regarding = { uid: jobOf(engine)?.metadata.uid };
    engine.cluster.put({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { namespace: 'shop', name: 'e' },
      regarding,
      reason: 'FailedCreate',
      note: 'exceeded quota',
    });
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({
      phase: 'Failed',
      reason: 'JobRefused',
      message: 'Job shop/run-uid-act-1 was refused: exceeded quota',
    });
    expect(jobOf(engine)).toBeUndefined();
  });

  test('that is cancelled takes its Job away while it runs', async () => {
    const engine = world([fix()]);
    const action = admit(engine, wish);
    const running = await carryOut(engine, action, 500);
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
    expect(jobOf(engine)).toBeUndefined();
  });

  test.each([
    { when: 'before it looks', passes: 0 },
    { when: 'when it has begun', passes: 1 },
  ])('leaves a foreign Job of its name alone, if it is there $when', async ({ passes }) => {
    const engine = world([fix()]);
    const action = admit(engine, wish);
    for (let done = 0; done < passes; done += 1) await pass(engine, action);
    engine.cluster.put({ apiVersion: 'batch/v1', kind: 'Job', metadata: { namespace: 'shop', name: 'run-uid-act-1' }, spec: {} });
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Failed', reason: 'NameCollision' });
    expect(jobOf(engine)).toBeDefined();
    expect(made(engine)).toEqual([]);
  });
});

describe('before anything is made, run_job is refused with', () => {
  const account = (name: string, labels: Record<string, string> = {}, namespace = 'shop') => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { namespace, name, labels },
  });
  const fixer = { serviceAccountName: 'fixer' };
  const token = { volumes: [{ name: 't', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }] };

  test.each([
    { objects: [], reason: 'TemplateNotFound', told: 'ConfigMap shop/fix does not exist.' },
    { objects: [fix({ 'job.yaml': '{}' })], reason: 'InvalidTemplate', told: 'ConfigMap shop/fix: job.yaml does not fit' },
    { objects: [fix({ 'values.schema.json': '{"type":"x"}' })], reason: 'InvalidTemplate', told: 'its schema cannot be used' },
    { objects: [fix({ inverse: 'unfix' })], reason: 'TemplateNotFound', told: 'The inverse: ConfigMap shop/unfix does not exist.' },
    { objects: [fix({}, fixer)], reason: 'ServiceAccountRefused', told: 'shop/fixer does not exist' },
    { objects: [fix({}, fixer), account('fixer')], reason: 'ServiceAccountRefused', told: `is not labelled ${keys.runJobs}=true` },
    { objects: [fix({}, token), account('default')], reason: 'ServiceAccountRefused', told: 'shop/default is not labelled' },
    { objects: [fix({}, { automountServiceAccountToken: true })], reason: 'ServiceAccountRefused', told: 'shop/default does not exist' },
  ])('$reason: $told', async ({ objects, reason, told }) => {
    const engine = world(objects);
    const { status } = await carryOut(engine, admit(engine, wish));
    expect(status).toMatchObject({ phase: 'Failed', reason, message: expect.stringContaining(told) as unknown });
    expect(writesOn(engine, 'Job')).toEqual([]);
  });

  test.each([
    { parameters: { template: 'fix', values: { rows: 10 } }, told: 'spec.parameters.values.rows must be <= 9.' },
    {
      parameters: { template: 'fix', values: { 'a-b': 1 } },
      told: 'spec.parameters.values must match pattern "^[A-Za-z_][A-Za-z0-9_]{0,62}$"',
    },
    { parameters: { values: {} }, told: 'spec.parameters.template is required' },
  ])('InvalidParameters: $told', async ({ parameters, told }) => {
    const engine = world([fix()]);
    const { status } = await carryOut(engine, admit(engine, { ...wish, parameters }));
    expect(status).toMatchObject({ phase: 'Failed', reason: 'InvalidParameters', message: told });
    expect(writesOn(engine, 'Job')).toEqual([]);
  });

  test('ServiceAccountRefused for the engine`s own account, labelled or not', async () => {
    const mine = account('coordination-engine-sa', { [keys.runJobs]: 'true' }, 'self-healing-platform');
    const template = fix({}, { serviceAccountName: 'coordination-engine-sa' });
    const engine = world([mine, { ...template, metadata: { name: 'fix', namespace: 'self-healing-platform' } }]);
    const { status } = await carryOut(engine, admit(engine, { ...wish, namespace: 'self-healing-platform' }));
    expect(status).toMatchObject({ reason: 'ServiceAccountRefused', message: expect.stringContaining("is the engine's own") as unknown });
  });

  test('Forbidden, and how to allow it, where nobody let the engine run Jobs', async () => {
    const engine = world([fix()]);
    engine.cluster.failNext(
      'get ConfigMap',
      new Terminal({ code: 403, reason: 'Forbidden', message: 'no', verb: 'get', resource: 'configmaps' }),
    );
    const { status } = await carryOut(engine, admit(engine, wish));
    expect(status).toMatchObject({
      reason: 'Forbidden',
      message: expect.stringContaining('RoleBinding to ClusterRole coordination-engine-jobs') as unknown,
    });
  });

  test.each([
    { code: 422, reason: 'InvalidTemplate' },
    { code: 400, reason: 'InvalidTemplate' },
    { code: 403, reason: 'Forbidden' },
  ])('$reason when the API server answers $code to the rehearsal', async ({ code, reason }) => {
    const engine = world([fix()]);
    engine.cluster.failNext('create Job', new Terminal({ code, reason: 'x', message: 'spec.template: told' }));
    const { status } = await carryOut(engine, admit(engine, wish));
    expect(status).toMatchObject({ phase: 'Failed', reason, message: expect.stringContaining('spec.template: told') as unknown });
    expect(made(engine)).toEqual([]);
  });

  test('nothing for an account that is lent to Jobs', async () => {
    const engine = world([fix({}, fixer), account('fixer', { [keys.runJobs]: 'true' })]);
    expect((await carryOut(engine, admit(engine, wish), 500)).status?.phase).toBe('Running');
    const { template } = jobOf(engine)?.['spec'] as { readonly template: { readonly spec: object } };
    expect(template.spec).toMatchObject({ serviceAccountName: 'fixer' });
  });
});

test('a template that was changed after the inspection does not change what is run', async () => {
  const engine = world([fix()]);
  const action = admit(engine, wish);
  await pass(engine, action);
  expect(made(engine)).toEqual([]);
  engine.cluster.put(fix({ 'job.yaml': stringify({ apiVersion: 'batch/v1', kind: 'Job', spec: {} }) }));
  await carryOut(engine, action, 500);
  expect(jobOf(engine)).toMatchObject({ spec: { template: { spec: { containers: [{ command: ['fix'] }] } } } });
});

describe('its undo', () => {
  const plan = { name: 'plan-1', uid: 'uid-plan-1' };

  async function ran(templates: Parameters<typeof executionEngine>[0]) {
    const engine = world(templates);
    const action = admit(engine, { ...wish, plan });
    await carryOut(engine, action, 500);
    endJob(engine, 'run-uid-act-1', { exitCode: 0, message: 'moved 3' });
    await carryOut(engine, action, 5000);
    const inverse = admit(engine, {
      ...wish,
      name: 'act-1-undo',
      plan,
      priority: 1,
      source: 'manual',
      compensates: { name: 'act-1', uid: action.metadata.uid },
    });
    return { engine, inverse };
  }

  test('runs the inverse as it was when the action began, with what the Job had said', async () => {
    const { engine, inverse } = await ran([fix({ inverse: 'unfix' }), unfix()]);
    engine.cluster.remove(kinds.ConfigMap, { namespace: 'shop', name: 'unfix' });
    const waiting = await carryOut(engine, inverse, 500);
    expect(waiting.status).toMatchObject({ phase: 'Running', result: { undoJob: 'shop/undo-uid-act-1-undo' } });
    expect(jobOf(engine, 'undo-uid-act-1-undo')).toMatchObject({
      spec: {
        activeDeadlineSeconds: 280,
        template: {
          spec: {
            containers: [
              { command: ['unfix'], env: expect.arrayContaining([{ name: 'COORDINATION_OUTPUT', value: 'moved 3' }]) as unknown },
            ],
          },
        },
      },
    });
    endJob(engine, 'undo-uid-act-1-undo', { exitCode: 0 });
    expect((await carryOut(engine, inverse, 5000)).status).toMatchObject({ phase: 'Succeeded', reason: 'Undone' });
    expect(made(engine)).toHaveLength(2);
  });

  test.each([
    { exitCode: 3, phase: 'Succeeded', reason: 'Drifted' },
    { exitCode: 1, phase: 'Failed', reason: 'UndoFailed' },
  ])('is $reason when the inverse ends with $exitCode', async ({ exitCode, phase, reason }) => {
    const { engine, inverse } = await ran([fix({ inverse: 'unfix' }), unfix()]);
    await carryOut(engine, inverse, 500);
    endJob(engine, 'undo-uid-act-1-undo', { exitCode, message: 'somebody else moved it' });
    const ended = await carryOut(engine, inverse, 5000);
    expect(ended.status).toMatchObject({ phase, reason });
    expect(ended.status?.intents?.[0]?.message).toContain('somebody else moved it');
    expect(made(engine)).toHaveLength(2);
  });

  test('is Irreversible without an inverse, and nothing is run', async () => {
    const { engine, inverse } = await ran([fix()]);
    expect((await carryOut(engine, inverse, 5000)).status).toMatchObject({ phase: 'Succeeded', reason: 'Irreversible' });
    expect(made(engine)).toHaveLength(1);
  });

  test.each([
    {
      when: 'the template names an inverse',
      objects: [fix({ inverse: 'unfix' }), unfix()],
      said: { kind: 'possible', undo: 'Reversible' },
    },
    { when: 'it names none', objects: [fix()], said: { kind: 'possible', undo: 'Irreversible' } },
    { when: 'there is no template', objects: [], said: { kind: 'impossible', message: 'ConfigMap shop/fix does not exist.' } },
  ])('is foreseen as $said.kind $said.undo when $when', async ({ objects, said }) => {
    const { cluster: client } = world(objects);
    const target = targetFrom('Deployment/shop/web');
    const question = { client, namespace: 'shop', target, parameters: wish.parameters ?? {}, ownAccount: 'x/y' };
    expect(await runJob.foresee?.(question)).toMatchObject(said);
    expect(client.calls.filter(({ verb }) => verb === 'create')).toEqual([]);
  });
});
