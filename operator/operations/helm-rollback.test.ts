import { describe, expect, test } from '@jest/globals';
import { keys } from '../api/resource.ts';
import { kinds } from '../kube/kinds.ts';
import { targetFrom, type ActionWish } from '../testing/action-builder.ts';
import { aWorkload } from '../testing/cluster-objects.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { endJob } from '../testing/jobs.ts';
import { carryOut, pass } from '../testing/run-action.ts';
import { helmRollback } from './helm-rollback.ts';

const annotations = { 'meta.helm.sh/release-name': 'web-release', 'meta.helm.sh/release-namespace': 'shop' };
const released = (more: Record<string, string> = {}, labels: Record<string, string> = { 'app.kubernetes.io/managed-by': 'Helm' }) =>
  aWorkload('Deployment', 'web', { annotations: { ...annotations, ...more }, labels, status: available(2) });
const available = (availableReplicas: number) => ({
  observedGeneration: 1,
  replicas: 2,
  updatedReplicas: 2,
  readyReplicas: 2,
  availableReplicas,
});
const config = (data: Readonly<Record<string, string>> = { serviceAccountName: 'helm', image: 'helm:4' }) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'shop', name: 'coordination-helm' },
  data,
});
const account = (labels: Record<string, string> = { [keys.runJobs]: 'true' }) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { namespace: 'shop', name: 'helm', labels },
});
const wish: ActionWish = {
  namespace: 'shop',
  type: 'application_remediation',
  operation: 'helm_rollback',
  target: 'Deployment/shop/web',
  timeoutSeconds: 120,
};
const world = (objects: Parameters<typeof executionEngine>[0]) => executionEngine(objects, { operations: [helmRollback] });
const usual = [released(), config(), account()];

/** What the Job's container is told, by name. */
function told({ cluster }: FakeEngine, name = 'run-uid-act-1') {
  const job = cluster.peek(kinds.Job, { namespace: 'shop', name });
  const { template } = job?.['spec'] as { template: { spec: { containers: { env: { name: string; value: string }[] }[] } } };
  return Object.fromEntries(template.spec.containers[0]?.env.map((one) => [one.name, one.value]) ?? []);
}

describe('helm_rollback', () => {
  test('runs helm once in the namespace of the release, as the account that its owner names, and waits for the pods', async () => {
    const engine = world(usual);
    const action = admit(engine, { ...wish, parameters: { revision: 2 } });
    const running = await carryOut(engine, action, 500);
    expect(running.status).toMatchObject({ phase: 'Running', changes: [{ resource: 'Release/shop/web-release', to: 'revision 2' }] });
    expect(told(engine)).toEqual({
      HELM_NAMESPACE: 'shop',
      RELEASE: 'web-release',
      REVISION: '2',
      EXPECTED: '',
      TIMEOUT: '110s',
      MESSAGE: '/tmp/run-uid-act-1',
    });
    const [container] = [engine.cluster.peek(kinds.Job, { namespace: 'shop', name: 'run-uid-act-1' })].map((job) => job?.['spec']);
    expect(container).toMatchObject({
      backoffLimit: 0,
      activeDeadlineSeconds: 120,
      template: { spec: { serviceAccountName: 'helm', containers: [{ image: 'helm:4', terminationMessagePath: '/tmp/run-uid-act-1' }] } },
    });
    endJob(engine, 'run-uid-act-1', { exitCode: 0, message: '{"from":4,"to":5}' });
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Succeeded', result: { from: 4, to: 5 } });
    expect(writesOn(engine, 'Secret')).toEqual([]);
    expect(engine.cluster.calls.filter(({ what }) => what === 'Secret')).toEqual([]);
  });

  test('names no revision when none is asked for', async () => {
    const engine = world(usual);
    await carryOut(engine, admit(engine, wish), 500);
    expect(told(engine)).toMatchObject({ REVISION: '' });
  });

  test('runs as the user that the configuration names', async () => {
    const engine = world([released(), config({ serviceAccountName: 'helm', image: 'helm:4', runAsUser: '1000' }), account()]);
    await carryOut(engine, admit(engine, wish), 500);
    expect(engine.cluster.peek(kinds.Job, { namespace: 'shop', name: 'run-uid-act-1' })).toMatchObject({
      spec: { template: { spec: { securityContext: { runAsNonRoot: true, runAsUser: 1000 } } } },
    });
  });

  test.each([
    { objects: [aWorkload('Deployment', 'web')], reason: 'InvalidTarget', said: 'is of no Helm release' },
    { objects: [released({}, {})], reason: 'InvalidTarget', said: 'is of no Helm release' },
    { objects: [released({ 'meta.helm.sh/release-namespace': 'other' })], reason: 'InvalidTarget', said: 'is in namespace other' },
    { objects: [released({ 'meta.helm.sh/release-name': '-x; rm' })], reason: 'InvalidTarget', said: 'names a release that cannot be one' },
    { objects: [released()], reason: 'NotConfigured', said: 'ConfigMap shop/coordination-helm' },
    { objects: [released(), config({ image: 'x' })], reason: 'InvalidTemplate', said: 'data.serviceAccountName is required' },
    { objects: [released(), config()], reason: 'ServiceAccountRefused', said: 'shop/helm does not exist' },
    { objects: [released(), config(), account({})], reason: 'ServiceAccountRefused', said: 'is not labelled' },
  ])('is refused with $reason when the workload or its namespace says: $said', async ({ objects, reason, said }) => {
    const engine = world(objects);
    const { status } = await carryOut(engine, admit(engine, wish));
    expect(status).toMatchObject({ phase: 'Failed', reason, message: expect.stringContaining(said) as unknown });
    expect(writesOn(engine, 'Job')).toEqual([]);
  });

  test('is foreseen as impossible where nobody configured it', async () => {
    const { cluster: client } = world([released()]);
    const question = { client, namespace: 'shop', target: targetFrom('Deployment/shop/web'), parameters: {}, ownAccount: 'x/y' };
    expect(await helmRollback.foresee?.(question)).toMatchObject({ kind: 'impossible' });
    const { cluster } = world(usual);
    expect(await helmRollback.foresee?.({ ...question, client: cluster })).toEqual({ kind: 'possible', undo: 'Reversible' });
  });
});

