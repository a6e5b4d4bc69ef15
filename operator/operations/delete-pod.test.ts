import { describe, expect, test } from '@jest/globals';
import { Conflict, Terminal, Transient } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import type { ActionWish } from '../testing/action-builder.ts';
import { aPod, aWorkload, ownedBy } from '../testing/cluster-objects.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { carryOut, pass, stored } from '../testing/run-action.ts';

const where = { namespace: 'shop', name: 'web-0' };
const set = aWorkload('StatefulSet', 'web', { uid: 'uid-web' });
const pod = (parts: Parameters<typeof aPod>[1] = {}) =>
  aPod('web-0', { uid: 'uid-web-0', labels: { app: 'web' }, ownerReferences: ownedBy(set), ...parts });
/** As arbitration leaves it: what is locked is the pod's top controller. */
const resolvedTarget = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'web', uid: 'uid-web' };
const remove: ActionWish = {
  type: 'application_remediation',
  operation: 'delete_pod',
  target: 'Pod/shop/web-0',
  status: { phase: 'Admitted', resolvedTarget },
};
const evictions = (engine: FakeEngine) => writesOn(engine, 'Pod/eviction').map(({ key, body }) => ({ key, body }));
const held = () => {
  const details = { causes: [{ reason: 'DisruptionBudget' }] };
  return new Transient({ code: 429, reason: 'TooManyRequests', details, message: 'it would violate the budget' });
};

