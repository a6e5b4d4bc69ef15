import { describe, expect, test } from '@jest/globals';
import { keys } from '../api/resource.ts';
import { sweepLocks } from '../controllers/execution/lock-sweeper.ts';
import { Conflict, Terminal, Transient } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import { aNode } from '../testing/cluster-objects.ts';
import { admit, executionEngine, nodeNow, replicaPod, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { carryOut, pass, stored } from '../testing/run-action.ts';

const key = { namespace: 'medik8s-leases', name: 'node-w1' };
const foreign = (spec: object = {}) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: key,
  spec: { holderIdentity: 'node-maintenance', leaseDurationSeconds: 3600, renewTime: '2026-01-01T00:00:00.000000Z', ...spec },
});
const drain = (engine: FakeEngine, more = {}) => admit(engine, { operation: 'drain_node', timeoutSeconds: 300, ...more });
const lockNow = ({ cluster }: FakeEngine) => cluster.peek(kinds.Lease, key);
const holding = (engine: FakeEngine) => {
  const create = engine.cluster.create.bind(engine.cluster);
  const held = new Transient({ code: 429, reason: 'TooManyRequests', message: 'b', details: { causes: [{ reason: 'DisruptionBudget' }] } });
  engine.cluster.create = (...args) => (args[2]?.subresource === 'eviction' ? Promise.reject(held) : create(...args));
};
/** What was written, in order, without the action's own status. */
const written = (engine: FakeEngine) =>
  engine.cluster.calls
    .filter(({ verb, what }) => !['get', 'list'].includes(verb) && !what.startsWith('RemediationAction'))
    .map(({ verb, what }) => `${verb} ${what}`);

describe('the lock of a node that is drained', () => {
  test('is taken before the cordon, for the timeout and a minute, and goes when the drain has ended', async () => {
    const engine = executionEngine([aNode('w1'), replicaPod('web-a')]);
    holding(engine);
    const action = drain(engine);
    await carryOut(engine, action, 1000);
    expect(lockNow(engine)).toMatchObject({
      metadata: {
        labels: { [keys.actionUid]: action.metadata.uid },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'w1', uid: nodeNow(engine)?.metadata.uid }],
      },
      spec: { holderIdentity: 'coordination-engine/self-healing-platform/act-1', leaseDurationSeconds: 360, leaseTransitions: 0 },
    });
    engine.put({ ...stored(engine, action), spec: { ...action.spec, cancel: true } });
    expect((await carryOut(engine, action, 5000)).status?.phase).toBe('Cancelled');
    expect(lockNow(engine)).toBeUndefined();
    expect(written(engine)).toEqual(['create Lease', 'patch Node', 'patch Node', 'delete Lease']);
  });

  test('that another holds keeps the drain Blocked/TargetLocked, named, and the node as it is', async () => {
    const engine = executionEngine([aNode('w1'), foreign()]);
    const held = await carryOut(engine, drain(engine));
    expect(held.status).toMatchObject({
      phase: 'Blocked',
      reason: 'TargetLocked',
      blocked: { by: 'Lease medik8s-leases/node-w1 of node-maintenance' },
      message: 'Node w1 is locked by node-maintenance, which holds the Lease medik8s-leases/node-w1.',
    });
    expect(written(engine)).toEqual([]);
  });

  test.each(['cordon_node', 'uncordon_node'] as const)('that another holds keeps %s from its node too', async (operation) => {
    const engine = executionEngine([
      aNode('w1', operation === 'cordon_node' ? {} : { spec: { unschedulable: true }, annotations: { [keys.token]: 't' } }),
      foreign(),
    ]);
    expect((await carryOut(engine, admit(engine, { operation }))).status).toMatchObject({ phase: 'Blocked', reason: 'TargetLocked' });
    expect(written(engine)).toEqual([]);
  });

  test('is taken over by one guarded write when the time of the other is over', async () => {
    const engine = executionEngine([aNode('w1'), foreign({ renewTime: '2025-12-31T22:59:59.000000Z', leaseTransitions: 4 })]);
    const action = await carryOut(engine, drain(engine), 250);
    expect(action.status?.phase).toBe('Succeeded');
    const [taken] = writesOn(engine, 'Lease');
    expect(taken?.body).toMatchObject({ metadata: { resourceVersion: expect.any(String) as unknown }, spec: { leaseTransitions: 5 } });
  });

  test('is left to the one who was faster', async () => {
    const engine = executionEngine([aNode('w1')]);
    const action = drain(engine);
    const create = engine.cluster.create.bind(engine.cluster);
    engine.cluster.create = (kind, ...rest) => {
      if (kind === kinds.Lease) engine.cluster.put(foreign());
      engine.cluster.create = create;
      return create(kind, ...rest);
    };
    for (let time = 0; time < 3; time += 1) await pass(engine, action);
    expect(stored(engine, action).status).toMatchObject({ phase: 'Running', blocked: { reason: 'TargetLocked', by: 'node-maintenance' } });
    expect(writesOn(engine, 'Node')).toEqual([]);
    engine.cluster.remove(kinds.Lease, key);
    expect((await carryOut(engine, action, 5000)).status?.phase).toBe('Succeeded');
  });

  test('that another takes over halfway ends the drain: no further eviction, uncordoned, and the lock left to the other', async () => {
    const engine = executionEngine([aNode('w1'), replicaPod('web-a')]);
    holding(engine);
    const action = drain(engine);
    await carryOut(engine, action, 1000);
    engine.cluster.put({ ...lockNow(engine), ...foreign() });
    const ended = await carryOut(engine, action, 5000);
    expect(ended.status).toMatchObject({ phase: 'Failed', reason: 'TargetLocked', result: { undo: { cordon: 'Undone' } } });
    expect(nodeNow(engine)).toMatchObject({ spec: {}, metadata: { annotations: {} } });
    expect(lockNow(engine)).toMatchObject({ spec: { holderIdentity: 'node-maintenance' } });
  });

  test('cannot be had where its namespace is missing, and the drain says so', async () => {
    const engine = executionEngine([aNode('w1')]);
    engine.cluster.failNext(
      'create Lease',
      new Terminal({ code: 404, reason: 'NotFound', message: 'namespaces "medik8s-leases" not found' }),
    );
    expect((await carryOut(engine, drain(engine))).status).toMatchObject({
      phase: 'Failed',
      message: 'There is no namespace medik8s-leases, in which nodes are locked.',
    });
  });

  test('goes though the cordon cannot be lifted', async () => {
    const engine = executionEngine([aNode('w1'), replicaPod('web-a')]);
    holding(engine);
    const action = drain(engine, { timeoutSeconds: 30 });
    await carryOut(engine, action, 1000);
    const patch = engine.cluster.patch.bind(engine.cluster);
    engine.cluster.patch = (kind, ...rest) =>
      kind === kinds.Node ? Promise.reject(new Terminal({ code: 403, reason: 'Forbidden', message: 'no' })) : patch(kind, ...rest);
    await expect(carryOut(engine, action, 20_000)).rejects.toThrow('no');
    expect(stored(engine, action).status).toMatchObject({
      phase: 'Failed',
      reason: 'UndoFailed',
      message: expect.stringMatching(/set Node\/w1.spec.unschedulable back to false\.$/) as unknown,
    });
    expect(lockNow(engine)).toBeUndefined();
  });
});

