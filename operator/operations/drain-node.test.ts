import { describe, expect, test } from '@jest/globals';
import { keys } from '../api/resource.ts';
import { Terminal, Transient } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { aNode, aPod, aWorkload, ownedBy } from '../testing/cluster-objects.ts';
import { admit, executionEngine, nodeNow, replicaPod, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { buildPlan } from '../testing/plan-builder.ts';
import { carryOut, pass, stored } from '../testing/run-action.ts';

const drain = (engine: FakeEngine, more = {}) => admit(engine, { operation: 'drain_node', ...more });
const budget = (name: string, app = 'web') => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { matchLabels: { app } } },
});
const web = (name: string, more = {}) => replicaPod(name, { labels: { app: 'web' }, ...more });
const budgetRefusal = () =>
  new Transient({ code: 429, reason: 'TooManyRequests', message: 'budget', details: { causes: [{ reason: 'DisruptionBudget' }] } });
/** A budget refuses every eviction. */
const holdEvery = ({ cluster }: FakeEngine): void => {
  const create = cluster.create.bind(cluster);
  cluster.create = (...args) => (args[2]?.subresource === 'eviction' ? Promise.reject(budgetRefusal()) : create(...args));
};
const evictions = (engine: FakeEngine) => writesOn(engine, 'Pod/eviction').map(({ key }) => key);
/** A replica of the engine on that node. */
const replica = (nodeName: string, more = {}) =>
  aPod(`engine-${nodeName}`, {
    namespace: 'self-healing-platform',
    labels: { app: 'coordination-engine' },
    spec: { nodeName },
    ...more,
  });
const daemons = aWorkload('DaemonSet', 'agent');

