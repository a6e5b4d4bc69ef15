import { pause } from './abortable.ts';
import type { Cache } from './cache.ts';
import { formatKey, type KubeClient, type ObjectKey, type StoredObject } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { Conflict, isAlreadyExists, isNotFound, KubeError } from './errors.ts';
import { kinds } from './kinds.ts';
import { silentLog, type Log } from './log.ts';
import type { KubeMetrics } from './metrics.ts';
import { microTime } from './micro-time.ts';

/** A Lease of coordination.k8s.io/v1 as far as leading is concerned. */
export interface Lease extends StoredObject {
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    acquireTime?: string;
    renewTime?: string;
    leaseTransitions?: number;
  };
}

/** In seconds, decimals allowed; duration > renew > retry. */
export interface LeaseTimes {
  /** After so long without a change that we saw, another may take the Lease. */
  readonly duration: number;
  /** After so long without a successful renewal a leader stops leading. */
  readonly renew: number;
  readonly retry: number;
}

export interface LeaderElectionOptions {
  readonly client: KubeClient;
  readonly key: ObjectKey;
  /** Unique among living processes; a process that finds its own identity, of an earlier life, takes the Lease at once. */
  readonly identity: string;
  readonly times: LeaseTimes;
  /** The highest epoch in any status; asked when the Lease is taken, so the caches have to be filled before run. */
  readonly floorEpoch?: () => number | Promise<number>;
  /** Watched Leases: a standby then reads nothing from the server, and a released Lease is taken at once. */
  readonly leases?: Cache<Lease>;
  readonly onStartedLeading?: (epoch: number) => void;
  readonly onStoppedLeading?: (why: string) => void;
  readonly log?: Log;
  readonly clock?: Clock;
  readonly metrics?: KubeMetrics;
  readonly random?: () => number;
}

/** No Lease is taken so often. A larger number is somebody's mistake, above which there may be none that the API server takes. */
const mostTransitions = 1_000_000_000;

/** What one process knows of who leads. */
export type LeaderSeen = 'present' | 'awaited' | 'lost';

/**
 * At most one process leads as long as clocks run at about the same rate; they need not agree. Expiry is judged by how long we ourselves have
 * not seen the Lease change. Losing the Lease ends leading, not the process: it stands by and may win again, with a higher epoch.
 */
