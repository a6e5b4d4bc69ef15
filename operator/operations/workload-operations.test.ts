import { describe, expect, test } from '@jest/globals';
import { keys } from '../api/resource.ts';
import type { ActionWish } from '../testing/action-builder.ts';
import { kinds } from '../kube/kinds.ts';
import { aWorkload, ownedBy } from '../testing/cluster-objects.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { carryOut, pass, stored } from '../testing/run-action.ts';

const where = { namespace: 'shop', name: 'web' };
const restart = (kind = 'Deployment'): ActionWish => ({ type: 'application_remediation', target: `${kind}/shop/web` });
const scale = (replicas: number, kind = 'Deployment'): ActionWish => ({
  type: 'resource_scaling',
  target: `${kind}/shop/web`,
  parameters: { replicas },
});

/** The workload's controller has acted on the last change, as far as told. */
function settle(engine: FakeEngine, kind: 'Deployment' | 'StatefulSet' | 'DaemonSet', status: object): void {
  const found = engine.cluster.peek(kinds[kind], where);
  if (found) engine.cluster.put({ ...found, status: { observedGeneration: found.metadata.generation, ...status } });
}

const all = (count: number) => ({ replicas: count, updatedReplicas: count, readyReplicas: count, availableReplicas: count });

describe('the undo of a scaling', () => {
  const plan = { name: 'plan-1', uid: 'uid-plan-1' };
  const resolved = (engine: FakeEngine) => ({
    phase: 'Admitted' as const,
    resolvedTarget: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      ...where,
      uid: engine.cluster.peek(kinds.Deployment, where)?.metadata.uid,
    },
  });

  test('leaves another workload of the same name alone, though it has as many replicas as were asked for', async () => {
    const engine = executionEngine([aWorkload('Deployment', 'web')]);
    const action = admit(engine, { ...scale(4), plan, status: resolved(engine) });
    await carryOut(engine, action, 250);
    settle(engine, 'Deployment', all(4));
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
    engine.cluster.remove(kinds.Deployment, where);
    engine.cluster.put(aWorkload('Deployment', 'web', { uid: 'another', spec: { replicas: 4 } }));
    const compensates = { name: action.metadata.name, uid: action.metadata.uid };
    const inverse = admit(engine, { ...scale(4), name: 'act-1-undo', plan, compensates, status: resolved(engine) });
    expect((await carryOut(engine, inverse, 5000)).status).toMatchObject({ phase: 'Succeeded', reason: 'Undone' });
    expect(engine.cluster.peek(kinds.Deployment, where)).toMatchObject({ spec: { replicas: 4 } });
  });
});

describe('restart_deployment', () => {
  test.each([
    { kind: 'Deployment' as const, status: all(2) },
    { kind: 'StatefulSet' as const, status: all(2) },
    { kind: 'DaemonSet' as const, status: { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 2, numberAvailable: 2 } },
  ])('annotates the template of a $kind once and waits until every pod is replaced', async ({ kind, status }) => {
    const engine = executionEngine([aWorkload(kind, 'web')]);
    const action = admit(engine, restart(kind));
    const waiting = await carryOut(engine, action, 250);
    const [intent] = waiting.status?.intents ?? [];
    expect(waiting.status).toMatchObject({ phase: 'Running', intents: [{ step: 'restart', outcome: 'Done' }] });
    expect(engine.cluster.peek(kinds[kind], where)).toMatchObject({
      spec: {
        template: {
          metadata: {
            labels: { app: 'web' },
            annotations: { 'kubectl.kubernetes.io/restartedAt': intent?.at, [keys.token]: intent?.token },
          },
        },
      },
    });
    settle(engine, kind, status);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
    expect(writesOn(engine, kind)).toHaveLength(1);
  });

  test.each([
    { why: 'is paused', spec: { paused: true } },
    { why: 'replaces pods only when they are deleted', spec: { updateStrategy: { type: 'OnDelete' } } },
  ])('is refused when the workload $why', async ({ spec }) => {
    const engine = executionEngine([aWorkload('StatefulSet', 'web', { spec })]);
    expect((await carryOut(engine, admit(engine, restart('StatefulSet')))).status).toMatchObject({
      phase: 'Failed',
      reason: 'RolloutPaused',
    });
    expect(writesOn(engine, 'StatefulSet')).toEqual([]);
  });

  test('fails when the Deployment`s controller gives up', async () => {
    const engine = executionEngine([aWorkload('Deployment', 'web')]);
    const action = admit(engine, restart());
    await carryOut(engine, action, 250);
    settle(engine, 'Deployment', {
      replicas: 2,
      updatedReplicas: 1,
      conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
    });
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Failed', reason: 'RolloutFailed', intents: [{ outcome: 'Done' }] });
  });

  test('ends TargetGone when the workload is deleted meanwhile', async () => {
    const engine = executionEngine([aWorkload('Deployment', 'web')]);
    const action = admit(engine, restart());
    await carryOut(engine, action, 250);
    engine.cluster.remove(kinds.Deployment, where);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Failed', reason: 'TargetGone' });
  });
});

