import { describe, expect, test } from '@jest/globals';
import { keys, type OwnerReference } from '../api/resource.ts';
import { Terminal } from '../kube/errors.ts';
import type { Kind } from '../kube/kinds.ts';
import type { ActionWish } from '../testing/action-builder.ts';
import { aWorkload } from '../testing/cluster-objects.ts';
import { admit, executionEngine } from '../testing/execution-engine.ts';
import type { FakeEngine, FakeEngineOptions } from '../testing/fake-engine.ts';
import { carryOut, pass, stored } from '../testing/run-action.ts';

const apiVersion = 'databases.example.com/v1';
const databaseKind: Kind = { apiVersion, kind: 'Database', plural: 'databases', namespaced: true };
const fleetKind: Kind = { apiVersion, kind: 'Fleet', plural: 'fleets', namespaced: false };
const key = { namespace: 'shop', name: 'main' };

const controlledBy = (kind: string, name: string): OwnerReference[] => [{ apiVersion, kind, name, uid: `uid-${name}`, controller: true }];
const database = (more: object = {}, status: object = { observedGeneration: 1 }) => ({
  apiVersion,
  kind: 'Database',
  metadata: { ...key, uid: 'uid-main', generation: 1, ...more },
  spec: { size: 3 },
  status,
});
const fleet = { apiVersion, kind: 'Fleet', metadata: { name: 'all', uid: 'uid-all' } };
const pods = aWorkload('StatefulSet', 'main-db', { ownerReferences: controlledBy('Database', 'main') });
const engineWith = (objects: FakeEngineOptions['objects']) => executionEngine(objects, { served: [databaseKind, fleetKind] });

const reconcile = (more: ActionWish = {}): ActionWish => ({
  type: 'application_remediation',
  operation: 'reconcile_owner',
  target: 'StatefulSet/shop/main-db',
  ...more,
});
const direct = (name = 'main'): ActionWish => reconcile({ target: { apiVersion, kind: 'Database', namespace: 'shop', name } });
const writes = ({ cluster }: FakeEngine) =>
  cluster.calls.filter(({ verb, what }) => verb === 'patch' && what !== 'RemediationAction' && !what.includes('/'));
const peek = ({ cluster }: FakeEngine) => cluster.peek(databaseKind, key);

