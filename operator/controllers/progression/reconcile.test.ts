import { describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationActionStatus, RemediationPlan } from '../../api/generated/types.ts';
import { Conflict, Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { cordonNode } from '../../operations/cordon-node.ts';
import { restartDeployment } from '../../operations/restart-deployment.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { aNode, aPod } from '../../testing/cluster-objects.ts';
import { fakeEngine, type FakeEngineOptions } from '../../testing/fake-engine.ts';
import { buildCheckpoint, buildPlan, type PlanWish } from '../../testing/plan-builder.ts';
import { effectDone } from '../../testing/simulate-plan.ts';
import { makeReconcile } from './controller.ts';
import { addIndexes } from './observe.ts';

const namespace = 'self-healing-platform';
const key = `${namespace}/plan-test`;
const allow = [
  'get *',
  'list *',
  'create RemediationAction',
  'patch RemediationAction',
  'patch RemediationPlan',
  'patch RemediationPlan/status',
];
const pay = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'pay', namespace: 'shop', uid: 'uid-pay' },
  spec: { selector: { matchLabels: { app: 'pay' } } },
};

/** An engine with one plan in it, and the means to make its world go on. */
function engineWith(wish: PlanWish = {}, options: FakeEngineOptions = {}) {
  const engine = fakeEngine({ allow, operations: [cordonNode, restartDeployment], objects: [aNode('w1'), pay], ...options });
  addIndexes(engine.deps.caches);
  engine.deps.caches.nodes.upsert({ ...aNode('w1') });
  const reconcile = makeReconcile(engine.deps);
  engine.put(buildPlan(wish));
  const { plans, actions } = engine.deps.caches;
  return {
    ...engine,
    reconcile,
    plan: (name = 'plan-test') => engine.cluster.peek<RemediationPlan>(kinds.RemediationPlan, { namespace, name }),
    action: (name: string) => engine.cluster.peek<RemediationAction>(kinds.RemediationAction, { namespace, name }),
    ended(name: string, status: RemediationActionStatus) {
      const action = actions.get({ namespace, name });
      if (!action) throw new Error(`there is no ${name}`);
      engine.put({ ...action, status });
    },
    /** Passes until nothing but time or somebody else can move the plan. */
    async settle(name = 'plan-test') {
      for (let pass = 0; pass < 20; pass += 1) {
        const before = plans.get({ namespace, name });
        const [known, requeue] = [actions.size, await reconcile(`${namespace}/${name}`)];
        if (before === plans.get({ namespace, name }) && known === actions.size && requeue?.after !== 0) return;
      }
      throw new Error('the plan does not come to rest');
    },
    writes: () => engine.cluster.calls.filter(({ verb }) => verb !== 'get' && verb !== 'list').map(({ verb, what }) => `${verb} ${what}`),
  };
}