describe('its undo', () => {
  const plan = { name: 'plan-1', uid: 'uid-plan-1' };

  async function rolledBack(message: string) {
    const engine = world(usual);
    const action = admit(engine, { ...wish, plan });
    await carryOut(engine, action, 500);
    endJob(engine, 'run-uid-act-1', { exitCode: 0, message });
    await carryOut(engine, action, 5000);
    const compensates = { name: 'act-1', uid: action.metadata.uid };
    return { engine, inverse: admit(engine, { ...wish, name: 'act-1-undo', plan, priority: 1, source: 'manual', compensates }) };
  }

  test('goes back to the revision before, if the release still is where it was left', async () => {
    const { engine, inverse } = await rolledBack('{"from":4,"to":5}');
    await carryOut(engine, inverse, 500);
    expect(told(engine, 'undo-uid-act-1-undo')).toMatchObject({ REVISION: '4', EXPECTED: '5' });
    endJob(engine, 'undo-uid-act-1-undo', { exitCode: 0 });
    expect((await carryOut(engine, inverse, 5000)).status).toMatchObject({ phase: 'Succeeded', reason: 'Undone' });
  });

  test('leaves a release that somebody else has moved since', async () => {
    const { engine, inverse } = await rolledBack('{"from":4,"to":5}');
    await carryOut(engine, inverse, 500);
    endJob(engine, 'undo-uid-act-1-undo', { exitCode: 3, message: 'The release is at revision 6 by now, not at 5.' });
    expect((await carryOut(engine, inverse, 5000)).status).toMatchObject({ phase: 'Succeeded', reason: 'Drifted' });
  });

  test('is Irreversible when the Job did not tell the revisions', async () => {
    const { engine, inverse } = await rolledBack('done');
    expect((await carryOut(engine, inverse, 5000)).status).toMatchObject({ reason: 'Irreversible' });
  });
});

test('a rollback after which the pods do not get ready is taken back when its time is over', async () => {
  const stuck = {
    ...released(),
    status: { observedGeneration: 1, replicas: 2, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
  };
  const engine = world([stuck, config(), account()]);
  const action = admit(engine, wish);
  await carryOut(engine, action, 500);
  endJob(engine, 'run-uid-act-1', { exitCode: 0, message: '{"from":4,"to":5}' });
  const undoing = () => engine.cluster.peek(kinds.Job, { namespace: 'shop', name: 'undo-uid-act-1' });
  for (let passes = 0; passes < 100 && !undoing(); passes += 1) engine.clock.advance((await pass(engine, action)) ?? 0);
  expect(told(engine, 'undo-uid-act-1')).toMatchObject({ REVISION: '4', EXPECTED: '5' });
  endJob(engine, 'undo-uid-act-1', { exitCode: 0 });
  expect((await carryOut(engine, action, 5000)).status).toMatchObject({
    phase: 'Failed',
    reason: 'TimedOut',
    result: { undo: { rollback: 'Undone' } },
  });
});
