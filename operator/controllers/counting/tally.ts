import type { RemediationAction } from '../../api/generated/types.ts';
import type { Resource } from '../../api/resource.ts';
import { shareOf, withShares, type Counts, type Share } from '../../domain/counting/counts.ts';
import { blankLedger, cover, ledgerFrom, type Ledger } from '../../domain/counting/ledger.ts';
import { utcDay } from '../../api/utc-day.ts';
import type { Cache } from '../../kube/cache.ts';
import type { Clock } from '../../kube/clock.ts';
import type { Log } from '../../kube/log.ts';

/** The ConfigMap of the system namespace that holds the ledger. */
export const ledgerName = 'coordination-engine-counts';

/** A ConfigMap as far as the ledger looks at it. */
export type LedgerMap = Resource<undefined, undefined> & { readonly data?: Readonly<Record<string, string>> | null };

/** What the tally is made by. */
export interface TallyParts {
  readonly actions: Cache<RemediationAction>;
  /** Watched by every replica. */
  readonly ledgers: Cache<LedgerMap>;
  readonly clock: Clock;
  readonly log: Log;
}

function isLedger({ metadata }: LedgerMap): boolean {
  return metadata.name === ledgerName;
}

interface Owed {
  readonly share: Share;
  /** On the monotonic clock. */
  readonly since: number;
}

/** A ledger that is written so long after somebody saw an action go has it, though it may name it no more: each replica writes what others do not. */
const surelyWrittenMs = 1_800_000;

/**
 * Counts what ended and what conflicted, each once: on the actions that are kept, which say it themselves, and in the ledger for those that are
 * gone. Every replica has one. What goes is remembered until the ledger has it, so that whoever leads next can write what the last one could not.
 */
export class Tally {
  readonly #parts: TallyParts;
  readonly #gone = new Map<string, Owed>();
  /** Still there, and to be deleted once the ledger has them. */
  readonly #leaving = new Map<string, Owed>();
  readonly #listeners: { readonly owed: (() => void)[]; readonly written: (() => void)[] } = { owed: [], written: [] };
  #ledger: Ledger = blankLedger;
  #covered: ReadonlySet<string> = new Set();
  /** Since when the stored ledger is not the one known here: it was deleted, or is none. */
  #lostSince: number | undefined;
  #isWritable = true;

  constructor(parts: TallyParts) {
    this.#parts = parts;
    const { actions, ledgers } = parts;
    for (const map of ledgers.list().filter(isLedger)) this.#read(map);
    ledgers.onChange(({ kind, object }) => {
      if (isLedger(object)) this.#change(kind === 'deleted' ? undefined : object);
    });
    actions.onChange(({ kind, object }) => {
      if (kind === 'deleted') this.#saw(object);
    });
  }

  /** What was counted up to now, with the conflicts of today in UTC. */
  counts(): Counts {
    const { actions, clock } = this.#parts;
    const shares = [...actions.list().flatMap((action) => shareOf(action) ?? []), ...sharesIn(this.#gone)];
    return withShares(this.#ledger, this.#uncovered(shares), utcDay(clock.now()));
  }

  /** Whether these actions may be deleted now without being lost to the counts; else they may once the ledger was written. */
  mayGo(actions: readonly RemediationAction[]): boolean {
    const { clock } = this.#parts;
    const missing = this.#uncovered(actions.flatMap((action) => shareOf(action) ?? []));
    if (missing.length === 0 || !this.#isWritable) return true;
    for (const share of missing) if (!this.#leaving.has(share.uid)) this.#leaving.set(share.uid, { share, since: clock.monotonic() });
    this.#tell('owed');
    return false;
  }

  /** Milliseconds for which the stored ledger has lacked something by now; undefined when it lacks nothing. */
  get owedMs(): number | undefined {
    const sinces = [...this.#gone.values(), ...this.#leaving.values()].map(({ since }) => since);
    const oldest = sinces.reduce((least, since) => Math.min(least, since), this.#lostSince ?? Infinity);
    return oldest === Infinity ? undefined : this.#parts.clock.monotonic() - oldest;
  }

  /** The resourceVersion of the ConfigMap; undefined while there is none. */
  get version(): string | undefined {
    return this.#parts.ledgers.list().find(isLedger)?.metadata.resourceVersion;
  }

  /** This is what the API server has. */
  stored(map: LedgerMap): void {
    this.#parts.ledgers.upsert(map);
  }

  /** When the ledger was written last. */
  get writtenAt(): Date {
    return new Date(this.#ledger.writtenAt);
  }

  /** The ledger that lacks nothing. */
  next(now: Date): Ledger {
    const shares = this.#uncovered([...sharesIn(this.#leaving), ...sharesIn(this.#gone)]);
    return cover(this.#ledger, shares, now, (uid) => this.#parts.actions.getByUid(uid) !== undefined);
  }

  /** The ledger cannot be written, and nothing waits for it any more until it could be. */
  giveWay(): void {
    this.#isWritable = false;
    this.#leaving.clear();
    this.#tell('written');
  }

  /** A term begins: whoever led meanwhile may have deleted what was to go. */
  begin(): void {
    this.#isWritable = true;
    this.#leaving.clear();
  }

  /** `owed`: there is something to write. `written`: what could not go before may be able to. */
  on(what: 'owed' | 'written', listener: () => void): void {
    this.#listeners[what].push(listener);
  }

  #saw(action: RemediationAction): void {
    const share = shareOf(action);
    this.#leaving.delete(action.metadata.uid);
    if (!share || this.#covered.has(share.uid)) return;
    this.#gone.set(share.uid, { share, since: this.#parts.clock.monotonic() });
    this.#tell('owed');
  }

  #change(map: LedgerMap | undefined): void {
    if (map) this.#read(map);
    else this.#lostSince = this.#ledger === blankLedger ? undefined : this.#parts.clock.monotonic();
    this.#tell('written');
    if (this.owedMs !== undefined) this.#tell('owed');
  }

  #read(map: LedgerMap): void {
    const ledger = ledgerFrom(map.data);
    this.#lostSince = ledger ? undefined : this.#parts.clock.monotonic();
    if (!ledger) {
      this.#parts.log.error('What was counted cannot be read; it is written anew by what is known', { configMap: ledgerName });
      return;
    }
    const isNew = ledger.writtenAt !== this.#ledger.writtenAt;
    this.#ledger = ledger;
    this.#covered = new Set(ledger.covered.flatMap(({ uids }) => uids));
    this.#isWritable = true;
    this.#forget(isNew);
  }

  #forget(isNewlyWritten: boolean): void {
    const sure = this.#parts.clock.monotonic() - surelyWrittenMs;
    for (const [uid, { since }] of this.#gone) if (this.#covered.has(uid) || (isNewlyWritten && since < sure)) this.#gone.delete(uid);
    for (const uid of this.#leaving.keys()) if (this.#covered.has(uid)) this.#leaving.delete(uid);
  }

  #uncovered(shares: readonly Share[]): Share[] {
    return shares.filter(({ uid }) => !this.#covered.has(uid));
  }

  #tell(what: 'owed' | 'written'): void {
    for (const listener of this.#listeners[what]) listener();
  }
}

function sharesIn(owed: ReadonlyMap<string, Owed>): Share[] {
  return [...owed.values()].map(({ share }) => share);
}
