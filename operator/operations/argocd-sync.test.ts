import { describe, expect, test } from '@jest/globals';
import { keys } from '../api/resource.ts';
import { undoOutcome } from '../domain/execution/undo-outcome.ts';
import { Terminal } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { targetFrom, type ActionWish } from '../testing/action-builder.ts';
import { aWorkload } from '../testing/cluster-objects.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { carryOut, pass, stored } from '../testing/run-action.ts';
import { argocdSync } from './argocd-sync.ts';

const tracked = (id = 'web:apps/Deployment:shop/web') =>
  aWorkload('Deployment', 'web', { annotations: { 'argocd.argoproj.io/tracking-id': id } });
const resources = [{ group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' }];
const application = (more: object = {}, namespace = 'argocd') => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'web', namespace },
  spec: { syncPolicy: { syncOptions: ['CreateNamespace=true'] } },
  status: { history: [{ revision: 'r1' }], sync: { revision: 'r1' }, resources },
  ...more,
});
const sync: ActionWish = { type: 'application_remediation', operation: 'argocd_sync', target: 'Deployment/shop/web' };
const workload = targetFrom('Deployment/shop/web');
const key = { namespace: 'argocd', name: 'web' };
const now = (engine: FakeEngine) => engine.cluster.peek(kinds.Application, key);

/** Argo CD has carried out what it was asked for. */
function perform(engine: FakeEngine, phase: string, revision: string): void {
  const found = now(engine);
  if (!found) return;
  const { operation, ...rest } = found;
  engine.cluster.put({
    ...rest,
    status: {
      history: [{ revision }],
      sync: { revision },
      operationState: { phase, message: 'told', operation, syncResult: { revision } },
    },
  });
}

