import { describe, expect, test } from '@jest/globals';
import { finalizers, keys } from '../../api/resource.ts';
import { Terminal, Transient } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { cordonNode } from '../../operations/cordon-node.ts';
import { drainNode } from '../../operations/drain-node.ts';
import { restartDeployment } from '../../operations/restart-deployment.ts';
import { scaleWorkload } from '../../operations/scale-workload.ts';
import { uncordonNode } from '../../operations/uncordon-node.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { aNode, aPod, aWorkload } from '../../testing/cluster-objects.ts';
import { writesOn } from '../../testing/execution-engine.ts';
import { fakeEngine, type FakeEngine } from '../../testing/fake-engine.ts';
import { indexForForetelling } from '../arbitration/foretell.ts';
import { addIndexes } from './owners.ts';
import { reconcileAction } from './reconcile.ts';
import { carryOut, pass, stored } from '../../testing/run-action.ts';

const operations = [cordonNode, uncordonNode, drainNode, restartDeployment, scaleWorkload];
const web = (more = {}) => aWorkload('Deployment', 'web', { status: { availableReplicas: 2, ...more } });

function engineWith(objects: readonly object[], options = {}): FakeEngine {
  const engine = fakeEngine({ objects: objects as never, operations, allow: ['* *'], ...options });
  addIndexes(engine.deps.caches);
  indexForForetelling(engine.deps);
  return engine;
}

function admit(engine: FakeEngine, wish: ActionWish = {}) {
  const action = buildAction({ name: 'act-1', status: { phase: 'Admitted' }, ...wish });
  engine.put(action);
  return action;
}

const scale = (replicas: number): ActionWish => ({ type: 'resource_scaling', target: 'Deployment/shop/web', parameters: { replicas } });
const nodeNow = (engine: FakeEngine) => engine.cluster.peek(kinds.Node, { name: 'w1' });

