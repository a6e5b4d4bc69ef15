import { describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationActionStatus } from '../../api/generated/types.ts';
import { blankLedger, type Ledger } from '../../domain/counting/ledger.ts';
import { Cache } from '../../kube/cache.ts';
import { silentLog } from '../../kube/log.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { settableClock } from '../../testing/clock.ts';
import { ledgerMap } from '../../testing/ledger-map.ts';
import { Tally, type LedgerMap } from './tally.ts';

const lost = (count: number, day = '2026-01-01'): RemediationActionStatus => ({
  conflicts: { day, count, winners: ['RemediationAction/x/w'] },
});
let versions = 0;

/** A replica: what it sees of the cluster, and the ledger that some leader stores. */
function replica(clock = settableClock()) {
  const actions = new Cache<RemediationAction>({ name: 'actions' });
  const ledgers = new Cache<LedgerMap>({ name: 'configmaps' });
  const said: string[] = [];
  const say = (message: string): void => void said.push(message);
  const log = { debug: say, info: say, warn: say, error: say };
  const tally = new Tally({ actions, ledgers, clock, log });
  const heard: string[] = [];
  for (const what of ['owed', 'written'] as const) tally.on(what, () => heard.push(what));
  return {
    ...{ tally, actions, ledgers, clock, said, heard },
    put: (wish: ActionWish): RemediationAction => {
      const action = buildAction(wish);
      const stored = { ...action, metadata: { ...action.metadata, resourceVersion: String(++versions) } };
      actions.upsert(stored);
      return stored;
    },
    remove: (action: RemediationAction) =>
      actions.remove({ ...action, metadata: { ...action.metadata, resourceVersion: String(++versions) } }),
    store: (ledger: Ledger) => ledgers.upsert(ledgerMap(ledger)),
    told: () => {
      const { processed, conflicts } = tally.counts();
      return [processed.deterministic, processed.ai_driven, conflicts];
    },
  };
}

const ended = { phase: 'Succeeded' } as const;
const ofModel = { source: 'ai_driven', confidence: 0.9 } as const;

describe('a replica counts', () => {
  test('what ended and what conflicted, on the actions that are there', () => {
    const { put, told, tally } = replica();
    put({ name: 'a', status: { ...ended, ...lost(2) } });
    put({ name: 'b', ...ofModel, status: { phase: 'Rejected' } });
    put({ name: 'c', ...ofModel, status: { phase: 'Blocked', ...lost(1) } });
    put({ name: 'd', source: 'manual', status: { phase: 'Failed', ...lost(9, '2025-12-31') } });
    expect(told()).toEqual([2, 1, 3]);
    expect(tally.owedMs).toBeUndefined();
  });

  test('the conflicts of today only, as soon as the day is over in UTC', () => {
    const { put, told, clock, store, tally } = replica();
    put({ name: 'a', status: { ...ended, ...lost(2) } });
    store({ ...blankLedger, day: '2026-01-01', conflicts: 5, writtenAt: clock.now().toISOString() });
    expect(told()).toEqual([1, 0, 7]);
    clock.advance(86_400_000);
    expect(told()).toEqual([1, 0, 0]);
    expect(tally.counts().day).toBe('2026-01-02');
  });

  test('what is gone, before the ledger has it and after', () => {
    const { put, remove, told, store, tally, clock, heard } = replica();
    remove(put({ name: 'a', status: { ...ended, ...lost(2) } }));
    remove(put({ name: 'b', status: { phase: 'Blocked', ...lost(1) } }));
    remove(put({ name: 'c', status: { phase: 'Pending' } }));
    expect(told()).toEqual([1, 0, 3]);
    expect(heard).toEqual(['owed', 'owed']);
    store(tally.next(clock.now()));
    expect(told()).toEqual([1, 0, 3]);
    expect(tally.owedMs).toBeUndefined();
    expect(heard.slice(2)).toEqual(['written']);
  });

  test.each(['the deletion', 'the ledger'])('nothing twice that the ledger has, when it sees %s first', (first) => {
    const [leader, standby] = [replica(), replica()];
    const wish = { name: 'a', status: { ...ended, ...lost(1) } };
    expect(leader.tally.mayGo([leader.put(wish)])).toBe(false);
    const action = standby.put(wish);
    const ledger = leader.tally.next(leader.clock.now());
    const steps = [() => standby.remove(action), () => standby.store(ledger)];
    for (const step of first === 'the ledger' ? steps.toReversed() : steps) {
      step();
      expect(standby.told()).toEqual([1, 0, 1]);
    }
    expect(standby.tally.owedMs).toBeUndefined();
  });

  test('what was stored before it started, and not again what is still there', () => {
    const first = replica();
    const action = first.put({ name: 'a', status: ended });
    first.tally.mayGo([action]);
    const map = ledgerMap(first.tally.next(first.clock.now()));
    const [actions, ledgers] = [new Cache<RemediationAction>({ name: 'a' }), new Cache<LedgerMap>({ name: 'm' })];
    ledgers.upsert(map);
    actions.upsert(action);
    const next = new Tally({ actions, ledgers, clock: settableClock(), log: silentLog });
    expect(next.counts().processed).toEqual({ deterministic: 1, ai_driven: 0 });
    expect(next.mayGo([action])).toBe(true);
  });
});