describe('a plan on a cluster', () => {
  const wish: PlanWish = {
    steps: [{}, { layer: 'application', undo: 'Irreversible', waitSeconds: 60 }],
    checkpoints: [buildCheckpoint('infrastructure', 1, ['node_ready'])],
  };

  test('is carried out step by step until it is Succeeded, and then released', async () => {
    const engine = engineWith(wish);
    await engine.settle();
    expect(engine.plan()).toMatchObject({ metadata: { finalizers: ['coordination.selfheal.dev/cancel'] }, status: { phase: 'Executing' } });
    expect(engine.action('act-test-01')).toMatchObject({
      metadata: { ownerReferences: [{ uid: 'uid-plan-test', controller: true }] },
      spec: { operation: 'cordon_node' },
    });
    engine.ended('act-test-01', { phase: 'Succeeded', intents: effectDone() });
    await engine.settle();
    expect(engine.plan()?.status?.conditions).toContainEqual(expect.objectContaining({ type: 'InfrastructureHealthy', status: 'True' }));
    engine.ended('act-test-02', { phase: 'Succeeded', finishedAt: engine.clock.now().toISOString() });
    expect(await engine.reconcile(key)).toEqual({ after: 60_000 });
    engine.clock.advance(60_000);
    await engine.settle();
    expect(engine.plan()).toMatchObject({ metadata: { finalizers: [] }, status: { phase: 'Succeeded', progress: '2/2', epoch: 1 } });
    expect(engine.counted).toEqual([
      'step infrastructure Succeeded 0',
      'checkpoint infrastructure Passed',
      'step application Succeeded 0',
      'plan Succeeded 60',
    ]);
  });

  test('records before it acts, and has its finalizer before its first action', async () => {
    const engine = engineWith(wish);
    await engine.settle();
    expect(engine.writes()).toEqual([
      'patch RemediationPlan/status',
      'patch RemediationPlan/status',
      'patch RemediationPlan',
      'patch RemediationPlan/status',
      'create RemediationAction',
      'patch RemediationPlan/status',
    ]);
  });

  test('makes no call at all while nothing changes', async () => {
    const engine = engineWith(wish);
    await engine.settle();
    const before = engine.cluster.calls.length;
    await engine.reconcile(key);
    expect(engine.cluster.calls).toHaveLength(before);
  });

  test('is told in the log and by Events on itself and on its targets, under their uids', async () => {
    const engine = engineWith(wish);
    await engine.settle();
    expect(engine.logged).toEqual([
      'Plan started: plan-test (2 steps in infrastructure, application)',
      'Step 1 of plan-test started [infrastructure]: Step 1',
    ]);
    const about = engine.events.map(({ reason, regarding }) => [
      reason,
      regarding.kind,
      'metadata' in regarding ? regarding.metadata.uid : regarding.uid,
    ]);
    expect(about).toEqual([
      ['PlanStarted', 'RemediationPlan', 'uid-plan-test'],
      ['PlanStarted', 'Node', 'uid-w1'],
      ['PlanStarted', 'Deployment', 'uid-pay'],
    ]);
  });

  test('reads its checks on the targets of the layer, and rolls back when they never pass', async () => {
    const asked: unknown[] = [];
    const engine = engineWith({ steps: [{}], checkpoints: [buildCheckpoint('infrastructure', 1, ['node_ready'])] });
    const deps = {
      ...engine.deps,
      runCheck: (type: string, { targets }: { targets: readonly unknown[] }) => {
        asked.push([type, targets]);
        return Promise.resolve({ result: 'Failed', message: 'Node w1 is not ready.' } as const);
      },
    };
    const reconcile = makeReconcile(deps);
    const settle = async (): Promise<void> => {
      for (let pass = 0; pass < 8; pass += 1) await reconcile(key);
    };
    await settle();
    engine.ended('act-test-01', { phase: 'Succeeded', intents: effectDone() });
    await settle();
    expect(asked[0]).toEqual(['node_ready', [{ apiVersion: 'v1', kind: 'Node', name: 'w1' }]]);
    expect(await reconcile(key)).toEqual({ after: 5000 });
    engine.clock.advance(60_000);
    await settle();
    expect(engine.action('act-test-01-undo')).toMatchObject({ spec: { compensates: { name: 'act-test-01' } } });
    engine.ended('act-test-01-undo', { phase: 'Succeeded', reason: 'Undone', message: '' });
    await settle();
    expect(engine.plan()?.status).toMatchObject({ phase: 'RolledBack', reason: 'CheckpointFailed' });
    expect(engine.plan()?.status?.message).toContain('node_ready: Node w1 is not ready.');
    expect(engine.counted.toSorted()).toEqual([
      'checkpoint infrastructure Failed',
      'plan RolledBack 60',
      'rollback Undone',
      'rolled back checkpoint RolledBack',
      'step infrastructure Succeeded 0',
    ]);
    expect(engine.events.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['CheckpointFailed', 'RollbackStarted', 'PlanRolledBack']),
    );
  });
});

test('a plan that is denied when it has begun goes on, with one Warning that says so', async () => {
  const engine = engineWith();
  await engine.settle();
  const plan = engine.plan();
  if (!plan) throw new Error('no plan');
  engine.put({
    ...plan,
    metadata: { ...plan.metadata, generation: 2 },
    spec: { ...plan.spec, approval: { decision: 'Denied', by: 'anna' } },
  });
  await engine.settle();
  await engine.settle();
  expect(engine.plan()?.status?.phase).toBe('Executing');
  const warnings = engine.events.filter(({ reason, regarding }) => reason === 'ApprovalTooLate' && regarding.kind === plan.kind);
  expect(warnings).toMatchObject([{ type: 'Warning', note: expect.stringContaining('anna') }]);
});