describe('argocd_sync', () => {
  test('asks the Application that manages the workload to sync, under its token, and waits for the result', async () => {
    const engine = executionEngine([tracked(), application()]);
    const action = admit(engine, { ...sync, parameters: { revision: 'r2' } });
    const waiting = await carryOut(engine, action, 250);
    expect(now(engine)).toMatchObject({
      operation: {
        info: [{ name: keys.token, value: waiting.status?.intents?.[0]?.token }],
        sync: { revision: 'r2', syncOptions: ['CreateNamespace=true'] },
      },
    });
    perform(engine, 'Succeeded', 'r2');
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({
      phase: 'Succeeded',
      result: { revision: 'r2' },
      before: { revision: 'r1' },
    });
    expect(writesOn(engine, 'Application')).toHaveLength(1);
  });

  test.each([
    { place: 'on OpenShift', workload: tracked(), app: application({}, 'openshift-gitops') },
    {
      place: 'in a namespace that the tracking id names',
      workload: tracked('team_web:apps/Deployment:shop/web'),
      app: application({}, 'team'),
    },
  ])('finds the Application $place', async ({ workload, app }) => {
    const engine = executionEngine([workload, app]);
    await carryOut(engine, admit(engine, sync), 250);
    expect(writesOn(engine, 'Application').map((call) => call.key)).toEqual([`${app.metadata.namespace}/web`]);
  });

  test('takes an Application itself as its target', async () => {
    const engine = executionEngine([application()]);
    const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', ...key };
    await carryOut(engine, admit(engine, { ...sync, target }), 250);
    expect(writesOn(engine, 'Application')).toHaveLength(1);
  });

  test.each([
    {
      when: 'the id is a copy of another object`s',
      objects: [tracked('web:apps/Deployment:shop/other'), application()],
      reason: 'InvalidTarget',
      phase: 'Failed',
    },
    {
      when: 'the Application does not know the workload that claims to be its',
      objects: [tracked(), application({ status: { resources: [{ ...resources[0], namespace: 'other' }] } })],
      reason: 'InvalidTarget',
      phase: 'Failed',
    },
    {
      when: 'git knows nothing of the workload that has the Application`s mark',
      objects: [tracked(), application({ status: { resources: [{ ...resources[0], requiresPruning: true }] } })],
      reason: 'InvalidTarget',
      phase: 'Failed',
    },
    { when: 'nothing tracks the workload', objects: [aWorkload('Deployment', 'web')], reason: 'InvalidTarget', phase: 'Failed' },
    {
      when: 'Argo CD is asked for something already',
      objects: [tracked(), application({ operation: { sync: {} } })],
      reason: 'TargetBusy',
      phase: 'Blocked',
    },
    {
      when: 'Argo CD is at work',
      objects: [tracked(), application({ status: { operationState: { phase: 'Running' }, resources } })],
      reason: 'TargetBusy',
      phase: 'Blocked',
    },
  ])('ends $phase/$reason when $when', async ({ objects, reason, phase }) => {
    const engine = executionEngine(objects);
    expect((await carryOut(engine, admit(engine, sync), 250)).status).toMatchObject({ phase, reason });
    expect(writesOn(engine, 'Application')).toEqual([]);
  });

  test('fails with ApiNotInstalled without Argo CD', async () => {
    const engine = executionEngine([tracked()], { missing: [kinds.Application] });
    expect((await carryOut(engine, admit(engine, sync))).status).toMatchObject({ phase: 'Failed', reason: 'ApiNotInstalled' });
  });

  test('leaves another Application of the same name alone', async () => {
    const engine = executionEngine([tracked(), application()]);
    const action = admit(engine, sync);
    await carryOut(engine, action, 250);
    engine.cluster.remove(kinds.Application, key);
    engine.cluster.put(application());
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Failed', reason: 'TargetGone' });
    expect(now(engine)).not.toHaveProperty('operation');
  });

  test.each([
    { so: 'takes back what Argo CD has not begun', takenUp: false, left: {}, outcome: undefined },
    {
      so: 'tells Argo CD to end what it has begun',
      takenUp: true,
      left: { operation: true, phase: 'Terminating' },
      outcome: 'Irreversible',
    },
  ])('$so when the action is cancelled', async ({ takenUp, left, outcome }) => {
    const engine = executionEngine([tracked(), application()]);
    const action = admit(engine, sync);
    const running = await carryOut(engine, action, 250);
    const asked = now(engine);
    if (takenUp) {
      const operationState = { phase: 'Running', operation: asked?.['operation'] };
      engine.cluster.put({ ...asked, status: { operationState, resources } } as never);
    }
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
    expect(undoOutcome(ended)).toBe(outcome);
    const { operation, status } = (now(engine) ?? {}) as { operation?: object; status?: { operationState?: { phase: string } } };
    expect({ ...(operation && { operation: true }), ...(status?.operationState && { phase: status.operationState.phase }) }).toEqual(left);
  });

  test('tells Argo CD to end again when Argo CD has overwritten that, and does not end before', async () => {
    const engine = executionEngine([tracked(), application()]);
    const action = admit(engine, sync);
    const running = await carryOut(engine, action, 250);
    const asked = now(engine);
    const atWork = { ...asked, status: { operationState: { phase: 'Running', operation: asked?.['operation'] }, resources } };
    engine.cluster.put(atWork as never);
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    await pass(engine, action);
    engine.cluster.put(atWork as never);
    await pass(engine, action);
    expect(stored(engine, action).status?.phase).toBe('Running');
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Cancelled' });
    expect(now(engine)).toMatchObject({ status: { operationState: { phase: 'Terminating' } } });
    expect(writesOn(engine, 'Application')).toHaveLength(3);
  });

  test('tells Argo CD to end what it took up just when it was taken back', async () => {
    const engine = executionEngine([tracked(), application()]);
    const action = admit(engine, sync);
    const running = await carryOut(engine, action, 250);
    const asked = now(engine)?.['operation'];
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    await pass(engine, action);
    expect(now(engine)).not.toHaveProperty('operation');
    engine.cluster.put({ ...now(engine), status: { operationState: { phase: 'Running', operation: asked }, resources } } as never);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Cancelled' });
    expect(now(engine)).toMatchObject({ operation: asked, status: { operationState: { phase: 'Terminating' } } });
  });

  test('fails with ApiNotInstalled when Argo CD is removed while it works', async () => {
    const engine = executionEngine([tracked(), application()]);
    const action = admit(engine, sync);
    await carryOut(engine, action, 250);
    engine.cluster.failNext('get Application', new Terminal({ code: 404, reason: 'KindNotInstalled', message: 'not served' }));
    engine.cluster.failNext('get Application', new Terminal({ code: 404, reason: 'KindNotInstalled', message: 'not served' }));
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Failed', reason: 'ApiNotInstalled' });
  });

  test.each([
    { row: 'its own sync', of: 'itself', phase: 'Succeeded', writes: 1 },
    { row: 'only a sync that another action of the engine asked for', of: 'another', phase: 'Running', writes: 2 },
  ])('whose token somebody else`s sync wiped, with $row in the history, is $phase after $writes writes', async ({ of, phase, writes }) => {
    const engine = executionEngine([tracked(), application()]);
    const action = admit(engine, sync);
    await carryOut(engine, action, 250);
    const { operation, ...rest } = (now(engine) ?? {}) as { operation?: { initiatedBy?: object } };
    const initiatedBy = of === 'itself' ? operation?.initiatedBy : { username: 'coordination-engine/0123' };
    const history = [
      { revision: 'r2', initiatedBy },
      { revision: 'r3', initiatedBy: { automated: true } },
    ];
    const operationState = { phase: 'Succeeded', operation: { initiatedBy: { automated: true } }, syncResult: { revision: 'r3' } };
    engine.cluster.put({ ...rest, status: { history, sync: { revision: 'r3' }, operationState, resources } } as never);
    const ended = await carryOut(engine, action, 500);
    expect(ended.status).toMatchObject({ phase, ...(phase === 'Succeeded' && { result: { revision: 'r2' } }) });
    expect(writesOn(engine, 'Application')).toHaveLength(writes);
  });

  test('fails with what Argo CD says', async () => {
    const engine = executionEngine([tracked(), application()]);
    const action = admit(engine, sync);
    await carryOut(engine, action, 250);
    perform(engine, 'Failed', 'r2');
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({
      phase: 'Failed',
      reason: 'SyncFailed',
      message: 'The sync failed: told',
      result: { undo: { sync: 'Irreversible' } },
    });
  });
});

