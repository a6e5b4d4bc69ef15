import { afterEach, describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../api/generated/types.ts';
import { blankLedger } from '../../domain/counting/ledger.ts';
import { Conflict, Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { ledgerMap } from '../../testing/ledger-map.ts';
import type { Controller } from '../runtime/deps.ts';
import { makeCountsController, reconcileLedger } from './controller.ts';
import { ledgerName, type LedgerMap } from './tally.ts';

const key = { namespace: 'self-healing-platform', name: ledgerName };
let controller: Controller | undefined;
afterEach(async () => {
  await controller?.stop();
  controller = undefined;
});

/** An engine with one action that ended and went. */
function engineWith(gone = true) {
  const engine = fakeEngine({ allow: ['get ConfigMap', 'patch ConfigMap'] });
  const { deps, cluster } = engine;
  const action: RemediationAction = buildAction({ name: 'a', status: { phase: 'Succeeded' } });
  const lose = (name: string): void => {
    const one = buildAction({ name, status: { phase: 'Succeeded' } });
    deps.caches.actions.upsert(one);
    deps.caches.actions.remove({ ...one, metadata: { ...one.metadata, resourceVersion: '99999' } });
  };
  if (gone) lose(action.metadata.name);
  const stored = () => cluster.peek<LedgerMap>(kinds.ConfigMap, key)?.data;
  const calls = () => cluster.calls.map(({ verb }) => verb).join(' ');
  return { ...engine, lose, stored, calls, reconcile: () => reconcileLedger(deps) };
}

describe('a pass over the ledger', () => {
  test('makes it by its name when there is none, and asks for nothing more', async () => {
    const { reconcile, stored, calls, cluster } = engineWith();
    expect(await reconcile()).toBeUndefined();
    expect(stored()).toMatchObject({ deterministic: '1', ai_driven: '0', writtenAt: '2026-01-01T00:00:00.000Z' });
    expect(cluster.calls.at(-1)).toMatchObject({
      key: `${key.namespace}/${ledgerName}`,
      options: { type: 'apply', as: 'coordination-engine engine-0' },
    });
    expect(await reconcile()).toBeUndefined();
    expect(calls()).toBe('get patch');
  });

  test('writes nothing when nothing is owed', async () => {
    const { reconcile, calls } = engineWith(false);
    expect(await reconcile()).toBeUndefined();
    expect(calls()).toBe('');
  });

  test('waits until thirty seconds after the last write, whoever made it', async () => {
    const { reconcile, lose, clock, calls, stored } = engineWith();
    await reconcile();
    lose('b');
    clock.advance(10_000);
    expect(await reconcile()).toEqual({ after: 20_000 });
    expect(calls()).toBe('get patch');
    clock.advance(20_000);
    await reconcile();
    expect(stored()).toMatchObject({ deterministic: '2' });
    expect(calls()).toBe('get patch patch');
  });

  test('waits for no time that lies ahead, as after a clock was set back', async () => {
    const { reconcile, lose, clock, stored } = engineWith();
    await reconcile();
    lose('b');
    clock.setNow(new Date('2025-12-31T12:00:00Z'));
    expect(await reconcile()).toBeUndefined();
    expect(stored()).toMatchObject({ deterministic: '2' });
  });

  test('writes over that version only which it has seen, and takes over what another wrote', async () => {
    const { reconcile, cluster, deps, stored } = engineWith();
    const map = ledgerMap({ ...blankLedger, processed: { deterministic: 5, ai_driven: 1 } });
    deps.tally.stored(map);
    cluster.put({ ...map, data: { ...map.data, deterministic: '6' } });
    await expect(reconcile()).rejects.toBeInstanceOf(Conflict);
    const theirs = cluster.peek<LedgerMap>(kinds.ConfigMap, key);
    if (theirs) deps.tally.stored({ ...theirs, metadata: { ...theirs.metadata, resourceVersion: '9000000' } });
    cluster.put({ ...map, metadata: { ...map.metadata, resourceVersion: '9000000' }, data: theirs?.data });
    expect(deps.tally.counts().processed.deterministic).toBe(7);
    expect(stored()).toMatchObject({ deterministic: '6' });
  });

  test('takes nothing from another replica that makes it at the same time', async () => {
    const { reconcile, cluster, deps, stored } = engineWith();
    cluster.failNext('patch ConfigMap', new Conflict({ reason: 'Conflict', message: 'another manager has .data.deterministic' }));
    await expect(reconcile()).rejects.toBeInstanceOf(Conflict);
    cluster.put(ledgerMap({ ...blankLedger, processed: { deterministic: 5, ai_driven: 0 } }));
    await reconcile();
    expect(stored()).toMatchObject({ deterministic: '6' });
    expect(cluster.calls.at(-1)?.options).not.toHaveProperty('as');
    expect(deps.tally.owedMs).toBeUndefined();
  });

  test('looks before it makes one, since its cache may be behind', async () => {
    const { reconcile, cluster, stored } = engineWith();
    cluster.put(ledgerMap({ ...blankLedger, processed: { deterministic: 5, ai_driven: 0 } }));
    await reconcile();
    expect(stored()).toMatchObject({ deterministic: '6' });
  });

  test('lets what waits go uncounted when it may not write, and only then', async () => {
    const { reconcile, cluster, deps } = engineWith();
    const waits = buildAction({ name: 'w', status: { phase: 'Succeeded' } });
    deps.caches.actions.upsert(waits);
    cluster.failNext('patch ConfigMap', new Terminal({ reason: 'NotLeader', message: 'it does not lead' }));
    await expect(reconcile()).rejects.toThrow('it does not lead');
    expect(deps.tally.mayGo([waits])).toBe(false);
    cluster.failNext('patch ConfigMap', new Terminal({ code: 403, reason: 'Forbidden', message: 'no right' }));
    await expect(reconcile()).rejects.toThrow('no right');
    expect(deps.tally.mayGo([waits])).toBe(true);
  });
});

describe('the controller of the ledger', () => {
  test('writes what the last leader could not, and what goes while it leads', async () => {
    const { deps, stored, lose, clock } = engineWith();
    controller = makeCountsController(deps);
    controller.start();
    clock.advance(1000);
    await eventually(() => expect(stored()).toMatchObject({ deterministic: '1' }));
    lose('b');
    await controller.stop();
    expect(stored()).toMatchObject({ deterministic: '2' });
  });

  test('writes at its end though thirty seconds are not over, and nothing when nothing is owed', async () => {
    const { deps, calls, lose } = engineWith(false);
    controller = makeCountsController(deps);
    controller.start();
    await controller.stop();
    expect(calls()).toBe('');
    controller.start();
    lose('b');
    await controller.stop();
    expect(calls()).toBe('get patch');
  });

  test.each([
    { error: new Terminal({ code: 403, reason: 'Forbidden', message: 'no right' }), told: true },
    { error: new Terminal({ reason: 'NotLeader', message: 'it does not lead' }), told: false },
    { error: new Conflict({ reason: 'Conflict', message: 'it moved' }), told: false },
  ])('ends all the same when its last write fails: $error.reason', async ({ error, told }) => {
    const { deps, cluster, lose, logged } = engineWith(false);
    controller = makeCountsController(deps);
    controller.start();
    lose('b');
    cluster.failNext('patch ConfigMap', error);
    await controller.stop();
    controller = undefined;
    expect(logged.includes('What was counted last is left to the next leader')).toBe(told);
  });
});