describe('a pass', () => {
  test('that is overtaken by another write acts on nothing', async () => {
    const engine = engineWith();
    await engine.reconcile(key);
    engine.cluster.failNext('patch RemediationPlan/status', new Conflict({ reason: 'Conflict', code: 409, message: 'moved' }));
    await expect(engine.reconcile(key)).rejects.toThrow(Conflict);
    expect(engine.writes().at(-1)).toBe('patch RemediationPlan/status');
  });

  test('of a plan that is gone does nothing', async () => {
    expect(await engineWith().reconcile(`${namespace}/plan-other`)).toBeUndefined();
  });

  test('takes an action that was created by an earlier life for its own', async () => {
    const engine = engineWith();
    await engine.settle();
    const { actions, plans } = engine.deps.caches;
    const [created, recorded] = [actions.list()[0], plans.list()[0]];
    if (!created || !recorded) throw new Error('nothing there');
    actions.remove(created);
    const steps = recorded.status?.steps?.map((step) => ({ ...step, actionRef: { namespace, name: 'act-test-01' } }));
    engine.put({ ...recorded, status: { ...recorded.status, steps } });
    engine.put({ ...created });
    actions.remove(created);
    await engine.settle();
    expect(engine.plan()?.status?.steps?.[0]?.actionRef).toMatchObject({ name: 'act-test-01', uid: created.metadata.uid });
  });

  test('leaves a foreign object of the name alone and takes the other name', async () => {
    const engine = engineWith({ uid: 'abcde-1' });
    engine.put(buildAction({ name: 'act-test-01' }));
    await engine.settle();
    expect(engine.plan()?.status?.steps?.[0]?.actionRef?.name).toBe('act-test-01-abcde');
    expect(engine.action('act-test-01')?.metadata.ownerReferences).toBeUndefined();
  });

  test.each([
    { error: { code: 403, reason: 'Forbidden' }, phase: 'Executing', reason: 'Forbidden' },
    { error: { code: 422, reason: 'Invalid' }, phase: 'Failed', reason: 'StepFailed' },
  ])('whose action is refused with $error.code leaves the plan $phase/$reason', async ({ error, phase, reason }) => {
    const engine = engineWith();
    engine.cluster.failNext('create RemediationAction', new Terminal({ ...error, message: 'no' }));
    for (let pass = 0; pass < 4; pass += 1) await engine.reconcile(key);
    expect(engine.plan()?.status).toMatchObject({ phase, reason });
  });

  test('creates nothing in a namespace that goes away, and is no error', async () => {
    const engine = engineWith();
    const details = { causes: [{ reason: 'NamespaceTerminating' }] };
    engine.cluster.failNext('create RemediationAction', new Terminal({ code: 403, reason: 'Forbidden', message: 'terminating', details }));
    for (let pass = 0; pass < 3; pass += 1) await engine.reconcile(key);
    expect(engine.plan()?.status).toMatchObject({ phase: 'Executing', reason: 'StepRunning' });
  });

  test('ends the running action of a plan that is to stop, and releases the plan that is deleted', async () => {
    const engine = engineWith();
    await engine.settle();
    const plan = engine.deps.caches.plans.list()[0];
    if (!plan) throw new Error('no plan');
    engine.put({ ...plan, metadata: { ...plan.metadata, deletionTimestamp: '2026-01-01T00:01:00Z' } });
    await engine.settle();
    expect(engine.action('act-test-01')?.spec.cancel).toBe(true);
    engine.ended('act-test-01', { phase: 'Cancelled', reason: 'CancelRequested' });
    await engine.settle();
    expect(engine.plan()?.status?.phase).toBeUndefined();
    expect(engine.deps.caches.plans.list()[0]?.status).toMatchObject({ phase: 'Cancelled', reason: 'Deleted' });
  });
});

describe('two plans', () => {
  const other = (wish: PlanWish): RemediationPlan => buildPlan({ name: 'plan-other', createdAt: 5, ...wish });
  const podOfPay = aPod('pay-1', { namespace: 'shop', labels: { app: 'pay' }, spec: { nodeName: 'w1' } });

  test.each<{ on: string; wish: PlanWish; phase: string }>([
    { on: 'one node', wish: {}, phase: 'Pending' },
    { on: 'a node and a workload with a pod on it', wish: { steps: [{ layer: 'application' }] }, phase: 'Pending' },
    { on: 'two nodes', wish: { steps: [{ target: 'Node/w2' }] }, phase: 'Executing' },
    { on: 'one node, one of them a dry run', wish: { mode: 'DryRun' }, phase: 'Executing' },
  ])('on $on, started at the same moment, leave the younger one $phase', async ({ wish, phase }) => {
    const engine = engineWith({}, { objects: [aNode('w1'), aNode('w2'), pay, podOfPay] });
    engine.put(other(wish));
    for (let pass = 0; pass < 3; pass += 1)
      await Promise.all(['plan-test', 'plan-other'].map((name) => engine.reconcile(`${namespace}/${name}`)));
    expect(engine.plan()?.status?.phase).toBe('Executing');
    expect(engine.plan('plan-other')?.status?.phase).toBe(phase);
    if (phase === 'Pending')
      expect(engine.plan('plan-other')?.status).toMatchObject({
        reason: 'TargetHeld',
        blocked: { by: `RemediationPlan/${namespace}/plan-test` },
      });
  });

  test('start in order of rank, whichever is looked at first', async () => {
    const engine = engineWith();
    engine.put(other({ priority: 1 }));
    for (let pass = 0; pass < 3; pass += 1) for (const name of ['plan-test', 'plan-other']) await engine.reconcile(`${namespace}/${name}`);
    expect([engine.plan()?.status?.phase, engine.plan('plan-other')?.status?.phase]).toEqual(['Pending', 'Executing']);
  });

  test('do not wait for one that cannot start: it needs approval', async () => {
    const engine = engineWith();
    engine.put(other({ priority: 1, mode: 'Approval' }));
    for (let pass = 0; pass < 3; pass += 1) await engine.reconcile(key);
    expect(engine.plan()?.status?.phase).toBe('Executing');
  });

  test('wait for a lone action that runs on the target', async () => {
    const engine = engineWith();
    engine.put(buildAction({ name: 'lone', status: { phase: 'Running' } }));
    for (let pass = 0; pass < 2; pass += 1) await engine.reconcile(key);
    expect(engine.plan()?.status).toMatchObject({ reason: 'TargetHeld', blocked: { by: `RemediationAction/${namespace}/lone` } });
    engine.ended('lone', { phase: 'Succeeded' });
    await engine.reconcile(key);
    expect(engine.plan()?.status?.phase).toBe('Executing');
  });
});