describe('what is owed', () => {
  test('is what the last leader could not write: a standby has seen it too', () => {
    const standby = replica();
    standby.remove(standby.put({ name: 'a', ...ofModel, status: ended }));
    expect(standby.tally.owedMs).toBeDefined();
    expect(standby.tally.next(standby.clock.now())).toMatchObject({ processed: { ai_driven: 1 }, covered: [{ uids: ['uid-a'] }] });
  });

  test('is not what a ledger has that was written long after it was seen, though it names it no more', () => {
    const standby = replica();
    standby.remove(standby.put({ name: 'a', status: ended }));
    const ledger = (second: number): Ledger => ({ ...blankLedger, processed: { deterministic: 1, ai_driven: 0 }, writtenAt: at(second) });
    const at = (second: number): string => new Date(Date.parse('2026-01-01T00:00:00Z') + second * 1000).toISOString();
    standby.clock.advance(1_799_000);
    standby.store(ledger(1));
    expect(standby.tally.owedMs).toBeDefined();
    standby.clock.advance(2_000);
    standby.store(ledger(1)); // somebody touched it: that says nothing
    expect(standby.tally.owedMs).toBeDefined();
    standby.store(ledger(1801));
    expect(standby.told()).toEqual([1, 0, 0]);
    expect(standby.tally.owedMs).toBeUndefined();
  });

  test('is the whole ledger when somebody deleted it or made it unreadable', () => {
    const { ledgers, store, tally, told, said, clock } = replica();
    store({ ...blankLedger, processed: { deterministic: 7, ai_driven: 2 }, writtenAt: clock.now().toISOString() });
    const [map] = ledgers.list();
    ledgers.upsert(ledgerMap(blankLedger, { data: { deterministic: 'seven' } }));
    expect(told()).toEqual([7, 2, 0]);
    expect(tally.owedMs).toBeDefined();
    expect(said).toEqual(['What was counted cannot be read; it is written anew by what is known']);
    store(tally.next(clock.now()));
    expect(tally.owedMs).toBeUndefined();
    const now = ledgers.list()[0] ?? map;
    if (now) ledgers.remove({ ...now, metadata: { ...now.metadata, resourceVersion: '9000000' } });
    expect({ told: told(), owedMs: tally.owedMs, version: tally.version }).toEqual({ told: [7, 2, 0], owedMs: 0, version: undefined });
  });

  test('is nothing when there was never a ledger, or somebody emptied it', () => {
    const { ledgers, tally, told } = replica();
    ledgers.upsert(ledgerMap(blankLedger, { data: undefined }));
    expect([tally.owedMs, told()]).toEqual([undefined, [0, 0, 0]]);
  });
});

describe('what is to be deleted', () => {
  test('waits for nothing when it adds nothing', () => {
    const { tally, put } = replica();
    expect(tally.mayGo([])).toBe(true);
    expect(tally.mayGo([put({ name: 'a' })])).toBe(true);
    expect(tally.owedMs).toBeUndefined();
  });

  test('goes uncounted when the ledger cannot be written, and waits again when it can', () => {
    const { tally, put, store, heard, clock, remove, told } = replica();
    const [a, b] = [put({ name: 'a', status: ended }), put({ name: 'b', status: ended })];
    expect(tally.mayGo([a])).toBe(false);
    tally.giveWay();
    expect(heard.at(-1)).toBe('written');
    expect([tally.mayGo([a]), tally.owedMs]).toEqual([true, undefined]);
    remove(a);
    expect(told()).toEqual([2, 0, 0]);
    store(tally.next(clock.now()));
    expect([tally.mayGo([b]), told()]).toEqual([false, [2, 0, 0]]);
  });

  test('is forgotten between two terms: another leader may have deleted and counted it', () => {
    const { tally, put } = replica();
    tally.mayGo([put({ name: 'a', status: ended })]);
    tally.begin();
    expect(tally.owedMs).toBeUndefined();
  });
});