describe('drain_node', () => {
  test('cordons, evicts what may go, leaves what belongs to the node, and reports how many', async () => {
    const engine = executionEngine([
      aNode('w1'),
      daemons,
      web('web-b'),
      web('web-a'),
      replicaPod('done', { phase: 'Succeeded', ownerReferences: [] }),
      aPod('agent-1', { spec: { nodeName: 'w1' }, ownerReferences: ownedBy(daemons) }),
      aPod('static', { spec: { nodeName: 'w1' }, annotations: { 'kubernetes.io/config.mirror': 'x' } }),
      aPod('elsewhere', { spec: { nodeName: 'w2' } }),
    ]);
    const ended = await carryOut(engine, drain(engine), 5000);
    expect(ended.status).toMatchObject({ phase: 'Succeeded', result: { evicted: 3 } });
    expect(evictions(engine)).toEqual(['shop/done', 'shop/web-a', 'shop/web-b']);
    expect(writesOn(engine, 'Pod')).toEqual([]);
    expect(nodeNow(engine)).toMatchObject({ spec: { unschedulable: true } });
  });

  test('lists every blocker at once and touches nothing', async () => {
    const engine = executionEngine([
      aNode('w1'),
      budget('one'),
      budget('two'),
      web('web-a'),
      aPod('bare', { spec: { nodeName: 'w1' } }),
      replicaPod('scratch', { spec: { volumes: [{ emptyDir: {} }] } as never }),
      aPod('orphan', { spec: { nodeName: 'w1' }, ownerReferences: ownedBy(daemons) }),
    ]);
    const ended = await carryOut(engine, drain(engine), 5000);
    expect(ended.status).toMatchObject({ phase: 'Failed', reason: 'DrainBlocked' });
    expect(ended.status?.message).toBe(
      'Pod shop/bare has no controller that would make it anew (force); ' +
        'Pod shop/scratch has an emptyDir volume whose data would be lost (deleteEmptyDirData); ' +
        'Pod shop/web-a is covered by more than one PodDisruptionBudget: one, two; ' +
        'Pod shop/orphan belongs to the missing DaemonSet agent (force)',
    );
    expect(ended.metadata.finalizers).toBeUndefined();
    expect(writesOn(engine, 'Node')).toEqual([]);
  });

  test('evicts bare pods and emptyDir data when the parameters allow it', async () => {
    const engine = executionEngine([aNode('w1'), aPod('bare', { spec: { nodeName: 'w1', volumes: [{ emptyDir: {} }] } as never })]);
    const ended = await carryOut(engine, drain(engine, { parameters: { force: true, deleteEmptyDirData: true } }), 5000);
    expect(ended.status).toMatchObject({ phase: 'Succeeded' });
  });

  test('is held by a budget, says by which, lets the other pods go and goes on when the budget allows', async () => {
    const engine = executionEngine([aNode('w1'), budget('one'), web('web-a'), replicaPod('other')]);
    const action = drain(engine);
    const create = engine.cluster.create.bind(engine.cluster);
    let holding = true;
    engine.cluster.create = async (...args) => {
      if (holding && args[2]?.key?.name === 'web-a') throw budgetRefusal();
      return await create(...args);
    };
    const held = await carryOut(engine, action, 1000);
    expect(held.status).toMatchObject({
      phase: 'Running',
      blocked: { reason: 'EvictionBlocked', by: 'Pod shop/web-a by one' },
      message: 'Draining: evicted 0/2. Held by a PodDisruptionBudget: Pod shop/web-a by one.',
    });
    expect(await pass(engine, action)).toBe(5000);
    expect(engine.events.at(-1)).toMatchObject({ type: 'Warning', reason: 'EvictionBlocked' });
    holding = false;
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Succeeded' });
    expect(ended.status?.blocked).toBeUndefined();
  });

  test.each([
    { left: 'nothing', pods: [web('web-a')], undo: { cordon: 'Undone' } },
    { left: 'an eviction', pods: [web('web-a'), replicaPod('other')], undo: { cordon: 'Undone', evict: 'Irreversible' } },
  ])('that is held until its timeout uncordons the node, fails and leaves $left behind', async ({ pods, undo }) => {
    const engine = executionEngine([aNode('w1'), budget('one'), ...pods]);
    const action = drain(engine, { timeoutSeconds: 30 });
    const create = engine.cluster.create.bind(engine.cluster);
    engine.cluster.create = (...args) => (args[2]?.key?.name === 'web-a' ? Promise.reject(budgetRefusal()) : create(...args));
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Failed', reason: 'TimedOut' });
    expect(ended.status?.result?.['undo']).toEqual(undo);
    expect(ended.status?.message).toContain('Pod shop/web-a by one');
    expect(nodeNow(engine)).toMatchObject({ spec: {}, metadata: { annotations: {} } });
  });

  test('that a pod with a finalizer never lets end names the pod, uncordons the node and fails', async () => {
    const engine = executionEngine([aNode('w1'), web('web-a')]);
    const action = drain(engine, { timeoutSeconds: 30 });
    const create = engine.cluster.create.bind(engine.cluster);
    engine.cluster.create = async (...args) =>
      args[2]?.subresource !== 'eviction'
        ? create(...args)
        : Promise.resolve(engine.cluster.put(web('web-a', { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['x/y'] })) as never);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({
      phase: 'Failed',
      reason: 'TimedOut',
      message: 'It did not end within 30 s; last: Draining: evicted 0/1. On its way out, but not gone: shop/web-a.',
    });
    expect(nodeNow(engine)).toMatchObject({ spec: {}, metadata: { annotations: {} } });
  });

  test('leaves a node cordoned that was cordoned before it came', async () => {
    const engine = executionEngine([aNode('w1', { spec: { unschedulable: true } }), budget('one'), web('web-a')]);
    const action = drain(engine, { timeoutSeconds: 30 });
    holdEvery(engine);
    await carryOut(engine, action, 5000);
    expect(nodeNow(engine)).toMatchObject({ spec: { unschedulable: true }, metadata: { annotations: {} } });
  });

  test('ends TakenOver when a person uncordons, evicts nothing more and gives the claim up', async () => {
    const engine = executionEngine([aNode('w1'), budget('one'), web('web-a')]);
    const action = drain(engine);
    holdEvery(engine);
    await carryOut(engine, action, 1000);
    engine.cluster.put({ ...nodeNow(engine), spec: {} } as never);
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Cancelled', reason: 'TakenOver' });
    await carryOut(engine, action);
    expect(nodeNow(engine)).toMatchObject({ spec: {}, metadata: { annotations: {} } });
    expect(stored(engine, action).metadata.finalizers).toBeUndefined();
  });

  test.each([
    { reply: 'two budgets on one pod', code: 500, message: 'This pod has more than one PodDisruptionBudget', reason: 'DrainBlocked' },
    { reply: 'the right is missing', code: 403, message: 'no', reason: 'Forbidden' },
  ])('fails for good with $reason when the eviction is refused: $reply', async ({ code, message, reason }) => {
    const engine = executionEngine([aNode('w1'), web('web-a')]);
    const action = drain(engine);
    engine.cluster.failNext(
      'create Pod/eviction',
      code === 500
        ? new Transient({ code, reason: 'InternalError', message, ambiguous: true })
        : new Terminal({ code, reason: 'Forbidden', message }),
    );
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Failed', reason });
    expect(nodeNow(engine)).toMatchObject({ spec: {} });
  });

  test.each([
    { answer: 'a webhook fails', error: { code: 500, reason: 'InternalError' }, evicted: ['shop/web-b'] },
    { answer: 'its answer does not come', error: { reason: 'Timeout' }, evicted: ['shop/web-b'] },
    { answer: 'a webhook has its pod moved away first', error: { code: 429, reason: 'TooManyRequests' }, evicted: ['shop/web-b'] },
    { answer: 'the API server throttles', error: { code: 429, reason: 'TooManyRequests', retryAfterSeconds: 1 }, evicted: [] },
    { answer: 'the API server is overloaded', error: { code: 503, reason: 'ServiceUnavailable' }, evicted: [] },
    { answer: 'nothing answers', error: { reason: 'Unreachable' }, evicted: [] },
  ])('of which one eviction always fails because $answer lets these go: $evicted', async ({ error, evicted }) => {
    const engine = executionEngine([aNode('w1'), web('web-a'), web('web-b')]);
    const action = drain(engine);
    const create = engine.cluster.create.bind(engine.cluster);
    engine.cluster.create = async (...args) => {
      if (args[2]?.key?.name === 'web-a') throw new Transient({ message: 'no answer', ambiguous: true, ...error });
      return await create(...args);
    };
    await carryOut(engine, action, 500);
    for (let time = 0; time < 3; time += 1) await pass(engine, action);
    expect(evictions(engine)).toEqual(evicted);
    const named = stored(engine, action).status?.message?.endsWith('Not evicted, to be tried again: Pod shop/web-a: no answer.');
    expect(named).toBe(evicted.length > 0);
  });

  test('obeys throttling, which is not a budget', async () => {
    const engine = executionEngine([aNode('w1'), web('web-a')]);
    const action = drain(engine);
    engine.cluster.failNext(
      'create Pod/eviction',
      new Transient({ code: 429, reason: 'TooManyRequests', message: 'slow down', retryAfterSeconds: 7 }),
    );
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Running' });
    expect(stored(engine, action).status?.blocked).toBeUndefined();
    expect((await carryOut(engine, action, 7000)).status).toMatchObject({ phase: 'Succeeded' });
  });

  test('does not evict a pod twice that takes its time to go', async () => {
    const engine = executionEngine([aNode('w1'), web('web-a')]);
    const action = drain(engine);
    const key = { namespace: 'shop', name: 'web-a' };
    let asked = 0;
    const create = engine.cluster.create.bind(engine.cluster);
    engine.cluster.create = async (...args) => {
      if (args[2]?.subresource !== 'eviction') return create(...args);
      asked += 1;
      const pod = engine.cluster.peek(kinds.Pod, key);
      return Promise.resolve(
        engine.cluster.put({ ...pod, metadata: { ...pod?.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }) as never,
      );
    };
    await carryOut(engine, action, 1000);
    for (let time = 0; time < 3; time += 1) await pass(engine, action);
    expect(asked).toBe(1);
    engine.cluster.remove(kinds.Pod, key);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
  });

  test.each([
    { given: undefined, sent: undefined },
    { given: 0, sent: 1 },
    { given: 20, sent: 20 },
    { given: -1, sent: undefined },
  ])('with gracePeriodSeconds $given asks for $sent', async ({ given, sent }) => {
    const engine = executionEngine([aNode('w1'), web('web-a')]);
    await carryOut(engine, drain(engine, { parameters: given === undefined ? {} : { gracePeriodSeconds: given } }), 5000);
    const [eviction] = writesOn(engine, 'Pod/eviction');
    expect(eviction?.body).toMatchObject({ deleteOptions: { preconditions: { uid: 'uid-shop-web-a' } } });
    expect(Reflect.get(eviction?.body ?? {}, 'deleteOptions')).toEqual({
      preconditions: { uid: 'uid-shop-web-a' },
      ...(sent && { gracePeriodSeconds: sent }),
    });
  });

  test('undone says what was done about the cordon and that the evictions stay', async () => {
    const plan = { name: 'plan-1', uid: 'uid-plan-1' };
    const engine = executionEngine([aNode('w1'), web('web-a')]);
    engine.put({ ...buildPlan(plan), status: { phase: 'RollingBack' } });
    const action = drain(engine, { plan });
    await carryOut(engine, action, 5000);
    const inverse = drain(engine, { name: 'act-1-undo', plan, compensates: { name: 'act-1', uid: action.metadata.uid } });
    expect((await carryOut(engine, inverse, 5000)).status).toMatchObject({
      phase: 'Succeeded',
      reason: 'Undone',
      message: 'The cordon is lifted again. What cannot be taken back stays: the evictions.',
    });
  });

  test('takes more pods than one slice over several passes', async () => {
    const pods = Array.from({ length: 25 }, (_, index) => web(`web-${String(index).padStart(2, '0')}`));
    const engine = executionEngine([aNode('w1'), ...pods]);
    const action = drain(engine);
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Succeeded', result: { evicted: 25 } });
    expect(evictions(engine)).toHaveLength(25);
  });

  test.each([
    { replicas: 'no other replica', others: [], phase: 'Failed' },
    { replicas: 'another one on the same node', others: [replica('engine-node')], phase: 'Failed' },
    { replicas: 'another one elsewhere that is not ready', others: [replica('w2', { ready: false })], phase: 'Failed' },
    { replicas: 'another one elsewhere that is on its way out', others: [replica('w2', { deletionTimestamp: 'soon' })], phase: 'Failed' },
    { replicas: 'another ready one elsewhere', others: [replica('w2')], phase: 'Succeeded' },
  ])('of the node on which the engine runs is $phase with $replicas', async ({ others, phase }) => {
    const engine = executionEngine([aNode('engine-node'), ...others]);
    const { status } = await carryOut(engine, drain(engine, { target: 'Node/engine-node' }), 5000);
    expect(status).toMatchObject({ phase, reason: phase === 'Failed' ? 'OwnNode' : 'Succeeded' });
  });

  test.each([
    { other: 'is not Ready', parts: { conditions: { Ready: 'False' } }, phase: 'Blocked' },
    { other: 'is cordoned', parts: { spec: { unschedulable: true } }, phase: 'Blocked' },
    { other: 'is well', parts: {}, phase: 'Succeeded' },
    { other: 'is no node of the control plane', parts: { conditions: { Ready: 'False' }, labels: {} }, phase: 'Succeeded' },
  ])('of a node of the control plane is $phase when another one $other', async ({ parts, phase }) => {
    const labels = { 'node-role.kubernetes.io/control-plane': '' };
    const engine = executionEngine([aNode('w1', { labels }), aNode('w2', { labels, ...parts })]);
    const { status } = await carryOut(engine, drain(engine), 5000);
    expect(status).toMatchObject(phase === 'Blocked' ? { phase, reason: 'ControlPlaneBusy', blocked: { by: 'Node/w2' } } : { phase });
  });

  test('does not cordon again what an earlier step of its plan has cordoned, nor undo it', async () => {
    const plan = { name: 'plan-1', uid: 'uid-plan-1' };
    const engine = executionEngine([
      aNode('w1', { spec: { unschedulable: true }, annotations: { [keys.claim]: plan.uid, [keys.wasUnschedulable]: 'false' } }),
      budget('one'),
      web('web-a'),
    ]);
    engine.put({ ...buildPlan(plan), status: { phase: 'Executing' } });
    const action = drain(engine, { timeoutSeconds: 30, plan });
    holdEvery(engine);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Failed', before: { claimed: true } });
    expect(writesOn(engine, 'Node')).toEqual([]);
  });
});