describe('delete_pod', () => {
  test('evicts the named pod once, by its uid, and ends when it is gone', async () => {
    const engine = executionEngine([set, pod()]);
    const ended = await carryOut(engine, admit(engine, remove), 250);
    expect(ended.status).toMatchObject({
      phase: 'Succeeded',
      intents: [{ step: 'evict', targetUid: 'uid-web-0', outcome: 'Done' }],
      changes: [{ resource: 'Pod/shop/web-0', to: 'evicted; StatefulSet web makes another one' }],
    });
    expect(evictions(engine)).toMatchObject([{ key: 'shop/web-0', body: { deleteOptions: { preconditions: { uid: 'uid-web-0' } } } }]);
    expect(writesOn(engine, 'Pod')).toEqual([]);
  });

  test('leaves the next pod of that name alone', async () => {
    const engine = executionEngine([set, pod()]);
    const action = admit(engine, remove);
    await pass(engine, action);
    expect(stored(engine, action).status?.intents).toHaveLength(1);
    engine.cluster.remove(kinds.Pod, where);
    engine.cluster.put(pod({ uid: 'uid-next' }));
    expect((await carryOut(engine, action, 250)).status).toMatchObject({ phase: 'Succeeded', message: 'The pod is gone.' });
    expect(evictions(engine)).toEqual([]);
    expect(engine.cluster.peek(kinds.Pod, where)?.metadata.uid).toBe('uid-next');
  });

  test('takes a pod that was replaced at the very moment of its eviction for gone', async () => {
    const engine = executionEngine([set, pod()]);
    engine.cluster.failNext('create Pod/eviction', new Conflict({ code: 409, reason: 'Conflict', message: 'the uid differs' }));
    const action = admit(engine, remove);
    await pass(engine, action);
    await pass(engine, action);
    engine.cluster.put(pod({ uid: 'uid-next' }));
    expect((await carryOut(engine, action, 250)).status).toMatchObject({ phase: 'Succeeded' });
    expect(evictions(engine)).toHaveLength(1);
  });

  test('waits for a pod that is asked to go, and does not ask it again', async () => {
    const engine = executionEngine([set, pod()]);
    const action = admit(engine, remove);
    await pass(engine, action);
    engine.cluster.put(pod({ deletionTimestamp: '2026-01-01T00:00:00Z' }));
    expect((await carryOut(engine, action, 250)).status).toMatchObject({ phase: 'Running', message: expect.stringContaining('not gone') });
    engine.cluster.remove(kinds.Pod, where);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
    expect(evictions(engine)).toEqual([]);
  });

  test('says which budget holds the pod, asks every five seconds, and takes the first chance', async () => {
    const budget = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { namespace: 'shop', name: 'web-pdb' },
      spec: { selector: { matchLabels: { app: 'web' } } },
    };
    const engine = executionEngine([set, pod(), budget]);
    engine.cluster.failNext('create Pod/eviction', held());
    const action = admit(engine, remove);
    const waiting = await carryOut(engine, action, 250);
    expect(waiting.status).toMatchObject({ phase: 'Running', blocked: { reason: 'EvictionBlocked', by: 'Pod shop/web-0 by web-pdb' } });
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
    expect(evictions(engine)).toHaveLength(2);
  });

  test('that was held until its time was over has changed nothing', async () => {
    const engine = executionEngine([set, pod()]);
    engine.cluster.failNext('create Pod/eviction', held());
    const action = admit(engine, { ...remove, timeoutSeconds: 3 });
    const { status } = await carryOut(engine, action, 5000);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'TimedOut', intents: [{ outcome: 'Failed' }] });
    expect(status?.result).toBeUndefined();
    expect(engine.cluster.peek(kinds.Pod, where)).toBeDefined();
  });

  const mirror = { 'kubernetes.io/config.mirror': 'abc' };
  test.each([
    { why: 'it is a mirror', object: pod({ annotations: mirror }), wish: remove, reason: 'InvalidTarget', says: 'from a file' },
    { why: 'it is not there', object: aPod('other'), wish: remove, reason: 'TargetNotFound', says: 'does not exist' },
    {
      why: 'it is the engine itself',
      object: aPod('engine-0', { namespace: 'self-healing-platform' }),
      wish: { ...remove, target: 'Pod/self-healing-platform/engine-0', status: undefined },
      reason: 'ProtectedTarget',
      says: 'The engine itself',
    },
    {
      why: 'it is another one than was meant',
      object: pod({ uid: 'uid-next' }),
      wish: { ...remove, target: { apiVersion: 'v1', kind: 'Pod', ...where, uid: 'uid-web-0' } },
      reason: 'TargetUidMismatch',
      says: 'replaced',
    },
  ])('is refused with $reason when $why', async ({ object, wish, reason, says }) => {
    const engine = executionEngine([object]);
    const { status } = await carryOut(engine, admit(engine, { ...wish, status: wish.status ?? { phase: 'Admitted' } }));
    expect(status).toMatchObject({ phase: 'Failed', reason, message: expect.stringContaining(says) });
    expect(evictions(engine)).toEqual([]);
  });

  test('does nothing to a pod that is on its way out', async () => {
    const engine = executionEngine([pod({ deletionTimestamp: '2026-01-01T00:00:00Z' })]);
    expect((await carryOut(engine, admit(engine, remove))).status).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
    expect(evictions(engine)).toEqual([]);
  });

  test('says before it begins that nothing makes a pod without a controller anew', async () => {
    const engine = executionEngine([pod({ ownerReferences: undefined })]);
    const { status } = await carryOut(engine, admit(engine, { ...remove, dryRun: true }));
    expect(status).toMatchObject({ changes: [{ to: 'evicted; nothing makes it anew' }] });
  });

  test.each([
    {
      error: new Transient({ code: 500, reason: 'InternalError', message: 'more than one PodDisruptionBudget' }),
      reason: 'EvictionBlocked',
    },
    {
      error: new Terminal({ code: 403, reason: 'Forbidden', message: 'no', verb: 'create', resource: 'pods/eviction' }),
      reason: 'Forbidden',
    },
  ])('fails with $reason at once when no later attempt can help', async ({ error, reason }) => {
    const engine = executionEngine([pod()]);
    engine.cluster.failNext('create Pod/eviction', error);
    expect((await carryOut(engine, admit(engine, remove), 250)).status).toMatchObject({ phase: 'Failed', reason });
    expect(evictions(engine)).toHaveLength(1);
  });
});