describe('its undo', () => {
  const plan = { name: 'plan-1', uid: 'uid-plan-1' };

  async function synced(policy: object = {}) {
    const engine = executionEngine([tracked(), application({ spec: { syncPolicy: policy } })]);
    const action = admit(engine, { ...sync, plan });
    await carryOut(engine, action, 250);
    perform(engine, 'Succeeded', 'r2');
    await carryOut(engine, action, 5000);
    const inverse = {
      ...sync,
      name: 'act-1-undo',
      plan,
      priority: 1,
      source: 'manual' as const,
      compensates: { name: 'act-1', uid: action.metadata.uid },
    };
    return { engine, begin: () => admit(engine, inverse) };
  }

  test('syncs back to the previous revision', async () => {
    const { engine, begin } = await synced();
    const inverse = begin();
    await carryOut(engine, inverse, 250);
    expect(now(engine)).toMatchObject({ operation: { sync: { revision: 'r1' } } });
    perform(engine, 'Succeeded', 'r1');
    expect((await carryOut(engine, inverse, 5000)).status).toMatchObject({ phase: 'Succeeded', reason: 'Undone' });
  });

  test.each([
    { automated: {}, reason: 'Irreversible' },
    { automated: { enabled: true }, reason: 'Irreversible' },
    { automated: { enabled: false }, reason: 'Running' },
  ])('is $reason with automated: $automated', async ({ automated, reason }) => {
    const { engine, begin } = await synced({ automated });
    expect((await carryOut(engine, begin(), 250)).status).toMatchObject({ reason });
  });

  test('leaves what somebody else has synced since', async () => {
    const { engine, begin } = await synced();
    perform(engine, 'Succeeded', 'r3');
    expect((await carryOut(engine, begin(), 250)).status).toMatchObject({ phase: 'Succeeded', reason: 'Drifted' });
  });

  test('waits for a window that opens too late, and then says which one kept it', async () => {
    const { engine, begin } = await synced();
    const freeze = { kind: 'deny', schedule: '* * * * *', duration: '2h', applications: ['web'] };
    const metadata = { namespace: 'argocd', name: 'default' };
    engine.cluster.put({ apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata, spec: { syncWindows: [freeze] } });
    const inverse = begin();
    expect((await carryOut(engine, inverse, 250)).status).toMatchObject({ phase: 'Running', blocked: { reason: 'GitOpsManaged' } });
    const { status } = await carryOut(engine, inverse, 5000);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'UndoFailed' });
    expect(status?.intents?.find(({ step }) => step === 'undo-sync')?.message).toContain('"deny * * * * * for 2h" is open');
    expect(writesOn(engine, 'Application')).toHaveLength(1);
  });

  test('finds nothing to go back to where there never was a sync before, and nothing to do where the revision is the same', async () => {
    const undoAfter = async (history: object[], revision: string) => {
      const engine = executionEngine([tracked(), application({ status: { history, resources } })]);
      const action = admit(engine, { ...sync, plan });
      await carryOut(engine, action, 250);
      perform(engine, 'Succeeded', revision);
      await carryOut(engine, action, 5000);
      const compensates = { name: 'act-1', uid: action.metadata.uid };
      const inverse = admit(engine, { ...sync, name: 'act-1-undo', plan, priority: 1, source: 'manual', compensates });
      return (await carryOut(engine, inverse, 250)).status?.reason;
    };
    expect(await undoAfter([], 'r1')).toBe('Irreversible');
    expect(await undoAfter([{ id: 1, revision: 'r1' }], 'r1')).toBe('Undone');
  });
});

describe('before a plan is approved, argocd_sync', () => {
  const byItself = { spec: { syncPolicy: { automated: { selfHeal: true } } } };
  const app = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', ...key };
  const why = 'Application/argocd/web syncs by itself.';

  test.each([
    { when: 'Argo CD waits to be asked', objects: [tracked(), application()], on: workload, told: { undo: 'Reversible' } },
    { when: 'Argo CD syncs by itself', objects: [tracked(), application(byItself)], on: workload, told: { undo: 'Irreversible', why } },
    { when: 'the Application itself is the target', objects: [application(byItself)], on: app, told: { undo: 'Irreversible', why } },
    { when: 'no Application manages the target', objects: [aWorkload('Deployment', 'web')], on: workload, told: { undo: 'Reversible' } },
    { when: 'the target does not exist', objects: [], on: workload, told: { undo: 'Reversible' } },
  ])('says what can be undone when $when', async ({ objects, on, told }) => {
    const { client } = executionEngine(objects).deps;
    const question = { client, namespace: 'shop', target: on, parameters: {}, ownAccount: 'x/y' };
    expect(await argocdSync.foresee?.(question)).toEqual({ kind: 'possible', ...told });
  });
});
