import { isFields } from '../../api/fields.ts';
import { parsedJson } from '../../api/parsed-json.ts';
import { withShares, type Counts, type Share } from './counts.ts';
import { utcDay } from '../../api/utc-day.ts';

/** What is counted of actions that are gone or about to go; everything else is counted where it is, on the actions that are kept. */
export interface Ledger extends Counts {
  /** When it was written last, as RFC 3339; the epoch before the first time. */
  readonly writtenAt: string;
  /** Which of its actions somebody may still see, or may have seen go without having seen this ledger. */
  readonly covered: readonly Covered[];
}

/** Uids that were taken into the ledger at one time. */
export interface Covered {
  readonly at: string;
  readonly uids: readonly string[];
}

/** Nothing is gone yet. */
export const blankLedger: Ledger = {
  processed: { deterministic: 0, ai_driven: 0 },
  day: '1970-01-01',
  conflicts: 0,
  writtenAt: '1970-01-01T00:00:00.000Z',
  covered: [],
};

/** For so long every replica has the time to see that a uid is covered. */
const namedMs = 3_600_000;

/** More uids would not fit into an object; where so many go within an hour a replica that looked away may count some twice. */
const mostNamed = 20_000;

/** The ledger with these shares too, as many as it can name; uids that nobody can see any more are forgotten. */
export function cover(ledger: Ledger, owed: readonly Share[], now: Date, isKept: (uid: string) => boolean): Ledger {
  const shares = owed.slice(0, mostNamed);
  const at = now.toISOString();
  const isNamed = (entry: Covered, uid: string): boolean => now.getTime() - Date.parse(entry.at) < namedMs || isKept(uid);
  const before = ledger.covered.map((entry) => ({ ...entry, uids: entry.uids.filter((uid) => isNamed(entry, uid)) }));
  const covered = lastOf([...before, { at, uids: shares.map(({ uid }) => uid) }]);
  return { ...withShares(ledger, shares, utcDay(now)), writtenAt: at, covered };
}

function lastOf(entries: readonly Covered[]): Covered[] {
  let room = mostNamed;
  const newestFirst = entries.toReversed().map(({ at, uids }) => {
    const named = uids.slice(0, room);
    room -= named.length;
    return { at, uids: named };
  });
  return newestFirst.toReversed().filter(({ uids }) => uids.length > 0);
}

/** The ledger as the data of a ConfigMap. */
export function dataOf({ processed, day, conflicts, writtenAt, covered }: Ledger): Record<string, string> {
  return {
    deterministic: String(processed.deterministic),
    ai_driven: String(processed.ai_driven),
    day,
    conflicts: String(conflicts),
    writtenAt,
    covered: JSON.stringify(covered),
  };
}

/** What the data of a ConfigMap says; undefined when that is no ledger. */
export function ledgerFrom(data: Readonly<Record<string, string>> | null | undefined): Ledger | undefined {
  if (!data || Object.keys(data).length === 0) return blankLedger;
  const { day = '', writtenAt = '' } = data;
  const [counts, covered] = [countsFrom(data), coveredFrom(data['covered'])];
  const isWhole = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(writtenAt));
  return isWhole && counts && covered ? { ...counts, day, writtenAt, covered } : undefined;
}

function countsFrom(data: Readonly<Record<string, string>>): Omit<Counts, 'day'> | undefined {
  const [deterministic, ai_driven, conflicts] = [data['deterministic'], data['ai_driven'], data['conflicts']].map(countFrom);
  if (deterministic === undefined || ai_driven === undefined || conflicts === undefined) return undefined;
  return { processed: { deterministic, ai_driven }, conflicts };
}

function countFrom(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function coveredFrom(text: string | undefined): Covered[] | undefined {
  const value = parsedJson(text ?? '');
  return Array.isArray(value) && value.every(isCovered) ? value : undefined;
}

function isCovered(value: unknown): value is Covered {
  if (!isFields(value)) return false;
  const { at, uids } = value;
  return typeof at === 'string' && !Number.isNaN(Date.parse(at)) && Array.isArray(uids) && uids.every((uid) => typeof uid === 'string');
}
