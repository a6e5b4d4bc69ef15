import { describe, expect, test } from '@jest/globals';
import { at } from '../../testing/action-builder.ts';
import type { Share } from './counts.ts';
import { blankLedger, cover, dataOf, ledgerFrom, type Ledger } from './ledger.ts';

const now = (second: number): Date => new Date(at(second));
const share = (uid: string, more: Partial<Share> = {}): Share => ({ uid, layer: 'deterministic', processed: true, ...more });
const nobody = (): boolean => false;
const named = ({ covered }: Ledger): string[] => covered.flatMap(({ uids }) => uids);

describe('a ledger', () => {
  test('has what it covers, each by its layer and with the conflicts of its day', () => {
    const today = { day: '2026-01-01', count: 2 };
    const shares = [share('a', { lost: today }), share('b', { layer: 'ai_driven' }), share('c', { processed: false, lost: today })];
    const ledger = cover(cover(blankLedger, [share('z')], now(0), nobody), shares, now(10), nobody);
    expect(ledger).toEqual({
      processed: { deterministic: 2, ai_driven: 1 },
      day: '2026-01-01',
      conflicts: 4,
      writtenAt: at(10),
      covered: [
        { at: at(0), uids: ['z'] },
        { at: at(10), uids: ['a', 'b', 'c'] },
      ],
    });
  });

  test('begins a new day without the conflicts of the one before', () => {
    const before: Ledger = { ...blankLedger, day: '2025-12-31', conflicts: 7 };
    const late = share('a', { lost: { day: '2025-12-31', count: 1 } });
    expect(cover(before, [late, share('b', { lost: { day: '2026-01-01', count: 1 } })], now(0), nobody)).toMatchObject({
      day: '2026-01-01',
      conflicts: 1,
    });
  });

  test.each([
    { when: 'a moment later', second: 3599, kept: nobody, names: ['a', 'b'] },
    { when: 'an hour later', second: 3600, kept: nobody, names: ['b'] },
    { when: 'an hour later while it is still there', second: 3600, kept: (uid: string) => uid === 'a', names: ['a', 'b'] },
  ])('names what it covers $when: $names', ({ second, kept, names }) => {
    const ledger = cover(cover(blankLedger, [share('a')], now(0), nobody), [share('b')], now(second), kept);
    expect(named(ledger)).toEqual(names);
    expect(ledger.processed.deterministic).toBe(2);
  });

  test('names only so many that an object can hold it, and counts them all', () => {
    const many = (stem: string, count: number): Share[] =>
      Array.from({ length: count }, (_, index) => share(`${stem}-${index}`.padEnd(36, 'x')));
    const ledger = cover(cover(blankLedger, many('old', 15_000), now(0), nobody), many('new', 15_000), now(1), nobody);
    expect(named(ledger)).toHaveLength(20_000);
    expect(named(ledger).filter((uid) => uid.startsWith('new'))).toHaveLength(15_000);
    expect(ledger.processed.deterministic).toBe(30_000);
    expect(JSON.stringify(dataOf(ledger)).length).toBeLessThan(1024 * 1024);
  });

  test('counts no more of those that go at once than it names, so that the rest is counted once, and later', () => {
    const owed = Array.from({ length: 30_000 }, (_, index) => share(`uid-${index}`));
    const first = cover(blankLedger, owed, now(0), nobody);
    const known = new Set(named(first));
    expect([first.processed.deterministic, known.size]).toEqual([20_000, 20_000]);
    const rest = owed.filter(({ uid }) => !known.has(uid));
    expect(cover(first, rest, now(1), nobody).processed.deterministic).toBe(30_000);
  });
});

describe('the data of a ConfigMap', () => {
  const ledger = cover(blankLedger, [share('a', { lost: { day: '2026-01-01', count: 3 } }), share('b')], now(0), nobody);

  test('is read as it was written, and without any as a blank ledger', () => {
    expect(ledgerFrom(dataOf(ledger))).toEqual(ledger);
    for (const data of [undefined, null, {}]) expect(ledgerFrom(data)).toEqual(blankLedger);
  });

  test.each<Record<string, string>>([
    { deterministic: '-1' },
    { deterministic: '1e9' },
    { ai_driven: '' },
    { conflicts: 'many' },
    { day: 'today' },
    { writtenAt: 'lately' },
    { covered: '' },
    { covered: '{}' },
    { covered: '[{"at":"2026-01-01T00:00:00Z","uids":[1]}]' },
    { covered: '[{"at":"x","uids":[]}]' },
    { covered: '[null]' },
  ])('is no ledger with %j', (wrong) => {
    expect(ledgerFrom({ ...dataOf(ledger), ...wrong })).toBeUndefined();
  });

  test('is no ledger when a part is missing', () => {
    for (const key of Object.keys(dataOf(ledger))) {
      const data = Object.fromEntries(Object.entries(dataOf(ledger)).filter(([other]) => other !== key));
      expect(ledgerFrom(data)).toBeUndefined();
    }
  });
});