describe('the sweeper of locks', () => {
  const left = (uid: string) => ({
    ...foreign({ holderIdentity: 'coordination-engine/self-healing-platform/act-1' }),
    metadata: { ...key, labels: { [keys.actionUid]: uid } },
  });

  test.each([
    { of: 'an action that is gone', uid: 'gone', remains: false },
    { of: 'an action that runs', uid: 'uid-act-1', phase: 'Running' as const, remains: true },
    { of: 'an action that has ended', uid: 'uid-act-1', phase: 'Failed' as const, remains: false },
  ])('leaves a lock of $of: $remains', async ({ uid, phase, remains }) => {
    const engine = executionEngine([left(uid)]);
    if (phase) admit(engine, { uid, status: { phase } });
    await sweepLocks(engine.deps, '*');
    await sweepLocks(engine.deps, 'w1');
    expect(lockNow(engine) !== undefined).toBe(remains);
  });

  test('leaves a lock of another system', async () => {
    const engine = executionEngine([{ ...foreign(), metadata: { ...key, labels: { [keys.actionUid]: 'gone' } } }]);
    await sweepLocks(engine.deps, '*');
    expect(lockNow(engine)).toBeDefined();
  });

  test.each([
    {
      ...{ when: 'it begins to lead', of: '*', call: 'list Lease', level: 'info' },
      says: 'Locks of nodes are not looked after, which needs config/opt-in/node-drain; one that was left expires by itself',
    },
    {
      ...{ when: 'an action on a node is gone', of: 'w1', call: 'get Lease', level: 'warn' },
      says: 'The lock of a node cannot be looked after; it expires by itself',
    },
  ] as const)('does without where it may not look, and when $when says so as $level', async ({ of, call, level, says }) => {
    const engine = executionEngine([]);
    const said: string[] = [];
    const log = { ...engine.deps.log, [level]: (message: string) => void said.push(message) };
    engine.cluster.failNext(call, new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
    expect(await sweepLocks({ ...engine.deps, log }, of)).toBeUndefined();
    expect([said, engine.logged]).toEqual([[says], []]);
  });

  test('leaves a lock that moved while it looked to the next pass', async () => {
    const engine = executionEngine([left('gone')]);
    engine.cluster.failNext('delete Lease', new Conflict({ code: 409, reason: 'Conflict', message: 'moved' }));
    await expect(sweepLocks(engine.deps, '*')).rejects.toThrow('moved');
  });
});