describe('an admitted action', () => {
  test('is held by its finalizer and has its intent recorded before the effect is made', async () => {
    const engine = engineWith([aNode('w1')]);
    const action = admit(engine);
    await carryOut(engine, action);
    const writes = engine.cluster.calls.filter(({ verb }) => verb === 'patch').map(({ what }) => what);
    expect(writes.slice(0, 3)).toEqual(['RemediationAction', 'RemediationAction/status', 'Node']);
  });

  test('cordons its node, says so on it, and ends Succeeded with the cordon left and the claim gone', async () => {
    const engine = engineWith([aNode('w1')]);
    const ended = await carryOut(engine, admit(engine));
    expect(ended.status).toMatchObject({
      phase: 'Succeeded',
      intents: [{ step: 'cordon', outcome: 'Done', epoch: 1 }],
      before: { unschedulable: false },
      changes: [{ resource: 'Node/w1.spec.unschedulable', from: 'false', to: 'true' }],
    });
    await carryOut(engine, ended);
    expect(stored(engine, ended).metadata.finalizers).toBeUndefined();
    expect(nodeNow(engine)).toMatchObject({ spec: { unschedulable: true } });
    expect(nodeNow(engine)?.metadata.annotations).not.toHaveProperty([keys.claim]);
    expect(engine.events.map(({ reason }) => reason)).toEqual(['Executing', 'NodeCordoned', 'Succeeded']);
    expect(engine.counted).toEqual(['ended node_remediation deterministic', 'ran node_remediation Succeeded 0']);
    expect(engine.logged).toEqual(['Executing action: act-1', 'Action completed: act-1 (duration: 0s)']);
  });

  test.each([
    { when: 'its target does not exist', objects: [], wish: {}, reason: 'TargetNotFound' },
    {
      when: 'its target was replaced',
      objects: [aNode('w1')],
      wish: { target: { apiVersion: 'v1', kind: 'Node', name: 'w1', uid: 'x' } },
      reason: 'TargetUidMismatch',
    },
    { when: 'its operation is not built', objects: [aNode('w1')], wish: { operation: 'monitor_mco' as const }, reason: 'Unsupported' },
    { when: 'its parameters do not fit', objects: [web()], wish: { ...scale(-1) }, reason: 'InvalidParameters' },
    { when: 'its target is of another kind', objects: [web()], wish: { target: 'Deployment/shop/web' }, reason: 'InvalidTarget' },
  ])('fails at once with $reason when $when', async ({ objects, wish, reason }) => {
    const engine = engineWith(objects);
    const ended = await carryOut(engine, admit(engine, wish));
    expect(ended.status).toMatchObject({ phase: 'Failed', reason });
    expect(ended.status?.attempts).toBeUndefined();
    expect(writesOn(engine, 'Node')).toEqual([]);
  });

  test('lists its changes in a dry run and writes nothing', async () => {
    const engine = engineWith([web()]);
    const ended = await carryOut(engine, admit(engine, { ...scale(3), dryRun: true }));
    expect(ended.status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun', changes: [{ from: '2', to: '3' }] });
    expect(ended.metadata.finalizers).toBeUndefined();
    expect(writesOn(engine, 'Deployment/scale')).toEqual([]);
  });

  test('has nothing to do when the target is so already', async () => {
    const engine = engineWith([web()]);
    expect((await carryOut(engine, admit(engine, scale(2)))).status).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
  });

  test('goes back to the queue for thirty seconds when another holds the node', async () => {
    const claimed = aNode('w1', {
      annotations: { [keys.claim]: 'other', [keys.wasUnschedulable]: 'false' },
      spec: { unschedulable: true },
    });
    const engine = engineWith([claimed]);
    const waiting = await carryOut(engine, admit(engine));
    expect(waiting.status).toMatchObject({ phase: 'Blocked', reason: 'TargetHeld', blocked: { until: '2026-01-01T00:00:30.000Z' } });
  });

  test('takes no claim away in a dry run', async () => {
    const engine = engineWith([aNode('w1', { annotations: { [keys.claim]: 'uid-act-0' }, spec: { unschedulable: true } })]);
    engine.put(buildAction({ name: 'act-0', operation: 'drain_node', status: { phase: 'Succeeded' } }));
    expect((await carryOut(engine, admit(engine, { dryRun: true }))).status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun' });
    expect(writesOn(engine, 'Node')).toEqual([]);
  });

  test('ends Cancelled when somebody asked it to before it began', async () => {
    const engine = engineWith([aNode('w1')]);
    expect((await carryOut(engine, admit(engine, { cancel: true }))).status).toMatchObject({
      phase: 'Cancelled',
      reason: 'CancelRequested',
    });
  });
});

describe('a write that fails', () => {
  const unavailable = (ambiguous: boolean) => new Transient({ code: 503, reason: 'ServiceUnavailable', message: 'no', ambiguous });

  test('is tried again with backoff within its attempts, then fails', async () => {
    const engine = engineWith([aNode('w1')]);
    const action = admit(engine);
    for (let time = 0; time < 3; time += 1) engine.cluster.failNext('patch Node', unavailable(true));
    expect((await carryOut(engine, action, 10_000)).status).toMatchObject({ phase: 'Failed', reason: 'AttemptsExhausted', attempts: 3 });
    expect(writesOn(engine, 'Node')).toHaveLength(3);
    expect(engine.clock.now().getTime() - Date.parse('2026-01-01T00:00:00Z')).toBeGreaterThanOrEqual(15_000);
  });

  test('is not repeated when it was made all the same', async () => {
    const engine = engineWith([aNode('w1')]);
    const action = admit(engine);
    const patch = engine.cluster.patch.bind(engine.cluster);
    let lost = 0;
    engine.cluster.patch = async (...args) => {
      const result = await patch(...args);
      if (args[0] !== kinds.Node || lost > 0) return result as never;
      lost += 1;
      throw unavailable(true);
    };
    expect((await carryOut(engine, action, 1000)).status).toMatchObject({ phase: 'Succeeded' });
    expect(writesOn(engine, 'Node').filter(({ body }) => JSON.stringify(body).includes('"unschedulable":true'))).toHaveLength(1);
  });

  test('ends the action at once when the right is missing, and the message names it', async () => {
    const engine = engineWith([aNode('w1')]);
    const action = admit(engine);
    engine.cluster.failNext(
      'patch Node',
      new Terminal({ code: 403, reason: 'Forbidden', message: 'no', verb: 'patch', resource: 'nodes' }),
    );
    expect((await carryOut(engine, action)).status).toMatchObject({
      phase: 'Failed',
      reason: 'Forbidden',
      message: 'The engine may not patch nodes: no',
    });
  });

  test('after an earlier effect ends the action, which takes that effect back first', async () => {
    const owner = aWorkload('ReplicaSet', 'web-1');
    const pod = aPod('web-1-a', {
      spec: { nodeName: 'w1' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner.metadata.name, uid: 'r', controller: true }],
    });
    const engine = engineWith([aNode('w1'), pod]);
    const action = admit(engine, { operation: 'drain_node' });
    engine.cluster.failNext('create Pod/eviction', new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({
      phase: 'Failed',
      reason: 'Forbidden',
      intents: [
        { step: 'cordon', outcome: 'Undone' },
        { step: 'evict', outcome: 'Failed' },
        { step: 'undo-cordon', outcome: 'Done' },
      ],
      result: { undo: { cordon: 'Undone' } },
    });
    expect(nodeNow(engine)).toMatchObject({ spec: {} });
    expect(nodeNow(engine)?.metadata.annotations ?? {}).toEqual({});
  });
});

describe('a running action', () => {
  const unfinished = { availableReplicas: 0 };

  test('that does not settle in time sets back what it changed', async () => {
    const engine = engineWith([web(unfinished)]);
    const action = admit(engine, { ...scale(3), timeoutSeconds: 60 });
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Failed', reason: 'TimedOut', result: { undo: { scale: 'Undone' } } });
    expect(engine.cluster.peek(kinds.Deployment, { namespace: 'shop', name: 'web' })).toMatchObject({ spec: { replicas: 2 } });
  });

  test('leaves what somebody else has changed meanwhile, and says so', async () => {
    const engine = engineWith([web(unfinished)]);
    const action = admit(engine, scale(3));
    for (let passes = 0; passes < 4; passes += 1) await pass(engine, action);
    engine.cluster.put({ ...web(), metadata: { ...web().metadata, generation: 9 }, spec: { replicas: 5 } });
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Failed', reason: 'MovedByOther', result: { undo: { scale: 'Drifted' } } });
    expect(engine.cluster.peek(kinds.Deployment, { namespace: 'shop', name: 'web' })).toMatchObject({ spec: { replicas: 5 } });
  });

  test('that is cancelled takes back what it did and ends Cancelled', async () => {
    const engine = engineWith([web(unfinished)]);
    const action = admit(engine, scale(3));
    for (let passes = 0; passes < 4; passes += 1) await pass(engine, action);
    const running = stored(engine, action);
    engine.put({ ...running, spec: { ...running.spec, cancel: true } });
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({
      phase: 'Cancelled',
      reason: 'CancelRequested',
      intents: [{ outcome: 'Undone' }, {}],
    });
  });

  test('that is deleted takes back what it did and lets go', async () => {
    const engine = engineWith([web(unfinished)]);
    const action = admit(engine, scale(3));
    for (let passes = 0; passes < 4; passes += 1) await pass(engine, action);
    await engine.cluster.delete(kinds.RemediationAction, { namespace: 'self-healing-platform', name: 'act-1' });
    expect(stored(engine, action).metadata.finalizers).toEqual([finalizers.undo]);
    await expect(carryOut(engine, action, 5000)).rejects.toThrow('gone');
    expect(engine.logged.at(-1)).toBe('Action ended Cancelled: act-1 (Deleted)');
    expect(engine.cluster.peek(kinds.Deployment, { namespace: 'shop', name: 'web' })).toMatchObject({ spec: { replicas: 2 } });
  });

  test('writes nothing while nothing changes', async () => {
    const engine = engineWith([web(unfinished)]);
    const action = admit(engine, scale(3));
    await carryOut(engine, action, 5);
    const { length } = engine.cluster.calls.filter(({ verb }) => verb === 'patch');
    for (let passes = 0; passes < 5; passes += 1) await pass(engine, action);
    expect(engine.cluster.calls.filter(({ verb }) => verb === 'patch')).toHaveLength(length);
  });
});

describe('a target that cannot be read for a while', () => {
  /** The action waits for its rollout, and from then on every read of the Deployment fails until the returned function is called. */
  async function unread() {
    const engine = engineWith([web()]);
    const action = admit(engine, { ...scale(5), timeoutSeconds: 30 });
    await carryOut(engine, action, 500);
    const get = engine.cluster.get.bind(engine.cluster);
    engine.cluster.get = (kind, key) =>
      kind === kinds.Deployment ? Promise.reject(new Transient({ reason: 'Timeout', message: 'no answer in time' })) : get(kind, key);
    return { engine, action, answer: () => (engine.cluster.get = get) };
  }
  const blocked = (status: string, more = {}) => expect.objectContaining({ type: 'Blocked', status, ...more });

  test('is asked again, and that keeps nobody busy before the action is out of time', async () => {
    const { engine, action } = await unread();
    await expect(reconcileAction(engine.deps, 'self-healing-platform/act-1')).rejects.toThrow('no answer in time');
    expect(stored(engine, action).status?.blocked).toBeUndefined();
  });

  test('holds the end of an action that is out of time up, which says so once and ends when it can', async () => {
    const { engine, action, answer } = await unread();
    engine.clock.advance(31_000);
    expect(await pass(engine, action)).toBe(5000);
    const told = { reason: 'TargetUnreadable', message: 'It is to end (TimedOut), but its target cannot be read: no answer in time' };
    expect(stored(engine, action).status).toMatchObject({
      phase: 'Running',
      blocked: { reason: 'TargetUnreadable' },
      conditions: expect.arrayContaining([blocked('True', told)]),
    });
    const writes = writesOn(engine, 'RemediationAction/status').length;
    await pass(engine, action);
    expect(writesOn(engine, 'RemediationAction/status')).toHaveLength(writes);
    answer();
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Failed', reason: 'TimedOut', result: { undo: { scale: 'Undone' } } });
    expect(ended.status?.conditions).toContainEqual(blocked('False'));
  });
});