describe('reconcile_owner', () => {
  test.each([
    { of: 'a workload', wish: reconcile() },
    { of: 'the custom resource itself', wish: direct() },
  ])('annotates the owner of $of once, guarded, and waits until its operator is content', async ({ wish }) => {
    const engine = engineWith([pods, database({}, { observedGeneration: 0 })]);
    const action = admit(engine, wish);
    const { uid, resourceVersion } = peek(engine)?.metadata ?? {};
    const waiting = await carryOut(engine, action, 250);
    const token = waiting.status?.intents?.[0]?.token;
    expect(waiting.status).toMatchObject({ phase: 'Running', intents: [{ step: 'reconcile', targetUid: 'uid-main', outcome: 'Done' }] });
    expect(writes(engine).map(({ body }) => body)).toEqual([{ metadata: { uid, resourceVersion, annotations: { [keys.token]: token } } }]);
    engine.cluster.put(database({ annotations: { [keys.token]: token } }));
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({
      phase: 'Succeeded',
      message: 'Database shop/main is reconciled.',
    });
    expect(writes(engine)).toHaveLength(1);
  });

  test('goes up to the topmost custom resource', async () => {
    const engine = engineWith([pods, database({ ownerReferences: controlledBy('Fleet', 'all') }), fleet]);
    const { status } = await carryOut(engine, admit(engine, reconcile()), 250);
    expect(status).toMatchObject({ phase: 'Succeeded', before: { owner: { kind: 'Fleet', plural: 'fleets', namespaced: false } } });
    expect(writes(engine)).toMatchObject([{ what: 'Fleet', key: 'all' }]);
  });

  test('ends NeedsPerson, and says where to look, when the operator does not bring it back in time', async () => {
    const conditions = [{ type: 'Ready', status: 'False', reason: 'DiskFull' }];
    const engine = engineWith([pods, database({}, { observedGeneration: 1, conditions })]);
    const { status } = await carryOut(engine, admit(engine, reconcile({ timeoutSeconds: 20 })), 20_000);
    expect(status).toMatchObject({
      phase: 'Failed',
      reason: 'NeedsPerson',
      message:
        'After 20 s Database shop/main is Ready=False (DiskFull). Look at the log of its operator, and at what Database/shop/main itself says.',
    });
  });

  test.each([
    { says: 'Reconciling', seconds: 590, phase: 'Running', reason: 'Running' },
    { says: 'Degraded', seconds: 590, phase: 'Running', reason: 'Running' },
    { says: 'Degraded', seconds: 601, phase: 'Failed', reason: 'NeedsPerson' },
  ])('that is $says is $phase/$reason $seconds s later: ten minutes are its time unless told', async ({ says, seconds, phase, reason }) => {
    const conditions = [{ type: says, status: 'True' }];
    const engine = engineWith([pods, database({}, { conditions })]);
    const action = admit(engine, reconcile());
    await carryOut(engine, action, 250);
    engine.clock.advance(seconds * 1000);
    await pass(engine, action);
    expect(stored(engine, action).status).toMatchObject({ phase, reason });
  });

  const elsewhere = { namespace: 'shop' };
  test.each([
    {
      why: 'nothing custom controls it',
      objects: [aWorkload('StatefulSet', 'main-db')],
      wish: reconcile(),
      reason: 'InvalidTarget',
      says: 'No custom resource controls',
    },
    { why: 'the owner is gone', objects: [pods], wish: reconcile(), reason: 'TargetNotFound', says: 'Database/shop/main does not exist' },
    {
      why: 'the owner is another one',
      objects: [pods, database({ uid: 'next' })],
      wish: reconcile(),
      reason: 'TargetUidMismatch',
      says: 'replaced',
    },
    {
      why: 'the owner is being deleted',
      objects: [pods, database({ deletionTimestamp: '2026-01-01T00:00:00Z' })],
      wish: reconcile(),
      reason: 'TargetGone',
      says: 'being deleted',
    },
    {
      why: 'there is no such object',
      objects: [],
      wish: direct('other'),
      reason: 'TargetNotFound',
      says: 'Database/shop/other does not exist',
    },
    {
      why: 'its API is not installed',
      objects: [],
      wish: reconcile({ target: { apiVersion: 'caches.example.com/v1', kind: 'Cache', namespace: 'shop', name: 'one' } }),
      reason: 'ApiNotInstalled',
      says: 'The API of Cache (caches.example.com/v1) is not installed',
    },
    {
      why: 'the owner is the cluster`s and the action a namespace`s',
      objects: [pods, database({ ownerReferences: controlledBy('Fleet', 'all') }), fleet],
      wish: reconcile(elsewhere),
      reason: 'ClusterScopedTarget',
      says: 'only actions in self-healing-platform may touch it',
    },
  ])('is refused with $reason when $why', async ({ objects, wish, reason, says }) => {
    const engine = engineWith(objects);
    const { status } = await carryOut(engine, admit(engine, wish));
    expect(status).toMatchObject({ phase: 'Failed', reason, message: expect.stringContaining(says) });
    expect(writes(engine)).toEqual([]);
  });

  test.each([
    { verb: 'get', resource: 'databases' },
    { verb: 'patch', resource: 'databases' },
  ])('that may not $verb says so', async ({ verb, resource }) => {
    const engine = engineWith([pods, database()]);
    engine.cluster.failNext(`${verb} Database`, new Terminal({ code: 403, reason: 'Forbidden', message: 'no', verb, resource }));
    const { status } = await carryOut(engine, admit(engine, reconcile()), 250);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Forbidden', message: `The engine may not ${verb} databases: no` });
  });

  test('fails when the owner vanishes before it was touched', async () => {
    const engine = engineWith([pods, database()]);
    const action = admit(engine, reconcile());
    await pass(engine, action);
    expect(stored(engine, action).status?.intents).toHaveLength(1);
    engine.cluster.remove(databaseKind, key);
    expect((await carryOut(engine, action, 250)).status).toMatchObject({ phase: 'Failed', reason: 'TargetGone' });
  });
});