export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stop = new AbortController();
  #wake = new AbortController();
  #running: Promise<void> | undefined;
  #leading = false;
  #epoch = 0;
  #renewedAt = -Infinity;
  #resourceVersion = '';
  /** What tells our holding from that of another process with our name. */
  #acquireTime = '';
  #hasNamesake = false;
  #deadline: NodeJS.Timeout | undefined;
  #seen: Lease | undefined;
  #hasSeenLeader = false;
  /** Of the numbers that the Lease showed. */
  #highest = 0;
  #observed = '';
  #observedAt = 0;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#log = options.log ?? silentLog;
  }

  /** leaseTransitions while this process leads or led; it rises with every taking. */
  get epoch(): number {
    return this.#epoch;
  }

  /** How long an effect may take so that it ends before another can lead. */
  get effectTimeoutMs(): number {
    const { duration, renew } = this.#options.times;
    return 0.8 * (duration - renew) * 1000;
  }

  /** Whether this process surely leads now: it did not lose the Lease and the last renewal is young enough. */
  isLeader(): boolean {
    return this.#leading && this.#sinceRenewal() < this.#options.times.renew * 1000;
  }

  /** Whether some process leads, as this one saw last: `awaited` before it saw any. */
  get leader(): LeaderSeen {
    const isThere = this.isLeader() || (this.#seen !== undefined && !this.#isFree(this.#seen));
    if (isThere) return 'present';
    return this.#hasSeenLeader ? 'lost' : 'awaited';
  }

  /** Takes and keeps the Lease whenever it can, until release. */
  run(): Promise<void> {
    this.#running ??= this.#loop();
    return this.#running;
  }

  /** This process does not lead any more and another may at once. Whoever acts as the leader has to be stopped before. */
  async release(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    await this.#running;
    const held = this.isLeader();
    this.#lose('released');
    if (!held) return;
    const spec = { holderIdentity: '', leaseDurationSeconds: 1, renewTime: microTime(this.#clock.now()) };
    await this.#write({ metadata: { resourceVersion: this.#resourceVersion }, spec }).catch((error: unknown) =>
      this.#say('release', error),
    );
  }

  /** Leads no more, but takes the Lease again at its next look: in an epoch above its own, of the Lease and of `floorEpoch`. */
  stepDown(why: string): void {
    this.#lose(why);
  }

  async #loop(): Promise<void> {
    const forget = this.#options.leases?.onChange(({ object }) => {
      if (object.metadata.name === this.#options.key.name && !object.spec?.holderIdentity) this.#wake.abort();
    });
    while (!this.#stop.signal.aborted) {
      const attempt = this.#leading ? this.#renew() : this.#acquire();
      await attempt.catch((error: unknown) => this.#say(this.#leading ? 'renew' : 'acquire', error));
      const { random = Math.random, times } = this.#options;
      await pause(times.retry * 1000 * (0.8 + 0.4 * random()), AbortSignal.any([this.#stop.signal, this.#wake.signal]));
      if (this.#wake.signal.aborted) this.#wake = new AbortController();
    }
    forget?.();
  }

  async #acquire(): Promise<void> {
    const { leases, key } = this.#options;
    const lease = leases?.get(key) ?? (await this.#read());
    this.#observe(lease);
    if (this.#seen && !this.#isFree(this.#seen)) return void (this.#hasSeenLeader = true); // also without it: who held it makes it again
    const epoch = Math.max(this.#epoch, this.#highest, await this.#floor()) + 1;
    if (lease) return this.#take(lease, epoch);
    if (!this.#seen && epoch > 1 && !this.#isUnchangedFor(this.#options.times.duration)) return; // an engine has worked here: it may lead still, and make it again
    return this.#create(epoch);
  }

  async #take({ metadata: { resourceVersion } }: Lease, epoch: number): Promise<void> {
    const sentAt = this.#clock.monotonic();
    try {
      this.#lead(await this.#write({ metadata: { resourceVersion }, spec: this.#spec(epoch, true) }), epoch, sentAt);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const now = await this.#read(); // somebody was quicker, or the cache is behind: what counts is what is there
      if (now) this.#observe(now);
    }
  }

  async #renew(): Promise<void> {
    if (!this.isLeader()) return this.#lose('not renewed in time');
    const sentAt = this.#clock.monotonic();
    try {
      this.#renewed(
        await this.#write({ metadata: { resourceVersion: this.#resourceVersion }, spec: this.#spec(this.#epoch, false) }),
        sentAt,
      );
    } catch (error) {
      if (isNotFound(error)) return this.#create(this.#epoch);
      if (!(error instanceof Conflict)) throw error;
      await this.#reclaim();
    }
  }

  /** The Lease moved: by an answer of ours that got lost or by a person we go on from there, by another holder we have lost. */
  async #reclaim(): Promise<void> {
    const lease = await this.#read();
    const holder = lease?.spec?.holderIdentity;
    if (!lease || (holder === this.#options.identity && !this.#isNamesakes(lease))) {
      this.#resourceVersion = lease?.metadata.resourceVersion ?? '';
      return this.#renew();
    }
    this.#observe(lease);
    this.#hasNamesake = holder === this.#options.identity;
    if (this.#hasNamesake) return this.#lose('taken by another process of the same name');
    this.#lose(holder ? `taken by ${holder}` : 'released by another');
  }

  #isNamesakes({ spec }: Lease): boolean {
    return spec?.acquireTime !== undefined && spec.acquireTime !== this.#acquireTime;
  }

  async #create(epoch: number): Promise<void> {
    const { client, key } = this.#options;
    const sentAt = this.#clock.monotonic();
    const { namespace, name } = key;
    const body = { metadata: { namespace, name }, spec: this.#spec(epoch, true) };
    try {
      const lease = await client.create<Lease>(kinds.Lease, body, { timeoutMs: this.#callTimeoutMs, priority: 'lease' });
      if (this.#leading) this.#renewed(lease, sentAt);
      else this.#lead(lease, epoch, sentAt);
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      if (this.#leading) await this.#reclaim();
    }
  }

  #lead(lease: Lease, epoch: number, sentAt: number): void {
    this.#epoch = epoch;
    if (this.#clock.monotonic() - sentAt >= this.#options.times.renew * 1000) return; // the answer took so long that another may lead already
    this.#leading = true;
    this.#hasSeenLeader = true;
    this.#renewed(lease, sentAt);
    this.#log.info('This process leads', { lease: formatKey(this.#options.key), identity: this.#options.identity, epoch });
    this.#options.metrics?.onLeading?.(true);
    this.#options.onStartedLeading?.(epoch);
  }

  /** What counts is when the renewal was sent, for the server may have stored it then. */
  #renewed(lease: Lease, sentAt: number): void {
    this.#resourceVersion = lease.metadata.resourceVersion;
    if (!this.#leading) return;
    this.#renewedAt = sentAt;
    clearTimeout(this.#deadline);
    const left = this.#options.times.renew * 1000 - this.#sinceRenewal();
    this.#deadline = setTimeout(() => this.#lose('not renewed in time'), Math.max(0, left));
  }

  #lose(why: string): void {
    clearTimeout(this.#deadline);
    if (!this.#leading) return;
    this.#leading = false;
    this.#log[this.#stop.signal.aborted ? 'info' : 'warn'](`This process leads no more: ${why}`, {
      lease: formatKey(this.#options.key),
      epoch: this.#epoch,
    });
    this.#options.metrics?.onLeading?.(false);
    this.#options.onStoppedLeading?.(why);
  }

  /** Of one that was deleted it counts who held it, and since when it has been away. */
  #observe(lease: Lease | undefined): void {
    this.#seen = lease ?? this.#seen;
    const { holderIdentity, renewTime, leaseTransitions } = lease?.spec ?? {};
    const seen = JSON.stringify([holderIdentity, renewTime, leaseTransitions, lease?.metadata.resourceVersion]);
    if (seen === this.#observed) return;
    if (leaseTransitions !== undefined && leaseTransitions < mostTransitions) this.#highest = Math.max(this.#highest, leaseTransitions);
    this.#observed = seen;
    this.#observedAt = this.#clock.monotonic();
  }

  #isFree({ spec }: Lease): boolean {
    if (!spec?.holderIdentity || (spec.holderIdentity === this.#options.identity && !this.#hasNamesake)) return true;
    const { duration } = this.#options.times;
    const theirs = spec.leaseDurationSeconds ?? duration;
    return this.#isUnchangedFor(Math.max(duration, Math.min(theirs, 2 * duration))); // a nonsensical duration must not lock the Lease for ever
  }

  /** Of the Lease, or of its absence. */
  #isUnchangedFor(seconds: number): boolean {
    return this.#clock.monotonic() - this.#observedAt > seconds * 1000;
  }

  #spec(epoch: number, taking: boolean): Lease['spec'] {
    const now = microTime(this.#clock.now());
    const { identity, times } = this.#options;
    const held = { holderIdentity: identity, leaseDurationSeconds: Math.ceil(times.duration), renewTime: now, leaseTransitions: epoch };
    if (!taking) return held;
    this.#acquireTime = now;
    return { ...held, acquireTime: now };
  }

  get #callTimeoutMs(): number {
    return (this.#options.times.renew / 2) * 1000;
  }

  #sinceRenewal(): number {
    return this.#clock.monotonic() - this.#renewedAt;
  }

  #read(): Promise<Lease | undefined> {
    return this.#options.client.get<Lease>(kinds.Lease, this.#options.key, { timeoutMs: this.#callTimeoutMs, priority: 'lease' });
  }

  #write(body: object): Promise<Lease> {
    return this.#options.client.patch<Lease>(kinds.Lease, this.#options.key, body, { timeoutMs: this.#callTimeoutMs, priority: 'lease' });
  }

  async #floor(): Promise<number> {
    return (await this.#options.floorEpoch?.()) ?? 0;
  }

  #say(what: string, error: unknown): void {
    const known = error instanceof KubeError;
    const why = known ? error.message : error instanceof Error ? error.stack : String(error);
    this.#log.warn(`Could not ${what} the Lease`, { lease: formatKey(this.#options.key), why });
  }
}