describe('scale_workload', () => {
  const autoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web-hpa', namespace: 'shop' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  };

  test('sets the replicas by the scale subresource, guarded by the version that was seen', async () => {
    const engine = executionEngine([aWorkload('Deployment', 'web')]);
    const action = admit(engine, scale(4));
    const before = engine.cluster.peek(kinds.Deployment, where);
    await carryOut(engine, action, 250);
    settle(engine, 'Deployment', all(4));
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded', before: { replicas: 2, generation: 1 } });
    expect(writesOn(engine, 'Deployment/scale').map(({ body }) => body)).toMatchObject([
      { kind: 'Scale', metadata: { uid: before?.metadata.uid, resourceVersion: before?.metadata.resourceVersion }, spec: { replicas: 4 } },
    ]);
  });

  test.each([
    { why: 'an autoscaler owns it', objects: [aWorkload('Deployment', 'web'), autoscaler], wish: scale(3), reason: 'ManagedByHPA' },
    { why: 'it asks for more than a hundred', objects: [aWorkload('Deployment', 'web')], wish: scale(101), reason: 'AboveMaxReplicas' },
    {
      why: 'it asks for more than five times as many',
      objects: [aWorkload('Deployment', 'web', { spec: { replicas: 30 } })],
      wish: scale(151),
      reason: 'AboveMaxReplicas',
    },
    {
      why: 'a Deployment would scale it back',
      objects: [aWorkload('ReplicaSet', 'web', { ownerReferences: ownedBy(aWorkload('Deployment', 'd')) })],
      wish: scale(3, 'ReplicaSet'),
      reason: 'InvalidTarget',
    },
    {
      why: 'a custom resource would scale it back',
      objects: [
        aWorkload('StatefulSet', 'web', {
          ownerReferences: [{ apiVersion: 'databases.example.com/v1', kind: 'Database', name: 'main', uid: 'd', controller: true }],
        }),
      ],
      wish: scale(3, 'StatefulSet'),
      reason: 'InvalidTarget',
    },
  ])('is refused with $reason when $why', async ({ objects, wish, reason }) => {
    const engine = executionEngine(objects);
    const ended = await carryOut(engine, admit(engine, wish));
    expect(ended.status).toMatchObject({ phase: 'Failed', reason });
    expect(engine.cluster.calls.filter(({ what }) => what.endsWith('/scale'))).toEqual([]);
  });

  test.each([
    { replicas: 100, from: 2 },
    { replicas: 150, from: 30 },
    { replicas: 0, from: 2 },
  ])('may go from $from to $replicas', async ({ replicas, from }) => {
    const engine = executionEngine([aWorkload('Deployment', 'web', { spec: { replicas: from } })]);
    expect((await carryOut(engine, admit(engine, scale(replicas)), 250)).status).toMatchObject({
      phase: 'Running',
      intents: [{ outcome: 'Done' }],
    });
  });

  test('writes nothing over a change that somebody made between its intent and its effect', async () => {
    const engine = executionEngine([aWorkload('Deployment', 'web')]);
    const action = admit(engine, scale(4));
    await pass(engine, action);
    expect(stored(engine, action).status?.intents).toHaveLength(1);
    engine.cluster.put({
      ...aWorkload('Deployment', 'web'),
      metadata: { ...aWorkload('Deployment', 'web').metadata, generation: 2 },
      spec: { replicas: 7 },
    });
    expect((await carryOut(engine, action, 250)).status).toMatchObject({ phase: 'Failed', reason: 'MovedByOther' });
    expect(writesOn(engine, 'Deployment/scale')).toEqual([]);
  });
});
